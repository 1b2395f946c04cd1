import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { ProblemError } from '../http/problem.ts';
import { type EmailOutcome, findEmailEndpoint, postEmailRequest } from '../outbox/email-request.ts';
import type { ContractRow } from '../store/tables.ts';
import { reportUrl as createReportUrl } from './report-token.ts';
import { deleteResumeLink, issueResumeLink, type LinkEmail } from './resume-link.ts';

/**
 * Asks the site's owner to email a resume link. Neither the email address nor the secret is stored.
 *
 * @returns when the link expires
 * @throws ProblemError mail_not_sent, also if an email about the contract was reported | quota_reached | invalid_request if `returnTo` is not on the session's origin
 */
export async function emailLink(
  appContext: Pick<AppContext, 'keys' | 'log' | 'now' | 'publicOrigin' | 'quotas' | 'store'>,
  caller: Caller,
  contract: Pick<ContractRow, 'id' | 'reference' | 'reported_at' | 'signer_key'>,
  linkEmail: LinkEmail,
  returnTo: string,
): Promise<string> {
  const { site } = caller;
  const { id: contractId, reference, reported_at } = contract;
  const endpoint = findEmailEndpoint(site);
  if (!endpoint || reported_at !== null) throw new ProblemError('mail_not_sent');
  const issued = await issueResumeLink(appContext, caller, contractId, returnTo, {
    ...linkEmail,
    signerKey: contract.signer_key,
  });
  const { url, expiresAt } = issued.link;
  const reportUrl = createReportUrl(appContext.keys, appContext.publicOrigin, contract);
  const { recipient: email } = linkEmail;
  const outcome = await postEmailRequest(appContext, site, endpoint, {
    type: 'contract.resume_link_requested',
    failureEvent: 'resume_email_failed',
    data: { contractId, reference, email, url, reportUrl, expiresAt },
  });
  if (outcome === 'accepted') return expiresAt;
  await revokeUnsent(appContext, issued, outcome);
  throw new ProblemError('mail_not_sent');
}

/**
 * Deletes a link that was not sent. Only the recipient's counter is refunded, and only if the owner's server refused
 * the email: the counters of links, address and session limit how often that server is called.
 */
async function revokeUnsent(
  { quotas, store }: Pick<AppContext, 'quotas' | 'store'>,
  { secretHash, consumed }: Awaited<ReturnType<typeof issueResumeLink>>,
  outcome: EmailOutcome,
): Promise<void> {
  if (outcome === 'unknown') return;
  await store.transaction().execute(async (transaction) => {
    await deleteResumeLink(transaction, secretHash);
    if (outcome === 'refused') await quotas.refundRecipient(transaction, consumed);
  });
}
