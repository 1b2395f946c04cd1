import { randomInt } from 'node:crypto';
import type { AppContext } from '../app-context.ts';
import { type Caller, parseEmailedUrl } from '../auth/caller.ts';
import { readSignerAddress } from '../encryption/signer-address.ts';
import { invalidField, ProblemError } from '../http/problem.ts';
import { describeError } from '../log.ts';
import { type EmailOutcome, findEmailEndpoint, postEmailRequest } from '../outbox/post-webhook.ts';
import type { ContractRow } from '../store/tables.ts';
import { reportUrl as createReportUrl } from './email-report.ts';
import { deleteResumeLink, issueResumeLink, type LinkEmail } from './resume-link.ts';

/**
 * Asks the site's owner to email a resume link. Neither the email address nor the secret is stored.
 *
 * @returns when the link expires
 * @throws ProblemError quota_reached | invalid_request if `returnTo` is not on the session's origin | mail_not_sent,
 * including when an email about the contract was reported
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

type LinkContext = Pick<AppContext, 'keys' | 'log' | 'now' | 'payloadKeys' | 'publicOrigin' | 'quotas' | 'store'>;

/**
 * Maximum random delay before the lookup. It is many times longer than the lookup, so that the duration of the lookup
 * cannot be measured by this or the next response.
 */
const MAX_DELAY_MS = 500;

/**
 * Emails a resume link to the signer of the contract with this reference, if there is one. Neither this response, its
 * timing nor any later response reveals whether the contract exists: the contract is looked up after a random delay, a
 * failure is only logged, and the email is counted against limits that the caller cannot observe (`HIDDEN_ACTIONS`).
 *
 * @throws ProblemError quota_reached | mail_not_sent | invalid_request, whether or not the contract exists
 */
export async function requestLink(
  appContext: LinkContext & Pick<AppContext, 'shutdown'>,
  caller: Caller,
  reference: string,
  returnTo: string,
): Promise<void> {
  if (!findEmailEndpoint(caller.site)) throw new ProblemError('mail_not_sent');
  if (!parseEmailedUrl(caller, returnTo))
    throw invalidField('/returnTo', 'return_to', 'must be on the origin that opened the session');
  await appContext.store.transaction().execute(async (transaction) => {
    const subject = `${caller.site.key} ${reference}`;
    await appContext.quotas.consume(transaction, caller, { action: 'linkRequest', subject });
  });
  randomDelay(appContext)
    .then(() => sendLink(appContext, caller, reference, returnTo))
    .catch((error: unknown) => {
      const code = error instanceof ProblemError ? error.problem.code : undefined;
      appContext.log.warn('link_request_failed', {
        site: caller.site.key,
        ...(code ? { code } : { error: describeError(error) }),
      });
    });
}

/** Waits for up to half a second, or until the server shuts down. */
function randomDelay({ shutdown }: Pick<AppContext, 'shutdown'>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, randomInt(MAX_DELAY_MS));
  const stopListening = shutdown.onClose(resolve);
  return promise.finally(() => {
    clearTimeout(timer);
    stopListening();
  });
}

async function sendLink(appContext: LinkContext, caller: Caller, reference: string, returnTo: string): Promise<void> {
  const { store, payloadKeys } = appContext;
  const contract = await store
    .selectFrom('contracts')
    .select(['id', 'reference', 'reported_at', 'signer_key'])
    .where('site_key', '=', caller.site.key)
    .where('reference', '=', reference)
    .where('intent', '=', 'created')
    .orderBy('created_at', 'desc')
    .executeTakeFirst();
  const email = contract && (await readSignerAddress(store, payloadKeys, contract.id));
  if (!contract || email === undefined) return;
  await emailLink(appContext, caller, contract, { recipient: email, action: 'requestedLink' }, returnTo);
}
