import { sql } from 'kysely';
import { bootClock } from '../boot-clock.ts';
import type { Log } from '../log.ts';
import type { ClockSources } from '../steady-clock.ts';
import { isoAfter, MAX_CLOCK_DIFFERENCE_MS, NEVER_DUE } from './locks.ts';
import type { Store } from './tables.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** How far the wall clock must move back against the monotonic clock to count as corrected. */
const MIN_CORRECTION_MS = 10_000;
const MAX_LEASE_MS = MINUTE_MS;
const MAX_POLL_DELAY_MS = 6 * HOUR_MS;
const MAX_RETRY_DELAY_MS = 72 * HOUR_MS;
const MAX_COMPARISON_DELAY_MS = HOUR_MS;
/** How long an intent without an outcome is looked up: see `ABANDONED_AFTER_MS`. */
const ABANDONED_AFTER_MS = 24 * HOUR_MS;
/** How far back contracts are compared again, because the clock may have been ahead during earlier comparisons. */
const UNCOMPARED_MS = 7 * 24 * HOUR_MS;

/**
 * Creates the job that repairs the store after the clock was ahead: when the server starts, and after each time that
 * the wall clock has moved back.
 *
 * @param monotonicNow milliseconds, unaffected by changes of the wall clock
 */
export function createClockCorrectionJob(
  { store, log, now: clock }: { readonly store: Store; readonly log: Log; readonly now: () => Date },
  monotonicNow: () => number = () => performance.now(),
): () => Promise<void> {
  let lastOffsetMs = Number.POSITIVE_INFINITY;
  return async () => {
    const now = clock();
    const offsetMs = now.getTime() - monotonicNow();
    if (lastOffsetMs - offsetMs >= MIN_CORRECTION_MS) {
      const count = await correctFutureTimes(store, now);
      if (count > 0) log.warn('future_times_corrected', { count });
    }
    lastOffsetMs = offsetMs;
  };
}

/**
 * Corrects stored times that are in the future because the clock was ahead. Without this, a contract request would stay
 * "in progress", and a webhook would wait, until that time. A lease still lasts for its full length from now, because
 * its owner may be working. If the clock is in fact behind now, the only effect is that some rows are checked too
 * early.
 *
 * @returns the number of corrected rows
 */
async function correctFutureTimes(store: Store, now: Date): Promise<number> {
  const at = now.toISOString();
  const latest = (delayMs: number): string => isoAfter(now, delayMs + MAX_CLOCK_DIFFERENCE_MS);
  const leaseEnd = isoAfter(now, MAX_LEASE_MS);
  const corrections = [
    store
      .updateTable('contracts')
      .set({ lease_until: leaseEnd })
      .where('intent', '=', 'pending')
      .where('lease_until', '>', latest(MAX_LEASE_MS)),
    store
      .updateTable('contracts')
      .set({ created_at: at })
      .where('intent', '=', 'pending')
      .where('created_at', '>', latest(0)),
    // Checks intents again that were abandoned only because a day seemed to have passed.
    store
      .updateTable('contracts')
      .set({ check_after: at })
      .where('intent', '=', 'pending')
      .where('check_after', '=', NEVER_DUE)
      .where('created_at', '>', isoAfter(now, -ABANDONED_AFTER_MS)),
    store
      .updateTable('contracts')
      .set({ check_after: at })
      .where('check_after', '>', latest(MAX_POLL_DELAY_MS))
      .where('check_after', '<', NEVER_DUE),
    store.updateTable('letters').set({ lease_until: leaseEnd }).where('lease_until', '>', latest(MAX_LEASE_MS)),
    store
      .updateTable('letters')
      .set({ check_after: at })
      .where('check_after', '>', latest(MAX_POLL_DELAY_MS))
      .where('check_after', '<', NEVER_DUE)
      // A request that is next due when its price expires keeps that time.
      .where(({ or, eb, ref }) => or([eb('holds_until', 'is', null), eb('check_after', '!=', ref('holds_until'))])),
    store
      .updateTable('deliveries')
      .set({ due_at: at })
      .where('state', '=', 'pending')
      .where(({ or, and, eb }) =>
        or([
          eb('due_at', '>', latest(MAX_RETRY_DELAY_MS)),
          and([eb('begun_at', '>', latest(0)), eb('due_at', '>', latest(0))]),
        ]),
      ),
    store
      .updateTable('upstream_checks')
      .set({ check_after: at, checked_until: isoAfter(now, -UNCOMPARED_MS) })
      .where(({ or, eb }) =>
        or([eb('checked_until', '>', latest(0)), eb('check_after', '>', latest(MAX_COMPARISON_DELAY_MS))]),
      ),
  ];
  let count = 0n;
  for (const correction of corrections) count += (await correction.executeTakeFirst()).numUpdatedRows;
  return Number(count);
}

/** Maximum duration of a query. The time that a slower query returns is too inaccurate. */
const MAX_QUERY_MS = 1_000;

/** A clock source, and a query that corrects it. */
export interface DatabaseClock extends ClockSources {
  refresh(): Promise<void>;
}

/**
 * Creates a clock source that follows PostgreSQL's clock. Servers that share a database compare times that other
 * servers have stored, so they need the same clock even if their machines' clocks differ. Between queries, the clock
 * source does not depend on the machine's clock.
 *
 * @param monotonic milliseconds, unaffected by changes of the machine's clock and by suspending it
 * @example const clock = await createDatabaseClock(store); setInterval(() => void clock.refresh(), 15_000)
 */
export async function createDatabaseClock(store: Store, monotonic: () => number = bootClock): Promise<DatabaseClock> {
  const measure = async (): Promise<{ readonly offset: number; readonly durationMs: number }> => {
    const before = monotonic();
    const { rows } = await sql<{
      now: number;
    }>`select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`.execute(store);
    const durationMs = monotonic() - before;
    const [row] = rows;
    if (!row) throw new Error('PostgreSQL returned no time');
    return { offset: row.now - (before + durationMs / 2), durationMs };
  };
  let { offset } = await measure();
  return {
    wall: () => monotonic() + offset,
    monotonic,
    async refresh() {
      const measured = await measure();
      if (measured.durationMs <= MAX_QUERY_MS) offset = measured.offset;
    },
  };
}
