/**
 * Base class of all errors from upstream calls. Messages and fields contain no personal data, so they may be logged.
 */
export class UpstreamError extends Error {
  readonly operation: string;

  constructor(service: string, operation: string, summary: string, cause?: unknown) {
    super(`${service} ${operation}: ${summary}`, { cause });
    this.operation = operation;
  }
}

/**
 * The upstream rejected the call: a 4xx other than 429, or GraphQL `errors` in response to a query. Our credentials or
 * our request are wrong. Nothing changed upstream.
 */
export class UpstreamRejectedError extends UpstreamError {
  readonly status: number;
  /** A code from a closed list or a number, never the upstream's text, which may quote the request. */
  readonly detail: string | undefined;

  constructor(service: string, operation: string, status: number, detail?: string) {
    super(service, operation, `rejected with ${status}${detail ? ` (${detail})` : ''}`);
    this.status = status;
    this.detail = detail;
  }
}

export type UnavailableReason = 'network' | 'timeout' | 'status' | 'circuit_open' | 'call_ceiling';

export interface UnavailableDetails {
  readonly status?: number | undefined;
  /** Seconds to wait, when the upstream sent `Retry-After`. */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/**
 * The upstream gave no usable response: no connection, a timeout, 5xx or 429. Or the call was not sent, because the
 * circuit breaker is open (`circuit_open`) or too many calls were sent within a minute (`call_ceiling`). If a mutation
 * was sent, it is unknown whether it took effect: look up the affected object before retrying.
 */
export class UpstreamUnavailableError extends UpstreamError {
  readonly reason: UnavailableReason;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    service: string,
    operation: string,
    reason: UnavailableReason,
    { status, retryAfter, cause }: UnavailableDetails = {},
  ) {
    super(service, operation, `unavailable (${reason}${status ? ` ${status}` : ''})`, cause);
    this.reason = reason;
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/**
 * A response that does not match our schema, or GraphQL `errors` in response to a mutation, which may have taken
 * effect anyway. `field` is the path: `prices.3.rate.amount`. The value is omitted, because it may be personal data.
 */
export class UpstreamInvalidResponseError extends UpstreamError {
  readonly field: string;

  constructor(service: string, operation: string, field: string, issue: string) {
    super(service, operation, `invalid response at ${field || '(root)'}: ${issue}`);
    this.field = field;
  }
}

/** The error classes of one upstream. */
export interface UpstreamErrors {
  readonly Rejected: new (operation: string, status: number, detail?: string) => UpstreamRejectedError;
  readonly Unavailable: new (
    operation: string,
    reason: UnavailableReason,
    details?: UnavailableDetails,
  ) => UpstreamUnavailableError;
  readonly InvalidResponse: new (operation: string, field: string, issue: string) => UpstreamInvalidResponseError;
}
