import type { Log } from '../log.ts';
import { openPostgresStore } from './postgres.ts';
import { openSqliteStore } from './sqlite.ts';
import type { Store } from './tables.ts';

export interface StoreSettings {
  readonly DATABASE_URL?: string | undefined;
  readonly DATABASE_FILE: string;
}

/**
 * Opens the PostgreSQL database at `DATABASE_URL` if it is set, otherwise the SQLite file.
 *
 * @param maxLockWaitMs see `openSqliteStore`
 */
export const openStore = (
  { DATABASE_URL, DATABASE_FILE }: StoreSettings,
  log: Log,
  maxLockWaitMs?: number,
): Promise<Store> =>
  DATABASE_URL ? openPostgresStore(DATABASE_URL, log) : openSqliteStore(DATABASE_FILE, maxLockWaitMs);
