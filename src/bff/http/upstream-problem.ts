import { MscInvalidResponseError, MscRejectedError, MscUnavailableError } from '../../upstreams/msc/errors.ts';
import { ProblemError } from './problem.ts';

/** An upstream's failure as the problem a widget may see, with the wait the upstream asked for; undefined if it is none. */
export function upstreamProblem(error: unknown): ProblemError | undefined {
  if (error instanceof MscUnavailableError) {
    return new ProblemError('upstream_unavailable', { retryAfter: error.retryAfter ?? 5 }, error);
  }
  if (error instanceof MscRejectedError && isClientError(error)) return new ProblemError('invalid_request', {}, error);
  if (error instanceof MscRejectedError || error instanceof MscInvalidResponseError) {
    return new ProblemError('upstream_invalid', {}, error);
  }
  return undefined;
}

/**
 * The question was refused, not us: a utility code nobody knows, a month out of range. Only for prices, which are asked with
 * what the page sent; a 404 there, or any refusal elsewhere, is a setting of ours that is wrong.
 */
const isClientError = ({ operation, status }: MscRejectedError): boolean =>
  (operation === 'prices' || operation === 'utilities') && (status === 400 || status === 422);
