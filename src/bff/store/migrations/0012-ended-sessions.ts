import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const endedSessions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('ended_sessions')
      .addColumn('session_hash', 'text', (column) => column.primaryKey())
      .addColumn('ended_at', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('contract_sessions_session').on('contract_sessions').column('session_id').execute();
  },
};
