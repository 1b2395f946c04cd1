import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { emailResumeLink } from '../../wire/email-resume-link.ts';
import type { AppContext } from '../app-context.ts';
import { authenticate } from '../auth/authenticate.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { toHonoPath } from '../http/route-path.ts';
import { postWebhook } from '../outbox/post-webhook.ts';
import { requireContract } from './require-contract.ts';
import { issueResumeLink } from './resume-link.ts';

/** How long the customer waits for the owner's server, in milliseconds: less than the page waits for us. */
const TIMEOUT_MS = 10_000;

/**
 * Asks the site's owner to mail a resume link. At once and once, past the outbox: what lies there is kept and tried again for
 * days, and an address and a secret must not be kept. The customer hears whether it was taken, and can press again.
 */
export const resumeEmailRoutes = (appContext: AppContext): Hono =>
  new Hono().post(toHonoPath(emailResumeLink.path), async (context) => {
    const caller = await authenticate(context, appContext);
    const { site } = caller;
    const row = await requireContract(appContext, caller, context.req.param('id') ?? '');
    const { email, returnTo } = await readBody(context, emailResumeLink.body);
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
    const id = `evt_${randomBytes(16).toString('hex')}`;
    const { status, reason } = await postWebhook(endpoint, { id, body }, now, { timeoutMs: TIMEOUT_MS });
    if (status < 200 || status > 299) {
      appContext.log.warn('resume_email_failed', {
        webhook: id,
        site: site.key,
        status,
        ...(reason ? { code: reason } : {}),
      });
      throw new ProblemError('mail_not_sent');
    }
    context.header('Cache-Control', 'no-store');
    return context.json({ expiresAt }, emailResumeLink.status);
  });
