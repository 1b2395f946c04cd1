import ky, { isHTTPError, isNetworkError, isTimeoutError, type KyInstance, type Options } from 'ky';
import type { z } from 'zod';
import { millisecondsLeft } from '../health/action-deadline.ts';
import { createCircuitBreaker } from '../health/circuit-breaker.ts';
import { createRetryBudget } from '../health/retry-budget.ts';
import { authorize, type MscCredentials } from './authorization.ts';
import { MscRefusedError } from './errors/refused.ts';
import { MscUnavailableError } from './errors/unavailable.ts';
import { MscUnreadableError } from './errors/unreadable.ts';
import { streamOf, watched } from './file-stream.ts';

/** How long a call may take: each attempt, and the whole call with its retries. Milliseconds. */
export interface MscDeadlines {
  readonly attempt: number;
  readonly total: number;
}

/** How one call went. `resting`: it was not sent, since too many before it had failed. */
export interface MscCall {
  readonly api: string;
  readonly operation: string;
  readonly outcome: 'ok' | 'refused' | 'unreadable' | MscUnavailableError['reason'];
  readonly milliseconds: number;
}

export interface MscTransport {
  /**
   * Sends one call and reads its JSON through `schema`. `operation` names it in errors and logs.
   * @throws MscUnavailableError | MscRefusedError | MscUnreadableError
   */
  call<S extends z.ZodType>(operation: string, path: string, schema: S, options?: Options): Promise<z.infer<S>>;
  /**
   * Sends bytes as they come, once: what has gone by cannot be sent again. Never more of them in memory than are on their way.
   * @throws MscUnavailableError | MscRefusedError | MscUnreadableError
   */
  stream<S extends z.ZodType>(operation: string, path: string, schema: S, file: FileToSend): Promise<z.infer<S>>;
}

interface FileToSend {
  readonly type: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A file may come over a slow line: longer than any other call, shorter than a server waits for a request. Milliseconds. */
const streamDeadline = 120_000;

/** A page of prices is a few thousand rows of about 1 kB; more than this is not an answer to us. */
const largestAnswer = 16 * 1024 * 1024;
/** Nobody is asked to wait longer than this, in seconds, whatever the upstream says. */
const longestWait = 3_600;

/**
 * HTTP to one My Service Cloud environment: each attempt freshly signed (a `jti` is good once), each call with a deadline,
 * reads retried once, mutations never,
 * all in all one retry for ten calls. An upstream that fails is left alone for a few seconds. One transport for each API, since one
 * can fail while the other works.
 */
export const createMscTransport = (
  credentials: MscCredentials,
  deadlines: MscDeadlines = { attempt: 6_000, total: 12_000 },
  api = 'msc',
  /** Hears of each call. */
  observe: (call: MscCall) => void = () => {},
): MscTransport => {
  const sign = async ({ request }: { request: Request }): Promise<void> => {
    for (const [name, value] of Object.entries(await authorize(credentials, new Date())))
      request.headers.set(name, value);
  };
  const breaker = createCircuitBreaker();
  /** Too many questions is an answer, and so is a refusal. */
  const count = (error: Error): void => {
    if (error instanceof MscUnavailableError && error.status !== 429) breaker.failed();
    else breaker.succeeded();
  };
  const budget = createRetryBudget();
  const http: KyInstance = ky.create({
    prefix: credentials.baseUrl,
    redirect: 'error',
    timeout: deadlines.attempt,
    totalTimeout: deadlines.total,
    retry: {
      limit: 1,
      methods: ['get'],
      retryOnTimeout: true,
      backoffLimit: 1_000,
      shouldRetry: ({ error }) => mayRetry(error) && budget.spend(),
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
    const left = Math.min(deadlines.total, millisecondsLeft());
    if (left < 1) throw new MscUnavailableError(operation, 'timeout');
    const wait = breaker.wait();
    if (wait > 0) throw new MscUnavailableError(operation, 'resting', { retryAfter: Math.ceil(wait / 1000) });
    budget.earn();
    let text: string;
    try {
      // ky's own deadlines end where the body begins: this one holds for the body too.
      const signal = AbortSignal.timeout(Math.ceil(left));
      text = await readText(await http(path, { ...options, signal }));
    } catch (cause) {
      const error = asMscError(operation, cause);
      count(error);
      throw error;
    }
    breaker.succeeded();
    return readThrough(schema, operation, text);
  };

  const sendStream = async <S extends z.ZodType>(
    operation: string,
    path: string,
    schema: S,
    { type, bytes }: FileToSend,
  ): Promise<z.infer<S>> => {
    const wait = breaker.wait();
    if (wait > 0) throw new MscUnavailableError(operation, 'resting', { retryAfter: Math.ceil(wait / 1000) });
    const source = watched(bytes);
    let text: string;
    try {
      // Not through ky: it keeps a copy of a body for its retries.
      const request: RequestInit & { duplex: 'half' } = {
        method: 'POST',
        redirect: 'error',
        signal: AbortSignal.timeout(streamDeadline),
        headers: { Accept: 'application/json', 'Content-Type': type, ...(await authorize(credentials, new Date())) },
        body: streamOf(source.bytes),
        duplex: 'half',
      };
      const response = await fetch(`${credentials.baseUrl}/${path}`, request);
      text = await readText(response);
      if (!response.ok) throw statusError(operation, response);
    } catch (cause) {
      const error = asMscError(operation, cause);
      // Bytes that do not come say nothing of the upstream.
      if (!source.isAwaited()) count(error);
      throw error;
    }
    breaker.succeeded();
    return readThrough(schema, operation, text);
  };

  /** Tells how a call went, whatever comes of it. */
  const observed = async <T>(operation: string, call: Promise<T>): Promise<T> => {
    const began = performance.now();
    const tell = (outcome: MscCall['outcome']): void =>
      observe({ api, operation, outcome, milliseconds: performance.now() - began });
    try {
      const answer = await call;
      tell('ok');
      return answer;
    } catch (error) {
      tell(outcomeOf(error));
      throw error;
    }
  };

  return {
    call: (operation, path, schema, options) => observed(operation, send(operation, path, schema, options)),
    stream: (operation, path, schema, file) => observed(operation, sendStream(operation, path, schema, file)),
  };
};

const outcomeOf = (error: unknown): MscCall['outcome'] => {
  if (error instanceof MscUnavailableError) return error.reason;
  return error instanceof MscRefusedError ? 'refused' : 'unreadable';
};

/** Whether asking once more, now, may help: not where the upstream said how long to wait. */
const mayRetry = (error: Error): boolean => {
  if (!isHTTPError(error)) return isTimeoutError(error) || isNetworkError(error);
  const { status, headers } = error.response;
  return status >= 500 && status !== 501 && !headers.has('Retry-After');
};

/** Seconds: RFC 9110 section 10.2.3 allows a number or a date. Undefined when it is neither, or over. */
const readRetryAfter = (text: string | null): number | undefined => {
  if (text === null) return undefined;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1000);
  return seconds > 0 ? Math.min(seconds, longestWait) : undefined;
};

const readText = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > largestAnswer) throw new AnswerTooLargeError();
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
};

class AnswerTooLargeError extends Error {}

const readThrough = <S extends z.ZodType>(schema: S, operation: string, text: string): z.infer<S> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new MscUnreadableError(operation, '', 'not JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new MscUnreadableError(operation, issue?.path.join('.') ?? '', issue?.code ?? 'unknown');
};

const asMscError = (operation: string, cause: unknown): Error => {
  if (cause instanceof AnswerTooLargeError) {
    return new MscUnreadableError(operation, '', `larger than ${largestAnswer} bytes`);
  }
  if (isTimeoutError(cause) || (cause instanceof DOMException && cause.name === 'TimeoutError')) {
    return new MscUnavailableError(operation, 'timeout', { cause });
  }
  if (cause instanceof MscUnavailableError || cause instanceof MscRefusedError) return cause;
  if (isHTTPError(cause)) return statusError(operation, cause.response);
  if (isNetworkError(cause) || cause instanceof Error) return new MscUnavailableError(operation, 'network', { cause });
  return new MscUnavailableError(operation, 'network');
};

const statusError = (operation: string, { status, headers }: Response): Error => {
  if (status === 429 || status >= 500) {
    const retryAfter = readRetryAfter(headers.get('Retry-After'));
    return new MscUnavailableError(operation, 'status', { status, retryAfter });
  }
  return new MscRefusedError(operation, status, 'HTTP');
};
