import type { Offer, ProductKind } from '../../wire/offer.ts';

/** Empty: any. */
export interface Filters {
  readonly term: string;
  /** The supplier's name. */
  readonly supplier: string;
  readonly kind: ProductKind | '';
  readonly green: 'some' | 'all' | '';
}

/** What can be filtered by: only what tells the offers apart. */
export interface FilterOptions {
  readonly terms: readonly number[];
  readonly suppliers: readonly string[];
  readonly kinds: readonly ProductKind[];
  readonly greens: readonly ('some' | 'all')[];
}

export const NO_FILTERS: Filters = { term: '', supplier: '', kind: '', green: '' };

export const matchesFilters = (offer: Offer, { term, supplier, kind, green }: Filters): boolean =>
  (!term || String(offer.termMonths) === term) &&
  (!supplier || offer.supplier.name === supplier) &&
  (!kind || offer.product.kind === kind) &&
  (!green || offer.greenPercent >= (green === 'all' ? 100 : 1));

/** @param locale whose order the names of suppliers stand in */
export function getFilterOptions(offers: readonly Offer[], locale: string): FilterOptions {
  const unique = <Value>(pick: (offer: Offer) => Value) => [...new Set(offers.map(pick))];
  return {
    terms: unique(({ termMonths }) => termMonths).sort((a, b) => a - b),
    suppliers: unique(({ supplier }) => supplier.name).sort(new Intl.Collator(locale, { numeric: true }).compare),
    kinds: unique(({ product }) => product.kind),
    greens: (['some', 'all'] as const).filter(
      (green) => new Set(offers.map((offer) => matchesFilters(offer, { ...NO_FILTERS, green }))).size > 1,
    ),
  };
}
