/**
 * My Service Cloud gave no usable answer: no connection, no answer before the deadline, 5xx or 429, or it failed so often
 * just now that it was not asked (`resting`). Whether a mutation
 * took effect is unknown: ask before trying again. `retryAfter` is in seconds, when the upstream said how long to wait.
 */
export class MscUnavailableError extends Error {
  override readonly name = 'MscUnavailableError';
  readonly operation: string;
  readonly reason: 'network' | 'timeout' | 'status' | 'resting';
  readonly status: number | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    operation: string,
    reason: 'network' | 'timeout' | 'status' | 'resting',
    details: { status?: number | undefined; retryAfter?: number | undefined; cause?: unknown } = {},
  ) {
    super(`MSC ${operation}: unavailable (${reason}${details.status ? ` ${details.status}` : ''})`, {
      cause: details.cause,
    });
    this.operation = operation;
    this.reason = reason;
    this.status = details.status;
    this.retryAfter = details.retryAfter;
  }
}
