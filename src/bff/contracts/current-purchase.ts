import type { OpenedPurchase, SavedPurchase } from '../../wire/prepared-purchase.ts';
import type { AppContext } from '../app-context.ts';
import { chargeUpstream } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import { createConcurrencyLimit } from '../middleware/concurrency-limit.ts';
import type { ShownOffer } from '../rates/offer-token.ts';
import { createOffer } from '../rates/offers-service.ts';
import { shownAmounts } from '../rates/shown-amounts.ts';
import { checkPrice } from './check-price.ts';

/** Purchases that one IP address reads at a time, each of which causes a call upstream. */
const MAX_CONCURRENT_READS = 6;

/** A purchase that was saved earlier, with its offer as the customer saw it then. */
export interface ShownPurchase {
  readonly shown: ShownOffer;
  readonly purchase: SavedPurchase;
}

/**
 * Creates a function that reads a saved purchase with the current version of its offer. The offer's token has usually
 * expired by now, so the price is read again and a new token is issued; the terms are compared with those shown then.
 *
 * @param load throws if the purchase cannot be read
 * @returns the function. It throws ProblemError price_check_unavailable | rate_limited, and what `load` throws
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
