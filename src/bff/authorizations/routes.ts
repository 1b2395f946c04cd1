import type { Hono } from 'hono';
import { LRUCache } from 'lru-cache';
import { z } from 'zod/mini';
import {
  type Authorization,
  cancelAuthorization,
  createAuthorization,
  getAuthorization,
  resendAuthorization,
} from '../../wire/authorization.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { notFoundProblem } from '../auth/not-owned.ts';
import { ProblemError } from '../http/problem.ts';
import { createRouter } from '../routing/route.ts';
import { refreshSignatureRequest } from '../signature-requests/poll.ts';
import { cancelRequest, resendRequest } from '../signature-requests/resend-cancel.ts';
import { sendSignatureRequest } from '../signature-requests/send.ts';
import { readTimeline, statusOf } from '../signature-requests/status.ts';
import type { SignatureRequestRow } from '../store/tables.ts';
import { claimAuthorization } from './create-authorization.ts';

/** Minimum interval between upstream queries about one authorization. */
const MIN_INTERVAL_MS = 5_000;
const MAX_TRACKED_AUTHORIZATIONS = 10_000;

/** Sends usage authorizations, if the site offers them, and returns them to the sessions that created them. */
export function authorizationRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  const recentlyRefreshed = new LRUCache<string, true>({ max: MAX_TRACKED_AUTHORIZATIONS, ttl: MIN_INTERVAL_MS });
  const load = ({ caller, params }: { readonly caller: Caller; readonly params: { readonly id: string } }) =>
    requireAuthorization(appContext, caller, params.id);
  const readAuthorization = async (caller: Caller, id: string): Promise<Authorization> =>
    authorizationFromRow(await requireAuthorization(appContext, caller, id));

  route(createAuthorization, { load: assertOffered }, async ({ caller, idempotencyKey, body }) => {
    const { id } = await claimAuthorization(appContext, caller, idempotencyKey, body);
    await sendSignatureRequest(appContext, id);
    return readAuthorization(caller, id);
  });
  route(getAuthorization, { load }, async ({ caller, resource: row }) => {
    if (!recentlyRefreshed.has(row.id)) {
      recentlyRefreshed.set(row.id, true);
      await refreshSignatureRequest(appContext, row);
    }
    return readAuthorization(caller, row.id);
  });
  route(resendAuthorization, { load }, async ({ caller, resource: row, body: { email } }) => {
    await resendRequest(appContext, caller, row, email);
    return readAuthorization(caller, row.id);
  });
  route(cancelAuthorization, { load }, async ({ caller, resource: row }) => {
    await cancelRequest(appContext, row);
    return readAuthorization(caller, row.id);
  });
  return app;
}

/** @throws ProblemError not_found if the site does not offer usage authorizations */
async function assertOffered({ caller }: { readonly caller: Caller }): Promise<void> {
  if (!caller.site.usageAuthorization) throw new ProblemError('not_found');
}

/**
 * The caller's authorization. A contract's signature request is available only through the contract.
 *
 * @throws ProblemError not_found
 */
async function requireAuthorization(
  { store }: Pick<AppContext, 'store'>,
  caller: Caller,
  id: string,
): Promise<SignatureRequestRow> {
  const row = await store
    .selectFrom('letters')
    .selectAll()
    .where('id', '=', id)
    .where('site_key', '=', caller.site.key)
    .where('session_id', '=', caller.sessionId)
    .where('contract_id', 'is', null)
    .executeTakeFirst();
  if (!row) throw await notFoundProblem({ store }, 'letters', id);
  return row;
}

const storedAccounts = z.array(z.object({ last4: z.string() }));

/** A stored authorization as the customer sees it. */
const authorizationFromRow = (row: SignatureRequestRow): Authorization => ({
  id: row.id,
  reference: row.reference,
  status: statusOf(row),
  ...(row.reason === null ? {} : { reason: row.reason }),
  to: row.recipient,
  accounts: storedAccounts.parse(JSON.parse(row.accounts)),
  timeline: readTimeline(row),
});
