import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';
import { isPostgres } from '../locks.ts';

/** The agreed sentence goes into a sealed payload. Here there are no keys: the server seals what was there when it starts. */
export const contractPayloads: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('contract_payloads')
      .addColumn('contract_id', 'text', (column) => column.primaryKey().references('contracts.id'))
      .addColumn('key_id', 'text', (column) => column.notNull())
      .addColumn('wrapped_key', 'text', (column) => column.notNull())
      .addColumn('sealed', 'text', (column) => column.notNull())
      .addColumn('created_at', 'text', (column) => column.notNull())
      .execute();
    const json = isPostgres(db)
      ? sql`json_build_object('consent', consent_text)::text`
      : sql`json_object('consent', consent_text)`;
    await sql`insert into contract_payloads select id, 'none', '', ${json}, consent_at from contracts`.execute(db);
    await db.schema.alterTable('contracts').dropColumn('consent_text').execute();
  },
};
