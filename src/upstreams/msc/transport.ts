import ky, { isHTTPError, isNetworkError, isTimeoutError, type KyInstance, type Options } from 'ky';
import type { z } from 'zod';
import { authorize, type MscCredentials } from './authorization.ts';
import { MscRefusedError } from './errors/refused.ts';
import { MscUnavailableError } from './errors/unavailable.ts';
import { MscUnreadableError } from './errors/unreadable.ts';

/** How long a call may take: each attempt, and the whole call with its retries. Milliseconds. */
export interface MscDeadlines {
  readonly attempt: number;
  readonly total: number;
}

export interface MscTransport {
  /**
   * Sends one call and reads its JSON through `schema`. `operation` names it in errors and logs.
   * @throws MscUnavailableError | MscRefusedError | MscUnreadableError
   */
  call<S extends z.ZodType>(operation: string, path: string, schema: S, options?: Options): Promise<z.infer<S>>;
}

/** A page of prices is a few thousand rows of about 1 kB; more than this is not an answer to us. */
const largestAnswer = 16 * 1024 * 1024;

/**
 * HTTP to one My Service Cloud environment: each attempt freshly signed (a `jti` is good once), each call with a deadline,
 * reads retried once, mutations never.
 */
export const createMscTransport = (
  credentials: MscCredentials,
  deadlines: MscDeadlines = { attempt: 6_000, total: 12_000 },
): MscTransport => {
  const sign = async ({ request }: { request: Request }): Promise<void> => {
    for (const [name, value] of Object.entries(await authorize(credentials, new Date())))
      request.headers.set(name, value);
  };
  const http: KyInstance = ky.create({
    prefix: credentials.baseUrl,
    redirect: 'error',
    timeout: deadlines.attempt,
    totalTimeout: deadlines.total,
    retry: { limit: 1, methods: ['get'], retryOnTimeout: true, maxRetryAfter: 2_000, backoffLimit: 1_000 },
    headers: { Accept: 'application/json' },
    hooks: { beforeRequest: [sign], beforeRetry: [sign] },
  });

  return {
    async call(operation, path, schema, options) {
      let text: string;
      try {
        // ky's own deadlines end where the body begins: this one holds for the body too.
        const signal = AbortSignal.timeout(deadlines.total);
        text = await readText(await http(path, { ...options, signal }));
      } catch (cause) {
        throw asMscError(operation, cause);
      }
      return readThrough(schema, operation, text);
    },
  };
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
  if (isHTTPError(cause)) {
    const { status, headers } = cause.response;
    if (status === 429 || status >= 500) {
      const wait = Number(headers.get('retry-after'));
      return new MscUnavailableError(operation, 'status', { status, retryAfter: wait > 0 ? wait : undefined });
    }
    return new MscRefusedError(operation, status, 'HTTP');
  }
  if (isNetworkError(cause) || cause instanceof Error) return new MscUnavailableError(operation, 'network', { cause });
  return new MscUnavailableError(operation, 'network');
};
