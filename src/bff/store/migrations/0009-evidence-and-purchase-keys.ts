import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The evidence of contracts, and the keys that recognize a second request for the same purchase. */
export const evidenceAndPurchaseKeys: Migration = {
  async up(db: Kysely<unknown>) {
    // Contracts of older versions have neither value.
    for (const name of ['signer_key', 'section_hashes']) {
      await db.schema.alterTable('contracts').addColumn(name, 'text').execute();
    }
    await db.schema
      .createTable('purchase_keys')
      .addColumn('contract_id', 'text', (column) => column.notNull().references('contracts.id'))
      .addColumn('purchase_key', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('purchase_keys_key', ['contract_id', 'purchase_key'])
      .execute();
    await db.schema.createIndex('purchase_keys_purchase_key').on('purchase_keys').column('purchase_key').execute();
    await db.schema
      .createTable('contract_evidence')
      .addColumn('contract_id', 'text', (column) => column.primaryKey().references('contracts.id'))
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('wrapped_key', 'text', (column) => column.notNull())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .addColumn('document_sha256', 'text')
      .addColumn('document_status', 'text')
      .addColumn('created_at', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('contract_evidence_created_at').on('contract_evidence').column('created_at').execute();
  },
};
