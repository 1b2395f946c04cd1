import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { describeError, type Log } from '../log.ts';
import { migrate } from './migrations.ts';
import type { Store, Tables } from './tables.ts';

/** Maximum connections per process, and the timeouts for statements and for obtaining a connection. */
const MAX_CONNECTIONS = 10;
const STATEMENT_TIMEOUT_MS = 10_000;
const CONNECTION_TIMEOUT_MS = 5_000;
/** The additional time that we wait after the database's own timeout, in case the database does not respond at all. */
const QUERY_TIMEOUT_EXTRA_MS = 1_000;

/**
 * Opens the store in a PostgreSQL database and migrates its schema. Processes that start at the same time wait for the
 * migration (Kysely's migrator holds an advisory lock). Several processes may share the database.
 *
 * @param url `postgres://user:password@host/database`
 * @example const store = await openPostgresStore('postgres://shopper@db.example/shopper', log)
 */
export async function openPostgresStore(url: string, log: Log): Promise<Store> {
  // The store for migrations has no timeout, because a migration, or waiting for another process's migration, can take
  // a long time.
  const migratingStore = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(url, log, 2, 0) }) });
  try {
    await migrate(migratingStore);
  } finally {
    await migratingStore.destroy();
  }
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(url, log, MAX_CONNECTIONS) }) });
}

/**
 * Creates a connection pool with limits.
 *
 * @param maxConnections maximum number of concurrent connections
 * @param timeoutMs timeout of statements; 0 for none
 * @param connectionTimeoutMs timeout for obtaining a connection
 */
export function createPool(
  url: string,
  log: Log,
  maxConnections: number,
  timeoutMs: number = STATEMENT_TIMEOUT_MS,
  connectionTimeoutMs: number = CONNECTION_TIMEOUT_MS,
): Pool {
  const pool = new Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: connectionTimeoutMs,
    statement_timeout: timeoutMs,
    ...(timeoutMs && { query_timeout: timeoutMs + QUERY_TIMEOUT_EXTRA_MS }),
    idle_in_transaction_session_timeout: timeoutMs,
    application_name: 'commercial-shopper',
  });
  // The pool replaces a broken idle connection on the next query. Without this listener, the error would end the
  // process.
  pool.on('error', (error) => log.warn('store_connection_lost', { error: describeError(error) }));
  // A connection can also break between two queries of a transaction. The next query then fails and reports the error.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}
