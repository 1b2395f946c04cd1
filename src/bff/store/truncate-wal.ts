import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { isPostgres } from './locks.ts';
import type { Store } from './tables.ts';

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

/** Tries once. Does not wait for readers. */
async function checkpoint(store: Store): Promise<boolean> {
  const { rows } = await sql<{ readonly busy: number }>`pragma wal_checkpoint(truncate)`.execute(store);
  return rows[0]?.busy === 0;
}
