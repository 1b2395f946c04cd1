import { Hono } from 'hono';
import { contractStatus } from '../../wire/contract.ts';
import { createSigningSession, type SigningSession } from '../../wire/signing.ts';
import { ownedContract } from '../contracts/owned-contract.ts';
import { refreshContract } from '../contracts/refresh.ts';
import { awaitsSignature } from '../contracts/status.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { routePath } from '../http/route-path.ts';
import { authenticate } from '../sites/authenticate.ts';
import { issueSigningState } from './signing-state.ts';

/** Mints signing URLs. One is made in the click that opens it; it is never stored or logged. */
export const signingRoutes = (deps: Deps): Hono =>
  new Hono().post(routePath(createSigningSession.path), async (context) => {
    const caller = await authenticate(context, deps);
    const row = await ownedContract(deps, caller, context.req.param('id') ?? '');
    const { presentation, returnTo } = await readBody(context, createSigningSession.body);
    if (!awaitsSignature(contractStatus.parse(row.status))) throw new ProblemError('signing_not_possible');
    const back = URL.parse(returnTo ?? '');
    const isOwnPage =
      back?.origin === caller.origin && /^https?:$/.test(back.protocol) && !back.username && !back.password;
    if (presentation === 'redirect' && !isOwnPage) {
      throw new ProblemError('invalid_request', {
        errors: [{ path: '/returnTo', code: 'return_to', detail: 'a page of the origin the session was opened on' }],
      });
    }
    const state = await issueSigningState(deps, {
      contractId: row.id,
      presentation,
      origin: caller.origin,
      returnTo: back?.href,
    });
    const answer = await deps.msc(caller.access).contracting.createSigningUrl({
      contractId: row.upstream_id ?? '',
      returnUrl: `${deps.publicOrigin}/signing/return?state=${state}`,
      frameAncestors: [...new Set([...caller.access.signingOrigins, deps.publicOrigin, caller.origin])],
      messageOrigins: caller.access.signingOrigins,
      presentation,
    });
    if (!answer.ok) {
      // The upstream knows better how the contract stands than we do: learn it.
      await refreshContract(deps, row.id);
      throw new ProblemError('signing_not_possible');
    }
    const { url, expiresAt } = answer.value;
    if (!caller.access.signingOrigins.includes(new URL(url).origin)) {
      deps.log.error('signing_url_foreign', { partner: caller.site.partner, contract: row.id });
      throw new ProblemError('upstream_invalid');
    }
    const session: SigningSession = { url, presentation, expiresAt: new Date(expiresAt).toISOString() };
    context.header('Cache-Control', 'no-store');
    return context.json(session, createSigningSession.status);
  });
