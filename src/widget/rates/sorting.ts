import type { Offer } from '../../wire/offer.ts';

export const sortings = ['cost', 'rate', 'term', 'supplier', 'green'] as const;
export type Sorting = (typeof sortings)[number];

/** Which of two names comes first, in the customer's language. */
export type InOrder = (a: string, b: string) => number;

/** @example inOrderOf('en-US')('apple', 'Pear') < 0 */
export const inOrderOf = (locale: string): InOrder =>
  new Intl.Collator(locale, { sensitivity: 'base', numeric: true }).compare;

/**
 * Sorts offers that come cheapest by the year first; equals stay in that order.
 *
 * @example sortOffers(offers, 'green', format.inOrder)
 */
export function sortOffers(offers: readonly Offer[], sorting: Sorting, inOrder: InOrder): readonly Offer[] {
  switch (sorting) {
    case 'cost':
      return offers;
    case 'rate':
      return offers.toSorted((a, b) => Number(a.rate.amount) - Number(b.rate.amount));
    case 'term':
      return offers.toSorted((a, b) => a.termMonths - b.termMonths);
    case 'supplier':
      return bySupplier(offers, inOrder);
    case 'green':
      return offers.toSorted((a, b) => b.greenPercent - a.greenPercent);
  }
}

/** Names are compared once each, not once a pair: a thousand offers come from a few suppliers. */
function bySupplier(offers: readonly Offer[], inOrder: InOrder): readonly Offer[] {
  const names = [...new Set(offers.map(({ supplier }) => supplier.name))].sort(inOrder);
  const rank = new Map(names.map((name, index) => [name, index]));
  const rankOf = ({ supplier }: Offer) => rank.get(supplier.name) ?? 0;
  return offers.toSorted((a, b) => rankOf(a) - rankOf(b));
}
