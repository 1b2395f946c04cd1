/** Base class of all errors of My Service Cloud. None contains personal data. */
export class MscError extends Error {
  readonly operation: string;

  constructor(operation: string, summary: string, cause?: unknown) {
    super(`MSC ${operation}: ${summary}`, { cause });
    this.operation = operation;
  }
}

/**
 * My Service Cloud rejected the call: a 4xx other than 429, or GraphQL `errors` in response to a query. Our credentials or our
 * request are wrong. Nothing changed upstream.
 */
export class MscRejectedError extends MscError {
  override readonly name = 'MscRejectedError';
  readonly status: number;

  constructor(operation: string, status: number, detail: string) {
    super(operation, `rejected with ${status} (${detail})`);
    this.status = status;
  }
}

type UnavailableReason = 'network' | 'timeout' | 'status' | 'circuit_open';

/**
 * My Service Cloud gave no usable response: no connection, a timeout, 5xx or 429, or the call was not sent because the circuit
 * breaker is open (`circuit_open`). Whether a mutation took effect is unknown: look the result up before retrying. `retryAfter` is in
 * seconds, where the upstream sent it.
 */
export class MscUnavailableError extends MscError {
  override readonly name = 'MscUnavailableError';
  readonly reason: UnavailableReason;
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    operation: string,
    reason: UnavailableReason,
    details: { status?: number | undefined; retryAfter?: number | undefined; cause?: unknown } = {},
  ) {
    super(operation, `unavailable (${reason}${details.status ? ` ${details.status}` : ''})`, details.cause);
    this.reason = reason;
    this.status = details.status;
    this.retryAfter = details.retryAfter;
  }
}

/**
 * A response that our schema does not match, or GraphQL `errors` in response to a mutation, which may have taken effect anyway.
 * `field` is the path: `prices.3.rate.amount`. The value is left out, because it may be personal.
 */
export class MscInvalidResponseError extends MscError {
  override readonly name = 'MscInvalidResponseError';
  readonly field: string;

  constructor(operation: string, field: string, issue: string) {
    super(operation, `invalid response at ${field || '(root)'}: ${issue}`);
    this.field = field;
  }
}
