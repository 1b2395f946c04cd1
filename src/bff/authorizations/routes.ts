import { Hono } from 'hono';
import { LRUCache } from 'lru-cache';
import {
  cancelAuthorization,
  createAuthorization,
  getAuthorization,
  resendAuthorization,
} from '../../wire/authorization.ts';
import type { AppContext } from '../app-context.ts';
import { authenticate, type Caller } from '../auth/authenticate.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { toHonoPath } from '../http/route-path.ts';
import { refreshSignatureRequest } from '../signature-requests/poll-signature-requests.ts';
import { cancelRequest, resendRequest } from '../signature-requests/resend-cancel.ts';
import { sendSignatureRequest } from '../signature-requests/send-signature-request.ts';
import type { SignatureRequestRow } from '../signature-requests/signature-request-table.ts';
import { authorizationFromRow } from './authorization-from-row.ts';
import { claimAuthorization } from './create-authorization.ts';

/** The upstream is asked about one letter no more often, however often we are. */
const MIN_INTERVAL_MS = 5_000;

/** Sends letters of authorization, where the site offers them, and shows them to who asked for them. */
export function authorizationRoutes(appContext: AppContext): Hono {
  const recentlyRefreshed = new LRUCache<string, true>({ max: 10_000, ttl: MIN_INTERVAL_MS });
  return new Hono()
    .use('/v1/authorizations/*', (context, next) => {
      context.header('Cache-Control', 'no-store');
      return next();
    })
    .post(createAuthorization.path, async (context) => {
      const caller = await authenticate(context, appContext);
      if (!caller.site.usageAuthorization) throw new ProblemError('not_found');
      const key = context.req.header('Idempotency-Key') ?? '';
      if (!/^[\w-]{16,64}$/.test(key)) throw new ProblemError('idempotency_key_required');
      const { id } = await claimAuthorization(
        appContext,
        caller,
        key,
        await readBody(context, createAuthorization.body),
      );
      await sendSignatureRequest(appContext, id);
      return context.json(
        authorizationFromRow(await requireAuthorization(appContext, caller, id)),
        createAuthorization.status,
      );
    })
    .get(toHonoPath(getAuthorization.path), async (context) => {
      const caller = await authenticate(context, appContext);
      const row = await requireAuthorization(appContext, caller, context.req.param('id') ?? '');
      if (!recentlyRefreshed.has(row.id)) {
        recentlyRefreshed.set(row.id, true);
        await refreshSignatureRequest(appContext, row);
      }
      return context.json(authorizationFromRow(await requireAuthorization(appContext, caller, row.id)));
    })
    .post(toHonoPath(resendAuthorization.path), async (context) => {
      const caller = await authenticate(context, appContext);
      const row = await requireAuthorization(appContext, caller, context.req.param('id') ?? '');
      const { email } = await readBody(context, resendAuthorization.body);
      await resendRequest(appContext, row, email);
      return context.json(
        authorizationFromRow(await requireAuthorization(appContext, caller, row.id)),
        resendAuthorization.status,
      );
    })
    .post(toHonoPath(cancelAuthorization.path), async (context) => {
      const caller = await authenticate(context, appContext);
      const row = await requireAuthorization(appContext, caller, context.req.param('id') ?? '');
      await readBody(context, cancelAuthorization.body);
      await cancelRequest(appContext, row);
      return context.json(authorizationFromRow(await requireAuthorization(appContext, caller, row.id)));
    });
}

/** Anyone else's does not exist; a contract's is reached through the contract. @throws ProblemError not_found */
async function requireAuthorization(appContext: AppContext, caller: Caller, id: string): Promise<SignatureRequestRow> {
  const row = await appContext.store
    .selectFrom('letters')
    .selectAll()
    .where('id', '=', id)
    .where('site_key', '=', caller.site.key)
    .where('session_id', '=', caller.sessionId)
    .where('contract_id', 'is', null)
    .executeTakeFirst();
  if (!row) throw new ProblemError('not_found');
  return row;
}
