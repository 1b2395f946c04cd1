import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres } from '../locks.ts';

/** The time up to which each partner's contracts upstream have been compared with the store. */
export const upstreamChecks: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('upstream_checks')
      .addColumn('partner', 'text', (column) => column.notNull())
      .addColumn('environment', 'text', (column) => column.notNull())
      .addColumn('checked_until', 'text', (column) => column.notNull())
      .addColumn('check_after', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('upstream_checks_key', ['partner', 'environment'])
      .execute();
  },
};

/**
 * Finds the webhooks that arrived before their contract was known, which the upstream check looks for, and the webhooks
 * and events of a contract that is erased.
 */
export const webhookReferences: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('webhook_inbox').addColumn('reference', 'text').execute();
    const reference = isPostgres(db)
      ? sql`body::json #>> '{data,partnerReference}'`
      : sql`json_extract(body, '$.data.partnerReference')`;
    await sql`update webhook_inbox set reference = ${reference} where contract_id is null`.execute(db);
    // All three columns, because SQLite otherwise prefers the primary key, which begins with the first two.
    await sql`create index webhook_inbox_reference on webhook_inbox (partner, environment, reference)
      where contract_id is null`.execute(db);
    await sql`create index webhook_inbox_contract on webhook_inbox (contract_id)
      where contract_id is not null`.execute(db);
    await db.schema.createIndex('outbox_events_contract').on('outbox_events').column('contract_id').execute();
  },
};
