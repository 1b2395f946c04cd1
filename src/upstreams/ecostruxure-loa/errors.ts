interface ErrorDetails {
  readonly status?: number | undefined;
  /** What the answer's body says, without what was sent. */
  readonly detail?: string | undefined;
  /** In seconds, when the API said how long to wait. */
  readonly retryAfter?: number | undefined;
  readonly cause?: unknown;
}

/** What all errors of the Letter of Agreement API have in common. None holds a person's name or address. */
export class LoaError extends Error {
  readonly operation: string;
  readonly status: number | undefined;
  readonly detail: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(operation: string, summary: string, { status, detail, retryAfter, cause }: ErrorDetails = {}) {
    super(`LOA ${operation}: ${summary}${status ? ` ${status}` : ''}${detail ? ` (${detail})` : ''}`, { cause });
    this.operation = operation;
    this.status = status;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

/** The API understood the call and refuses it: nothing changed. Our credentials or our request are wrong. */
export class LoaRejectedError extends LoaError {
  override readonly name = 'LoaRejectedError';
}

/** No usable answer: no connection, too late, 429 or 5xx. Whether a letter was made is unknown: look before another try. */
export class LoaUnavailableError extends LoaError {
  override readonly name = 'LoaUnavailableError';
}

/** An answer that our schema does not know. */
export class LoaInvalidResponseError extends LoaError {
  override readonly name = 'LoaInvalidResponseError';
}
