import type { Offer } from '../../wire/offer.ts';

/**
 * What stays the same about an offer when it is priced anew: who sells what for how long. Its row id does not.
 *
 * @example identityOf(offer) // 'bluebell|Fixed, all in|24|20'
 */
export const offerKey = ({ supplier, product, termMonths, greenPercent }: Offer): string =>
  [supplier.id, product.name, termMonths, greenPercent].join('|');
