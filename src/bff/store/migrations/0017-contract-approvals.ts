import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The approval request that a contract answers. */
export const contractApprovals: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('contracts').addColumn('approval_request_id', 'text').execute();
  },
};
