import type { Rate } from '../../wire/decimal.ts';
import type { Offer } from '../../wire/offer.ts';
import { offerKey } from './offer-key.ts';

/** What a refresh changed: the rate an offer had before, and the offers that are no longer there. */
export interface PriceChanges {
  /** Whether there was a refresh at all. */
  readonly refreshed: boolean;
  /** By the offer's identity; only those whose rate is another now. */
  readonly previousRates: ReadonlyMap<string, Rate>;
  readonly removed: readonly Offer[];
}

export const NO_CHANGES: PriceChanges = { refreshed: false, previousRates: new Map(), removed: [] };

/** Compares two answers to the same question. */
export function diffPrices(previous: readonly Offer[], next: readonly Offer[]): PriceChanges {
  const currentRates = new Map(next.map((offer) => [offerKey(offer), offer.rate]));
  const previousRates = new Map<string, Rate>();
  const removed: Offer[] = [];
  for (const offer of previous) {
    const rate = currentRates.get(offerKey(offer));
    if (!rate) removed.push(offer);
    else if (Number(rate.amount) !== Number(offer.rate.amount)) previousRates.set(offerKey(offer), offer.rate);
  }
  return { refreshed: true, previousRates, removed };
}
