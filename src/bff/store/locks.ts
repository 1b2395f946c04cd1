import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely';
import type { ContractRow, Store, Tables } from './tables.ts';

/**
 * Whether the store is a PostgreSQL database. The locks below are taken only there, until the transaction ends. On
 * SQLite they are not needed, because every transaction locks the whole file (`begin immediate`).
 */
export const isPostgres = <Db>(store: Pick<Kysely<Db>, 'getExecutor'>): boolean =>
  store.getExecutor().adapter instanceof PostgresAdapter;

/** Locks a name, for rows that do not exist yet and therefore cannot be locked. */
export async function advisoryLock(transaction: Store, name: string): Promise<void> {
  if (isPostgres(transaction))
    await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(transaction);
}

/** Locks the contract's row, because `seq` and `status` are computed from the values that are read from it. */
export const lockContract = async (transaction: Store, id: string): Promise<ContractRow | undefined> =>
  (await lockContracts(transaction, [id])).get(id);

/** Locks the rows of several contracts, by ID. The order is fixed, so that two transactions cannot deadlock. */
export async function lockContracts(transaction: Store, ids: readonly string[]): Promise<Map<string, ContractRow>> {
  const rows = await transaction
    .selectFrom('contracts')
    .selectAll()
    .where('id', 'in', [...new Set(ids)])
    .orderBy('id')
    .$if(isPostgres(transaction), (query) => query.forUpdate())
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Tables whose rows are leased to one process at a time (`lease_until`) and polled (`check_after`). */
type WorkTable = Extract<keyof Tables, 'contracts' | 'letters'>;

/** The `check_after` value of rows that are not to be polled. */
export const NEVER_DUE = '9999-12-31T00:00:00.000Z';

/** How far the clocks of processes that share a store may differ. A time further ahead than this is wrong. */
export const MAX_CLOCK_DIFFERENCE_MS = 5 * 60_000;

/** `now` plus `ms` milliseconds, in the store's format (ISO 8601, UTC). */
export const isoAfter = (now: Date, ms: number): string => new Date(now.getTime() + ms).toISOString();

/**
 * Acquires the lease on a row, so that only one process works on it. A lease that is not released expires after
 * `durationMs`.
 *
 * @param condition an additional SQL condition on the row
 * @returns false if another process has the lease, or if the condition is false
 */
export async function acquireLease(
  store: Store,
  table: WorkTable,
  id: string,
  {
    now,
    durationMs,
    condition = sql`true`,
  }: {
    readonly now: Date;
    readonly durationMs: number;
    readonly condition?: RawBuilder<unknown>;
  },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update ${sql.table(table)} set lease_until = ${isoAfter(now, durationMs)}
    where id = ${id} and lease_until <= ${now.toISOString()} and ${condition}`.execute(store);
  return numAffectedRows > 0n;
}

interface DueRow {
  readonly id: string;
  readonly check_after: string;
}

/** After this time, a round starts no other row of a partner. The remaining rows stay due for the next round. */
const MAX_ROUND_MS = 10_000;

interface DueRowsOptions<Row> {
  /** Selects due rows of one partner. */
  readonly select: (partner: string) => Promise<readonly Row[]>;
  /** Returns when the row is due again. */
  readonly nextCheck: (row: Row) => string;
  readonly process: (row: Row) => Promise<void>;
  /** Stops processing after the current rows. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Processes due rows: the rows of one partner one after another, and partners concurrently, so that a partner whose
 * upstream is slow does not hold up the others. Each row is rescheduled before it is processed, so that a row that
 * always fails cannot block the others. Rows that another process has rescheduled are skipped.
 *
 * @returns the number of selected rows
 */
export async function processDueRows<Row extends DueRow>(
  store: Store,
  table: WorkTable,
  partners: readonly { readonly partner: string }[],
  { select, nextCheck, process, signal }: DueRowsOptions<Row>,
): Promise<number> {
  const endsAt = performance.now() + MAX_ROUND_MS;
  const counts = await Promise.all(
    partners.map(async ({ partner }) => {
      const rows = await select(partner);
      for (const row of rows) {
        if (signal?.aborted || performance.now() > endsAt) break;
        const { numAffectedRows = 0n } = await sql`
          update ${sql.table(table)} set check_after = ${nextCheck(row)}
          where id = ${row.id} and check_after = ${row.check_after}`.execute(store);
        if (numAffectedRows > 0n) await process(row);
      }
      return rows.length;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/** How often to poll: the delay is `fraction` of the time since the last change, between `minMs` and `maxMs`. */
export interface PollSchedule {
  readonly minMs: number;
  readonly maxMs: number;
  readonly fraction: number;
}

/** The delay until the next poll: short after a change, and increasing while nothing changes. */
export const nextPollDelay = (sinceChangeMs: number, { minMs, maxMs, fraction }: PollSchedule): number =>
  Math.min(maxMs, Math.max(minMs, sinceChangeMs * fraction));
