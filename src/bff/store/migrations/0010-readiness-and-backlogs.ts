import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A row that readiness checks write, and indexes for the backlogs that metrics report. */
export const readinessAndBacklogs: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('readiness')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('checked_at', 'text', (column) => column.notNull())
      .execute();
    // Contracts and webhooks are kept for a long time, but few of them are in a backlog.
    await sql`create index contracts_outcome_unknown on contracts (created_at) where intent = 'pending'`.execute(db);
    await sql`create index webhook_inbox_unmatched on webhook_inbox (received_at) where contract_id is null`.execute(
      db,
    );
  },
};
