import {
  type UnavailableDetails,
  type UnavailableReason,
  type UpstreamErrors,
  UpstreamInvalidResponseError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '../http/errors.ts';

const SERVICE = 'LOA';

/** The Letter of Agreement API rejected the call. Nothing changed upstream. */
export class LoaRejectedError extends UpstreamRejectedError {
  override readonly name = 'LoaRejectedError';

  constructor(operation: string, status: number, detail?: string) {
    super(SERVICE, operation, status, detail);
  }
}

/**
 * The Letter of Agreement API gave no usable response. It is unknown whether an agreement was created: look it up by
 * reference before retrying.
 */
export class LoaUnavailableError extends UpstreamUnavailableError {
  override readonly name = 'LoaUnavailableError';

  constructor(operation: string, reason: UnavailableReason, details?: UnavailableDetails) {
    super(SERVICE, operation, reason, details);
  }
}

/** The Letter of Agreement API sent a response that does not match our schema. */
export class LoaInvalidResponseError extends UpstreamInvalidResponseError {
  override readonly name = 'LoaInvalidResponseError';

  constructor(operation: string, field: string, issue: string) {
    super(SERVICE, operation, field, issue);
  }
}

export const loaErrors: UpstreamErrors = {
  Rejected: LoaRejectedError,
  Unavailable: LoaUnavailableError,
  InvalidResponse: LoaInvalidResponseError,
};
