import type { AppContext } from '../app-context.ts';
import type { Store } from './tables.ts';

/** How long the result of a check is reused. A check is a durable write, so it does not run for each request. */
const MAX_AGE_MS = 1_000;

interface Check {
  readonly startedAt: number;
  readonly result: Promise<unknown>;
}
const lastChecks = new WeakMap<Store, Check>();

/**
 * Checks that the store accepts writes. A query that only reads would also succeed on a full or locked disk.
 *
 * @throws the store's error, see `isStoreUnavailable`
 */
export async function checkReadiness({ store, now }: Pick<AppContext, 'store' | 'now'>): Promise<void> {
  const last = lastChecks.get(store);
  const check = last && performance.now() - last.startedAt < MAX_AGE_MS ? last : startCheck(store, now());
  await check.result;
}

function startCheck(store: Store, now: Date): Check {
  const row = { id: 1, checked_at: now.toISOString() };
  const result = store
    .insertInto('readiness')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
  const check = { startedAt: performance.now(), result };
  lastChecks.set(store, check);
  return check;
}
