import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** What site owners are told: events, their deliveries, and endpoints that want no more. */
export const outbox: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('outbox_events')
      .addColumn('id', 'text', (column) => column.primaryKey())
      .addColumn('site_key', 'text', (column) => column.notNull())
      .addColumn('contract_id', 'text', (column) => column.notNull())
      .addColumn('body', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .addColumn('addressed_at', 'text')
      .execute();
    await db.schema.createIndex('outbox_events_addressed').on('outbox_events').column('addressed_at').execute();
    await db.schema
      .createTable('deliveries')
      .addColumn('event_id', 'text', (column) => column.notNull().references('outbox_events.id'))
      .addColumn('endpoint', 'text', (column) => column.notNull())
      .addColumn('site_key', 'text', (column) => column.notNull())
      .addColumn('state', 'text', (column) => column.notNull())
      .addColumn('attempts', 'integer', (column) => column.notNull())
      .addColumn('begun_at', 'text', (column) => column.notNull())
      .addColumn('due_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('deliveries_key', ['event_id', 'endpoint'])
      .execute();
    await db.schema.createIndex('deliveries_due').on('deliveries').columns(['state', 'due_at']).execute();
    await db.schema
      .createTable('disabled_endpoints')
      .addColumn('site_key', 'text', (column) => column.notNull())
      .addColumn('endpoint', 'text', (column) => column.notNull())
      .addColumn('disabled_at', 'text', (column) => column.notNull())
      .addPrimaryKeyConstraint('disabled_endpoints_key', ['site_key', 'endpoint'])
      .execute();
  },
};
