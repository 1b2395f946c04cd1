import { type Kysely, sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** For each contract, the approval request that it completes and the earlier contract that it corrects. */
export const contractApprovals: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('contracts').addColumn('approval_request_id', 'text').execute();
    await db.schema.alterTable('contracts').addColumn('corrected_contract_id', 'text').execute();
  },
};

/** Finds the contracts that correct a contract. */
export const correctionIndex: Migration = {
  async up(db: Kysely<unknown>) {
    // Almost no contract corrects another one. With the others in the index, a database that has statistics would read
    // all contracts instead.
    await sql`create index contracts_corrected on contracts (corrected_contract_id)
      where corrected_contract_id is not null`.execute(db);
  },
};
