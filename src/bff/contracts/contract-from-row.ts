import { z } from 'zod';
import { type Contract, contract, contractStatus, statusReason } from '../../wire/contract.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import { awaitsSignature, byProgress } from './status.ts';

/** An account as it is stored: enough to recognise it, not enough to use it. */
export interface StoredAccount {
  readonly last4: string;
  readonly status: Contract['status'];
  readonly reasons: Contract['reasons'];
  readonly timeline: Contract['timeline'];
}

const accounts = contract.shape.accounts;
const reasons = z.array(statusReason);

/** A stored contract as its owner may see it. The store is ours, but JSON in a column is still text: it is parsed. */
export const contractFromRow = async (store: Pick<Store, 'selectFrom'>, row: ContractRow): Promise<Contract> => {
  const timeline = await store
    .selectFrom('contract_statuses')
    .select(['status', 'at'])
    .where('contract_id', '=', row.id)
    .execute();
  return {
    id: row.id,
    reference: row.reference,
    status: contractStatus.parse(row.status),
    reasons: readReasons(row),
    accounts: readAccounts(row),
    timeline: timeline
      .map(({ status, at }) => ({ status: contractStatus.parse(status), at }))
      .sort((a, b) => a.at.localeCompare(b.at) || byProgress(a.status, b.status)),
    signing: { you: signerStands(contractStatus.parse(row.status)), others: 0 },
    terms: contract.shape.terms.parse(JSON.parse(row.terms)),
    seq: row.seq,
  };
};

export const readAccounts = (row: ContractRow): StoredAccount[] => accounts.parse(JSON.parse(row.accounts));

export const readReasons = (row: ContractRow): Contract['reasons'] => reasons.parse(JSON.parse(row.reasons));

const signerStands = (status: Contract['status']): Contract['signing']['you'] =>
  awaitsSignature(status) ? 'waiting' : status === 'declined' ? 'declined' : 'signed';
