import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres } from '../locks.ts';

export const auditAndTombstones: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('erased_contracts')
      .addColumn('contract_id', 'text', (column) => column.primaryKey())
      .addColumn('erased_at', 'text', (column) => column.notNull())
      .execute();
    await db.schema.createIndex('erased_contracts_at').on('erased_contracts').column('erased_at').execute();
    await db.schema
      .createTable('audit_log')
      .addColumn('seq', 'integer', (column) => column.primaryKey())
      .addColumn('at', 'text', (column) => column.notNull())
      .addColumn('action', 'text', (column) => column.notNull())
      .addColumn('entry', 'text', (column) => column.notNull())
      .addColumn('hash', 'text', (column) => column.notNull())
      .execute();
    await (isPostgres(db) ? rejectChangesOnPostgres(db) : rejectChangesOnSqlite(db));
    await db.schema
      .createTable('retention_state')
      .addColumn('id', 'integer', (column) => column.primaryKey())
      .addColumn('trusted_at', 'text', (column) => column.notNull())
      .execute();
  },
};

/**
 * Triggers prevent mistakes. A database administrator can drop them, but a changed row then breaks the chain of hashes.
 */
async function rejectChangesOnSqlite(db: Kysely<unknown>): Promise<void> {
  for (const operation of ['update', 'delete']) {
    await sql`
      create trigger ${sql.ref(`audit_log_no_${operation}`)} before ${sql.raw(operation)} on audit_log
      begin select raise(abort, 'audit_log is append-only'); end`.execute(db);
  }
}

async function rejectChangesOnPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function reject_audit_log_change() returns trigger language plpgsql as
    $$ begin raise exception 'audit_log is append-only'; end $$`.execute(db);
  await sql`
    create trigger audit_log_append_only before update or delete or truncate on audit_log
    for each statement execute function reject_audit_log_change()`.execute(db);
}
