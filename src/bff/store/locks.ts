import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { ContractRow, Store } from './tables.ts';

/**
 * Whoever reads a row to decide what to write must be alone with it. On SQLite every transaction is alone with the whole
 * file (`begin immediate`); on PostgreSQL these locks see to it. Each lasts until its transaction ends.
 */
export const isPostgres = <Db>(store: Pick<Kysely<Db>, 'getExecutor'>): boolean =>
  store.getExecutor().adapter instanceof PostgresAdapter;

/** Makes everyone else who locks the same name wait: for rows that are not there yet, and so cannot be locked. */
export async function advisoryLock(transaction: Store, name: string): Promise<void> {
  if (isPostgres(transaction))
    await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(transaction);
}

/** The contract's row, held: `seq` and `status` grow from what is read here. */
export const lockContract = async (transaction: Store, id: string): Promise<ContractRow | undefined> =>
  (await lockContracts(transaction, [id])).get(id);

/** Rows of several contracts, held, by their ids; taken in one order, so that two transactions never wait in a circle. */
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
