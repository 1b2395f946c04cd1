import type { Offer } from '../../wire/offer.ts';

export const SORT_KEYS = ['cost', 'rate', 'term', 'supplier', 'green'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

interface SortContext {
  /** The offer that the headline speaks of. */
  readonly best: Offer | undefined;
  /** Names, in the order of the customer's language. */
  readonly suppliers: readonly string[];
}

/** By what each sorts, least first. */
const sortValues: Record<SortKey, (offer: Offer, context: SortContext) => number> = {
  // What the headline speaks of stands on top; the rest stays in the order of yearly cost.
  cost: (offer, { best }) => (offer === best ? 0 : 1),
  rate: ({ rate }) => Number(rate.amount),
  term: ({ termMonths }) => termMonths,
  supplier: ({ supplier }, { suppliers }) => suppliers.indexOf(supplier.name),
  green: ({ greenPercent }) => -greenPercent,
};

/** Sorts offers that come cheapest by the year first; equals stay in that order. */
export function sortOffers(offers: readonly Offer[], sortKey: SortKey, context: SortContext): readonly Offer[] {
  const sortValue = sortValues[sortKey];
  return offers.toSorted((a, b) => sortValue(a, context) - sortValue(b, context));
}
