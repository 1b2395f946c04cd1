import { NetworkError } from './api/network-error.ts';
import { ProblemError } from './api/problem-error.ts';

/** What went wrong, as the customer's words are found by. */
export type ErrorKind =
  | 'offline'
  | 'slow'
  | 'unreachable'
  | 'unavailable'
  | 'busy'
  | 'unknown_place'
  | 'regulated'
  | 'not_served'
  | 'not_allowed'
  | 'broken';

/** No failure: there is simply nobody to buy from at the ZIP code. */
export const isOutsideServiceArea = (kind: ErrorKind): boolean =>
  kind === 'unknown_place' || kind === 'regulated' || kind === 'not_served';

/** @example troubleOf(new NetworkError('timeout')) // 'slow' */
export function toErrorKind(error: unknown): ErrorKind {
  if (error instanceof NetworkError) return error.kind === 'timeout' ? 'slow' : error.kind;
  if (!(error instanceof ProblemError)) return 'broken';
  switch (error.problem.code) {
    case 'upstream_unavailable':
    case 'upstream_invalid':
    case 'internal':
      return 'unavailable';
    case 'rate_limited':
      return 'busy';
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
