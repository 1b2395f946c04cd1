import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLog } from '../../src/bff/log.ts';
import { createRateLimiter, DEFAULT_RATE_LIMITS } from '../../src/bff/middleware/rate-limiter.ts';
import { openPostgresStore } from '../../src/bff/store/postgres.ts';
import { createDatabase } from '../fixtures/store.ts';

let database: Awaited<ReturnType<typeof createDatabase>>;
const log = createLog({ write: () => {} });
beforeEach(async () => {
  database = await createDatabase();
  await (await openPostgresStore(database.url, log)).destroy();
});
afterEach(() => database.drop());

test('processes on one database share their rate-limit counters', async () => {
  const limiters = [1, 2].map(() => createRateLimiter({ ...DEFAULT_RATE_LIMITS, session: 3 }, log, database.url));
  const consumptions = [0, 1, 0, 1, 0, 1].map((at) => () => limiters[at]?.consume('session', 's'));
  const outcomes: string[] = [];
  for (const consumeOne of consumptions) {
    outcomes.push(
      await Promise.resolve(consumeOne()).then(
        () => 'taken',
        (error: Error) => error.message,
      ),
    );
  }
  expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(3);
  expect(outcomes.slice(3)).toEqual(['rate_limited', 'rate_limited', 'rate_limited']);
  await Promise.all(limiters.map((limiter) => limiter.close()));
});

test('while the shared counters are unavailable, each process enforces the limits with its own counters', async () => {
  const url = new URL(database.url);
  url.searchParams.set('host', '/nowhere');
  const limiter = createRateLimiter({ ...DEFAULT_RATE_LIMITS, session: 2 }, log, url.href);
  await limiter.consume('session', 's');
  await limiter.consume('session', 's');
  await expect(limiter.consume('session', 's')).rejects.toThrow('rate_limited');
  await limiter.close();
});

test('a counter that was stored while the clock was a day ahead is deleted', async () => {
  const ahead = createRateLimiter({ ...DEFAULT_RATE_LIMITS, session: 1 }, log, database.url);
  const real = Date.now;
  vi.spyOn(Date, 'now').mockImplementation(() => real() + 24 * 60 * 60_000);
  await ahead.consume('session', 's');
  vi.restoreAllMocks();
  await ahead.close();
  const limiter = createRateLimiter({ ...DEFAULT_RATE_LIMITS, session: 1 }, log, database.url);
  await limiter.deleteFutureCounters();
  await limiter.consume('session', 's');
  await expect(limiter.consume('session', 's')).rejects.toThrow('rate_limited');
  await limiter.close();
});
