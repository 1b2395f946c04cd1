import { Hono } from 'hono';
import { createSigningSession, type SigningSession } from '../../wire/signing.ts';
import { ownedContract } from '../contracts/owned-contract.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { routePath } from '../http/route-path.ts';
import { singleFlight } from '../single-flight.ts';
import { authenticate } from '../sites/authenticate.ts';
import { ownPage } from '../sites/own-page.ts';
import { wayOf } from './ways.ts';

/**
 * Mints signing URLs. One is made in the click that opens it; it is never stored or logged. A double click is one click: what
 * the same session asks twice at once is asked of the upstream once, and answered with one URL.
 */
export const signingRoutes = (deps: Deps): Hono => {
  const once = singleFlight<SigningSession>();
  return new Hono().post(routePath(createSigningSession.path), async (context) => {
    const caller = await authenticate(context, deps);
    const row = await ownedContract(deps, caller, context.req.param('id') ?? '');
    const { presentation, returnTo } = await readBody(context, createSigningSession.body);
    if (!caller.site.presentations.includes(presentation))
      throw wrong('/presentation', 'presentation', 'not on this site');
    const back = ownPage(caller, returnTo);
    if (presentation === 'redirect' && !back) {
      throw wrong('/returnTo', 'return_to', 'a page of the origin the session was opened on');
    }
    const way = { presentation, returnTo: presentation === 'redirect' ? back?.href : undefined };
    const { openSession } = wayOf(row);
    if (!openSession) throw new ProblemError('signing_not_possible');
    const key = JSON.stringify([caller.sessionId, caller.origin, row.id, way]);
    const session = await once(key, () => openSession(deps, caller, row, way));
    context.header('Cache-Control', 'no-store');
    return context.json(session, createSigningSession.status);
  });
};

const wrong = (path: string, code: string, detail: string): ProblemError =>
  new ProblemError('invalid_request', { errors: [{ path, code, detail }] });
