import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import type { BodyOf } from '../../wire/endpoint.ts';
import type { listOffers } from '../../wire/offer.ts';
import type { Utility } from '../../wire/utility.ts';
import type { ErrorKind } from '../api/errors.ts';
import { createQuery, type Query } from '../api/query.ts';
import type { OffersMessages } from '../i18n/en/offers.ts';
import type { WidgetContext } from '../widget-context.ts';
import type { OfferList, OffersResult } from './offer-list.ts';

type OffersRequestBody = BodyOf<typeof listOffers>;

export interface OffersStore extends Query<OffersRequestBody, OffersResult> {
  /**
   * Sorting, filters and comparison. Created by the view that shows them, and kept while the customer is on another
   * step.
   */
  readonly list: Signal<OfferList | undefined>;
}

/** A quote as used by the offer views: its service location, its offers and its actions. */
export interface Quote {
  readonly postalCode: ReadonlySignal<string>;
  /** The encoded source of the usage (see `usage-panel.ts`). Undefined if the customer typed the usage. */
  readonly usageSource: ReadonlySignal<string | undefined>;
  readonly utility: ReadonlySignal<Utility | undefined>;
  readonly errors: ReadonlySignal<ReadonlyMap<string, unknown>>;
  readonly offers: OffersStore;
  /** Whether offers were requested. The request may still be waiting for other data. */
  readonly offersRequested: ReadonlySignal<boolean>;
  submit(): void;
  refreshOffers(): void;
}

/** Whether the usage was estimated. Imported locations have usages from bills. */
export const isUsageEstimated = ({ usageSource: { value } }: Pick<Quote, 'usageSource'>): boolean =>
  value !== undefined && !value.startsWith('locations');

export interface OffersViewProps {
  readonly context: WidgetContext;
  readonly quote: Quote;
  readonly messages: OffersMessages;
  readonly result: OffersResult;
  readonly list: OfferList;
}

/**
 * After an error, offers are requested again at this interval. After `MAX_RETRIES` attempts, only the customer can
 * retry.
 */
const RETRY_INTERVAL_MS = 15_000;
const MAX_RETRIES = 8;
/** Interval for replacing stale offers. The BFF serves stale offers for only a few minutes, then reports an error. */
const STALE_RETRY_INTERVAL_MS = 30_000;

export function createOffersStore(
  load: (request: OffersRequestBody, signal: AbortSignal) => Promise<OffersResult>,
  onError: (errorKind: ErrorKind) => void,
): OffersStore {
  const query = createQuery({
    load,
    keepData: true,
    onError,
    refetchAfterMs(state, failures) {
      if (state.data?.stale) return STALE_RETRY_INTERVAL_MS;
      const isRetryable = state.status === 'error' && state.errorKind !== 'broken';
      return isRetryable && failures <= MAX_RETRIES ? RETRY_INTERVAL_MS : undefined;
    },
  });
  return { ...query, list: signal(undefined) };
}
