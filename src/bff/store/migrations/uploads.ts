import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Files that went through to the upstream, and the hash of the sentence each contract was agreed to with. */
export const uploads: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('contracts').addColumn('consent_sha256', 'text').execute();
    await db.schema
      .createTable('uploads')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('site_key', 'text', (column) => column.notNull())
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('kind', 'text', (column) => column.notNull())
      .addColumn('upstream_id', 'text')
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('uploads_session').on('uploads').columns(['session_id', 'created_at']).execute();
  },
};
