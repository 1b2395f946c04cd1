import type { ResumeLink } from '../../wire/resume-link.ts';
import type { AppContext } from '../app-context.ts';
import { type Caller, parseEmailedUrl, parseReturnUrl } from '../auth/caller.ts';
import { hasEnded } from '../auth/ended-sessions.ts';
import { invalidField, ProblemError } from '../http/problem.ts';
import type { Consumed } from '../quotas/quotas.ts';
import { createLinkSecret, sha256 } from '../store/ids.ts';
import { isoAfter, lockContract } from '../store/locks.ts';
import { ERASED_SESSION, type Store } from '../store/tables.ts';

/** How long a link is valid. A supplier may respond after a weekend, and an email may be read days later. */
const LINK_TTL_MS = 7 * 24 * 60 * 60_000;

type LinkContext = Pick<AppContext, 'now' | 'quotas' | 'store'>;

interface IssuedLink {
  readonly link: ResumeLink;
  readonly secretHash: string;
  readonly consumed: Consumed;
}

/** The email that contains a link. `action` is the action that the quotas count. */
export interface LinkEmail {
  readonly recipient: string;
  readonly action: 'resumeLink' | 'requestedLink';
}

/** `signerKey`: identifies the signer's address at the time when the recipient was chosen. */
type IssuedLinkEmail = LinkEmail & { readonly signerKey: string | null };

/**
 * Creates a link to one of the caller's pages that opens the contract in any browser. Its secret has 256 random bits,
 * is single use, and is valid for seven days on the site where it was created. Only its hash is stored, so a leaked
 * store does not reveal valid links. The secret is in the fragment, which browsers do not send to servers.
 *
 * @param email the email that the link is sent in, if any. The query of `returnTo` is then dropped, because an email in
 * the broker's name must not carry text that its sender can choose
 * @throws ProblemError invalid_request if `returnTo` is not on the session's origin | quota_reached | not_found |
 *   session_ended | mail_not_sent if an email about the contract was reported, or the signer's address has been
 *   corrected, in the meantime
 */
export async function issueResumeLink(
  appContext: LinkContext,
  caller: Caller,
  contractId: string,
  returnTo: string,
  email?: IssuedLinkEmail,
): Promise<IssuedLink> {
  const url = email ? parseEmailedUrl(caller, returnTo) : parseReturnUrl(caller, returnTo);
  if (!url) throw invalidField('/returnTo', 'return_to', 'must be on the origin that opened the session');
  const now = appContext.now();
  const token = createLinkSecret();
  const secretHash = sha256(token);
  const expiresAt = isoAfter(now, LINK_TTL_MS);
  const consumed = await appContext.store.transaction().execute(async (transaction) => {
    await requireUnchanged(transaction, caller, contractId, email);
    const { action, recipients } = email
      ? { action: email.action, recipients: [email.recipient] }
      : { action: 'resumeLink' as const, recipients: [] };
    const counted = await appContext.quotas.consume(transaction, caller, { action, recipients, subject: contractId });
    await transaction
      .insertInto('resume_links')
      .values({
        secret_hash: secretHash,
        contract_id: contractId,
        site_key: caller.site.key,
        created_at: now.toISOString(),
        expires_at: expiresAt,
        used_at: null,
      })
      .execute();
    return counted;
  });
  url.hash = `shopper-resume=${token}`;
  return { link: { url: url.href, expiresAt }, secretHash, consumed };
}

/**
 * Checks, with the contract locked, that a link may still be stored. Signing out, a report, an address correction and
 * an erasure delete the contract's links under the same lock, so that no link is stored after them. The session is
 * checked in the store, because another process may have just ended it.
 *
 * @throws ProblemError not_found | session_ended | mail_not_sent
 */
async function requireUnchanged(
  transaction: Store,
  { sessionId }: Pick<Caller, 'sessionId'>,
  contractId: string,
  email: IssuedLinkEmail | undefined,
): Promise<void> {
  const contract = await lockContract(transaction, contractId);
  if (!contract || contract.session_id === ERASED_SESSION) throw new ProblemError('not_found');
  if (await hasEnded(transaction, sessionId)) throw new ProblemError('session_ended');
  if (email && (contract.reported_at !== null || contract.signer_key !== email.signerKey))
    throw new ProblemError('mail_not_sent');
}

/** Deletes a link that was never sent, so that it opens nothing. */
export async function deleteResumeLink(transaction: Store, secretHash: string): Promise<void> {
  await transaction.deleteFrom('resume_links').where('secret_hash', '=', secretHash).execute();
}

/**
 * Consumes a resume link and gives the session access to its contract. The session that created the contract keeps its
 * access: its open tab must keep showing the contract, and a retry from that tab must find the same contract.
 *
 * @returns the contract's ID
 * @throws ProblemError resume_link_spent if the link was used, has expired, or belongs to another site
 */
export async function consumeResumeLink(
  appContext: Pick<AppContext, 'store' | 'now'>,
  token: string,
  siteKey: string,
  sessionId: string,
): Promise<string> {
  const now = appContext.now().toISOString();
  return appContext.store.transaction().execute(async (transaction) => {
    // Locks the contract first, as all code that changes its links does, because a different order could deadlock.
    const link = await transaction
      .selectFrom('resume_links')
      .select('contract_id')
      .where('secret_hash', '=', sha256(token))
      .executeTakeFirst();
    if (link) await lockContract(transaction, link.contract_id);
    const consumed = await transaction
      .updateTable('resume_links')
      .set({ used_at: now })
      .where('secret_hash', '=', sha256(token))
      .where('site_key', '=', siteKey)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('contract_id')
      .executeTakeFirst();
    if (!consumed) throw new ProblemError('resume_link_spent');
    await transaction
      .insertInto('contract_sessions')
      .values({ contract_id: consumed.contract_id, session_id: sessionId })
      .onConflict((conflict) => conflict.columns(['contract_id', 'session_id']).doNothing())
      .execute();
    return consumed.contract_id;
  });
}

/** Deletes the unused links of contracts, for example when their sessions end, because a link could restore access. */
export async function deleteUnusedResumeLinks(
  store: AppContext['store'],
  contractIds: readonly string[],
): Promise<void> {
  if (!contractIds.length) return;
  await store.deleteFrom('resume_links').where('contract_id', 'in', contractIds).where('used_at', 'is', null).execute();
}
