import { createHash, randomBytes } from 'node:crypto';
import type { ResumeLink } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/authenticate.ts';
import { parseReturnUrl } from '../auth/return-url.ts';
import { ProblemError } from '../http/problem.ts';

/** A supplier may answer after a weekend, and a mail lies for a few days. */
const LINK_TTL_MS = 7 * 24 * 60 * 60_000;
/** So many may be made for one contract within an hour: more than a person needs, fewer than a flood. */
const MAX_LINKS_PER_HOUR = 10;
const HOUR_MS = 60 * 60_000;

const hash = (token: string): string => createHash('sha256').update(token).digest('base64url');

/**
 * A way back to a contract from any browser: 256 random bits, good once, within seven days, on the site it was made on. Only
 * their hash is kept, so that the store gives no way in to who reads it.
 *
 * @throws ProblemError rate_limited
 */
async function issueResumeToken(
  appContext: AppContext,
  contractId: string,
  siteKey: string,
): Promise<{ readonly token: string; readonly expiresAt: string }> {
  const now = appContext.now();
  const token = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + LINK_TTL_MS).toISOString();
  await appContext.store.transaction().execute(async (transaction) => {
    const { recentCount } = await transaction
      .selectFrom('resume_links')
      .select(({ fn }) => fn.countAll<number>().as('recentCount'))
      .where('contract_id', '=', contractId)
      .where('created_at', '>', new Date(now.getTime() - HOUR_MS).toISOString())
      .executeTakeFirstOrThrow();
    if (Number(recentCount) >= MAX_LINKS_PER_HOUR)
      throw new ProblemError('rate_limited', { retryAfter: HOUR_MS / 1000 });
    await transaction
      .insertInto('resume_links')
      .values({
        secret_hash: hash(token),
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
 * Makes a link back to a contract, on a page of the caller's. The secret stands in the fragment, which no browser sends to any
 * server.
 *
 * @throws ProblemError invalid_request when `returnTo` is no page of the session's origin | rate_limited
 */
export async function issueResumeLink(
  appContext: AppContext,
  caller: Caller,
  contractId: string,
  returnTo: string,
): Promise<ResumeLink> {
  const url = parseReturnUrl(caller, returnTo);
  if (!url) {
    const detail = 'a page of the origin the session was opened on';
    throw new ProblemError('invalid_request', { errors: [{ path: '/returnTo', code: 'return_to', detail }] });
  }
  const { token, expiresAt } = await issueResumeToken(appContext, contractId, caller.site.key);
  url.hash = `shopper-resume=${token}`;
  return { url: url.href, expiresAt };
}

/**
 * Takes a link, once, and lets the session have its contract. The session that made the contract keeps it: a tab that is still
 * open must not lose what it shows, and the same intent sent again from there must meet its contract, not make a second.
 *
 * @returns the contract's id
 * @throws ProblemError resume_link_spent when it was used, is over, was made on another site or never was
 */
export async function consumeResumeLink(
  appContext: AppContext,
  token: string,
  siteKey: string,
  sessionId: string,
): Promise<string> {
  const now = appContext.now().toISOString();
  return appContext.store.transaction().execute(async (transaction) => {
    const consumed = await transaction
      .updateTable('resume_links')
      .set({ used_at: now })
      .where('secret_hash', '=', hash(token))
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
