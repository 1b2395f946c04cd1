import { z } from 'zod';
import { type Contract, contract, contractStatus, statusReason } from '../../wire/contract.ts';
import { readSigningLetter } from '../letters/signing-letter.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import { readSigners, signingOf } from './signers.ts';
import { byProgress, type Heard } from './status.ts';

const heard = z.object({ status: contractStatus, at: z.string(), lastAt: z.string().optional() });

/** An account as it is stored: enough to recognise it, not enough to use it. */
const accounts = z.array(
  z.object({ last4: z.string(), status: contractStatus, reasons: z.array(statusReason), timeline: z.array(heard) }),
);
export type StoredAccount = Readonly<z.infer<typeof accounts>[number]>;

const reasons = z.array(statusReason);

/** A stored contract as its owner may see it. The store is ours, but JSON in a column is still text: it is parsed. */
export const contractFromRow = async (store: Pick<Store, 'selectFrom'>, row: ContractRow): Promise<Contract> => {
  const status = contractStatus.parse(row.status);
  const timeline = inOrder(await readHeard(store, row.id));
  const letter = row.letter_id === null ? undefined : await readSigningLetter(store, row.letter_id);
  return {
    id: row.id,
    reference: row.reference,
    status,
    reasons: readReasons(row),
    accounts: readAccounts(row).map((account) => ({ ...account, timeline: inOrder(account.timeline) })),
    timeline,
    signing: { ...signingOf({ status, timeline }, readSigners(row.signers)), ...(letter ? { letter } : {}) },
    terms: contract.shape.terms.parse(JSON.parse(row.terms)),
    seq: row.seq,
  };
};

/** Every status that was ever heard of a contract. */
export const readHeard = async (store: Pick<Store, 'selectFrom'>, contractId: string): Promise<Heard[]> => {
  const rows = await store
    .selectFrom('contract_statuses')
    .select(['status', 'at', 'last_at'])
    .where('contract_id', '=', contractId)
    .execute();
  return rows.map(({ status, at, last_at }) => ({ status: contractStatus.parse(status), at, lastAt: last_at ?? at }));
};

export const readAccounts = (row: ContractRow): StoredAccount[] => accounts.parse(JSON.parse(row.accounts));

export const readReasons = (row: ContractRow): Contract['reasons'] => reasons.parse(JSON.parse(row.reasons));

const inOrder = (timeline: readonly Heard[]): Contract['timeline'] =>
  timeline
    .map(({ status, at }) => ({ status, at }))
    .sort((a, b) => a.at.localeCompare(b.at) || byProgress(a.status, b.status));
