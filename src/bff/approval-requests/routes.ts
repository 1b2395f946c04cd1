import type { Hono } from 'hono';
import {
  createApprovalRequest,
  getApprovalRequest,
  replaceApprovalLink,
  revokeApprovalRequest,
} from '../../wire/approval-request.ts';
import { getPreparedPurchase } from '../../wire/prepared-purchase.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { notFoundProblem } from '../auth/not-owned.ts';
import { createPurchaseReader } from '../contracts/current-purchase.ts';
import { createRouter } from '../routing/route.ts';
import type { ApprovalRequestRow } from '../store/tables.ts';
import { requestFromRow, revokeRequest } from './approval-status.ts';
import { createRequest } from './create-approval-request.ts';
import { readPreparedPurchase } from './prepared-purchase.ts';
import { replaceLink } from './replace-link.ts';

/** Stores purchases for someone else to sign, shows their status to the preparer, and the purchase to the approver. */
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
 * The approval request, if the caller's session has this role in it.
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
