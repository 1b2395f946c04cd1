import { NO_PAYLOAD } from '../signature-requests/payload.ts';
import type { ContractRow, Store } from '../store/tables.ts';

/**
 * Marks the approval request that the contract's session opened last as used, and deletes the prepared purchase, which
 * the contract replaces. A request that was revoked after the approver had opened it is marked too, because its preparer
 * must see that there is a contract. Call it in the transaction that stores the created contract.
 */
export async function completeApproval(
  transaction: Store,
  { id, site_key, session_id }: Pick<ContractRow, 'id' | 'site_key' | 'session_id'>,
  now: Date,
): Promise<void> {
  const completed = await transaction
    .selectFrom('approval_requests')
    .select('id')
    .where('contract_id', '=', id)
    .executeTakeFirst();
  // The contract is stored again when an interrupted request is repeated.
  if (completed) return;
  const request = await transaction
    .selectFrom('approval_requests')
    .select('id')
    .where('approver_session_id', '=', session_id)
    .where('site_key', '=', site_key)
    .where('used_at', 'is', null)
    .orderBy('opened_at', 'desc')
    .executeTakeFirst();
  if (!request) return;
  await transaction
    .updateTable('approval_requests')
    .set({ ...NO_PAYLOAD, used_at: now.toISOString(), contract_id: id })
    .where('id', '=', request.id)
    .where('used_at', 'is', null)
    .execute();
}
