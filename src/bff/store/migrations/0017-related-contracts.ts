import type { Kysely } from 'kysely';
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
    await db.schema.createIndex('contracts_corrected').on('contracts').column('corrected_contract_id').execute();
  },
};
