import type { Hono } from 'hono';
import { createResumeLink } from '../../wire/contract.ts';
import { emailResumeLink } from '../../wire/email-resume-link.ts';
import type { AppContext } from '../app-context.ts';
import { loadContract } from '../contracts/contract-from-row.ts';
import { ProblemError } from '../http/problem.ts';
import { postWebhook } from '../outbox/post-webhook.ts';
import { createRouter } from '../routing/route.ts';
import { createId } from '../store/ids.ts';
import { issueResumeLink } from './resume-link.ts';

/** Timeout for the site owner's server: shorter than the page's own timeout for our response. */
const EMAIL_TIMEOUT_MS = 10_000;

/**
 * Creates resume links, and asks the site's owner to email them. The request to the owner is sent once, without the
 * outbox, because the outbox stores events for days, and neither the email address nor the secret may be stored. The
 * customer sees whether it succeeded and can retry.
 */
export function resumeLinkRoutes(appContext: AppContext): Hono {
  const { app, route } = createRouter(appContext);
  const load = loadContract(appContext);
  route(createResumeLink, { load }, ({ caller, resource: row, body: { returnTo } }) =>
    issueResumeLink(appContext, caller, row.id, returnTo),
  );
  route(emailResumeLink, { load }, async ({ caller, resource: row, body: { email, returnTo } }) => {
    const { site } = caller;
    const endpoint = site.webhooks.find(({ mailsLinks }) => mailsLinks);
    if (!endpoint) throw new ProblemError('mail_not_sent');
    const { url, expiresAt } = await issueResumeLink(appContext, caller, row.id, returnTo);
    const now = appContext.now();
    const body = JSON.stringify({
      type: 'contract.resume_link_requested',
      timestamp: now.toISOString(),
      data: {
        contractId: row.id,
        reference: row.reference,
        site: site.key,
        environment: site.environment,
        email,
        url,
        expiresAt,
      },
    });
    const id = createId('evt');
    const { status, reason } = await postWebhook(endpoint, { id, body }, now, { timeoutMs: EMAIL_TIMEOUT_MS });
    if (status >= 200 && status <= 299) return { expiresAt };
    const fields = { webhook: id, site: site.key, status, ...(reason ? { code: reason } : {}) };
    appContext.log.warn('resume_email_failed', fields);
    throw new ProblemError('mail_not_sent');
  });
  return app;
}
