import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { ProblemError } from '../http/problem.ts';
import { postWebhook } from '../outbox/post-webhook.ts';
import { createId } from '../store/ids.ts';
import type { ContractRow } from '../store/tables.ts';
import { reportUrl as createReportUrl } from './report-token.ts';
import { issueResumeLink } from './resume-link.ts';

/** Timeout for the site owner's server: shorter than the page's own timeout for our response. */
const EMAIL_TIMEOUT_MS = 10_000;

/**
 * Asks the site's owner to email a resume link. The request is sent once, without the outbox, because the outbox stores
 * events for days, and neither the email address nor the secret may be stored.
 *
 * @returns when the link expires
 * @throws ProblemError mail_not_sent, also if an email about the contract was reported | quota_reached | invalid_request if `returnTo` is not on the session's origin
 */
export async function emailLink(
  appContext: Pick<AppContext, 'keys' | 'log' | 'now' | 'publicOrigin' | 'quotas' | 'store'>,
  caller: Caller,
  { id: contractId, reference, reported_at }: Pick<ContractRow, 'id' | 'reference' | 'reported_at'>,
  email: string,
  returnTo: string,
): Promise<string> {
  const { site } = caller;
  const endpoint = site.webhooks.find(({ mailsLinks }) => mailsLinks);
  if (!endpoint || reported_at !== null) throw new ProblemError('mail_not_sent');
  const { link, consumed } = await issueResumeLink(appContext, caller, contractId, returnTo, email);
  const { url, expiresAt } = link;
  const now = appContext.now();
  const reportUrl = createReportUrl(appContext.keys, appContext.publicOrigin, contractId);
  const body = JSON.stringify({
    type: 'contract.resume_link_requested',
    timestamp: now.toISOString(),
    data: { contractId, reference, site: site.key, environment: site.environment, email, url, reportUrl, expiresAt },
  });
  const id = createId('evt');
  const { status, reason } = await postWebhook(endpoint, { id, body }, now, { timeoutMs: EMAIL_TIMEOUT_MS });
  if (status >= 200 && status <= 299) return expiresAt;
  appContext.log.warn('resume_email_failed', {
    webhook: id,
    site: site.key,
    status,
    ...(reason ? { code: reason } : {}),
  });
  // The owner's server says that it sent nothing. Without a response, the email may be on its way, so it stays counted.
  if (status >= 400)
    await appContext.store.transaction().execute((transaction) => appContext.quotas.refund(transaction, consumed));
  throw new ProblemError('mail_not_sent');
}
