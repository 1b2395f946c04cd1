import type { CreateApprovalRequest, CreatedApprovalRequest, PreparedPurchase } from '../../wire/saved-purchase.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { checkPhones } from '../contracts/check-phones.ts';
import { ProblemError } from '../http/problem.ts';
import { type EmailOutcome, findEmailEndpoint } from '../outbox/post-webhook.ts';
import type { Consumed } from '../quotas/quotas.ts';
import { readOfferToken } from '../rates/offer-token.ts';
import { createId, sha256 } from '../store/ids.ts';
import { isoAfter } from '../store/locks.ts';
import { encryptPayload } from './payload.ts';
import { createLink, emailLink } from './prepared-purchase.ts';

/** How long an approval link is valid. The approver might not respond until after a weekend. */
const APPROVAL_TTL_MS = 7 * 24 * 60 * 60_000;

type ApprovalContext = Pick<AppContext, 'keys' | 'log' | 'now' | 'payloadKeys' | 'quotas' | 'store'>;

/**
 * Stores a prepared purchase, encrypted, and creates the one-time link that opens it. If the request has an email
 * address, asks the site's owner to email the link instead of returning it. Neither the secret nor the email address is
 * stored. The link has no query, because an email in the broker's name must not carry text that its sender can choose.
 *
 * @throws ProblemError invalid_request | offer_expired | offer_invalid | quota_reached | mail_not_sent. In each case,
 *   no approval request is stored
 */
export async function createRequest(
  appContext: ApprovalContext,
  caller: Caller,
  { offerToken, email, returnTo, ...purchase }: CreateApprovalRequest,
): Promise<CreatedApprovalRequest> {
  const { secret, url } = createLink(caller, returnTo);
  if (email !== undefined && !findEmailEndpoint(caller.site)) throw new ProblemError('mail_not_sent');
  checkPhones(purchase);
  const stored = await storeRequest(appContext, caller, { offerToken, email, purchase, secret });
  const { id, expiresAt } = stored;
  appContext.log.info('approval_request_created', { approvalRequest: id, site: caller.site.key });
  const created = { id, status: 'pending' as const, expiresAt };
  if (email === undefined) return { ...created, url };
  const outcome = await emailLink(appContext, caller, { id, email, locale: purchase.locale, url, expiresAt });
  if (outcome === 'accepted' || !(await discardUnsent(appContext, stored, outcome))) return created;
  throw new ProblemError('mail_not_sent');
}

interface StoredRequest {
  readonly id: string;
  readonly expiresAt: string;
  readonly consumed: Consumed;
}

async function storeRequest(
  { keys, now: clock, payloadKeys, quotas, store }: ApprovalContext,
  caller: Caller,
  {
    offerToken,
    email,
    purchase,
    secret,
  }: Pick<CreateApprovalRequest, 'offerToken' | 'email'> & {
    readonly purchase: PreparedPurchase;
    readonly secret: string;
  },
): Promise<StoredRequest> {
  const now = clock();
  const { holdsUntil: _until, shownAt: _at, ...shown } = readOfferToken(keys, caller.site, now, offerToken);
  const id = createId('ap');
  const expiresAt = isoAfter(now, APPROVAL_TTL_MS);
  const row = {
    id,
    site_key: caller.site.key,
    session_id: caller.sessionId,
    approver_session_id: null,
    secret_hash: sha256(secret),
    ...encryptPayload(payloadKeys, id, { shown, purchase }),
    created_at: now.toISOString(),
    expires_at: expiresAt,
    opened_at: null,
    revoked_at: null,
    used_at: null,
    contract_id: null,
  };
  const consumed = await store.transaction().execute(async (transaction) => {
    const recipients = email === undefined ? [] : [email];
    const counted = await quotas.consume(transaction, caller, { action: 'approvalRequest', recipients });
    await transaction.insertInto('approval_requests').values(row).execute();
    return counted;
  });
  return { id, expiresAt, consumed };
}

/**
 * Deletes an approval request whose link may not have been sent. The preparer never receives the request's ID, and so
 * could neither see nor revoke the request. If the owner's server refused the email, only the recipient's counter is
 * refunded: the other counters limit how often that server is called.
 *
 * @returns false, without deleting anything, if the link has been opened in the meantime, which proves that it was sent
 */
async function discardUnsent(
  { quotas, store }: ApprovalContext,
  { id, consumed }: StoredRequest,
  outcome: EmailOutcome,
): Promise<boolean> {
  return store.transaction().execute(async (transaction) => {
    const { numDeletedRows } = await transaction
      .deleteFrom('approval_requests')
      .where('id', '=', id)
      .where('opened_at', 'is', null)
      .executeTakeFirst();
    if (numDeletedRows === 0n) return false;
    if (outcome === 'refused')
      await quotas.refund(
        transaction,
        consumed.filter(({ isRecipient }) => isRecipient),
      );
    return true;
  });
}
