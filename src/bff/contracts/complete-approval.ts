import type { Caller } from '../auth/caller.ts';
import { NO_PAYLOAD } from '../signature-requests/payload.ts';
import type { ContractRow, Store } from '../store/tables.ts';

/**
 * Stores which approval request a contract request answers, so that the contract completes it. Has no effect if the
 * approval request belongs to another session or has a contract. One that was revoked after it was opened is accepted,
 * because its preparer must see that there is a contract. Call it in the transaction that stores the intent.
 */
export async function linkApproval(
  transaction: Store,
  { sessionId, site }: Pick<Caller, 'sessionId' | 'site'>,
  approvalRequestId: string | undefined,
  contractId: string,
): Promise<void> {
  if (approvalRequestId === undefined) return;
  await transaction
    .updateTable('approval_requests')
    .set({ contract_id: contractId })
    .where('id', '=', approvalRequestId)
    .where('approver_session_id', '=', sessionId)
    .where('site_key', '=', site.key)
    .where('used_at', 'is', null)
    .execute();
}

/**
 * Marks the approval request that a created contract answers as used, and deletes its prepared purchase, which the
 * contract replaces. Call it in the transaction that stores the created contract.
 */
export const completeApproval = async (
  transaction: Store,
  { id }: Pick<ContractRow, 'id'>,
  now: Date,
): Promise<void> => {
  await transaction
    .updateTable('approval_requests')
    .set({ ...NO_PAYLOAD, used_at: now.toISOString() })
    .where('contract_id', '=', id)
    .where('used_at', 'is', null)
    .execute();
};
