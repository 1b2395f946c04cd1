import type { Hono } from 'hono';
import { contractStatus } from '../../wire/contract.ts';
import { provesSignature } from '../../wire/contract-status.ts';
import {
  type ApprovalRequest,
  type ApprovalStatus,
  createApprovalRequest,
  getApprovalRequest,
  getPreparedPurchase,
  replaceApprovalLink,
  revokeApprovalRequest,
} from '../../wire/saved-purchase.ts';
import type { AppContext } from '../app-context.ts';
import { notFoundProblem } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import { createPurchaseReader } from '../contracts/check-price.ts';
import { createRouter } from '../routing/route.ts';
import { NO_PAYLOAD } from '../signature-requests/payload.ts';
import type { ApprovalRequestRow } from '../store/tables.ts';
import { createRequest } from './create-approval-request.ts';
import { readPreparedPurchase } from './prepared-purchase.ts';
import { replaceLink } from './replace-link.ts';

/**
 * Stores purchases that another person is to sign. Shows the status to the preparer, and the purchase to the approver.
 */
export function approvalRequestRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  const loadFor =
    (role: 'session_id' | 'approver_session_id') =>
    ({ caller, params }: { readonly caller: Caller; readonly params: { readonly id: string } }) =>
      requireRequest(appContext, caller, params.id, role);
  const load = loadFor('session_id');
  const readPurchase = createPurchaseReader(appContext);

  route(createApprovalRequest, ({ caller, body }) => createRequest(appContext, caller, body));
  route(getApprovalRequest, { load }, ({ resource: row }) => requestFromRow(appContext, row));
  route(replaceApprovalLink, { load }, ({ caller, body, resource: row }) => replaceLink(appContext, caller, row, body));
  route(revokeApprovalRequest, { load }, async ({ caller, resource: { id } }) => {
    await revokeRequest(appContext, id);
    return requestFromRow(appContext, await load({ caller, params: { id } }));
  });
  route(getPreparedPurchase, { load: loadFor('approver_session_id') }, async ({ caller, resource: row }) => ({
    ...(await readPurchase(caller, () => readPreparedPurchase(appContext, caller, row))),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }));
  return app;
}

/**
 * Returns the approval request if the caller's session is its preparer or its approver, as `role` requires.
 *
 * @throws ProblemError not_found
 */
async function requireRequest(
  { store }: Pick<AppContext, 'store'>,
  caller: Caller,
  id: string,
  role: 'session_id' | 'approver_session_id',
): Promise<ApprovalRequestRow> {
  const row = await store
    .selectFrom('approval_requests')
    .selectAll()
    .where('id', '=', id)
    .where('site_key', '=', caller.site.key)
    .where(role, '=', caller.sessionId)
    .executeTakeFirst();
  if (!row) throw await notFoundProblem({ store }, 'approval_requests', id);
  return row;
}

/**
 * Converts an approval request to the preparer's view: its status, and nothing about the approver. A contract takes
 * precedence over any other status, because the preparer must not believe that there is no contract.
 */
async function requestFromRow(
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

/**
 * Revokes a request and deletes the purchase. Does nothing if there is a contract or the request was already revoked.
 */
async function revokeRequest(
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
