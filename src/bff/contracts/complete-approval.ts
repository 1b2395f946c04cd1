import type { Caller } from '../auth/caller.ts';
import { NO_PAYLOAD } from '../signature-requests/payload.ts';
import type { ContractRow, Store } from '../store/tables.ts';

/**
 * Finds the approval request that a contract request answers. One that was revoked after it was opened counts too,
 * because its preparer must see that there is a contract. One whose link no one has opened counts if the request names
 * it: only who prepared it or opened the link knows its ID, and a restored backup may be older than the opening.
 *
 * @returns its ID; null if there is none, or another session opened it
 */
export async function findAnsweredApproval(
  transaction: Store,
  { sessionId, site }: Pick<Caller, 'sessionId' | 'site'>,
  approvalRequestId: string | undefined,
): Promise<string | null> {
  if (approvalRequestId === undefined) return null;
  const found = await transaction
    .selectFrom('approval_requests')
    .select('id')
    .where('id', '=', approvalRequestId)
    .where(({ or, eb }) => or([eb('approver_session_id', '=', sessionId), eb('approver_session_id', 'is', null)]))
    .where('site_key', '=', site.key)
    .executeTakeFirst();
  return found?.id ?? null;
}

/**
 * Marks the approval request that a created contract answers as used, and deletes its prepared purchase, which the
 * contract replaces. Has no effect if another contract has answered it. Call it in the transaction that stores the
 * created contract.
 */
export const completeApproval = async (
  transaction: Store,
  { id, approval_request_id }: Pick<ContractRow, 'id' | 'approval_request_id'>,
  now: Date,
): Promise<void> => {
  await transaction
    .updateTable('approval_requests')
    .set({ ...NO_PAYLOAD, used_at: now.toISOString(), contract_id: id })
    .where('id', '=', approval_request_id)
    .where('used_at', 'is', null)
    .execute();
};
