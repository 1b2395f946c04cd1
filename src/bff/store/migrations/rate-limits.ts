import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres } from '../locks.ts';

/**
 * Counters that processes share, as rate-limiter-flexible has them; one process counts in memory. Unlogged: quick, and empty
 * after a crash, which is soon enough made up for.
 */
export const rateLimits: Migration = {
  async up(db: Kysely<unknown>) {
    if (!isPostgres(db)) return;
    await sql`create unlogged table rate_limits (key varchar(255) primary key, points integer not null default 0, expire bigint)`.execute(
      db,
    );
  },
};
