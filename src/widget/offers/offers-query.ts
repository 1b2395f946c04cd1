import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { Offer } from '../../wire/offer.ts';
import type { AsyncState } from '../async-state.ts';
import { type ErrorKind, toErrorKind } from '../error-kind.ts';
import type { RatesApi } from '../quote-form/load-rates-api.ts';
import type { OffersRequestBody } from '../quote-form/rates-api.ts';

export interface OffersResult {
  readonly asOf: string;
  /** The upstream does not answer just now: these are the last prices it gave, as of `asOf`. */
  readonly stale?: true | undefined;
  readonly offers: readonly Offer[];
  /** What was asked, so that a view can tell what the figures are based on. */
  readonly request: OffersRequestBody;
  /** This machine's clock when the answer came, in milliseconds: it may be wrong, but it is wrong evenly. */
  readonly receivedAt: number;
}

/** `outdated`: what is on show answers an older question and no new one is out; `updating`: one is. */
export type Freshness = 'current' | 'outdated' | 'updating';

/** Offers for the last question asked. What is on show stays until there is something newer. */
export interface OffersQuery {
  readonly result: ReadonlySignal<AsyncState<OffersResult>>;
  readonly freshness: ReadonlySignal<Freshness>;
  fetch(request: OffersRequestBody): Promise<void>;
  markStale(): void;
  clear(): void;
  /** Asks again after a failure, with a fresh count of tries. */
  retry(): void;
  cancel(): void;
}

/** Prices that were down are asked for again this often, a few times; after that the customer decides. */
const RETRY_INTERVAL_MS = 15_000;
const MAX_RETRIES = 8;
/** Old prices are asked after this often: the BFF has them for minutes only, and then says that prices are down. */
const STALE_RETRY_INTERVAL_MS = 30_000;

export function createOffersQuery(
  loadApi: () => Promise<RatesApi>,
  onError: (errorKind: ErrorKind) => void,
): OffersQuery {
  const result = signal<AsyncState<OffersResult>>({ status: 'idle' });
  const freshness = signal<Freshness>('current');
  let controller: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastRequest: OffersRequestBody | undefined;
  let failures = 0;

  function cancel() {
    clearTimeout(timer);
    controller?.abort();
  }

  async function fetch(request: OffersRequestBody) {
    cancel();
    lastRequest = request;
    controller = new AbortController();
    const { signal } = controller;
    batch(() => {
      freshness.value = 'updating';
      if (!result.value.data) result.value = { status: 'loading' };
    });
    try {
      const { client, fetchOffers } = await loadApi();
      const response = await fetchOffers(client, request, signal);
      signal.throwIfAborted();
      failures = 0;
      batch(() => {
        result.value = { status: 'success', data: { ...response, request, receivedAt: Date.now() } };
        freshness.value = 'current';
      });
      if (response.stale) timer = setTimeout(() => fetch(request), STALE_RETRY_INTERVAL_MS);
    } catch (error) {
      if (signal.aborted) return;
      const errorKind = toErrorKind(error);
      batch(() => {
        result.value = { status: 'error', errorKind };
        freshness.value = 'current';
      });
      onError(errorKind);
      if (errorKind !== 'broken' && failures++ < MAX_RETRIES)
        timer = setTimeout(() => fetch(request), RETRY_INTERVAL_MS);
    }
  }

  return {
    result,
    freshness,
    fetch,
    cancel,
    markStale() {
      cancel();
      freshness.value = 'outdated';
    },
    clear() {
      cancel();
      batch(() => {
        result.value = { status: 'idle' };
        freshness.value = 'current';
      });
    },
    retry() {
      failures = 0;
      if (lastRequest && result.value.status === 'error') fetch(lastRequest);
    },
  };
}
