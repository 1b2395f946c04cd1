import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Kysely, SqliteAdapter, type SqliteDatabase, SqliteDialect } from 'kysely';
import { migrate } from './migrations.ts';
import type { Store, Tables } from './tables.ts';

/**
 * Opens the store in one SQLite file and brings its tables up to date. WAL with synchronous=FULL: what was acknowledged
 * survives kill -9 and power loss (https://www.sqlite.org/pragma.html#pragma_synchronous).
 *
 * @param file a path, or `:memory:` for tests
 * @example const store = await openSqliteStore('data/shopper.db')
 */
export async function openSqliteStore(file: string): Promise<Store> {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true });
  // The wait is set with the opening: going over to WAL needs the file alone, and would else fail at once.
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  const store = new Kysely<Tables>({ dialect: new Sqlite({ database: asKyselyDatabase(database) }) });
  await migrate(store);
  // While a command beside the server writes, the server stands still: not for long, and whoever waits is told.
  database.exec('PRAGMA busy_timeout = 1000');
  return store;
}

/** SQLite changes tables within a transaction like rows: a migration that is cut off leaves nothing half done. */
class Sqlite extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }
}
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Kysely speaks better-sqlite3's interface; Node's own driver differs in how parameters and readers are given. */
const asKyselyDatabase = (database: DatabaseSync): SqliteDatabase => ({
  close: () => database.close(),
  prepare: (sql) => {
    // Each of our transactions writes: one that took the lock only then might find another there, and fail.
    const statement = database.prepare(sql === 'begin' ? 'begin immediate' : sql);
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...parameters.map(bindable)),
      run: (parameters) => statement.run(...parameters.map(bindable)),
      iterate: (parameters) => statement.iterate(...parameters.map(bindable)),
    };
  },
});

function bindable(value: unknown): SQLInputValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint')
    return value;
  throw new TypeError(`the store takes strings, numbers and null, not ${typeof value}`);
}
