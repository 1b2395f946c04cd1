import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { describeError, type Log } from '../log.ts';
import { migrate } from './migrations.ts';
import type { Store, Tables } from './tables.ts';

/** Connections of one process; a statement and a wait for a connection take at most so long, in milliseconds. */
const MAX_CONNECTIONS = 10;
const STATEMENT_TIMEOUT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 5_000;

/**
 * Opens the store in a PostgreSQL database and brings its tables up to date, alone: others that start at the same time wait
 * (Kysely's migrator holds an advisory lock). Several processes may share it.
 *
 * @param url `postgres://user:password@host/database`
 * @example const store = await openPostgresStore('postgres://shopper@db.example/shopper', log)
 */
export async function openPostgresStore(url: string, log: Log): Promise<Store> {
  // A change of tables, or the wait for another process's, takes as long as it takes.
  const migratingStore = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(url, log, 2, 0) }) });
  try {
    await migrate(migratingStore);
  } finally {
    await migratingStore.destroy();
  }
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(url, log, MAX_CONNECTIONS) }) });
}

/** Connections to a database, with limits on what each may cost. @param maxConnections at a time @param timeoutMs milliseconds, 0 for none */
export function createPool(
  url: string,
  log: Log,
  maxConnections: number,
  timeoutMs: number = STATEMENT_TIMEOUT_MS,
): Pool {
  const pool = new Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    statement_timeout: timeoutMs,
    idle_in_transaction_session_timeout: timeoutMs,
    application_name: 'commercial-shopper',
  });
  // An idle connection that breaks is replaced by the next query; without a listener it would end the process.
  pool.on('error', (error) => log.warn('store_connection_lost', { error: describeError(error) }));
  // So would one that breaks in a transaction, between two queries; the next of them fails and says so.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
