import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { Kysely, SqliteAdapter, type SqliteDatabase, SqliteDialect } from 'kysely';
import { migrate } from './migrations.ts';
import { createPrivateFile } from './private-file.ts';
import type { Store, Tables } from './tables.ts';

/**
 * Opens the store in an SQLite file and migrates its schema. With WAL and synchronous=FULL, committed transactions
 * survive kill -9 and power loss (https://www.sqlite.org/pragma.html#pragma_synchronous).
 *
 * @param file a path, or `:memory:` for tests
 * @example const store = await openSqliteStore('data/shopper.db')
 */
export async function openSqliteStore(file: string): Promise<Store> {
  if (file !== ':memory:') createPrivateFile(file);
  // Set when opening, because switching to WAL needs an exclusive lock and would otherwise fail immediately.
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  // Deleted content is overwritten with zeros: see `truncateWal`.
  database.exec('PRAGMA secure_delete = ON');
  const store = new Kysely<Tables>({ dialect: new Sqlite({ database: asKyselyDatabase(database) }) });
  await migrate(store);
  // While a command writes to the file, the server is blocked. The timeout is short, so that waiting clients soon get
  // an error.
  database.exec('PRAGMA busy_timeout = 1000');
  return store;
}

/** Runs each migration in a transaction, so that an interrupted one leaves no partial changes. */
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

/** Adapts Node's driver to Kysely, which expects the interface of better-sqlite3. */
const asKyselyDatabase = (database: DatabaseSync): SqliteDatabase => ({
  close: () => database.close(),
  prepare: (sql) => {
    // Every transaction writes. A deferred one would fail if another process locked the file before the first write.
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
  throw new TypeError(`the store accepts strings, numbers and null, not ${typeof value}`);
}
