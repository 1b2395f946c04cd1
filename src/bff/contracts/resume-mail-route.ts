import { randomBytes } from 'node:crypto';
import { Hono } from 'hono';
import { mailResumeLink } from '../../wire/resume-mail.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { readBody } from '../http/request-body.ts';
import { routePath } from '../http/route-path.ts';
import { postWebhook } from '../outbox/post-webhook.ts';
import { authenticate } from '../sites/authenticate.ts';
import { ownedContract } from './owned-contract.ts';
import { makeResumeLink } from './resume-link.ts';

/** How long the customer waits for the owner's server, in milliseconds: less than the page waits for us. */
const deadline = 10_000;

/**
 * Asks the site's owner to mail a resume link. At once and once, past the outbox: what lies there is kept and tried again for
 * days, and an address and a secret must not be kept. The customer hears whether it was taken, and can press again.
 */
export const resumeMailRoutes = (deps: Deps): Hono =>
  new Hono().post(routePath(mailResumeLink.path), async (context) => {
    const caller = await authenticate(context, deps);
    const { site } = caller;
    const row = await ownedContract(deps, caller, context.req.param('id') ?? '');
    const { email, returnTo } = await readBody(context, mailResumeLink.body);
    const endpoint = site.webhooks.find(({ mailsLinks }) => mailsLinks);
    if (!endpoint) throw new ProblemError('mail_not_sent');
    const { url, expiresAt } = await makeResumeLink(deps, caller, row.id, returnTo);
    const now = deps.now();
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
    const { status, reason } = await postWebhook(endpoint, { id, body }, now, { deadline });
    if (status < 200 || status > 299) {
      deps.log.warn('resume_mail_not_taken', {
        webhook: id,
        site: site.key,
        status,
        ...(reason ? { code: reason } : {}),
      });
      throw new ProblemError('mail_not_sent');
    }
    context.header('Cache-Control', 'no-store');
    return context.json({ expiresAt }, mailResumeLink.status);
  });
