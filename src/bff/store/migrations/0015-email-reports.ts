import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** When the receiver of an email about a contract reported that they did not request the email. */
export const emailReports: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('contracts').addColumn('reported_at', 'text').execute();
  },
};
