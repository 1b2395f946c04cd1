import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { ProblemError } from '../http/problem.ts';
import { type Attempt, postWebhook } from '../outbox/post-webhook.ts';
import { createId } from '../store/ids.ts';
import type { ContractRow } from '../store/tables.ts';
import { reportUrl as createReportUrl } from './report-token.ts';
import { deleteResumeLink, issueResumeLink, type LinkEmail } from './resume-link.ts';

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
  linkEmail: LinkEmail,
  returnTo: string,
): Promise<string> {
  const { site } = caller;
  const endpoint = site.webhooks.find(({ mailsLinks }) => mailsLinks);
  if (!endpoint || reported_at !== null) throw new ProblemError('mail_not_sent');
  const issued = await issueResumeLink(appContext, caller, contractId, returnTo, linkEmail);
  const { url, expiresAt } = issued.link;
  const now = appContext.now();
  const reportUrl = createReportUrl(appContext.keys, appContext.publicOrigin, contractId);
  const { recipient: email } = linkEmail;
  const body = JSON.stringify({
    type: 'contract.resume_link_requested',
    timestamp: now.toISOString(),
    data: { contractId, reference, site: site.key, environment: site.environment, email, url, reportUrl, expiresAt },
  });
  const id = createId('evt');
  const attempt = await postWebhook(endpoint, { id, body }, now, { timeoutMs: EMAIL_TIMEOUT_MS });
  const { status, reason } = attempt;
  if (status >= 200 && status <= 299) return expiresAt;
  appContext.log.warn('resume_email_failed', {
    webhook: id,
    site: site.key,
    status,
    ...(reason ? { code: reason } : {}),
  });
  await revokeUnsent(appContext, issued, attempt);
  throw new ProblemError('mail_not_sent');
}

/**
 * Deletes a link that was not sent. Only the recipient's counter is refunded, and only if the owner's server refused
 * the email: the counters of links, address and session limit how often that server is called.
 */
async function revokeUnsent(
  { quotas, store }: Pick<AppContext, 'quotas' | 'store'>,
  { secretHash, consumed }: Awaited<ReturnType<typeof issueResumeLink>>,
  { status, reason }: Attempt,
): Promise<void> {
  // Without a response, the email may be on its way.
  if (status === 0 && reason !== 'address_denied') return;
  const isRefused = status >= 400 && status <= 499;
  await store.transaction().execute(async (transaction) => {
    await deleteResumeLink(transaction, secretHash);
    if (isRefused)
      await quotas.refund(
        transaction,
        consumed.filter(({ isRecipient }) => isRecipient),
      );
  });
}
