import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const approvalRequests: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('approval_requests')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('site_key', 'text', (column) => column.notNull())
      .addColumn('session_id', 'text', (column) => column.notNull())
      .addColumn('approver_session_id', 'text')
      .addColumn('secret_hash', 'text', (column) => column.notNull().unique())
      .addColumn('key_id', 'text')
      .addColumn('wrapped_key', 'text')
      .addColumn('sealed', 'text')
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('expires_at', 'text', (column) => column.notNull())
      .addColumn('opened_at', 'text')
      .addColumn('revoked_at', 'text')
      .addColumn('used_at', 'text')
      .addColumn('contract_id', 'text')
      .execute();
    for (const column of ['session_id', 'approver_session_id', 'contract_id', 'expires_at'])
      await db.schema.createIndex(`approval_requests_${column}`).on('approval_requests').column(column).execute();
  },
};
