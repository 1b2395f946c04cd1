import ky, { isHTTPError, isTimeoutError, type KyInstance, type Options } from 'ky';
import { z } from 'zod';
import { createCircuitBreaker } from '../resilience/circuit-breaker.ts';
import { remainingDeadlineMs } from '../resilience/deadline.ts';
import { LoaError, LoaInvalidResponseError, LoaRejectedError, LoaUnavailableError } from './errors.ts';
import { collectStrings, redact } from './redact.ts';

export interface LoaTransport {
  /**
   * Sends one call and reads its JSON through `schema`; an empty answer is `undefined` to it. Never sent twice.
   *
   * @param requestValues what stands in the request, kept out of errors
   * @throws LoaRejectedError | LoaUnavailableError | LoaInvalidResponseError
   */
  call<S extends z.ZodType>(
    operation: string,
    path: string,
    schema: S,
    options: Options,
    requestValues?: unknown,
  ): Promise<z.infer<S>>;
}

const CALL_TIMEOUT_MS = 10_000;
/** An agreement is a few hundred bytes, a list of them a few thousand; more than this is not an answer to us. */
const MAX_RESPONSE_BYTES = 1024 * 1024;
/** Nobody is asked to wait longer, in seconds. */
const MAX_RETRY_AFTER_SECONDS = 3_600;

/** HTTP to the Letter of Agreement API: each call with a deadline, and left alone for seconds when it fails again and again. */
export const createLoaTransport = (baseUrl: string, timeoutMs = CALL_TIMEOUT_MS): LoaTransport => {
  const breaker = createCircuitBreaker();
  const http: KyInstance = ky.create({
    prefix: baseUrl,
    redirect: 'error',
    retry: 0,
    timeout: false,
    headers: { Accept: 'application/json' },
  });
  return {
    async call(operation, path, schema, options, requestValues) {
      const remainingMs = Math.min(timeoutMs, remainingDeadlineMs());
      if (remainingMs < 1) throw new LoaUnavailableError(operation, 'deadline exceeded');
      const openForMs = breaker.msUntilClosed();
      if (openForMs > 0)
        throw new LoaUnavailableError(operation, 'circuit open', { retryAfter: Math.ceil(openForMs / 1000) });
      let text: string;
      try {
        text = await readText(
          operation,
          await http(path, { ...options, signal: AbortSignal.timeout(Math.ceil(remainingMs)) }),
        );
      } catch (cause) {
        const error = toLoaError(operation, cause, requestValues);
        // An answer that makes sense is a sign of life, also a refusal.
        if (error instanceof LoaUnavailableError && error.status !== 429) breaker.recordFailure();
        else breaker.recordSuccess();
        throw error;
      }
      breaker.recordSuccess();
      return parseResponse(schema, operation, text);
    },
  };
};

const readText = async (operation: string, response: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_RESPONSE_BYTES) throw new LoaInvalidResponseError(operation, 'too large');
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
};

const parseResponse = <S extends z.ZodType>(schema: S, operation: string, text: string): z.infer<S> => {
  let json: unknown;
  try {
    json = text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new LoaInvalidResponseError(operation, 'not JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new LoaInvalidResponseError(operation, 'invalid response', {
    detail: `${issue?.path.join('.')}: ${issue?.code}`,
  });
};

/** Where a refusal says why: `message` as a gateway writes it, `error_description` as RFC 6749 section 5.2 does. */
const errorBody = z.object({
  message: z.string().optional(),
  error_description: z.string().optional(),
  error: z.union([z.string(), z.object({ message: z.string() })]).optional(),
});

const toLoaError = (operation: string, cause: unknown, requestValues: unknown): LoaError => {
  if (cause instanceof LoaError) return cause;
  if (!isHTTPError(cause)) {
    const isTimeout = isTimeoutError(cause) || (cause instanceof DOMException && cause.name === 'TimeoutError');
    return new LoaUnavailableError(operation, isTimeout ? 'timeout' : 'network', { cause });
  }
  const { status, headers } = cause.response;
  if (status === 429 || status >= 500) {
    return new LoaUnavailableError(operation, 'status', {
      status,
      retryAfter: parseRetryAfter(headers.get('Retry-After')),
    });
  }
  const body = errorBody.safeParse(cause.data);
  const { message, error_description, error } = body.data ?? {};
  const reason = message ?? error_description ?? (typeof error === 'string' ? error : error?.message) ?? '';
  return new LoaRejectedError(operation, 'rejected with', {
    status,
    detail: redact(reason, collectStrings(requestValues)) || undefined,
  });
};

const parseRetryAfter = (text: string | null): number | undefined =>
  text !== null && /^\d{1,9}$/.test(text) ? Math.min(Number(text), MAX_RETRY_AFTER_SECONDS) : undefined;
