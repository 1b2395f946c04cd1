import type { Hono } from 'hono';
import { LRUCache } from 'lru-cache';
import { z } from 'zod/mini';
import {
  type Authorization,
  type CreateAuthorizationRequest,
  cancelAuthorization,
  createAuthorization,
  getAuthorization,
  resendAuthorization,
} from '../../wire/authorization.ts';
import type { AppContext } from '../app-context.ts';
import { notFoundProblem } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import { requestHashes } from '../encryption/server-keys.ts';
import { ProblemError } from '../http/problem.ts';
import { createRouter } from '../routing/route.ts';
import { refreshSignatureRequest } from '../signature-requests/poll.ts';
import { cancelRequest, resendRequest } from '../signature-requests/resend-cancel.ts';
import { sendSignatureRequest } from '../signature-requests/send.ts';
import { newSignatureRequestRow } from '../signature-requests/signature-request-store.ts';
import { isOpen, readTimeline, statusOf } from '../signature-requests/status.ts';
import { createReference } from '../store/ids.ts';
import { advisoryLock } from '../store/locks.ts';
import type { SignatureRequestRow } from '../store/tables.ts';

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

const authorizationFromRow = (row: SignatureRequestRow): Authorization => ({
  id: row.id,
  reference: row.reference,
  status: statusOf(row),
  ...(row.reason === null ? {} : { reason: row.reason }),
  to: row.recipient,
  accounts: storedAccounts.parse(JSON.parse(row.accounts)),
  timeline: readTimeline(row),
});

type AuthorizationContext = Pick<AppContext, 'keys' | 'now' | 'payloadKeys' | 'quotas' | 'store'>;

/**
 * Returns the authorization for an `Idempotency-Key`. A new authorization is stored before the upstream call. The same
 * key with the same request returns the same authorization. The same request with another key also returns that
 * authorization while it is open.
 *
 * @throws ProblemError idempotency_key_reused | quota_reached
 */
async function claimAuthorization(
  appContext: AuthorizationContext,
  caller: Caller,
  idempotencyKey: string,
  request: CreateAuthorizationRequest,
): Promise<SignatureRequestRow> {
  const hashes = requestHashes(appContext.keys, JSON.stringify(request));
  return appContext.store.transaction().execute(async (transaction) => {
    // Serializes requests from one session. Otherwise two concurrent requests would both find nothing and both create
    // a row.
    await advisoryLock(transaction, `letters ${caller.site.key} ${caller.sessionId}`);
    const own = transaction
      .selectFrom('letters')
      .selectAll()
      .where('site_key', '=', caller.site.key)
      .where('session_id', '=', caller.sessionId);
    const byKey = await own.where('idempotency_key', '=', idempotencyKey).executeTakeFirst();
    if (byKey && !hashes.includes(byKey.request_hash)) throw new ProblemError('idempotency_key_reused');
    if (byKey) return byKey;
    const matching = await own.where('request_hash', 'in', hashes).execute();
    const openRequest = matching.find((entry) => isOpen(statusOf(entry)));
    if (openRequest) return openRequest;
    const row = newAuthorizationRow(appContext, caller, idempotencyKey, hashes[0], request);
    const recipients = [request.signer.email];
    await appContext.quotas.consume(transaction, caller, { action: 'authorization', recipients });
    await transaction.insertInto('letters').values(row).execute();
    return row;
  });
}

function newAuthorizationRow(
  appContext: AuthorizationContext,
  caller: Caller,
  idempotencyKey: string,
  hash: string,
  { signer, customer, accounts, utility, commodity }: CreateAuthorizationRequest,
): SignatureRequestRow {
  const at = appContext.now().toISOString();
  const formData = [
    { name: 'Business', value: customer.legalName },
    { name: 'Broker', value: caller.site.name },
    { name: 'Utility', value: utility },
    { name: 'Energy', value: commodity },
    ...accounts.map(({ identifier }, index) => ({ name: `Account ${index + 1}`, value: identifier })),
  ];
  return newSignatureRequestRow(appContext, caller, {
    idempotency_key: idempotencyKey,
    request_hash: hash,
    reference: createReference(),
    accounts,
    payload: { customerEmail: signer.email, signer, formData },
    check_after: at,
  });
}
