import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Counters of actions that send email or create something upstream, and the signers' encrypted email addresses. */
export const quotas: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('quotas')
      .addColumn('key', 'text', (column) => column.notNull())
      .addColumn('window_start', 'text', (column) => column.notNull())
      .addColumn('count', 'integer', (column) => column.notNull())
      .addPrimaryKeyConstraint('quotas_key', ['key', 'window_start'])
      .execute();
    await db.schema
      .createTable('signer_addresses')
      .addColumn('contract_id', 'text', (column) => column.primaryKey())
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('wrapped_key', 'text', (column) => column.notNull())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('contracts_reference').on('contracts').columns(['site_key', 'reference']).execute();
    await db.schema.createIndex('quotas_window_start').on('quotas').column('window_start').execute();
  },
};
