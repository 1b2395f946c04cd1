import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { ContractRow, Store } from './tables.ts';

/**
 * Whether the store is a PostgreSQL database. The locks below are taken only there, until the transaction ends. On
 * SQLite they are not needed, because every transaction locks the whole file (`begin immediate`).
 */
export const isPostgres = <Db>(store: Pick<Kysely<Db>, 'getExecutor'>): boolean =>
  store.getExecutor().adapter instanceof PostgresAdapter;

/** Locks a name. For rows that do not exist yet and therefore cannot be locked. */
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
