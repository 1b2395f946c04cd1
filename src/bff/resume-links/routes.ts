import type { Hono } from 'hono';
import { createResumeLink, emailResumeLink, requestContractLink } from '../../wire/resume-link.ts';
import type { AppContext } from '../app-context.ts';
import { loadContract } from '../contracts/contract-from-row.ts';
import { createRouter } from '../routing/route.ts';
import { emailLink, requestLink } from './email-link.ts';
import { issueResumeLink } from './resume-link.ts';

/**
 * Creates resume links, and asks the site's owner to email them. The customer sees whether that succeeded and can
 * retry.
 */
export function resumeLinkRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  const load = loadContract(appContext);
  route(
    createResumeLink,
    { load },
    async ({ caller, resource: row, body: { returnTo } }) =>
      (await issueResumeLink(appContext, caller, row.id, returnTo)).link,
  );
  route(emailResumeLink, { load }, async ({ caller, resource: row, body: { email, returnTo } }) => ({
    expiresAt: await emailLink(appContext, caller, row, { recipient: email, action: 'resumeLink' }, returnTo),
  }));
  route(requestContractLink, async ({ caller, body: { reference, returnTo } }) => {
    await requestLink(appContext, caller, reference, returnTo);
    return {};
  });
  return app;
}
