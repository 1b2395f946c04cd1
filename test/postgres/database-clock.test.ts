import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../../src/bff/log.ts';
import { createSteadyClock } from '../../src/bff/steady-clock.ts';
import { createDatabaseClock } from '../../src/bff/store/clock-correction.ts';
import { openTestStore } from '../fixtures/store.ts';

const TOLERANCE_MS = 30_000;

let store: Awaited<ReturnType<typeof openTestStore>>;
beforeEach(async () => {
  store = await openTestStore();
});
afterEach(async () => {
  vi.useRealTimers();
  await store.close();
});

test('a server on PostgreSQL uses the database’s clock, even if its machine’s clock is five minutes ahead', async () => {
  const time = Date.now();
  vi.useFakeTimers({ toFake: ['Date'], now: time + 5 * 60_000 });
  const clock = await createDatabaseClock(store.store);
  const now = createSteadyClock(0, createLog({ write: () => {} }), clock);
  expect(Math.abs(now().getTime() - time)).toBeLessThan(TOLERANCE_MS);
});

test('a query corrects the clock unless it took so long that its result is inaccurate', async () => {
  const time = Date.now();
  let monotonic = 0;
  /** Milliseconds by which the monotonic clock advances each time it is read. */
  let step = 0;
  const clock = await createDatabaseClock(store.store, () => {
    monotonic += step;
    return monotonic;
  });
  // The monotonic clock does not count the time during which a machine sleeps.
  monotonic -= 60 * 60_000;
  step = 5_000;
  await clock.refresh();
  expect(clock.wall()).toBeLessThan(time - 50 * 60_000);
  step = 0;
  await clock.refresh();
  expect(Math.abs(clock.wall() - time)).toBeLessThan(TOLERANCE_MS);
});
