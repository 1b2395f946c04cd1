import { sql } from 'kysely';
import { bootClock } from '../boot-clock.ts';
import type { ClockSources } from '../steady-clock.ts';
import type { Store } from './tables.ts';

/** The result of a slower query says too little about the time. */
const MAX_QUERY_MS = 1_000;

/** A clock source, and a query that corrects it. */
export interface DatabaseClock extends ClockSources {
  refresh(): Promise<void>;
}

/**
 * Creates a clock source that follows PostgreSQL's clock. Servers that share a database compare times that another one
 * has stored, so they need the same clock even if their machines' clocks differ. Between queries it does not depend on
 * the machine's clock.
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
