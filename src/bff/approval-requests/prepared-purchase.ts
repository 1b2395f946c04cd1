import type { AppContext } from '../app-context.ts';
import { type Caller, parseEmailedUrl } from '../auth/caller.ts';
import { isAccessibleTo } from '../contracts/contract-from-row.ts';
import { invalidField, ProblemError } from '../http/problem.ts';
import { type EmailOutcome, findEmailEndpoint, postEmailRequest } from '../outbox/post-webhook.ts';
import { createLinkSecret, sha256 } from '../store/ids.ts';
import type { ApprovalRequestRow } from '../store/tables.ts';
import { type ApprovalPayload, decryptPayload } from './payload.ts';

/**
 * Returns the prepared purchase to its approver, until it is used or revoked, its link is replaced, or it expires.
 *
 * @throws ProblemError contract_exists if it was used and the caller has access to the contract, so that an approver
 * whose response was lost finds the contract; approval_link_spent otherwise
 */
export async function readPreparedPurchase(
  { now, payloadKeys, store }: Pick<AppContext, 'now' | 'payloadKeys' | 'store'>,
  caller: Caller,
  row: ApprovalRequestRow,
): Promise<ApprovalPayload> {
  const isReadable =
    row.opened_at !== null && row.revoked_at === null && row.used_at === null && row.expires_at > now().toISOString();
  const payload = isReadable ? decryptPayload(payloadKeys, row) : undefined;
  if (payload) return payload;
  const contract = await store
    .selectFrom('contracts')
    .select(['id', 'reference', 'status'])
    .where('id', '=', row.contract_id)
    .where(isAccessibleTo(caller.sessionId))
    .executeTakeFirst();
  throw contract
    ? new ProblemError('contract_exists', { contract: { ...contract, differs: [] } })
    : new ProblemError('approval_link_spent');
}

/**
 * Creates an approval link and its secret. The link has no query, because an email in the broker's name must not carry
 * text that its sender can choose.
 *
 * @throws ProblemError invalid_request if an email must not link to the page: see `parseEmailedUrl`
 * @example createLink(caller, 'https://www.lonestar.example/energy?x=1')
 * // { secret: '4VkX…', url: 'https://www.lonestar.example/energy#shopper-approval=4VkX…' }
 */
export function createLink(caller: Caller, returnTo: string): { readonly secret: string; readonly url: string } {
  const url = parseEmailedUrl(caller, returnTo);
  if (!url) throw invalidField('/returnTo', 'return_to', 'must be on the origin that opened the session');
  const secret = createLinkSecret();
  url.hash = `shopper-approval=${secret}`;
  return { secret, url: url.href };
}

/**
 * Asks the site's owner to email an approval link.
 *
 * @throws ProblemError mail_not_sent if the site does not email links
 */
export async function emailLink(
  appContext: Pick<AppContext, 'log' | 'now'>,
  { site }: Caller,
  {
    id,
    ...data
  }: {
    readonly id: string;
    readonly email: string;
    readonly locale: string;
    readonly url: string;
    readonly expiresAt: string;
  },
): Promise<EmailOutcome> {
  const endpoint = findEmailEndpoint(site);
  if (!endpoint) throw new ProblemError('mail_not_sent');
  return postEmailRequest(appContext, site, endpoint, {
    type: 'approval_request.link_requested',
    failureEvent: 'approval_email_failed',
    data: { approvalRequestId: id, ...data },
  });
}

/**
 * Consumes an approval link and gives the session access to the prepared purchase.
 *
 * @returns the approval request's ID
 * @throws ProblemError approval_link_spent if the link was used, replaced or revoked, has expired, or belongs to
 * another site
 */
export async function openApprovalLink(
  { log, now: clock, store }: Pick<AppContext, 'log' | 'now' | 'store'>,
  secret: string,
  siteKey: string,
  sessionId: string,
): Promise<string> {
  const now = clock().toISOString();
  const opened = await store
    .updateTable('approval_requests')
    .set({ opened_at: now, approver_session_id: sessionId })
    .where('secret_hash', '=', sha256(secret))
    .where('site_key', '=', siteKey)
    .where('opened_at', 'is', null)
    .where('used_at', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('id')
    .executeTakeFirst();
  if (!opened) throw new ProblemError('approval_link_spent');
  log.info('approval_link_opened', { approvalRequest: opened.id, site: siteKey });
  return opened.id;
}
