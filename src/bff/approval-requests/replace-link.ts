import type { CreatedApprovalRequest, ReplaceApprovalLink } from '../../wire/saved-purchase.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { ProblemError } from '../http/problem.ts';
import { findEmailEndpoint } from '../outbox/post-webhook.ts';
import type { Consumed } from '../quotas/quotas.ts';
import { sha256 } from '../store/ids.ts';
import type { ApprovalRequestRow, Store } from '../store/tables.ts';
import { decryptPayload } from './payload.ts';
import { createLink, emailLink } from './prepared-purchase.ts';

type ReplacementContext = Pick<AppContext, 'log' | 'now' | 'payloadKeys' | 'quotas' | 'store'>;

/**
 * Replaces the link of an approval request, even if the link has been opened. The approver may have lost the page, or
 * may be the wrong person, who then loses access to the purchase. Until the new link is opened, a contract from the
 * session that opened the old link still completes the request, so that the preparer sees that contract. If the new
 * link cannot be emailed, the old link works again.
 *
 * @throws ProblemError approval_link_spent | invalid_request | quota_reached | mail_not_sent. In each case, the new
 *   link does not work
 */
export async function replaceLink(
  appContext: ReplacementContext,
  caller: Caller,
  row: ApprovalRequestRow,
  { email, returnTo }: ReplaceApprovalLink,
): Promise<CreatedApprovalRequest> {
  const { secret, url } = createLink(caller, returnTo);
  if (email !== undefined && !findEmailEndpoint(caller.site)) throw new ProblemError('mail_not_sent');
  const payload = decryptPayload(appContext.payloadKeys, row);
  if (!payload) throw new ProblemError('approval_link_spent');
  const next = { secret_hash: sha256(secret), opened_at: null };
  const consumed = await storeLink(appContext, caller, row, { next, email });
  appContext.log.info('approval_link_replaced', { approvalRequest: row.id, site: caller.site.key });
  const replaced = { id: row.id, status: 'pending' as const, expiresAt: row.expires_at };
  if (email === undefined) return { ...replaced, url };
  const { locale } = payload.purchase;
  const outcome = await emailLink(appContext, caller, { id: row.id, email, locale, url, expiresAt: row.expires_at });
  if (outcome === 'accepted') return replaced;
  const isSent = await appContext.store.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await updateLink(transaction, row, { from: next.secret_hash, to: row })
      .where('opened_at', 'is', null)
      .executeTakeFirst();
    if (numUpdatedRows > 0n && outcome === 'refused')
      await appContext.quotas.refund(
        transaction,
        consumed.filter(({ isRecipient }) => isRecipient),
      );
    // If the new link has been opened in the meantime, it was sent. If it has been replaced, it counts as not sent.
    return numUpdatedRows === 0n && (await isCurrent(transaction, row.id, next.secret_hash));
  });
  if (!isSent) throw new ProblemError('mail_not_sent');
  return replaced;
}

async function isCurrent(store: Store, id: string, secretHash: string): Promise<boolean> {
  const found = await store
    .selectFrom('approval_requests')
    .select('id')
    .where('id', '=', id)
    .where('secret_hash', '=', secretHash)
    .executeTakeFirst();
  return found !== undefined;
}

type Link = Pick<ApprovalRequestRow, 'secret_hash' | 'opened_at'>;

/** @throws ProblemError approval_link_spent | quota_reached */
async function storeLink(
  { now, quotas, store }: ReplacementContext,
  caller: Caller,
  row: ApprovalRequestRow,
  { next, email }: { readonly next: Link; readonly email: string | undefined },
): Promise<Consumed> {
  if (row.expires_at <= now().toISOString()) throw new ProblemError('approval_link_spent');
  return store.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await updateLink(transaction, row, {
      from: row.secret_hash,
      to: next,
    }).executeTakeFirst();
    if (numUpdatedRows === 0n) throw new ProblemError('approval_link_spent');
    const recipients = email === undefined ? [] : [email];
    return quotas.consume(transaction, caller, { action: 'approvalRequest', recipients });
  });
}

/** Has no effect if the link has been replaced, or the request used or revoked, since the row was read. */
const updateLink = (
  store: Store,
  { id }: ApprovalRequestRow,
  { from, to: { secret_hash, opened_at } }: { readonly from: string; readonly to: Link },
) =>
  store
    .updateTable('approval_requests')
    .set({ secret_hash, opened_at })
    .where('id', '=', id)
    .where('secret_hash', '=', from)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null);
