import type { ResumeLink } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import { type Caller, parseReturnUrl } from '../auth/caller.ts';
import { invalidField, ProblemError } from '../http/problem.ts';
import { createLinkSecret, sha256 } from '../store/ids.ts';
import { isoAfter } from '../store/lease.ts';
import { advisoryLock } from '../store/locks.ts';

/** A supplier may respond after a weekend, and an email may wait a few days. */
const LINK_TTL_MS = 7 * 24 * 60 * 60_000;
/** Maximum links per contract per hour: more than a person needs. */
const MAX_LINKS_PER_HOUR = 10;
const HOUR_MS = 60 * 60_000;

/**
 * Issues the secret of a resume link: 256 random bits, single use, valid for seven days on the site where it was
 * created. Only its hash is stored, so a leaked store does not reveal valid links.
 *
 * @throws ProblemError rate_limited
 */
async function issueResumeToken(
  appContext: Pick<AppContext, 'store' | 'now'>,
  contractId: string,
  siteKey: string,
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const now = appContext.now();
  const token = createLinkSecret();
  const expiresAt = isoAfter(now, LINK_TTL_MS);
  await appContext.store.transaction().execute(async (transaction) => {
    // Serializes requests. Otherwise concurrent ones would all count before any of them inserts.
    await advisoryLock(transaction, `resume-link ${contractId}`);
    const { recentCount } = await transaction
      .selectFrom('resume_links')
      .select(({ fn }) => fn.countAll<number>().as('recentCount'))
      .where('contract_id', '=', contractId)
      .where('created_at', '>', isoAfter(now, -HOUR_MS))
      .executeTakeFirstOrThrow();
    if (Number(recentCount) >= MAX_LINKS_PER_HOUR)
      throw new ProblemError('rate_limited', { retryAfter: HOUR_MS / 1000 });
    await transaction
      .insertInto('resume_links')
      .values({
        secret_hash: sha256(token),
        contract_id: contractId,
        site_key: siteKey,
        created_at: now.toISOString(),
        expires_at: expiresAt,
        used_at: null,
      })
      .execute();
  });
  return { token, expiresAt };
}

/**
 * Creates a link to one of the caller's pages that opens the contract in any browser. The secret is in the fragment,
 * which browsers do not send to servers.
 *
 * @throws ProblemError invalid_request if `returnTo` is not on the session's origin | rate_limited
 */
export async function issueResumeLink(
  appContext: Pick<AppContext, 'store' | 'now'>,
  caller: Caller,
  contractId: string,
  returnTo: string,
): Promise<ResumeLink> {
  const url = parseReturnUrl(caller, returnTo);
  if (!url) throw invalidField('/returnTo', 'return_to', 'must be on the origin that opened the session');
  const { token, expiresAt } = await issueResumeToken(appContext, contractId, caller.site.key);
  url.hash = `shopper-resume=${token}`;
  return { url: url.href, expiresAt };
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
