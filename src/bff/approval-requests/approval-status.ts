import type { ApprovalRequest, ApprovalStatus } from '../../wire/approval-request.ts';
import { contractStatus } from '../../wire/contract.ts';
import { provesSignature } from '../../wire/contract-status.ts';
import type { AppContext } from '../app-context.ts';
import { NO_PAYLOAD } from '../signature-requests/payload.ts';
import type { ApprovalRequestRow } from '../store/tables.ts';

/** An approval request as its preparer sees it: its status, and nothing about the contract or the approver. */
export const requestFromRow = async (
  appContext: Pick<AppContext, 'now' | 'store'>,
  row: ApprovalRequestRow,
): Promise<ApprovalRequest> => ({ id: row.id, status: await statusOf(appContext, row), expiresAt: row.expires_at });

/** A contract outranks everything else, because the preparer must not believe that there is none. */
async function statusOf(
  { now, store }: Pick<AppContext, 'now' | 'store'>,
  { contract_id, expires_at, opened_at, revoked_at, used_at }: ApprovalRequestRow,
): Promise<ApprovalStatus> {
  if (used_at !== null) {
    const contract = await store
      .selectFrom('contracts')
      .select('status')
      .where('id', '=', contract_id)
      .executeTakeFirst();
    const isSigned = contract !== undefined && provesSignature(contractStatus.parse(contract.status));
    return isSigned ? 'signed' : 'contract_created';
  }
  if (revoked_at !== null) return 'revoked';
  if (expires_at <= now().toISOString()) return 'expired';
  return opened_at === null ? 'pending' : 'opened';
}

/** Revokes a request and deletes the purchase. Does nothing if there is a contract, or the request was revoked before. */
export async function revokeRequest(
  { log, now, store }: Pick<AppContext, 'log' | 'now' | 'store'>,
  id: string,
): Promise<void> {
  const { numUpdatedRows } = await store
    .updateTable('approval_requests')
    .set({ ...NO_PAYLOAD, revoked_at: now().toISOString() })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) log.info('approval_request_revoked', { approvalRequest: id });
}
