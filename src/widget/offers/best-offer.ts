import type { Offer } from '../../wire/offer.ts';

/**
 * The offer the step speaks of first: the cheapest whose price stays fixed, where there is one. With charges passed
 * through or a market rate the yearly figure leaves something out, and a headline may not. Expects the cheapest first.
 */
export const bestOffer = (offers: readonly Offer[]): Offer | undefined =>
  offers.find(({ product }) => product.kind === 'fixed') ?? offers[0];
