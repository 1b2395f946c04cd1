import { NetworkError } from './bff/network-error.ts';
import { ProblemError } from './bff/problem-error.ts';

/** What went wrong, as the customer's words are found by. */
export type Trouble =
  | 'offline'
  | 'slow'
  | 'unreachable'
  | 'unavailable'
  | 'busy'
  | 'not_served'
  | 'not_allowed'
  | 'broken';

/** @example troubleOf(new NetworkError('timeout')) // 'slow' */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof NetworkError) return error.kind === 'timeout' ? 'slow' : error.kind;
  if (!(error instanceof ProblemError)) return 'broken';
  switch (error.problem.code) {
    case 'upstream_unavailable':
    case 'upstream_invalid':
    case 'internal':
      return 'unavailable';
    case 'rate_limited':
      return 'busy';
    case 'postal_code_not_served':
      return 'not_served';
    case 'unknown_site':
    case 'origin_not_allowed':
      return 'not_allowed';
    default:
      return 'broken';
  }
}
