import type { AppContext } from '../app-context.ts';
import { ProblemError } from '../http/problem.ts';
import { sha256 } from '../store/ids.ts';

/**
 * Consumes an approval link and gives the session access to the prepared purchase.
 *
 * @returns the approval request's ID
 * @throws ProblemError approval_link_spent if the link was used or revoked, has expired, or belongs to another site
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
