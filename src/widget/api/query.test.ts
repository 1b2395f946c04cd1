import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { NetworkError } from './errors.ts';
import { createQuery } from './query.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A `load` function whose responses the test controls. */
function controlledLoad() {
  const calls: { request: string; signal: AbortSignal; response: PromiseWithResolvers<string> }[] = [];
  const load = (request: string, signal: AbortSignal) => {
    const response = Promise.withResolvers<string>();
    calls.push({ request, signal, response });
    return response.promise;
  };
  return { calls, load };
}

test('a query uses only the data of the latest request, and aborts the previous request', async () => {
  const { calls, load } = controlledLoad();
  const query = createQuery({ load });
  const first = query.fetch('first');
  const second = query.fetch('second');
  expect(calls[0]?.signal.aborted).toBe(true);
  calls[1]?.response.resolve('B');
  calls[0]?.response.resolve('A');
  await Promise.all([first, second]);
  expect(query.state.value).toEqual({ status: 'success', data: 'B' });
});

test.each([
  [true, { status: 'success', data: 'A' }],
  [false, { status: 'loading' }],
])('with `keepData: %s`, a second request starts in the state %j', async (keepData, state) => {
  const { calls, load } = controlledLoad();
  const query = createQuery({ load, keepData });
  const first = query.fetch('first');
  calls[0]?.response.resolve('A');
  await first;
  query.fetch('second');
  expect(query.state.value).toEqual(state);
  expect(query.freshness.value).toBe('updating');
});

test('`markOutdated` marks the data as outdated and aborts the running request', async () => {
  const { calls, load } = controlledLoad();
  const query = createQuery({ load });
  query.fetch('first');
  query.markOutdated();
  expect(calls[0]?.signal.aborted).toBe(true);
  expect(query.freshness.value).toBe('outdated');
});

test('a failed query reports the error kind, and retries until `refetchAfterMs` returns undefined', async () => {
  const onError = vi.fn();
  const load = vi.fn((_request: string) => Promise.reject(new NetworkError('offline')));
  const query = createQuery({ load, onError, refetchAfterMs: (_, failures) => (failures <= 2 ? 1_000 : undefined) });
  await query.fetch('first');
  expect(query.state.value).toEqual({ status: 'error', errorKind: 'offline' });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(load).toHaveBeenCalledTimes(3);
  expect(onError).toHaveBeenCalledTimes(3);
  query.retry();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(load).toHaveBeenCalledTimes(6);
});

test('a canceled query does not change its state', async () => {
  const { calls, load } = controlledLoad();
  const query = createQuery({ load, refetchAfterMs: () => 1_000 });
  const first = query.fetch('first');
  query.cancel();
  calls[0]?.response.resolve('A');
  await first;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(query.state.value).toEqual({ status: 'loading' });
  expect(calls).toHaveLength(1);
});
