import { computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { Offer } from '../../wire/offer.ts';
import type { Answer } from './answer.ts';
import { bestOf } from './best-offer.ts';
import { anyOffer, type FilterChoices, type Filters, filterChoices, passes } from './offer-filter.ts';
import { identityOf } from './offer-identity.ts';
import type { OffersAnswer } from './offers-feed.ts';
import { movesBetween, noMoves, type PriceMoves } from './price-moves.ts';
import { type Sorting, sortOffers } from './sorting.ts';

/** How the customer looks at the offers. It outlives a refresh and the way to the next step and back. */
export interface OfferList {
  readonly sorting: Signal<Sorting>;
  readonly filters: ReadonlySignal<Filters>;
  /** So many are drawn. */
  readonly shown: Signal<number>;
  /** The offers to compare, in the order they were picked. */
  readonly picked: ReadonlySignal<readonly Offer[]>;
  /** Rows that were opened or closed by hand, by identity. */
  readonly toggled: ReadonlySignal<ReadonlyMap<string, boolean>>;
  readonly choices: ReadonlySignal<FilterChoices>;
  /** Those that pass the filters, cheapest by the year first. */
  readonly matching: ReadonlySignal<readonly Offer[]>;
  /** The same as sorted. */
  readonly ordered: ReadonlySignal<readonly Offer[]>;
  readonly moves: ReadonlySignal<PriceMoves>;
  filter(change: Partial<Filters>): void;
  toggle(offer: Offer, open: boolean): void;
  /** Picks an offer for comparison or puts it back. A fourth is for the view not to offer. */
  compare(offer: Offer, picked: boolean): void;
  clearComparison(): void;
}

/**
 * So many offers at first, and so many more at a time. A matrix can answer with thousands, of which a customer reads a
 * handful: a capped list keeps the browser's own find, print and screen reader working, where a window over the list would
 * not, and draws a thousand as fast as ten.
 */
export const page = 10;
export const mostCompared = 3;

export function createOfferList(offers: ReadonlySignal<Answer<OffersAnswer>>, locale: string): OfferList {
  let latest: OffersAnswer | undefined;
  const all = signal<readonly Offer[]>([]);
  const moves = signal<PriceMoves>(noMoves);
  const sorting = signal<Sorting>('cost');
  const filters = signal<Filters>(anyOffer);
  const shown = signal(page);
  const compared = signal<readonly string[]>([]);
  const toggled = signal<ReadonlyMap<string, boolean>>(new Map());

  // The only reader of the feed: a failure in between must not forget what was on show before.
  effect(() => {
    const answer = offers.value;
    const before = latest;
    if (answer.state !== 'found' || answer.value === before) return;
    const { question } = answer.value;
    const same = before && JSON.stringify(before.question) === JSON.stringify(question);
    const elsewhere = before && before.question.utility !== question.utility;
    latest = answer.value;
    all.value = latest.offers;
    moves.value = same ? movesBetween(before.offers, latest.offers) : noMoves;
    if (elsewhere) {
      filters.value = anyOffer;
      compared.value = [];
      shown.value = page;
    }
  });

  const matching = computed(() => all.value.filter((offer) => passes(offer, filters.value)));
  const choices = computed(() => filterChoices(all.value, locale));
  const ordered = computed(() =>
    sortOffers(matching.value, sorting.value, { best: bestOf(matching.value), suppliers: choices.value.suppliers }),
  );
  // In the order they were picked; one that is gone is not compared any more.
  const picked = computed(() =>
    compared.value.flatMap((identity) => all.value.find((offer) => identityOf(offer) === identity) ?? []),
  );

  return {
    sorting,
    filters,
    shown,
    picked,
    toggled,
    choices,
    matching,
    ordered,
    moves,
    filter(change) {
      filters.value = { ...filters.value, ...change };
      shown.value = page;
    },
    toggle(offer, open) {
      toggled.value = new Map(toggled.value).set(identityOf(offer), open);
    },
    compare(offer, picked) {
      const identity = identityOf(offer);
      const others = compared.value.filter((other) => other !== identity);
      compared.value = picked ? [...others, identity] : others;
    },
    clearComparison() {
      compared.value = [];
    },
  };
}
