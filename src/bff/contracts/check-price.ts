import { UpstreamUnavailableError } from '../../upstreams/http/errors.ts';
import type { OpenedPurchase, SavedPurchase } from '../../wire/saved-purchase.ts';
import type { AppContext } from '../app-context.ts';
import { chargeUpstream } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import type { Price } from '../enrollment/enrollment-backend.ts';
import { ProblemError } from '../http/problem.ts';
import { createConcurrencyLimit } from '../middleware/stream-limits.ts';
import { changedTerms, shownAmounts } from '../rates/compare-price.ts';
import type { ShownOffer } from '../rates/offer-token.ts';
import { createOffer } from '../rates/offers-service.ts';

type PriceContext = Pick<AppContext, 'enrollment' | 'keys' | 'now'>;

const RETRY_AFTER_SECONDS = 5;

/** Whether the current price has the terms that were shown. If it does not, `rejection` says why. */
export type PriceCheck =
  | { readonly ok: true; readonly price: Price }
  | { readonly ok: false; readonly rejection: ProblemError };

/**
 * Reads the price again and compares it with the offer that the customer saw (invariant G). The upstream itself
 * compares only the rate, so a fee could change between the offer and the contract.
 *
 * @param use `display` if the price is only shown, because this upstream call must not use up the calls that contracts
 * need
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

/** Maximum number of purchases that one IP address can read at a time. Each causes an upstream call. */
const MAX_CONCURRENT_READS = 6;

/** A purchase that was saved earlier, with its offer as the customer saw it then. */
export interface ShownPurchase {
  readonly shown: ShownOffer;
  readonly purchase: SavedPurchase;
}

/**
 * Creates a function that reads a saved purchase with the current version of its offer. The offer's token has usually
 * expired by now, so the price is read again and a new token is issued. The new terms are compared with the terms that
 * the customer first saw.
 *
 * @param load throws if the purchase cannot be read
 * @returns the function. It throws ProblemError price_check_unavailable | rate_limited, and the errors of `load`
 */
export function createPurchaseReader(appContext: AppContext) {
  const reads = createConcurrencyLimit(MAX_CONCURRENT_READS);
  return async (caller: Caller, load: () => ShownPurchase | Promise<ShownPurchase>): Promise<OpenedPurchase> => {
    const release = reads.acquire(caller.ipKeys);
    try {
      await chargeUpstream(appContext, caller, 1);
      return await withCurrentOffer(appContext, caller, await load());
    } finally {
      release();
    }
  };
}

async function withCurrentOffer(
  appContext: Pick<AppContext, 'enrollment' | 'keys' | 'now'>,
  caller: Caller,
  { purchase, shown }: ShownPurchase,
): Promise<OpenedPurchase> {
  const check = await checkPrice(appContext, caller, shown, 'display');
  if (check.ok) return { purchase, offer: createOffer(appContext, caller.site, check.price, shown) };
  const { offer, changes = [] } = check.rejection.problem;
  return offer ? { purchase, offer, change: { from: shownAmounts(shown), terms: changes } } : { purchase };
}
