import { NetworkError } from './api/network-error.ts';
import { ProblemError } from './api/problem-error.ts';

/** Kinds of errors that have a message for the customer. */
export type ErrorKind =
  | 'offline'
  | 'slow'
  | 'unreachable'
  | 'unavailable'
  | 'busy'
  | 'quota_reached'
  | 'unknown_place'
  | 'regulated'
  | 'not_served'
  | 'not_allowed'
  | 'broken';

/**
 * Whether the error means that no offers are available at the ZIP code, which is a valid outcome and not a failure.
 */
export const isOutsideServiceArea = (kind: ErrorKind): boolean =>
  kind === 'unknown_place' || kind === 'regulated' || kind === 'not_served';

/** @example toErrorKind(new NetworkError('timeout')) // 'slow' */
export function toErrorKind(error: unknown): ErrorKind {
  if (error instanceof NetworkError) return error.kind === 'timeout' ? 'slow' : error.kind;
  if (!(error instanceof ProblemError)) return 'broken';
  switch (error.problem.code) {
    case 'upstream_unavailable':
    case 'upstream_invalid':
    case 'internal':
    case 'store_unavailable':
    case 'overloaded':
    case 'site_paused':
      return 'unavailable';
    case 'rate_limited':
      return 'busy';
    case 'quota_reached':
      return 'quota_reached';
    case 'postal_code_unknown':
      return 'unknown_place';
    case 'postal_code_regulated':
      return 'regulated';
    case 'postal_code_not_served':
      return 'not_served';
    case 'unknown_site':
    case 'origin_not_allowed':
      return 'not_allowed';
    default:
      return 'broken';
  }
}
