import type { Offer, ProductKind } from '../../wire/offer.ts';
import type { InOrder } from './sorting.ts';

/** Empty: any. */
export interface Filters {
  readonly term: string;
  readonly supplier: string;
  readonly kind: ProductKind | '';
  readonly green: 'some' | 'all' | '';
}

/** What can be filtered by: only what tells the offers apart. */
export interface FilterChoices {
  readonly terms: readonly number[];
  readonly suppliers: readonly { readonly id: string; readonly name: string }[];
  readonly kinds: readonly ProductKind[];
  readonly greens: readonly ('some' | 'all')[];
}

export const anyOffer: Filters = { term: '', supplier: '', kind: '', green: '' };

export const passes = (offer: Offer, { term, supplier, kind, green }: Filters): boolean =>
  (!term || String(offer.termMonths) === term) &&
  (!supplier || offer.supplier.id === supplier) &&
  (!kind || offer.product.kind === kind) &&
  (!green || offer.greenPercent >= (green === 'all' ? 100 : 1));

export function filterChoices(offers: readonly Offer[], inOrder: InOrder): FilterChoices {
  const suppliers = new Map(offers.map(({ supplier }) => [supplier.id, supplier]));
  const greens = (['some', 'all'] as const).filter((green) => {
    const passing = offers.filter((offer) => passes(offer, { ...anyOffer, green })).length;
    return passing > 0 && passing < offers.length;
  });
  return {
    terms: [...new Set(offers.map(({ termMonths }) => termMonths))].sort((a, b) => a - b),
    suppliers: [...suppliers.values()].sort((a, b) => inOrder(a.name, b.name)),
    kinds: [...new Set(offers.map(({ product }) => product.kind))],
    greens,
  };
}
