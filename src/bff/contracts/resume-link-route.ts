import { Hono } from 'hono';
import { createResumeLink } from '../../wire/contract.ts';
import type { Deps } from '../deps.ts';
import { readBody } from '../http/request-body.ts';
import { routePath } from '../http/route-path.ts';
import { authenticate } from '../sites/authenticate.ts';
import { ownedContract } from './owned-contract.ts';
import { makeResumeLink } from './resume-link.ts';

/** Makes links back to a contract. */
export const resumeLinkRoutes = (deps: Deps): Hono =>
  new Hono().post(routePath(createResumeLink.path), async (context) => {
    const caller = await authenticate(context, deps);
    const row = await ownedContract(deps, caller, context.req.param('id') ?? '');
    const { returnTo } = await readBody(context, createResumeLink.body);
    const link = await makeResumeLink(deps, caller, row.id, returnTo);
    context.header('Cache-Control', 'no-store');
    return context.json(link, createResumeLink.status);
  });
