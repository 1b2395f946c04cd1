import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Contracts that are signed by a letter: see `signature-requests/signature-request-table.ts`. Letters and contracts of before have none of it. */
export const contractLetters: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('contracts').addColumn('letter_id', 'text').execute();
    for (const name of ['contract_id', 'holds_until', 'signed_at', 'owed']) {
      await db.schema.alterTable('letters').addColumn(name, 'text').execute();
    }
  },
};
