import type { ApprovalRequest, ApprovalStatus } from '../../wire/approval-request.ts';
import { contractStatus } from '../../wire/contract.ts';
import { provesSignature } from '../../wire/contract-status.ts';
import type { AppContext } from '../app-context.ts';
import { NO_PAYLOAD } from '../signature-requests/payload.ts';
import type { ApprovalRequestRow } from '../store/tables.ts';

/**
 * An approval request as its preparer sees it: its status, and nothing about the approver. A contract outranks everything
 * else, because the preparer must not believe that there is none.
 */
export async function requestFromRow(
  { now, store }: Pick<AppContext, 'now' | 'store'>,
  row: ApprovalRequestRow,
): Promise<ApprovalRequest> {
  const request = { id: row.id, expiresAt: row.expires_at };
  if (row.used_at === null) return { ...request, status: unusedStatus(row, now()) };
  const contract = await store
    .selectFrom('contracts')
    .select(['reference', 'status'])
    .where('id', '=', row.contract_id)
    .executeTakeFirst();
  if (!contract) return { ...request, status: 'contract_created' };
  const status = contractStatus.parse(contract.status);
  // A signed contract can be put on hold or canceled later.
  const signature = await store
    .selectFrom('contract_statuses')
    .select('status')
    .where('contract_id', '=', row.contract_id)
    .where('status', '=', 'signed')
    .executeTakeFirst();
  return {
    ...request,
    status: signature || provesSignature(status) ? 'signed' : 'contract_created',
    contract: { reference: contract.reference, status },
  };
}

function unusedStatus({ expires_at, opened_at, revoked_at }: ApprovalRequestRow, now: Date): ApprovalStatus {
  if (revoked_at !== null) return 'revoked';
  if (expires_at <= now.toISOString()) return 'expired';
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
