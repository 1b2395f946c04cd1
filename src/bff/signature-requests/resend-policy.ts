import { signatureRequestStatus } from '../../wire/contract.ts';
import type { SignatureRequestRow } from './signature-request-table.ts';
import { canResend } from './status.ts';
import { readTimeline } from './timeline.ts';

/** A person needs two or three; more would be a nuisance to whose inbox it is. */
const MAX_SENDS = 5;
/** A mail takes a moment: who asks again before that would get two. */
const RESEND_DELAY_MS = 30_000;

export const resendsLeft = ({ sending }: Pick<SignatureRequestRow, 'sending'>): number =>
  Math.max(0, MAX_SENDS - sending);

/** From when on it can be sent again to the same address, ISO 8601 in UTC; undefined when it cannot be sent again at all. */
export function resendAfter(row: SignatureRequestRow): string | undefined {
  const status = signatureRequestStatus.parse(row.status);
  if (!canResend(status) || resendsLeft(row) === 0 || row.sealed === null) return undefined;
  // It lies nowhere: there is nothing to wait for.
  if (status === 'bounced' || status === 'expired') return row.updated_at;
  const lastSend = readTimeline(row).findLast((entry) => entry.status === 'preparing');
  return new Date(Date.parse(lastSend?.at ?? row.created_at) + RESEND_DELAY_MS).toISOString();
}
