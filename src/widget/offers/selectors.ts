import type { Estimate, Offer, ProductKind } from '../../wire/offer.ts';
import type { Money, Rate } from '../../wire/primitives.ts';
import type { Format } from '../i18n/format.ts';

/**
 * Identifies an offer across price updates by supplier, product, term and green share, because the ID of its price row
 * changes.
 *
 * @example offerKey(offer) // 'bluebell|Fixed, all in|24|20'
 */
export const offerKey = ({ supplier, product, termMonths, greenPercent }: Offer): string =>
  [supplier.id, product.name, termMonths, greenPercent].join('|');

/** Whether all charges are in the rate. The cost of other products excludes charges or depends on the market. */
export const isAllInclusive = ({ product }: Pick<Offer, 'product'>): boolean => product.kind === 'fixed';

/** Whether the term is at least a year, so that the rate applies to a whole year of savings. */
const lastsAYear = ({ termMonths }: Pick<Offer, 'termMonths'>): boolean => termMonths >= 12;

/**
 * Returns the recommended offer: the cheapest all-inclusive offer that lasts at least a year; if there is none, the
 * cheapest all-inclusive offer; otherwise, the cheapest offer.
 *
 * @param offers ordered by annual cost, cheapest first
 */
export const bestOffer = (offers: readonly Offer[]): Offer | undefined =>
  offers.find((offer) => isAllInclusive(offer) && lastsAYear(offer)) ?? offers.find(isAllInclusive) ?? offers[0];

/**
 * Returns the best offer for each term, shortest term first.
 *
 * @param offers ordered by annual cost, cheapest first
 */
export function bestByTerm(offers: readonly Offer[]): readonly Offer[] {
  const byTerm = Map.groupBy(offers, ({ termMonths }) => termMonths);
  return [...byTerm.entries()].sort(([a], [b]) => a - b).flatMap(([, offersOfTerm]) => bestOffer(offersOfTerm) ?? []);
}

/**
 * Returns the customer's current annual cost, which is the estimate minus its difference. Undefined without a current
 * rate.
 *
 * @example currentAnnualCost(estimate) // { amount: '11760.00', currency: 'USD' } from 9432.00 and -2328.00
 */
export function currentAnnualCost({ annual, difference }: Pick<Estimate, 'annual' | 'difference'>): Money | undefined {
  if (!difference) return undefined;
  return { ...annual, amount: (Number(annual.amount) - Number(difference.amount)).toFixed(2) };
}

interface Savings {
  readonly direction: 'less' | 'same' | 'more';
  /** Whole dollars, unsigned. */
  readonly amount: string;
  /**
   * The term in months if it is under a year. It is then the period of the amount. Undefined if the amount is for a
   * year.
   */
  readonly months: number | undefined;
}

/**
 * Compares the cost of an offer with the current cost over a year. If the term is shorter, compares the costs over the
 * term, because the price after the term is unknown. A difference of less than a dollar counts as no difference.
 * Undefined without a current rate.
 */
export function calculateSavings(
  {
    estimate: { difference },
    termMonths,
  }: Pick<Offer, 'termMonths'> & { readonly estimate: Pick<Estimate, 'difference'> },
  format: Format,
): Savings | undefined {
  if (!difference) return undefined;
  const months = lastsAYear({ termMonths }) ? undefined : termMonths;
  const value = (Number(difference.amount) * (months ?? 12)) / 12;
  return {
    direction: Math.abs(value) < 1 ? 'same' : value < 0 ? 'less' : 'more',
    amount: format.dollars({ ...difference, amount: String(Math.abs(value)) }),
    months,
  };
}

export interface PriceChanges {
  /** False until the first update. */
  readonly refreshed: boolean;
  /** Previous rates of the offers with a changed rate, by `offerKey`. */
  readonly previousRates: ReadonlyMap<string, Rate>;
  readonly removed: readonly Offer[];
}

export const NO_CHANGES: PriceChanges = { refreshed: false, previousRates: new Map(), removed: [] };

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

export const SORT_KEYS = ['cost', 'rate', 'term', 'supplier'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

/** Whether this order groups all-inclusive offers before other offers. */
export const isGroupedBy = (sortKey: SortKey): boolean => sortKey === 'cost' || sortKey === 'rate';

interface SortContext {
  readonly best: Offer | undefined;
  /** Supplier names, sorted alphabetically in the customer's language. */
  readonly suppliers: readonly string[];
}

/** Values to sort by, in ascending order. */
const sortValues: Record<SortKey, (offer: Offer, context: SortContext) => number> = {
  // The best offer comes first. All other offers stay ordered by annual cost.
  cost: (offer, { best }) => (offer === best ? 0 : 1),
  rate: ({ rate }) => Number(rate.amount),
  term: ({ termMonths }) => termMonths,
  supplier: ({ supplier }, { suppliers }) => suppliers.indexOf(supplier.name),
};

/**
 * Sorts offers. The sort is stable, so equal offers stay in order of annual cost. When sorted by cost or rate,
 * all-inclusive offers come first, because the costs of other offers are not comparable.
 *
 * @param offers in order of annual cost, cheapest first
 */
export function sortOffers(offers: readonly Offer[], sortKey: SortKey, context: SortContext): readonly Offer[] {
  const sortValue = sortValues[sortKey];
  const groupOf = (offer: Offer) => (isGroupedBy(sortKey) && !isAllInclusive(offer) ? 1 : 0);
  return offers.toSorted((a, b) => groupOf(a) - groupOf(b) || sortValue(a, context) - sortValue(b, context));
}

/** An empty string matches every offer. */
export interface Filters {
  /** Term in months. */
  readonly term: string;
  readonly supplier: string;
  readonly kind: ProductKind | '';
  readonly green: 'some' | 'all' | '';
}

export const NO_FILTERS: Filters = { term: '', supplier: '', kind: '', green: '' };

export const matchesFilters = (offer: Offer, { term, supplier, kind, green }: Filters): boolean =>
  (!term || String(offer.termMonths) === term) &&
  (!supplier || offer.supplier.name === supplier) &&
  (!kind || offer.product.kind === kind) &&
  (!green || offer.greenPercent >= (green === 'all' ? 100 : 1));

export interface FilterOptions {
  readonly suppliers: readonly string[];
  readonly kinds: readonly ProductKind[];
  /** Only options that match some of the offers but not all of them. */
  readonly greens: readonly ('some' | 'all')[];
}

/** @param locale determines the sort order of supplier names */
export function getFilterOptions(offers: readonly Offer[], locale: string): FilterOptions {
  const unique = <Value>(pick: (offer: Offer) => Value) => [...new Set(offers.map(pick))];
  return {
    suppliers: unique(({ supplier }) => supplier.name).sort(new Intl.Collator(locale, { numeric: true }).compare),
    kinds: unique(({ product }) => product.kind),
    greens: (['some', 'all'] as const).filter(
      (green) => new Set(offers.map((offer) => matchesFilters(offer, { ...NO_FILTERS, green }))).size > 1,
    ),
  };
}
