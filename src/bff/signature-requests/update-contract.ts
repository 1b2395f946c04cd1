import type { SignatureRequestStatus } from '../../wire/contract.ts';
import { recordStatus, type StatusReport } from '../contracts/record-status.ts';
import { notifyChange } from '../store/changes.ts';
import { lockContract } from '../store/locks.ts';
import type { Store } from '../store/tables.ts';

/** What became of a letter. `at`: when, ISO 8601 in UTC, by the upstream's clock where it said so. */
export interface StatusChange {
  readonly status: SignatureRequestStatus;
  readonly at: string;
  readonly reason?: string | undefined;
}

/**
 * Moves a contract on by what became of its letter, in the same transaction. That it is `signed`, the upstream that made it says
 * when it knows; until then the signature stands with its signer.
 */
export async function updateContract(
  transaction: Store,
  contractId: string,
  change: StatusChange,
  now: Date,
): Promise<void> {
  const row = await lockContract(transaction, contractId);
  if (!row) return;
  const report = toStatusReport(change);
  if (report && (await recordStatus(transaction, row, report, now))) return;
  // The letter is part of what the contract's owner sees.
  await transaction
    .updateTable('contracts')
    .set(({ eb }) => ({ seq: eb('seq', '+', 1) }))
    .where('id', '=', contractId)
    .execute();
  await notifyChange(transaction, contractId);
}

function toStatusReport({ status, at, reason }: StatusChange): StatusReport | undefined {
  switch (status) {
    case 'sent':
    case 'viewed':
      return { status, at };
    case 'signed':
      // Who signs has seen it.
      return { status: 'viewed', at, signers: [{ order: 1, status }] };
    case 'declined':
      return {
        status,
        at,
        signers: [{ order: 1, status }],
        reasons: reason ? [{ code: 'SIGNER_DECLINED', message: reason }] : [],
      };
    default:
      return undefined;
  }
}
