import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { isAccessibleTo } from '../contracts/contract-from-row.ts';
import { ProblemError } from '../http/problem.ts';
import type { ApprovalRequestRow } from '../store/tables.ts';
import { type ApprovalPayload, decryptPayload } from './payload.ts';

/**
 * The prepared purchase, until it is used or revoked, its link is replaced, or it has expired.
 *
 * @throws ProblemError contract_exists if it was used and the caller has access to the contract, so that an approver who
 * lost the response finds it; approval_link_spent otherwise
 */
export async function readPreparedPurchase(
  { now, payloadKeys, store }: Pick<AppContext, 'now' | 'payloadKeys' | 'store'>,
  caller: Caller,
  row: ApprovalRequestRow,
): Promise<ApprovalPayload> {
  const isReadable =
    row.opened_at !== null && row.revoked_at === null && row.used_at === null && row.expires_at > now().toISOString();
  const payload = isReadable ? decryptPayload(payloadKeys, row) : undefined;
  if (payload) return payload;
  const contract = await store
    .selectFrom('contracts')
    .select(['id', 'reference', 'status'])
    .where('id', '=', row.contract_id)
    .where(isAccessibleTo(caller.sessionId))
    .executeTakeFirst();
  throw contract
    ? new ProblemError('contract_exists', { contract: { ...contract, differs: [] } })
    : new ProblemError('approval_link_spent');
}
