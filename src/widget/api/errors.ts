import type { LooseProblem } from '../../wire/problem.ts';

/**
 * Occurs when there is no response from the BFF: the device is offline, the request timed out, or the BFF is
 * unreachable.
 */
export class NetworkError extends Error {
  override name = 'NetworkError';
  declare readonly kind: 'offline' | 'timeout' | 'unreachable';

  constructor(kind: NetworkError['kind'], cause?: unknown) {
    super(kind, { cause });
    this.kind = kind;
  }
}

/** Occurs when the BFF responds with a problem document (RFC 9457). Handle it by `problem.code`. */
export class ProblemError extends Error {
  override name = 'ProblemError';
  declare readonly problem: LooseProblem;

  constructor(problem: LooseProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

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
 * Whether the error means that no offers are available at the ZIP code. The widget shows this as a result and not as a
 * failure.
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

export type AsyncState<Data, Kind = ErrorKind> =
  | { readonly status: 'idle' | 'loading'; readonly data?: undefined }
  | { readonly status: 'error'; readonly errorKind: Kind; readonly data?: undefined }
  | { readonly status: 'success'; readonly data: Data };
