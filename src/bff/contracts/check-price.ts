import { UpstreamUnavailableError } from '../../upstreams/http/errors.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import type { Price } from '../enrollment/enrollment-backend.ts';
import { ProblemError } from '../http/problem.ts';
import type { ShownOffer } from '../rates/offer-token.ts';
import { createOffer } from '../rates/offers-service.ts';
import { changedTerms } from '../rates/term-changes.ts';

type PriceContext = Pick<AppContext, 'enrollment' | 'keys' | 'now'>;

const RETRY_AFTER_SECONDS = 5;

/** The current price has the terms that were shown, or it does not and `rejection` says why. */
export type PriceCheck =
  | { readonly ok: true; readonly price: Price }
  | { readonly ok: false; readonly rejection: ProblemError };

/**
 * Reads the price again and compares it with the offer that the customer saw (invariant G). The upstream itself compares
 * only the rate, so a fee could change between the offer and the contract.
 *
 * @param use `display` leaves the upstream calls that contracts need
 * @throws ProblemError price_check_unavailable
 */
export async function checkPrice(
  appContext: PriceContext,
  caller: Caller,
  shown: ShownOffer,
  use?: 'contract' | 'display',
): Promise<PriceCheck> {
  try {
    const price = await appContext.enrollment(caller.access).price(shown.priceId, use);
    if (!price || price.validUntil <= appContext.now().toISOString())
      return { ok: false, rejection: new ProblemError('offer_gone') };
    return changedTerms(shown, price).length
      ? { ok: false, rejection: rateChanged(appContext, caller, shown, price) }
      : { ok: true, price };
  } catch (error) {
    const retryAfter = error instanceof UpstreamUnavailableError ? error.retryAfter : undefined;
    throw new ProblemError('price_check_unavailable', { retryAfter: retryAfter ?? RETRY_AFTER_SECONDS }, error);
  }
}

/**
 * The problem for an offer whose terms have changed: the current offer, and each changed term with both values, so that
 * the customer sees both and agrees again.
 *
 * @throws ProblemError upstream_invalid
 */
export const rateChanged = (appContext: PriceContext, caller: Caller, shown: ShownOffer, price: Price): ProblemError =>
  new ProblemError('rate_changed', {
    offer: createOffer(appContext, caller.site, price, shown),
    changes: changedTerms(shown, price),
  });
