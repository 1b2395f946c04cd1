import { chmodSync, closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  SqliteDriver,
  sql,
} from 'kysely';
import { isBusy } from '../store-errors.ts';
import { isPostgres } from './locks.ts';
import { migrate } from './migrations.ts';
import type { Store, Tables } from './tables.ts';

/**
 * Opens the store in an SQLite file and migrates its schema. With WAL and synchronous=FULL, committed transactions
 * survive kill -9 and power loss (https://www.sqlite.org/pragma.html#pragma_synchronous).
 *
 * @param file a path, or `:memory:` for tests
 * @param maxLockWaitMs how long a query waits while another process has locked the file
 * @example const store = await openSqliteStore('data/shopper.db')
 */
export async function openSqliteStore(file: string, maxLockWaitMs = COMMAND_LOCK_WAIT_MS): Promise<Store> {
  if (file !== ':memory:') createPrivateFile(file);
  // The timeout is set when opening, because switching to WAL needs an exclusive lock and would otherwise fail
  // immediately.
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  // Deleted content is overwritten with zeros: see `truncateWal`.
  database.exec('PRAGMA secure_delete = ON');
  const store = new Kysely<Tables>({ dialect: new Sqlite(database, maxLockWaitMs) });
  await migrate(store);
  // SQLite would wait synchronously and stop the whole process. `NonBlockingSqliteDriver` waits instead.
  database.exec('PRAGMA busy_timeout = 0');
  return store;
}

/** An operator's command can wait for the server to finish a transaction. */
const COMMAND_LOCK_WAIT_MS = 5_000;
/** Customers are waiting, so the server soon responds with an error. */
export const SERVER_LOCK_WAIT_MS = 400;
const LOCK_RETRY_MS = 20;

class Sqlite extends SqliteDialect {
  readonly #database: DatabaseSync;
  readonly #maxLockWaitMs: number;

  constructor(database: DatabaseSync, maxLockWaitMs: number) {
    super({ database: asKyselyDatabase(database) });
    this.#database = database;
    this.#maxLockWaitMs = maxLockWaitMs;
  }

  /** Runs each migration in a transaction, so that an interrupted one leaves no partial changes. */
  override createAdapter(): SqliteAdapter {
    return new TransactionalSqliteAdapter();
  }

  override createDriver(): SqliteDriver {
    return new NonBlockingSqliteDriver(this.#database, this.#maxLockWaitMs);
  }
}

/**
 * Retries while another process has locked the file, without blocking the event loop. Requests queue for the only
 * connection, so after a query has timed out, the following ones fail immediately until a query succeeds.
 */
class NonBlockingSqliteDriver extends SqliteDriver {
  readonly #database: DatabaseSync;
  readonly #maxLockWaitMs: number;
  #isLocked = false;

  constructor(database: DatabaseSync, maxLockWaitMs: number) {
    super({ database: asKyselyDatabase(database) });
    this.#database = database;
    this.#maxLockWaitMs = maxLockWaitMs;
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    const connection = await super.acquireConnection();
    return {
      executeQuery: (query) => this.#retryWhileLocked(() => connection.executeQuery(query)),
      streamQuery: (query, chunkSize) => connection.streamQuery(query, chunkSize),
    };
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    // Every transaction writes. A deferred one would fail if another process locked the file before the first write.
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    // On a full disk SQLite has already rolled back. Another rollback would fail and hide the reason.
    if (this.#database.isTransaction) await super.rollbackTransaction(connection);
  }

  async #retryWhileLocked<T>(execute: () => Promise<T>): Promise<T> {
    const deadline = performance.now() + (this.#isLocked ? 0 : this.#maxLockWaitMs);
    for (;;) {
      try {
        const result = await execute();
        this.#isLocked = false;
        return result;
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (performance.now() >= deadline) {
          this.#isLocked = true;
          throw error;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
    }
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
    const statement = database.prepare(sql);
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
  throw new TypeError(`the store accepts strings, numbers, bigints and null, not ${typeof value}`);
}

const OWNER_ONLY = 0o600;

/**
 * Creates an SQLite file that only its owner can access, in a folder that only its owner can access. SQLite gives its
 * log files the mode of the database file. Files of an older version are restricted too. A folder that already exists
 * is not restricted, because it may contain files of other programs.
 */
export function createPrivateFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', OWNER_ONLY));
  for (const path of [file, `${file}-wal`, `${file}-shm`]) {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats && (stats.mode & 0o077) !== 0) chmodSync(path, OWNER_ONLY);
  }
}

const MAX_ATTEMPTS = 5;
const RETRY_DELAY_MS = 200;

/**
 * Removes deleted content from the write-ahead log, which contains earlier versions of changed pages. Call it after
 * personal data has been deleted, outside of a transaction. On PostgreSQL it does nothing, because the server manages
 * its log.
 *
 * @returns false if another program was reading the file throughout; the next checkpoint removes the content
 * @see https://www.sqlite.org/pragma.html#pragma_wal_checkpoint
 */
export async function truncateWal(store: Store): Promise<boolean> {
  if (isPostgres(store)) return true;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    if (await checkpoint(store)) return true;
    await sleep(RETRY_DELAY_MS);
  }
  return false;
}

/** Tries to truncate the log once, without waiting for readers. */
async function checkpoint(store: Store): Promise<boolean> {
  const { rows } = await sql<{ readonly busy: number }>`pragma wal_checkpoint(truncate)`.execute(store);
  return rows[0]?.busy === 0;
}
