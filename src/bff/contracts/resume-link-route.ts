import { Hono } from 'hono';
import { createResumeLink, type ResumeLink } from '../../wire/contract.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { routePath } from '../http/route-path.ts';
import { authenticate } from '../sites/authenticate.ts';
import { ownPage } from '../sites/own-page.ts';
import { ownedContract } from './owned-contract.ts';
import { issueResumeSecret } from './resume-link.ts';

/** Makes links back to a contract. The secret stands in the fragment, which no browser sends to any server. */
export const resumeLinkRoutes = (deps: Deps): Hono =>
  new Hono().post(routePath(createResumeLink.path), async (context) => {
    const caller = await authenticate(context, deps);
    const row = await ownedContract(deps, caller, context.req.param('id') ?? '');
    const { returnTo } = await readBody(context, createResumeLink.body);
    const url = ownPage(caller, returnTo);
    if (!url) {
      const detail = 'a page of the origin the session was opened on';
      throw new ProblemError('invalid_request', { errors: [{ path: '/returnTo', code: 'return_to', detail }] });
    }
    const { secret, expiresAt } = await issueResumeSecret(deps, row.id, caller.site.key);
    url.hash = `shopper-resume=${secret}`;
    const link: ResumeLink = { url: url.href, expiresAt };
    context.header('Cache-Control', 'no-store');
    return context.json(link, createResumeLink.status);
  });
