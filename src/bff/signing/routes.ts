import { Hono } from 'hono';
import { createSigningSession, type SigningSession } from '../../wire/signing.ts';
import type { AppContext } from '../app-context.ts';
import { authenticate } from '../auth/authenticate.ts';
import { parseReturnUrl } from '../auth/return-url.ts';
import { requireContract } from '../contracts/require-contract.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { toHonoPath } from '../http/route-path.ts';
import { signingMethodOf } from './select-signing-method.ts';
import { singleFlight } from './single-flight.ts';

/**
 * Mints signing URLs. One is made in the click that opens it; it is never stored or logged. A double click is one click: what
 * the same session asks twice at once is asked of the upstream once, and answered with one URL.
 */
export function signingRoutes(appContext: AppContext): Hono {
  const coalesce = singleFlight<SigningSession>();
  return new Hono().post(toHonoPath(createSigningSession.path), async (context) => {
    const caller = await authenticate(context, appContext);
    const row = await requireContract(appContext, caller, context.req.param('id') ?? '');
    const { presentation, returnTo } = await readBody(context, createSigningSession.body);
    if (!caller.site.presentations.includes(presentation))
      throw invalidField('/presentation', 'presentation', 'not on this site');
    const returnUrl = parseReturnUrl(caller, returnTo);
    if (presentation === 'redirect' && !returnUrl) {
      throw invalidField('/returnTo', 'return_to', 'a page of the origin the session was opened on');
    }
    const presentationOptions = { presentation, returnTo: presentation === 'redirect' ? returnUrl?.href : undefined };
    const { createSession } = signingMethodOf(row);
    if (!createSession) throw new ProblemError('signing_not_possible');
    const key = JSON.stringify([caller.sessionId, caller.origin, row.id, presentationOptions]);
    const session = await coalesce(key, () => createSession(appContext, caller, row, presentationOptions));
    context.header('Cache-Control', 'no-store');
    return context.json(session, createSigningSession.status);
  });
}

const invalidField = (path: string, code: string, detail: string): ProblemError =>
  new ProblemError('invalid_request', { errors: [{ path, code, detail }] });
