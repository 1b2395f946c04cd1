import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { createLog } from '../src/bff/log.ts';
import { openPostgresStore } from '../src/bff/store/postgres.ts';
import { openSqliteStore } from '../src/bff/store/sqlite.ts';
import type { Store } from '../src/bff/store/tables.ts';

/** The PostgreSQL server of this run; undefined in tests that run on SQLite. */
export const postgresUrl = process.env.TEST_STORE === 'postgres' ? process.env.TEST_POSTGRES_URL : undefined;

const silent = createLog({ write: () => {} });

/** An empty database of its own on the run's server. */
export const createDatabase = async (): Promise<{ readonly url: string; drop(): Promise<void> }> => {
  if (!postgresUrl) throw new Error('there is no PostgreSQL in this run');
  const name = `t_${randomBytes(8).toString('hex')}`;
  const admin = async (statement: string): Promise<void> => {
    const client = new Client({ connectionString: postgresUrl });
    await client.connect();
    await client.query(statement);
    await client.end();
  };
  await admin(`create database ${name}`);
  const url = new URL(postgresUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(`drop database ${name} with (force)`) };
};

/** An empty store on the engine that this run is about. */
export const openTestStore = async (): Promise<{
  readonly store: Store /** Of the database; undefined on SQLite. */;
  readonly url?: string;
  close(): Promise<void>;
}> => {
  if (!postgresUrl) {
    const store = await openSqliteStore(':memory:');
    return { store, close: () => store.destroy() };
  }
  const database = await createDatabase();
  const store = await openPostgresStore(database.url, silent);
  return {
    store,
    url: database.url,
    async close() {
      await store.destroy();
      await database.drop();
    },
  };
};
