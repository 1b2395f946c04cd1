import { batch, type ReadonlySignal, signal } from '@preact/signals';
import type { AsyncState } from './errors.ts';
import { type ErrorKind, toErrorKind } from './errors.ts';

/**
 * `outdated`: the data belongs to an older request, and no new request is running. `updating`: a new request is
 * running.
 */
export type Freshness = 'current' | 'outdated' | 'updating';

/**
 * A request whose state the widget displays. A new request aborts the previous request, so only the latest request
 * counts.
 */
export interface Query<Request, Data> {
  readonly state: ReadonlySignal<AsyncState<Data>>;
  readonly freshness: ReadonlySignal<Freshness>;
  /** Sends a request. Resolves when the request has succeeded, failed or been aborted. Never rejects. */
  fetch(request: Request): Promise<void>;
  /** Aborts the running request and marks the data as outdated. */
  markOutdated(): void;
  /** Aborts the running request and returns to `idle`. */
  clear(): void;
  /** After a failure, sends the last request again and resets the automatic retries. */
  retry(): void;
  /** Aborts the running request and automatic retries. */
  cancel(): void;
}

interface QueryOptions<Request, Data> {
  readonly load: (request: Request, signal: AbortSignal) => Promise<Data>;
  /**
   * Whether the state keeps the previous data until new data arrives (stale-while-revalidate). Otherwise, each request
   * starts in the state `loading`.
   */
  readonly keepData?: boolean;
  /** Runs in the same batch as the state change. */
  readonly onSuccess?: (data: Data) => void;
  readonly onError?: (errorKind: ErrorKind) => void;
  /**
   * Returns the delay before the request is sent again.
   *
   * @param failures consecutive failures, including the current one
   * @returns milliseconds, or undefined to stop
   */
  readonly refetchAfterMs?: (state: AsyncState<Data>, failures: number) => number | undefined;
}

/**
 * Creates an idle query.
 *
 * @example
 * const utilities = createQuery({ load: (query: UtilitiesQuery, signal) => fetchUtilities(query, signal) });
 * utilities.fetch({ postalCode: '75201', commodity: 'electric' });
 */
export function createQuery<Request, Data>(options: QueryOptions<Request, Data>): Query<Request, Data> {
  const { load, keepData = false, onSuccess, onError, refetchAfterMs } = options;
  const state = signal<AsyncState<Data>>({ status: 'idle' });
  const freshness = signal<Freshness>('current');
  let controller: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: { readonly request: Request } | undefined;
  let failures = 0;

  function cancel(): void {
    clearTimeout(timer);
    controller?.abort();
  }

  function settle(result: AsyncState<Data>, request: Request): void {
    failures = result.status === 'error' ? failures + 1 : 0;
    batch(() => {
      state.value = result;
      freshness.value = 'current';
      if (result.status === 'success') onSuccess?.(result.data);
    });
    if (result.status === 'error') onError?.(result.errorKind);
    const delayMs = refetchAfterMs?.(result, failures);
    if (delayMs !== undefined) timer = setTimeout(() => fetch(request), delayMs);
  }

  async function fetch(request: Request): Promise<void> {
    cancel();
    last = { request };
    controller = new AbortController();
    const { signal } = controller;
    batch(() => {
      freshness.value = 'updating';
      if (!keepData || !state.value.data) state.value = { status: 'loading' };
    });
    try {
      const data = await load(request, signal);
      if (!signal.aborted) settle({ status: 'success', data }, request);
    } catch (error) {
      if (!signal.aborted) settle({ status: 'error', errorKind: toErrorKind(error) }, request);
    }
  }

  return {
    state,
    freshness,
    fetch,
    cancel,
    markOutdated() {
      cancel();
      freshness.value = 'outdated';
    },
    clear() {
      cancel();
      batch(() => {
        state.value = { status: 'idle' };
        freshness.value = 'current';
      });
    },
    retry() {
      failures = 0;
      if (last && state.value.status === 'error') fetch(last.request);
    },
  };
}
