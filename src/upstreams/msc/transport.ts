import ky, { isHTTPError, isNetworkError, isTimeoutError, type KyInstance, type Options } from 'ky';
import type { z } from 'zod';
import { createCircuitBreaker } from '../resilience/circuit-breaker.ts';
import { remainingDeadlineMs } from '../resilience/deadline.ts';
import { createRetryBudget } from '../resilience/retry-budget.ts';
import { createAuthorizationHeaders, type MscCredentials } from './authorization.ts';
import { MscInvalidResponseError, MscRejectedError, MscUnavailableError } from './errors.ts';
import { toReadableStream, trackConsumption } from './file-stream.ts';

/** How long a call may take: each attempt, and the whole call with its retries. Milliseconds. */
export interface MscTimeouts {
  readonly attemptMs: number;
  readonly totalMs: number;
}

/** How one call went. `circuit_open`: it was not sent, since too many before it had failed. */
export interface MscCall {
  readonly api: string;
  readonly operation: string;
  readonly outcome: 'ok' | 'rejected' | 'invalid_response' | MscUnavailableError['reason'];
  readonly durationMs: number;
}

export interface MscTransport {
  /**
   * Sends one call and reads its JSON through `schema`. `operation` names it in errors and logs.
   * @throws MscUnavailableError | MscRejectedError | MscInvalidResponseError
   */
  call<S extends z.ZodType>(operation: string, path: string, schema: S, options?: Options): Promise<z.infer<S>>;
  /**
   * Sends bytes as they come, once: what has gone by cannot be sent again. Never more of them in memory than are on their way.
   * @throws MscUnavailableError | MscRejectedError | MscInvalidResponseError
   */
  stream<S extends z.ZodType>(operation: string, path: string, schema: S, file: StreamBody): Promise<z.infer<S>>;
}

interface StreamBody {
  readonly type: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A file may come over a slow line: longer than any other call, shorter than a server waits for a request. Milliseconds. */
const STREAM_TIMEOUT_MS = 120_000;

/** A page of prices is a few thousand rows of about 1 kB; more than this is not an answer to us. */
const MAX_RESPONSE_BYTES = 16 * 1024 * 1024;
/** Nobody is asked to wait longer than this, in seconds, whatever the upstream says. */
const MAX_RETRY_AFTER_SECONDS = 3_600;

/**
 * HTTP to one My Service Cloud environment: each attempt freshly signed (a `jti` is good once), each call with a deadline,
 * reads retried once, mutations never,
 * all in all one retry for ten calls. An upstream that fails is left alone for a few seconds. One transport for each API, since one
 * can fail while the other works.
 */
export const createMscTransport = (
  credentials: MscCredentials,
  timeouts: MscTimeouts = { attemptMs: 6_000, totalMs: 12_000 },
  api = 'msc',
  /** Hears of each call. */
  observe: (call: MscCall) => void = () => {},
): MscTransport => {
  const sign = async ({ request }: { request: Request }): Promise<void> => {
    for (const [name, value] of Object.entries(await createAuthorizationHeaders(credentials, new Date())))
      request.headers.set(name, value);
  };
  const breaker = createCircuitBreaker();
  /** Too many questions is an answer, and so is a refusal. */
  const recordOutcome = (error: Error): void => {
    if (error instanceof MscUnavailableError && error.status !== 429) breaker.recordFailure();
    else breaker.recordSuccess();
  };
  const budget = createRetryBudget();
  const http: KyInstance = ky.create({
    prefix: credentials.baseUrl,
    redirect: 'error',
    timeout: timeouts.attemptMs,
    totalTimeout: timeouts.totalMs,
    retry: {
      limit: 1,
      methods: ['get'],
      retryOnTimeout: true,
      backoffLimit: 1_000,
      shouldRetry: ({ error }) => isRetryable(error) && budget.tryWithdraw(),
    },
    headers: { Accept: 'application/json' },
    hooks: { beforeRequest: [sign], beforeRetry: [sign] },
  });

  const send = async <S extends z.ZodType>(
    operation: string,
    path: string,
    schema: S,
    options?: Options,
  ): Promise<z.infer<S>> => {
    // Also before the breaker is asked: whoever it lets through must be heard of again.
    const remainingMs = Math.min(timeouts.totalMs, remainingDeadlineMs());
    if (remainingMs < 1) throw new MscUnavailableError(operation, 'timeout');
    const openForMs = breaker.msUntilClosed();
    if (openForMs > 0)
      throw new MscUnavailableError(operation, 'circuit_open', { retryAfter: Math.ceil(openForMs / 1000) });
    budget.deposit();
    let text: string;
    try {
      // ky's own deadlines end where the body begins: this one holds for the body too.
      const signal = AbortSignal.timeout(Math.ceil(remainingMs));
      text = await readText(await http(path, { ...options, signal }));
    } catch (cause) {
      const error = toMscError(operation, cause);
      recordOutcome(error);
      throw error;
    }
    breaker.recordSuccess();
    return parseResponse(schema, operation, text);
  };

  const sendStream = async <S extends z.ZodType>(
    operation: string,
    path: string,
    schema: S,
    { type, bytes }: StreamBody,
  ): Promise<z.infer<S>> => {
    const openForMs = breaker.msUntilClosed();
    if (openForMs > 0)
      throw new MscUnavailableError(operation, 'circuit_open', { retryAfter: Math.ceil(openForMs / 1000) });
    const source = trackConsumption(bytes);
    let text: string;
    try {
      // Not through ky: it keeps a copy of a body for its retries.
      const request: RequestInit & { duplex: 'half' } = {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(STREAM_TIMEOUT_MS),
        headers: {
          Accept: 'application/json',
          'Content-Type': type,
          ...(await createAuthorizationHeaders(credentials, new Date())),
        },
        body: toReadableStream(source.bytes),
        duplex: 'half',
      };
      const response = await fetch(`${credentials.baseUrl}/${path}`, request);
      text = await readText(response);
      if (!response.ok) throw statusError(operation, response);
    } catch (cause) {
      const error = toMscError(operation, cause);
      // Bytes that do not come say nothing of the upstream.
      if (!source.isWaitingForSource()) recordOutcome(error);
      throw error;
    }
    breaker.recordSuccess();
    return parseResponse(schema, operation, text);
  };

  /** Tells how a call went, whatever comes of it. */
  const withObserver = async <T>(operation: string, call: Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    const report = (outcome: MscCall['outcome']): void =>
      observe({ api, operation, outcome, durationMs: performance.now() - startedAt });
    try {
      const result = await call;
      report('ok');
      return result;
    } catch (error) {
      report(toOutcome(error));
      throw error;
    }
  };

  return {
    call: (operation, path, schema, options) => withObserver(operation, send(operation, path, schema, options)),
    stream: (operation, path, schema, file) => withObserver(operation, sendStream(operation, path, schema, file)),
  };
};

const toOutcome = (error: unknown): MscCall['outcome'] => {
  if (error instanceof MscUnavailableError) return error.reason;
  return error instanceof MscRejectedError ? 'rejected' : 'invalid_response';
};

/** Whether asking once more, now, may help: not where the upstream said how long to wait. */
const isRetryable = (error: Error): boolean => {
  if (!isHTTPError(error)) return isTimeoutError(error) || isNetworkError(error);
  const { status, headers } = error.response;
  return status >= 500 && status !== 501 && !headers.has('Retry-After');
};

/** Seconds: RFC 9110 section 10.2.3 allows a number or a date. Undefined when it is neither, or over. */
const parseRetryAfter = (text: string | null): number | undefined => {
  if (text === null) return undefined;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1000);
  return seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) : undefined;
};

const readText = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_RESPONSE_BYTES) throw new ResponseTooLargeError();
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
};

class ResponseTooLargeError extends Error {}

const parseResponse = <S extends z.ZodType>(schema: S, operation: string, text: string): z.infer<S> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new MscInvalidResponseError(operation, '', 'not JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new MscInvalidResponseError(operation, issue?.path.join('.') ?? '', issue?.code ?? 'unknown');
};

const toMscError = (operation: string, cause: unknown): Error => {
  if (cause instanceof ResponseTooLargeError) {
    return new MscInvalidResponseError(operation, '', `larger than ${MAX_RESPONSE_BYTES} bytes`);
  }
  if (isTimeoutError(cause) || (cause instanceof DOMException && cause.name === 'TimeoutError')) {
    return new MscUnavailableError(operation, 'timeout', { cause });
  }
  if (cause instanceof MscUnavailableError || cause instanceof MscRejectedError) return cause;
  if (isHTTPError(cause)) return statusError(operation, cause.response);
  if (isNetworkError(cause) || cause instanceof Error) return new MscUnavailableError(operation, 'network', { cause });
  return new MscUnavailableError(operation, 'network');
};

const statusError = (operation: string, { status, headers }: Response): Error => {
  if (status === 429 || status >= 500) {
    const retryAfter = parseRetryAfter(headers.get('Retry-After'));
    return new MscUnavailableError(operation, 'status', { status, retryAfter });
  }
  return new MscRejectedError(operation, status, 'HTTP');
};
