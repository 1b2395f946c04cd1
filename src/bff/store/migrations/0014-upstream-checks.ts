import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

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
