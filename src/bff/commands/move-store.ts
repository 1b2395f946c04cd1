import { sql } from 'kysely';
import { readStoreSettings } from '../config/settings.ts';
import { CommandError } from '../operator-error.ts';
import { isPostgres } from '../store/locks.ts';
import { openPostgresStore } from '../store/postgres.ts';
import { openSqliteStore } from '../store/sqlite.ts';
import { type Store, type Tables, tableNames } from '../store/tables.ts';
import { auditCommand, auditFailure, type CommandCall, readExistingStoreSettings } from './audited-store.ts';

/** PostgreSQL accepts 65,535 parameters per statement, and a row has about 30 columns at most. */
const BATCH_SIZE = 500;

/**
 * Copies a store into an empty one, atomically. During the copy, the source is locked against writes. Stop its server
 * first, because later writes are not copied.
 *
 * @returns the number of copied rows, by table
 * @throws CommandError if the target is not empty
 */
export const moveStore = (from: Store, to: Store): Promise<Record<string, number>> =>
  from.transaction().execute(async (source) => {
    await disableTimeouts(source);
    if (isPostgres(source)) {
      await sql`lock table ${sql.join(tableNames.map((name) => sql.table(name)))} in share mode`.execute(source);
    }
    return to.transaction().execute(async (target) => {
      await disableTimeouts(target);
      const counts: Record<string, number> = {};
      for (const name of tableNames) {
        if (await target.selectFrom(name).select(sql`1`.as('one')).limit(1).executeTakeFirst()) {
          throw new CommandError(`the target store is not empty: table ${name} has rows`);
        }
        counts[name] = await copyTable(source, target, name);
      }
      return counts;
    });
  });

/** The store's timeouts are meant for requests. A copy may take longer. */
async function disableTimeouts(transaction: Store): Promise<void> {
  if (!isPostgres(transaction)) return;
  await sql`set local statement_timeout = 0`.execute(transaction);
  await sql`set local idle_in_transaction_session_timeout = 0`.execute(transaction);
}

async function copyTable(source: Store, target: Store, name: keyof Tables): Promise<number> {
  let rows: object[] = [];
  let count = 0;
  const flush = async (): Promise<void> => {
    if (!rows.length) return;
    // All rows of one table have the same columns.
    const columns = Object.keys(rows[0] ?? {});
    const values = rows.map((row) => {
      const cells = new Map(Object.entries(row));
      return sql`(${sql.join(columns.map((column) => cells.get(column)))})`;
    });
    const names = sql.join(columns.map((column) => sql.ref(column)));
    await sql`insert into ${sql.table(name)} (${names}) values ${sql.join(values)}`.execute(target);
    count += rows.length;
    rows = [];
  };
  for (const row of await source.selectFrom(name).selectAll().execute()) {
    rows.push(row);
    if (rows.length === BATCH_SIZE) await flush();
  }
  await flush();
  return count;
}

/**
 * Moves the store. The start is recorded in the audit log of the old store, which is copied. Success is recorded in the
 * new store, which the server uses from now on.
 *
 * @throws CommandError
 */
export async function move(call: CommandCall, usage: string): Promise<string> {
  const [direction] = call.args;
  if (direction !== 'to-postgres' && direction !== 'to-sqlite') throw new CommandError(usage);
  const { DATABASE_FILE, DATABASE_URL } = readStoreSettings(call.env);
  if (!DATABASE_URL) throw new CommandError('DATABASE_URL is required');
  if (direction === 'to-postgres') readExistingStoreSettings({ DATABASE_FILE });
  const sqlite = await openSqliteStore(DATABASE_FILE);
  try {
    const postgres = await openPostgresStore(DATABASE_URL, call.log);
    try {
      const [from, to] = direction === 'to-postgres' ? [sqlite, postgres] : [postgres, sqlite];
      await auditCommand(from, call);
      const counts = await moveStore(from, to).catch(async (error: unknown) => {
        throw await auditFailure(from, call, error);
      });
      await auditCommand(to, call, { outcome: 'succeeded' });
      return Object.entries(counts)
        .map(([table, count]) => `${table}: ${count}`)
        .join('\n');
    } finally {
      await postgres.destroy();
    }
  } finally {
    await sqlite.destroy();
  }
}
