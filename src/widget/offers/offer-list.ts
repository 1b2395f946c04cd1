import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Offer } from '../../wire/offer.ts';
import type { AsyncState } from '../async-state.ts';
import { bestOffer } from './best-offer.ts';
import { type FilterOptions, type Filters, getFilterOptions, matchesFilters, NO_FILTERS } from './offer-filters.ts';
import { offerKey } from './offer-key.ts';
import type { OffersResult } from './offers-query.ts';
import { diffPrices, NO_CHANGES, type PriceChanges } from './price-changes.ts';
import { type SortKey, sortOffers } from './sort-offers.ts';

/** How the customer looks at the offers. It outlives a refresh and the way to the next step and back. */
export interface OfferList {
  readonly sortKey: Signal<SortKey>;
  readonly filters: ReadonlySignal<Filters>;
  /** So many are drawn. */
  readonly visibleCount: Signal<number>;
  /** The offers to compare, in the order they were picked. */
  readonly selected: ReadonlySignal<readonly Offer[]>;
  /** Rows that were opened or closed by hand, by identity. */
  readonly toggledRows: ReadonlySignal<ReadonlyMap<string, boolean>>;
  readonly filterOptions: ReadonlySignal<FilterOptions>;
  /** Those that pass the filters, cheapest by the year first. */
  readonly matching: ReadonlySignal<readonly Offer[]>;
  /** The same as sorted. */
  readonly sorted: ReadonlySignal<readonly Offer[]>;
  readonly priceChanges: ReadonlySignal<PriceChanges>;
  setFilters(change: Partial<Filters>): void;
  setExpanded(offer: Offer, open: boolean): void;
  /** Picks an offer for comparison or puts it back. A fourth is for the view not to offer. */
  setCompared(offer: Offer, selected: boolean): void;
  clearComparison(): void;
}

/**
 * So many offers at first, and so many more at a time. A matrix can answer with thousands, of which a customer reads a
 * handful: a capped list keeps the browser's own find, print and screen reader working, where a window over the list would
 * not, and draws a thousand as fast as ten.
 */
export const PAGE_SIZE = 10;
export const MAX_COMPARED = 3;

export function createOfferList(offers: ReadonlySignal<AsyncState<OffersResult>>, locale: string): OfferList {
  let latest: OffersResult | undefined;
  const all = signal<readonly Offer[]>([]);
  const priceChanges = signal<PriceChanges>(NO_CHANGES);
  const sortKey = signal<SortKey>('cost');
  const filters = signal<Filters>(NO_FILTERS);
  const visibleCount = signal(PAGE_SIZE);
  const compared = signal<readonly string[]>([]);
  const toggledRows = signal<ReadonlyMap<string, boolean>>(new Map());

  // The only reader of the feed: a failure in between must not forget what was on show before.
  effect(() => {
    const result = offers.value;
    const previous = latest;
    if (result.status !== 'success' || result.data === previous) return;
    const { request } = result.data;
    const isSameRequest = previous && JSON.stringify(previous.request) === JSON.stringify(request);
    const isOtherUtility = previous && previous.request.utility !== request.utility;
    latest = result.data;
    all.value = latest.offers;
    priceChanges.value = isSameRequest ? diffPrices(previous.offers, latest.offers) : NO_CHANGES;
    if (isOtherUtility) {
      filters.value = NO_FILTERS;
      compared.value = [];
      visibleCount.value = PAGE_SIZE;
    }
  });

  const matching = computed(() => all.value.filter((offer) => matchesFilters(offer, filters.value)));
  const filterOptions = computed(() => getFilterOptions(all.value, locale));
  const sorted = computed(() =>
    sortOffers(matching.value, sortKey.value, {
      best: bestOffer(matching.value),
      suppliers: filterOptions.value.suppliers,
    }),
  );
  // In the order they were picked; one that is gone is not compared any more.
  const selected = computed(() =>
    compared.value.flatMap((key) => all.value.find((offer) => offerKey(offer) === key) ?? []),
  );

  return {
    sortKey,
    filters,
    visibleCount,
    selected,
    toggledRows,
    filterOptions,
    matching,
    sorted,
    priceChanges,
    setFilters(change) {
      filters.value = { ...filters.value, ...change };
      visibleCount.value = PAGE_SIZE;
    },
    setExpanded(offer, open) {
      toggledRows.value = new Map(toggledRows.value).set(offerKey(offer), open);
    },
    setCompared(offer, selected) {
      const key = offerKey(offer);
      const others = compared.value.filter((other) => other !== key);
      compared.value = selected ? [...others, key] : others;
    },
    clearComparison() {
      compared.value = [];
    },
  };
}
