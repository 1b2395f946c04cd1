import { createHash, randomBytes } from 'node:crypto';
import type { ResumeLink } from '../../wire/contract.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import type { Caller } from '../sites/authenticate.ts';
import { ownPage } from '../sites/own-page.ts';

/** A supplier may answer after a weekend, and a mail lies for a few days. */
const linkMilliseconds = 7 * 24 * 60 * 60_000;
/** So many may be made for one contract within an hour: more than a person needs, fewer than a flood. */
const linksPerHour = 10;
const hour = 60 * 60_000;

const hash = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

/**
 * A way back to a contract from any browser: 256 random bits, good once, within seven days, on the site it was made on. Only
 * their hash is kept, so that the store gives no way in to who reads it.
 *
 * @throws ProblemError rate_limited
 */
const issueResumeSecret = async (
  deps: Deps,
  contractId: string,
  siteKey: string,
): Promise<{ readonly secret: string; readonly expiresAt: string }> => {
  const now = deps.now();
  const secret = randomBytes(32).toString('base64url');
  const expiresAt = new Date(now.getTime() + linkMilliseconds).toISOString();
  await deps.store.transaction().execute(async (transaction) => {
    const { made } = await transaction
      .selectFrom('resume_links')
      .select(({ fn }) => fn.countAll<number>().as('made'))
      .where('contract_id', '=', contractId)
      .where('created_at', '>', new Date(now.getTime() - hour).toISOString())
      .executeTakeFirstOrThrow();
    if (Number(made) >= linksPerHour) throw new ProblemError('rate_limited', { retryAfter: hour / 1000 });
    await transaction
      .insertInto('resume_links')
      .values({
        secret_hash: hash(secret),
        contract_id: contractId,
        site_key: siteKey,
        created_at: now.toISOString(),
        expires_at: expiresAt,
        used_at: null,
      })
      .execute();
  });
  return { secret, expiresAt };
};

/**
 * Makes a link back to a contract, on a page of the caller's. The secret stands in the fragment, which no browser sends to any
 * server.
 *
 * @throws ProblemError invalid_request when `returnTo` is no page of the session's origin | rate_limited
 */
export const makeResumeLink = async (
  deps: Deps,
  caller: Caller,
  contractId: string,
  returnTo: string,
): Promise<ResumeLink> => {
  const url = ownPage(caller, returnTo);
  if (!url) {
    const detail = 'a page of the origin the session was opened on';
    throw new ProblemError('invalid_request', { errors: [{ path: '/returnTo', code: 'return_to', detail }] });
  }
  const { secret, expiresAt } = await issueResumeSecret(deps, contractId, caller.site.key);
  url.hash = `shopper-resume=${secret}`;
  return { url: url.href, expiresAt };
};

/**
 * Takes a link, once, and lets the session have its contract. The session that made the contract keeps it: a tab that is still
 * open must not lose what it shows, and the same intent sent again from there must meet its contract, not make a second.
 *
 * @returns the contract's id
 * @throws ProblemError resume_link_spent when it was used, is over, was made on another site or never was
 */
export const takeResumeLink = async (
  deps: Deps,
  secret: string,
  siteKey: string,
  sessionId: string,
): Promise<string> => {
  const now = deps.now().toISOString();
  return deps.store.transaction().execute(async (transaction) => {
    const taken = await transaction
      .updateTable('resume_links')
      .set({ used_at: now })
      .where('secret_hash', '=', hash(secret))
      .where('site_key', '=', siteKey)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .returning('contract_id')
      .executeTakeFirst();
    if (!taken) throw new ProblemError('resume_link_spent');
    await transaction
      .insertInto('contract_sessions')
      .values({ contract_id: taken.contract_id, session_id: sessionId })
      .onConflict((conflict) => conflict.columns(['contract_id', 'session_id']).doNothing())
      .execute();
    return taken.contract_id;
  });
};
