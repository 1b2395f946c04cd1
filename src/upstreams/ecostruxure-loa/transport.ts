import ky, { isHTTPError, isTimeoutError, type KyInstance, type Options } from 'ky';
import { z } from 'zod';
import { millisecondsLeft } from '../health/action-deadline.ts';
import { createCircuitBreaker } from '../health/circuit-breaker.ts';
import { LoaError, LoaRefusedError, LoaUnavailableError, LoaUnreadableError } from './errors.ts';
import { scrub, textsIn } from './scrub.ts';

export interface LoaTransport {
  /**
   * Sends one call and reads its JSON through `schema`; an empty answer is `undefined` to it. Never sent twice.
   *
   * @param sent what stands in the request, kept out of errors
   * @throws LoaRefusedError | LoaUnavailableError | LoaUnreadableError
   */
  call<S extends z.ZodType>(
    operation: string,
    path: string,
    schema: S,
    options: Options,
    sent?: unknown,
  ): Promise<z.infer<S>>;
}

const callMilliseconds = 10_000;
/** An agreement is a few hundred bytes, a list of them a few thousand; more than this is not an answer to us. */
const largestAnswer = 1024 * 1024;
/** Nobody is asked to wait longer, in seconds. */
const longestWait = 3_600;

/** HTTP to the Letter of Agreement API: each call with a deadline, and left alone for seconds when it fails again and again. */
export const createLoaTransport = (baseUrl: string, milliseconds = callMilliseconds): LoaTransport => {
  const breaker = createCircuitBreaker();
  const http: KyInstance = ky.create({
    prefix: baseUrl,
    redirect: 'error',
    retry: 0,
    timeout: false,
    headers: { Accept: 'application/json' },
  });
  return {
    async call(operation, path, schema, options, sent) {
      const left = Math.min(milliseconds, millisecondsLeft());
      if (left < 1) throw new LoaUnavailableError(operation, 'too late');
      const wait = breaker.wait();
      if (wait > 0) throw new LoaUnavailableError(operation, 'resting', { retryAfter: Math.ceil(wait / 1000) });
      let text: string;
      try {
        text = await readText(
          operation,
          await http(path, { ...options, signal: AbortSignal.timeout(Math.ceil(left)) }),
        );
      } catch (cause) {
        const error = asLoaError(operation, cause, sent);
        // An answer that makes sense is a sign of life, also a refusal.
        if (error instanceof LoaUnavailableError && error.status !== 429) breaker.failed();
        else breaker.succeeded();
        throw error;
      }
      breaker.succeeded();
      return readThrough(schema, operation, text);
    },
  };
};

const readText = async (operation: string, response: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > largestAnswer) throw new LoaUnreadableError(operation, 'too large');
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
};

const readThrough = <S extends z.ZodType>(schema: S, operation: string, text: string): z.infer<S> => {
  let json: unknown;
  try {
    json = text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new LoaUnreadableError(operation, 'not JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new LoaUnreadableError(operation, 'unreadable', { detail: `${issue?.path.join('.')}: ${issue?.code}` });
};

/** Where a refusal says why: `message` as a gateway writes it, `error_description` as RFC 6749 section 5.2 does. */
const refusalBody = z.object({
  message: z.string().optional(),
  error_description: z.string().optional(),
  error: z.union([z.string(), z.object({ message: z.string() })]).optional(),
});

const asLoaError = (operation: string, cause: unknown, sent: unknown): LoaError => {
  if (cause instanceof LoaError) return cause;
  if (!isHTTPError(cause)) {
    const isLate = isTimeoutError(cause) || (cause instanceof DOMException && cause.name === 'TimeoutError');
    return new LoaUnavailableError(operation, isLate ? 'timeout' : 'network', { cause });
  }
  const { status, headers } = cause.response;
  if (status === 429 || status >= 500) {
    return new LoaUnavailableError(operation, 'status', {
      status,
      retryAfter: secondsToWait(headers.get('Retry-After')),
    });
  }
  const body = refusalBody.safeParse(cause.data);
  const { message, error_description, error } = body.data ?? {};
  const said = message ?? error_description ?? (typeof error === 'string' ? error : error?.message) ?? '';
  return new LoaRefusedError(operation, 'refused with', { status, detail: scrub(said, textsIn(sent)) || undefined });
};

const secondsToWait = (text: string | null): number | undefined =>
  text !== null && /^\d{1,9}$/.test(text) ? Math.min(Number(text), longestWait) : undefined;
