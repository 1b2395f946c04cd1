import { Hono } from 'hono';
import { createResumeLink } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import { authenticate } from '../auth/authenticate.ts';
import { readBody } from '../http/request-body.ts';
import { toHonoPath } from '../http/route-path.ts';
import { requireContract } from './require-contract.ts';
import { issueResumeLink } from './resume-link.ts';

/** Makes links back to a contract. */
export const resumeLinkRoutes = (appContext: AppContext): Hono =>
  new Hono().post(toHonoPath(createResumeLink.path), async (context) => {
    const caller = await authenticate(context, appContext);
    const row = await requireContract(appContext, caller, context.req.param('id') ?? '');
    const { returnTo } = await readBody(context, createResumeLink.body);
    const link = await issueResumeLink(appContext, caller, row.id, returnTo);
    context.header('Cache-Control', 'no-store');
    return context.json(link, createResumeLink.status);
  });
