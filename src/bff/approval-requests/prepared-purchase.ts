import type { AppContext } from '../app-context.ts';
import { ProblemError } from '../http/problem.ts';
import type { ApprovalRequestRow } from '../store/tables.ts';
import { type ApprovalPayload, decryptPayload } from './payload.ts';

/** The prepared purchase, until it is used or revoked, or has expired. @throws ProblemError approval_link_spent */
export function readPreparedPurchase(
  { now, payloadKeys }: Pick<AppContext, 'now' | 'payloadKeys'>,
  row: ApprovalRequestRow,
): ApprovalPayload {
  const isReadable = row.revoked_at === null && row.used_at === null && row.expires_at > now().toISOString();
  const payload = isReadable ? decryptPayload(payloadKeys, row) : undefined;
  if (!payload) throw new ProblemError('approval_link_spent');
  return payload;
}
