import { Kysely, PostgresDialect } from 'kysely';
import { Pool } from 'pg';
import { describeError, type Log } from '../log.ts';
import { migrate } from './migrations.ts';
import type { Store, Tables } from './tables.ts';

/** Connections of one process; a statement and a wait for a connection take at most so long, in milliseconds. */
const connections = 10;
const statementTimeout = 10_000;
const connectionTimeout = 5_000;

/**
 * Opens the store in a PostgreSQL database and brings its tables up to date, alone: others that start at the same time wait
 * (Kysely's migrator holds an advisory lock). Several processes may share it.
 *
 * @param url `postgres://user:password@host/database`
 * @example const store = await openPostgresStore('postgres://shopper@db.example/shopper', log)
 */
export const openPostgresStore = async (url: string, log: Log): Promise<Store> => {
  // A change of tables, or the wait for another process's, takes as long as it takes.
  const updating = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(url, log, 2, 0) }) });
  try {
    await migrate(updating);
  } finally {
    await updating.destroy();
  }
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPool(url, log, connections) }) });
};

/** Connections to a database, with limits on what each may cost. @param most at a time @param timeout milliseconds, 0 for none */
export const createPool = (url: string, log: Log, most: number, timeout: number = statementTimeout): Pool => {
  const pool = new Pool({
    connectionString: url,
    max: most,
    connectionTimeoutMillis: connectionTimeout,
    statement_timeout: timeout,
    idle_in_transaction_session_timeout: timeout,
    application_name: 'commercial-shopper',
  });
  // An idle connection that breaks is replaced by the next query; without a listener it would end the process.
  pool.on('error', (error) => log.warn('store_connection_lost', { error: describeError(error) }));
  // So would one that breaks in a transaction, between two queries; the next of them fails and says so.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
};
