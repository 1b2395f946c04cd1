import { MscRefusedError } from '../../upstreams/msc/errors/refused.ts';
import { MscUnavailableError } from '../../upstreams/msc/errors/unavailable.ts';
import { MscUnreadableError } from '../../upstreams/msc/errors/unreadable.ts';
import { ProblemError } from './problem.ts';

/** An upstream's failure as the problem a widget may see, with the wait the upstream asked for; undefined if it is none. */
export const upstreamProblem = (error: unknown): ProblemError | undefined => {
  if (error instanceof MscUnavailableError) {
    return new ProblemError('upstream_unavailable', { retryAfter: error.retryAfter ?? 5 }, error);
  }
  if (error instanceof MscRefusedError && isAskersFault(error)) return new ProblemError('invalid_request', {}, error);
  if (error instanceof MscRefusedError || error instanceof MscUnreadableError) {
    return new ProblemError('upstream_invalid', {}, error);
  }
  return undefined;
};

/**
 * The question was refused, not us: a utility code nobody knows, a month out of range. Only for prices, which are asked with
 * what the page sent; a 404 there, or any refusal elsewhere, is a setting of ours that is wrong.
 */
const isAskersFault = ({ operation, status }: MscRefusedError): boolean =>
  (operation === 'prices' || operation === 'utilities') && (status === 400 || status === 422);
