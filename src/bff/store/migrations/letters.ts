import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Letters of authorization: see `signature-requests/signature-request-table.ts`. */
export const letters: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('letters')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('partner', 'text', (column) => column.notNull())
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('site_key', 'text', (column) => column.notNull())
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('idempotency_key', 'text', (column) => column.notNull())
      .addColumn('request_hash', 'text', (column) => column.notNull())
      .addColumn('reference', 'text', (column) => column.notNull())
      .addColumn('recipient', 'text', (column) => column.notNull())
      .addColumn('accounts', 'text', (column) => column.notNull())
      .addColumn('status', 'text', (column) => column.notNull())
      .addColumn('reason', 'text')
      .addColumn('timeline', 'text', (column) => column.notNull())
      .addColumn('upstream_id', 'text')
      .addColumn('sending', 'integer', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('lease_until', 'text', (column) => column.notNull())
      .addColumn('check_after', 'text', (column) => column.notNull())
      .addColumn('key_id', 'text')
      .addColumn('wrapped_key', 'text')
      .addColumn('sealed', 'text')
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('updated_at', 'text', (column) => column.notNull())
      .addUniqueConstraint('letters_intent', ['site_key', 'session_id', 'idempotency_key'])
      .execute();
    await db.schema.createIndex('letters_check_after').on('letters').column('check_after').execute();
  },
};
