import { randomBytes } from 'node:crypto';
import type { Contract, ContractStatus } from '../../wire/contract.ts';
import type { ContractRow, Store } from '../store/tables.ts';

/**
 * Puts what happened to a contract into the outbox, in the transaction in which it happened. No personal data goes out: not
 * even an account's digits. Whoever wants to know more has it upstream.
 */
export async function enqueueContractEvent(
  transaction: Store,
  row: ContractRow,
  now: {
    readonly status: ContractStatus;
    readonly accounts: readonly { readonly status: ContractStatus }[];
    readonly reasons: Contract['reasons'];
    readonly at: Date;
  },
): Promise<void> {
  const timestamp = now.at.toISOString();
  const body = JSON.stringify({
    type: 'contract.status_changed',
    timestamp,
    data: {
      contractId: row.id,
      reference: row.reference,
      site: row.site_key,
      environment: row.environment,
      status: now.status,
      reasons: now.reasons.map(({ code }) => code),
      accounts: now.accounts.map(({ status }) => status),
      seq: row.seq + 1,
    },
  });
  const id = `evt_${randomBytes(16).toString('hex')}`;
  await transaction
    .insertInto('outbox_events')
    .values({ id, site_key: row.site_key, contract_id: row.id, body, created_at: timestamp, addressed_at: null })
    .execute();
}
