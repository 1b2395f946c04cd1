import { contractStatus, type SignatureRequestStatus, signatureRequestStatus } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import { hasEnded } from '../contracts/contract-status.ts';
import { describeError } from '../log.ts';
import { closeSignatureRequest } from './close-signature-request.ts';
import { notifyUpstream } from './notify-upstream.ts';
import { decryptPayload } from './payload.ts';
import { sendSignatureRequest } from './send-signature-request.ts';
import { recordAgreement, setStatus, withLockedSignatureRequest } from './signature-request-store.ts';
import type { SignatureRequestRow } from './signature-request-table.ts';
import { canResend, isOpen } from './status.ts';
import { upstreamClientFor } from './upstream-client.ts';

const BATCH_SIZE = 20;
const MIN_DELAY_MS = 10_000;
const MAX_DELAY_MS = 60 * 60_000;

/** When to ask again, in milliseconds: the upstream tells nobody by itself, and a letter may lie in an inbox for days. */
export const nextPollDelayMs = (sinceUpdateMs: number): number =>
  Math.min(MAX_DELAY_MS, Math.max(MIN_DELAY_MS, sinceUpdateMs / 4));

/**
 * One round of finishing letters that a crash or a lost answer left in preparation, of asking how those stand that are out, and of
 * telling what must be told of those that are answered.
 *
 * @param signal ends the round after the letter it is at
 * @returns how many were due
 */
export async function pollSignatureRequests(appContext: AppContext, signal?: AbortSignal): Promise<number> {
  const now = appContext.now();
  const due = await appContext.store
    .selectFrom('letters')
    .selectAll()
    .where('check_after', '<=', now.toISOString())
    .orderBy('check_after')
    .limit(BATCH_SIZE)
    .execute();
  for (const row of due) {
    if (signal?.aborted) break;
    // First the next time, so that one that always fails cannot hold up the rest.
    const delayMs = nextPollDelayMs(now.getTime() - Date.parse(row.updated_at));
    const nextCheck = new Date(now.getTime() + delayMs).toISOString();
    const claimed = await appContext.store
      .updateTable('letters')
      .set({ check_after: earlierOf(nextCheck, row.holds_until, now) })
      .where('id', '=', row.id)
      .where('check_after', '=', row.check_after)
      .executeTakeFirst();
    if (claimed.numUpdatedRows) await refreshSignatureRequest(appContext, row);
  }
  return due.length;
}

/** Not after the price of a contract has run out: its letter is taken back then. */
const earlierOf = (nextCheck: string, holdsUntil: string | null, now: Date): string =>
  holdsUntil !== null && holdsUntil > now.toISOString() && holdsUntil < nextCheck ? holdsUntil : nextCheck;

/** Brings a letter on: asks the upstream how it stands, goes on making it, or tells of its end. */
export async function refreshSignatureRequest(appContext: AppContext, row: SignatureRequestRow): Promise<void> {
  if (row.owed !== null) return notifyUpstream(appContext, row);
  try {
    const closing = await closingStatus(appContext, row);
    if (closing) await closeSignatureRequest(appContext, row, closing);
    else if (isOpen(signatureRequestStatus.parse(row.status))) await refreshStatus(appContext, row);
    if (row.contract_id !== null) await notifyIfPending(appContext, row.id);
  } catch (error) {
    appContext.log.warn('letter_poll_failed', { partner: row.partner, letter: row.id, error: describeError(error) });
  }
}

/** What has just become of it is told at once, if the upstream listens. */
async function notifyIfPending(appContext: AppContext, id: string): Promise<void> {
  const row = await appContext.store.selectFrom('letters').selectAll().where('id', '=', id).executeTakeFirst();
  if (row && row.owed !== null) await notifyUpstream(appContext, row);
}

/** Where the letter of a contract ends that nobody is to sign any more. */
async function closingStatus(
  appContext: AppContext,
  row: SignatureRequestRow,
): Promise<SignatureRequestStatus | undefined> {
  const now = signatureRequestStatus.parse(row.status);
  if (row.contract_id === null || !(isOpen(now) || canResend(now))) return undefined;
  const contract = await appContext.store
    .selectFrom('contracts')
    .select('status')
    .where('id', '=', row.contract_id)
    .executeTakeFirst();
  if (!contract || hasEnded(contractStatus.parse(contract.status))) return 'cancelled';
  return (row.holds_until ?? '') <= appContext.now().toISOString() ? 'expired' : undefined;
}

async function refreshStatus(appContext: AppContext, row: SignatureRequestRow): Promise<void> {
  if (row.upstream_id === null) return sendSignatureRequest(appContext, row.id);
  const payload = decryptPayload(appContext.payloadKeys, row);
  const upstream = payload && upstreamClientFor(appContext, row, payload.customerEmail);
  if (!upstream) return;
  const agreement = await upstream.agreements.get(row.upstream_id);
  if (agreement) return recordAgreement(appContext, row, agreement);
  // The upstream knows it no more: somebody took it back there.
  await withLockedSignatureRequest(appContext, row, async (transaction, now) => {
    if (now.sending === row.sending && isOpen(signatureRequestStatus.parse(now.status)))
      await setStatus(transaction, now, 'cancelled', appContext.now());
  });
}
