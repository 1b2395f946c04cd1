import { isHTTPError, isTimeoutError } from 'ky';
import { z } from 'zod';
import { UpstreamError, type UpstreamErrors } from './errors.ts';

/** A response body exceeds the client's limit. */
class ResponseTooLargeError extends Error {
  override readonly name = 'ResponseTooLargeError';
}

/** Reads a body of at most `maxBytes`. @throws ResponseTooLargeError */
export async function readText(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new ResponseTooLargeError();
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/**
 * Parses JSON with a schema; empty text parses as `undefined`. @throws UpstreamInvalidResponseError without the value
 */
export function parseResponse<S extends z.ZodType>(
  errors: UpstreamErrors,
  schema: S,
  operation: string,
  text: string,
): z.infer<S> {
  let json: unknown;
  try {
    json = text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new errors.InvalidResponse(operation, '', 'not JSON');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new errors.InvalidResponse(operation, issue?.path.join('.') ?? '', issue?.code ?? 'unknown');
}

/** The longest wait that we pass on, even if the upstream requests a longer one. */
const MAX_RETRY_AFTER_SECONDS = 3_600;

/**
 * Parses a `Retry-After` header, a number of seconds or a date, into seconds (RFC 9110 section 10.2.3).
 *
 * @returns undefined for any other value, and for a date in the past
 */
function parseRetryAfter(text: string | null): number | undefined {
  if (text === null) return undefined;
  const seconds = /^\d{1,9}$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1000);
  return seconds > 0 ? Math.min(seconds, MAX_RETRY_AFTER_SECONDS) : undefined;
}

/** Converts any failure of a call to one of the client's own errors. */
export function toUpstreamError(
  { errors, maxResponseBytes }: { readonly errors: UpstreamErrors; readonly maxResponseBytes: number },
  operation: string,
  cause: unknown,
  describeRejection?: (body: unknown) => string | undefined,
): UpstreamError {
  if (cause instanceof UpstreamError) return cause;
  if (cause instanceof ResponseTooLargeError) {
    return new errors.InvalidResponse(operation, '', `larger than ${maxResponseBytes} bytes`);
  }
  if (isTimeoutError(cause) || (cause instanceof DOMException && cause.name === 'TimeoutError')) {
    return new errors.Unavailable(operation, 'timeout', { cause });
  }
  if (isHTTPError(cause)) return statusError(errors, operation, cause.response, describeRejection?.(cause.data));
  return new errors.Unavailable(operation, 'network', { cause });
}

/** "Not found" and "gone": these mean that an object does not exist, unless a proxy in front of the API sent them. */
const ABSENT_STATUSES: readonly number[] = [404, 410];

/** Whether a proxy sent the response, such as its default page while the API is being deployed. The API sends JSON. */
const isFromProxy = (type: string | null): boolean => type !== null && !/[/+]json\b/i.test(type);

/**
 * The error for a response that is not 2xx: a 429 or 5xx means unavailable, and so does a proxy's 404 or 410, which
 * must not end a contract. Any other status is a rejection.
 */
export function statusError(
  errors: UpstreamErrors,
  operation: string,
  { status, headers }: Response,
  detail?: string,
): UpstreamError {
  const isProxyPage = ABSENT_STATUSES.includes(status) && isFromProxy(headers.get('Content-Type'));
  if (status === 429 || status >= 500 || isProxyPage) {
    return new errors.Unavailable(operation, 'status', {
      status,
      retryAfter: parseRetryAfter(headers.get('Retry-After')),
    });
  }
  return new errors.Rejected(operation, status, detail);
}

/** Characters that break a line or change the direction of the surrounding text. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\ufeff]/gu;

/**
 * Text that we display, such as a supplier's name or the reason for a status: one line of at most `maxLength`
 * characters. Characters that could change how the text around it reads are replaced with spaces.
 *
 * @example sanitizedText(60).parse('Cardinal\u202e Power\n') // 'Cardinal Power'
 */
export const sanitizedText = (maxLength: number) =>
  z
    .string()
    .transform((text) =>
      [...text.toWellFormed().replace(UNPRINTABLE, ' ').replace(/ {2,}/g, ' ').trim()].slice(0, maxLength).join(''),
    );
