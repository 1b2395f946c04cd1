import type { Rate } from '../../wire/decimal.ts';
import type { Offer } from '../../wire/offer.ts';
import { identityOf } from './offer-identity.ts';

/** What a refresh changed: the rate an offer had before, and the offers that are no longer there. */
export interface PriceMoves {
  /** Whether there was a refresh at all. */
  readonly refreshed: boolean;
  /** By the offer's identity; only those whose rate is another now. */
  readonly was: ReadonlyMap<string, Rate>;
  readonly gone: readonly Offer[];
}

export const noMoves: PriceMoves = { refreshed: false, was: new Map(), gone: [] };

/** Compares two answers to the same question. */
export function movesBetween(before: readonly Offer[], after: readonly Offer[]): PriceMoves {
  const now = new Map(after.map((offer) => [identityOf(offer), offer.rate]));
  const was = new Map<string, Rate>();
  const gone: Offer[] = [];
  for (const offer of before) {
    const rate = now.get(identityOf(offer));
    if (!rate) gone.push(offer);
    else if (Number(rate.amount) !== Number(offer.rate.amount)) was.set(identityOf(offer), offer.rate);
  }
  return { refreshed: true, was, gone };
}
