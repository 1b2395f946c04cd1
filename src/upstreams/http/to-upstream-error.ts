import { isHTTPError, isTimeoutError } from 'ky';
import { UpstreamError, type UpstreamErrors } from './errors.ts';
import { ResponseTooLargeError } from './read-response.ts';
import { parseRetryAfter } from './retry-after.ts';

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

/** "Not found" and "gone": the API's statement about an object, unless a proxy in front of it made it. */
const ABSENT_STATUSES: readonly number[] = [404, 410];

/** Whether a proxy sent the response, such as its default page while the API is being deployed. The API sends JSON. */
const isFromProxy = (type: string | null): boolean => type !== null && !/[/+]json\b/i.test(type);

/**
 * The error for a response that is not 2xx: a 429 or 5xx means unavailable, and so does a proxy's 404 or 410, which must not
 * end a contract. Any other status is a rejection.
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
