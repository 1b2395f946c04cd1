import {
  type UnavailableDetails,
  type UnavailableReason,
  type UpstreamErrors,
  UpstreamInvalidResponseError,
  UpstreamRejectedError,
  UpstreamUnavailableError,
} from '../http/errors.ts';

const SERVICE = 'MSC';

/** My Service Cloud rejected the call. Nothing changed upstream. */
export class MscRejectedError extends UpstreamRejectedError {
  override readonly name = 'MscRejectedError';

  constructor(operation: string, status: number, detail?: string) {
    super(SERVICE, operation, status, detail);
  }
}

/** My Service Cloud gave no usable response. It is unknown whether a mutation took effect. */
export class MscUnavailableError extends UpstreamUnavailableError {
  override readonly name = 'MscUnavailableError';

  constructor(operation: string, reason: UnavailableReason, details?: UnavailableDetails) {
    super(SERVICE, operation, reason, details);
  }
}

/** My Service Cloud sent a response that does not match our schema. A mutation may have taken effect. */
export class MscInvalidResponseError extends UpstreamInvalidResponseError {
  override readonly name = 'MscInvalidResponseError';

  constructor(operation: string, field: string, issue: string) {
    super(SERVICE, operation, field, issue);
  }
}

export const mscErrors: UpstreamErrors = {
  Rejected: MscRejectedError,
  Unavailable: MscUnavailableError,
  InvalidResponse: MscInvalidResponseError,
};
