import { z } from 'zod';
import { type Contract, contract, contractStatus, statusReason } from '../../wire/contract.ts';
import { readSignatureRequest } from '../signature-requests/signature-request-from-row.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import { compareProgress, type StatusObservation } from './contract-status.ts';
import { readSigners, toSigningSummary } from './signers.ts';

const statusObservation = z.object({ status: contractStatus, at: z.string(), lastAt: z.string().optional() });

/** An account as it is stored: enough to recognise it, not enough to use it. */
const accounts = z.array(
  z.object({
    last4: z.string(),
    status: contractStatus,
    reasons: z.array(statusReason),
    timeline: z.array(statusObservation),
  }),
);
export type StoredAccount = Readonly<z.infer<typeof accounts>[number]>;

const reasons = z.array(statusReason);

/** A stored contract as its owner may see it. The store is ours, but JSON in a column is still text: it is parsed. */
export async function contractFromRow(store: Pick<Store, 'selectFrom'>, row: ContractRow): Promise<Contract> {
  const status = contractStatus.parse(row.status);
  const timeline = sortTimeline(await readObservations(store, row.id));
  const signatureRequest = row.letter_id === null ? undefined : await readSignatureRequest(store, row.letter_id);
  return {
    id: row.id,
    reference: row.reference,
    status,
    reasons: readReasons(row),
    accounts: readAccounts(row).map((account) => ({ ...account, timeline: sortTimeline(account.timeline) })),
    timeline,
    signing: {
      ...toSigningSummary({ status, timeline }, readSigners(row.signers)),
      ...(signatureRequest ? { signatureRequest } : {}),
    },
    terms: contract.shape.terms.parse(JSON.parse(row.terms)),
    seq: row.seq,
  };
}

/** Every status that was ever heard of a contract. */
export async function readObservations(
  store: Pick<Store, 'selectFrom'>,
  contractId: string,
): Promise<StatusObservation[]> {
  const rows = await store
    .selectFrom('contract_statuses')
    .select(['status', 'at', 'last_at'])
    .where('contract_id', '=', contractId)
    .execute();
  return rows.map(({ status, at, last_at }) => ({ status: contractStatus.parse(status), at, lastAt: last_at ?? at }));
}

export const readAccounts = (row: ContractRow): StoredAccount[] => accounts.parse(JSON.parse(row.accounts));

export const readReasons = (row: ContractRow): Contract['reasons'] => reasons.parse(JSON.parse(row.reasons));

const sortTimeline = (timeline: readonly StatusObservation[]): Contract['timeline'] =>
  timeline
    .map(({ status, at }) => ({ status, at }))
    .sort((a, b) => a.at.localeCompare(b.at) || compareProgress(a.status, b.status));
