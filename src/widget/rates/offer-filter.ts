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
export interface FilterChoices {
  readonly terms: readonly number[];
  readonly suppliers: readonly string[];
  readonly kinds: readonly ProductKind[];
  readonly greens: readonly ('some' | 'all')[];
}

export const anyOffer: Filters = { term: '', supplier: '', kind: '', green: '' };

export const passes = (offer: Offer, { term, supplier, kind, green }: Filters): boolean =>
  (!term || String(offer.termMonths) === term) &&
  (!supplier || offer.supplier.name === supplier) &&
  (!kind || offer.product.kind === kind) &&
  (!green || offer.greenPercent >= (green === 'all' ? 100 : 1));

/** @param locale whose order the names of suppliers stand in */
export function filterChoices(offers: readonly Offer[], locale: string): FilterChoices {
  const each = <Value>(of: (offer: Offer) => Value) => [...new Set(offers.map(of))];
  return {
    terms: each(({ termMonths }) => termMonths).sort((a, b) => a - b),
    suppliers: each(({ supplier }) => supplier.name).sort(new Intl.Collator(locale, { numeric: true }).compare),
    kinds: each(({ product }) => product.kind),
    greens: (['some', 'all'] as const).filter(
      (green) => new Set(offers.map((offer) => passes(offer, { ...anyOffer, green }))).size > 1,
    ),
  };
}
