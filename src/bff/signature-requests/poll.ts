import { contractStatus, type SignatureRequestStatus } from '../../wire/contract.ts';
import { hasEnded } from '../../wire/contract-status.ts';
import type { SignatureRequestContext } from '../app-context.ts';
import { describeError } from '../log.ts';
import { isoAfter, MAX_CLOCK_DIFFERENCE_MS, nextPollDelay, processDueRows } from '../store/locks.ts';
import type { SignatureRequestRow } from '../store/tables.ts';
import { adoptLaterSend, cancelDuplicates } from './late-agreements.ts';
import { decryptPayload } from './payload.ts';
import { closeSignatureRequest } from './resend-cancel.ts';
import { referencesOf, sendSignatureRequest, upstreamClientFor } from './send.ts';
import {
  findSignatureRequest,
  recordAgreement,
  setStatus,
  withLockedSignatureRequest,
} from './signature-request-store.ts';
import { isCancelable, isOpen, statusOf } from './status.ts';

/** Maximum requests of a partner per round. */
const BATCH_SIZE = 20;
/** How often to poll. The upstream sends no webhooks, and a request may be open for days. */
const POLL_SCHEDULE = { minMs: 10_000, maxMs: 60 * 60_000, fraction: 1 / 4 };

/**
 * Runs one round of the recurring job: continues sends that were interrupted by a crash or a lost response, polls open
 * requests, and sends pending outcomes to the enrollment backend.
 *
 * @param signal stops the round after the current request
 * @returns the number of due requests
 */
export async function pollSignatureRequests(
  appContext: SignatureRequestContext,
  signal?: AbortSignal,
): Promise<number> {
  const now = appContext.now();
  const due = appContext.store.selectFrom('letters').where('check_after', '<=', now.toISOString());
  const partners = await due.select('partner').distinct().execute();
  return processDueRows(appContext.store, 'letters', partners, {
    select: (partner) =>
      due.selectAll().where('partner', '=', partner).orderBy('check_after').limit(BATCH_SIZE).execute(),
    nextCheck: (row) => nextCheck(row, now),
    process: (row) => refreshSignatureRequest(appContext, row),
    signal,
  });
}

/**
 * When to poll next: at the latest when the contract's price expires, because the request is then closed. If the
 * upstream cannot close it, the next attempts follow soon, because the customer could sign at the expired price.
 */
function nextCheck(row: SignatureRequestRow, now: Date): string {
  const { contract_id, holds_until, updated_at } = row;
  const expiry = contract_id === null ? null : holds_until;
  const isExpired = expiry !== null && expiry <= now.toISOString();
  const since = isExpired && isCancelable(statusOf(row)) ? expiry : updated_at;
  const next = isoAfter(now, nextPollDelay(now.getTime() - Date.parse(since), POLL_SCHEDULE));
  return expiry !== null && !isExpired && expiry < next ? expiry : next;
}

/**
 * Does the next step for a signature request: polls the upstream, continues sending, closes the request, or sends a
 * pending outcome. Failures are logged.
 */
export async function refreshSignatureRequest(
  appContext: SignatureRequestContext,
  row: SignatureRequestRow,
): Promise<void> {
  if (row.owed !== null) return appContext.signatureRequestHooks.outcomePending(appContext, row);
  try {
    const closing = await closingStatus(appContext, row);
    if (closing && !(closing === 'expired' && (await isClockAhead(appContext, row))))
      await closeSignatureRequest(appContext, row, closing);
    else if (isOpen(statusOf(row))) await refreshStatus(appContext, row);
    if (row.contract_id !== null) await notifyIfPending(appContext, row.id);
  } catch (error) {
    appContext.log.warn('signature_request_poll_failed', {
      partner: row.partner,
      signatureRequest: row.id,
      error: describeError(error),
    });
  }
}

async function notifyIfPending(appContext: SignatureRequestContext, id: string): Promise<void> {
  const row = await findSignatureRequest(appContext, id);
  if (row && row.owed !== null) await appContext.signatureRequestHooks.outcomePending(appContext, row);
}

/**
 * The final status to set for a contract's signature request that can no longer be signed; undefined if it still can,
 * if it is already final, or if it belongs to no contract. A report
 * that an email was not requested cancels the request, because the upstream may send more emails while it is open.
 */
async function closingStatus(
  { store, now }: SignatureRequestContext,
  row: SignatureRequestRow,
): Promise<SignatureRequestStatus | undefined> {
  if (row.contract_id === null || !isCancelable(statusOf(row))) return undefined;
  const contract = await store
    .selectFrom('contracts')
    .select(['status', 'reported_at'])
    .where('id', '=', row.contract_id)
    .executeTakeFirst();
  if (!contract || contract.reported_at !== null || hasEnded(contractStatus.parse(contract.status))) return 'cancelled';
  return (row.holds_until ?? '') <= now().toISOString() ? 'expired' : undefined;
}

/**
 * Whether a price that has expired by our clock is still valid by the upstream's. If our clock were hours ahead, we
 * would otherwise delete agreements that can still be signed, and end their contracts.
 */
async function isClockAhead(appContext: SignatureRequestContext, row: SignatureRequestRow): Promise<boolean> {
  const payload = decryptPayload(appContext.payloadKeys, row);
  const upstream = payload && upstreamClientFor(appContext, row, payload);
  const serverTime = (await upstream?.agreements.serverTime(referencesOf(row)[0]))?.getTime();
  const expiresAt = Date.parse(row.holds_until ?? '');
  if (serverTime === undefined || !(serverTime < expiresAt - MAX_CLOCK_DIFFERENCE_MS)) return false;
  appContext.log.error('clock_ahead', { durationMs: appContext.now().getTime() - serverTime });
  return true;
}

async function refreshStatus(appContext: SignatureRequestContext, row: SignatureRequestRow): Promise<void> {
  if (row.upstream_id === null) return sendSignatureRequest(appContext, row.id);
  const payload = decryptPayload(appContext.payloadKeys, row);
  const upstream = payload && upstreamClientFor(appContext, row, payload);
  if (!upstream) return;
  const duplicate = await cancelDuplicates(upstream.agreements, row, row.upstream_id);
  if (duplicate) return recordAgreement(appContext, row, duplicate);
  const agreement = await upstream.agreements.get(row.upstream_id, referencesOf(row));
  if (agreement && agreement.status !== 'deleted') return recordAgreement(appContext, row, agreement);
  const later = await adoptLaterSend(appContext, upstream.agreements, row);
  if (later) return recordAgreement(appContext, later.row, later.agreement);
  if (agreement) return recordAgreement(appContext, row, agreement);
  // The agreement no longer exists upstream, because someone deleted it there.
  await withLockedSignatureRequest(appContext, row, async (transaction, current) => {
    if (current.sending === row.sending && isOpen(statusOf(current)))
      await setStatus(appContext, transaction, current, 'cancelled');
  });
}
