import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { BodyOf } from '../../wire/endpoint.ts';
import type { listOffers, Offer } from '../../wire/offer.ts';
import type { AsyncState } from '../api/errors.ts';
import {
  bestByTerm,
  bestOffer,
  diffPrices,
  type FilterOptions,
  type Filters,
  getFilterOptions,
  matchesFilters,
  NO_CHANGES,
  NO_FILTERS,
  offerKey,
  type PriceChanges,
  type SortKey,
  sortOffers,
} from './selectors.ts';

export interface OffersResult {
  readonly asOf: string;
  /** True if the upstream is unavailable and the offers are its most recent prices, retrieved at `asOf`. */
  readonly stale?: true | undefined;
  readonly offers: readonly Offer[];
  readonly request: BodyOf<typeof listOffers>;
  /**
   * Time of the response by the local clock, in milliseconds since the epoch. The local clock may be wrong, so this
   * value is compared only with other local times.
   */
  readonly receivedAt: number;
}

/**
 * Returns the time when the first price expires. ISO 8601 timestamps of the same format sort chronologically as text.
 */
export const earliestExpiry = ({ offers, asOf }: OffersResult): string =>
  offers.map(({ expiresAt }) => expiresAt).sort()[0] ?? asOf;

/** Sorting, filters, comparison and expanded rows. Preserved across price updates and steps. */
export interface OfferList {
  readonly sortKey: Signal<SortKey>;
  readonly filters: ReadonlySignal<Filters>;
  readonly visibleCount: Signal<number>;
  /** The offers to compare, in the order of selection. */
  readonly selected: ReadonlySignal<readonly Offer[]>;
  /**
   * The control that opened the comparison and receives the focus when the comparison closes: `bar`, or the `offerKey`
   * of a row. Undefined while the comparison is closed.
   */
  readonly comparisonOpener: Signal<string | undefined>;
  /** Whether the customer has expanded (true) or collapsed (false) a row, by `offerKey`. */
  readonly toggledRows: ReadonlySignal<ReadonlyMap<string, boolean>>;
  readonly filterOptions: ReadonlySignal<FilterOptions>;
  readonly isFiltered: ReadonlySignal<boolean>;
  /** Offers that match the filters, ordered by annual cost, cheapest first. */
  readonly matching: ReadonlySignal<readonly Offer[]>;
  /** Offers that match the filters, in the selected sort order. */
  readonly sorted: ReadonlySignal<readonly Offer[]>;
  /** The best offer of each term, shortest term first, among the offers that match all filters except the term. */
  readonly bestByTerm: ReadonlySignal<readonly Offer[]>;
  readonly priceChanges: ReadonlySignal<PriceChanges>;
  setFilters(change: Partial<Filters>): void;
  setExpanded(offer: Offer, open: boolean): void;
  /** Adds an offer to the comparison or removes it. The view enforces `MAX_COMPARED`. */
  setCompared(offer: Offer, selected: boolean): void;
  clearComparison(): void;
}

/**
 * The number of offers that are rendered initially, and that each click on "show more" adds. A response can have
 * thousands of offers. A capped list renders fast and, unlike a virtualized list, works with screen readers and with
 * the browser's find and print functions.
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

  function resetView(): void {
    filters.value = NO_FILTERS;
    compared.value = [];
    visibleCount.value = PAGE_SIZE;
  }

  // Only successful responses are compared, so that an intermediate error does not reset the list.
  effect(() => {
    const result = offers.value;
    const previous = latest;
    if (result.status === 'idle') {
      // The offers were removed, for example because the customer buys for another location.
      latest = undefined;
      resetView();
    }
    if (result.status !== 'success' || result.data === previous) return;
    const { request } = result.data;
    const isSameRequest = previous && JSON.stringify(previous.request) === JSON.stringify(request);
    const isOtherUtility = previous && previous.request.utility !== request.utility;
    latest = result.data;
    all.value = latest.offers;
    priceChanges.value = isSameRequest ? diffPrices(previous.offers, latest.offers) : NO_CHANGES;
    if (isOtherUtility) resetView();
  });

  const matching = computed(() => all.value.filter((offer) => matchesFilters(offer, filters.value)));
  const bestOffersByTerm = computed(() =>
    bestByTerm(all.value.filter((offer) => matchesFilters(offer, { ...filters.value, term: '' }))),
  );
  const filterOptions = computed(() => getFilterOptions(all.value, locale));
  const sorted = computed(() =>
    sortOffers(matching.value, sortKey.value, {
      best: bestOffer(matching.value),
      suppliers: filterOptions.value.suppliers,
    }),
  );
  // The selected offers, in the order of selection, without offers that are no longer available.
  const selected = computed(() =>
    compared.value.flatMap((key) => all.value.find((offer) => offerKey(offer) === key) ?? []),
  );

  return {
    sortKey,
    filters,
    visibleCount,
    selected,
    comparisonOpener: signal(undefined),
    toggledRows,
    filterOptions,
    isFiltered: computed(() => matching.value.length < all.value.length),
    matching,
    sorted,
    bestByTerm: bestOffersByTerm,
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
