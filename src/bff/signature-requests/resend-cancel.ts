import { type ContractStatus, contractStatus, type SignatureRequestStatus } from '../../wire/contract.ts';
import { hasEnded } from '../../wire/contract-status.ts';
import type { SignatureRequestContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { hasEnded as hasSessionEnded } from '../auth/ended-sessions.ts';
import { replaceSignerAddress } from '../encryption/signer-address.ts';
import { ProblemError } from '../http/problem.ts';
import { describeError } from '../log.ts';
import { isoAfter } from '../store/locks.ts';
import type { ContractRow, SignatureRequestRow } from '../store/tables.ts';
import { adoptLaterSend } from './late-agreements.ts';
import { decryptPayload, encryptPayload, type SignatureRequestPayload } from './payload.ts';
import {
  cancelAgreement,
  MissingServiceError,
  referencesOf,
  SETTLING_AFTER_LEASE_MS,
  sendSignatureRequest,
  upstreamClientFor,
} from './send.ts';
import { recordAgreement, setStatus, withLockedSignatureRequest } from './signature-request-store.ts';
import { canResend, isCancelable, maskEmail, resendAfter, resendsLeft, statusOf } from './status.ts';

/** Longer than looking up and canceling the agreements of all sends can take, if the API is slow. */
const CANCEL_LEASE_MS = 2 * 60_000;
const DAY_SECONDS = 24 * 60 * 60;

/**
 * Cancels a signature request and sends it again, optionally to another address. The new send is stored first, so that
 * even after a crash in between, exactly one request is open in the end.
 *
 * @throws ProblemError mail_not_sent if an email about the contract was reported | session_ended |
 *   signature_request_closed | rate_limited | quota_reached
 */
export async function resendRequest(
  appContext: SignatureRequestContext,
  caller: Caller,
  request: SignatureRequestRow,
  email: string | undefined,
): Promise<void> {
  const now = appContext.now();
  await withLockedSignatureRequest(appContext, request, async (transaction, row, contract) => {
    // Another process may have ended the session while this request waited for the lock.
    if (await hasSessionEnded(transaction, caller.sessionId)) throw new ProblemError('session_ended');
    if (contract && contract.reported_at !== null) throw new ProblemError('mail_not_sent');
    const payload = decryptPayload(appContext.payloadKeys, row);
    if (!payload || !canResend(statusOf(row)) || !isSignable(row, contract, now))
      throw new ProblemError('signature_request_closed');
    if (!resendsLeft(row)) throw new ProblemError('rate_limited', { retryAfter: DAY_SECONDS });
    const signer = { ...payload.signer, email: email ?? payload.signer.email };
    const waitMs = Date.parse(resendAfter(row) ?? '') - now.getTime();
    if (contract && signer.email === payload.signer.email && waitMs > 0)
      throw new ProblemError('rate_limited', { retryAfter: Math.ceil(waitMs / 1000) });
    const action = contract ? 'contractEmail' : 'email';
    await appContext.quotas.consume(transaction, caller, { action, recipients: [signer.email] });
    const previousId = row.upstream_id ?? payload.previousId;
    const changes = {
      upstream_id: null,
      sending: row.sending + 1,
      attempts: 0,
      recipient: maskEmail(signer.email),
      lease_until: now.toISOString(),
      check_after: now.toISOString(),
      ...encryptPayload(appContext.payloadKeys, row.id, { ...payload, signer, previousId }),
    };
    if (contract && signer.email !== payload.signer.email)
      await replaceSignerAddress(transaction, appContext, contract, signer.email);
    await transaction.updateTable('letters').set(changes).where('id', '=', row.id).execute();
    await setStatus(appContext, transaction, { ...row, ...changes }, 'preparing');
  });
  await sendSignatureRequest(appContext, request.id);
}

/** An authorization can always be signed. A contract can be signed only until it ends and while its price is valid. */
function isSignable({ holds_until }: SignatureRequestRow, contract: ContractRow | undefined, now: Date): boolean {
  if (!contract) return true;
  const status: ContractStatus = contractStatus.parse(contract.status);
  return !hasEnded(status) && (holds_until ?? '') > now.toISOString();
}

/**
 * Cancels a signature request. If it has been signed or declined in the meantime, it keeps that status.
 *
 * @throws ProblemError signature_request_closed | request_in_progress | upstream_unavailable
 */
export async function cancelRequest(appContext: SignatureRequestContext, row: SignatureRequestRow): Promise<void> {
  if (row.sealed === null || !isCancelable(statusOf(row))) throw new ProblemError('signature_request_closed');
  const isClosed = await closeSignatureRequest(appContext, row, 'cancelled').catch((error: unknown) => {
    appContext.log.warn('signature_request_cancel_failed', {
      partner: row.partner,
      signatureRequest: row.id,
      error: describeError(error),
    });
    throw new ProblemError('upstream_unavailable', {}, error);
  });
  if (!isClosed) throw new ProblemError('request_in_progress', { retryAfter: 3 });
}

/**
 * Cancels every open agreement of a signature request, and then sets the request's final status. If the request has
 * been signed or declined in the meantime, it keeps that status.
 *
 * @returns false if the request is currently being sent, in which case nothing changes
 * @throws UpstreamError | MissingServiceError if an agreement may still be open; the status is unchanged
 */
export async function closeSignatureRequest(
  appContext: SignatureRequestContext,
  row: SignatureRequestRow,
  finalStatus: SignatureRequestStatus,
): Promise<boolean> {
  const payload = decryptPayload(appContext.payloadKeys, row);
  if (!(await blockSending(appContext, row))) return false;
  const closed = payload ? await cancelAllAgreements(appContext, row, payload) : { row };
  if (closed.agreement) {
    await recordAgreement(appContext, closed.row, closed.agreement);
    return true;
  }
  await withLockedSignatureRequest(appContext, row, async (transaction, current) => {
    if (current.sending !== closed.row.sending || !isCancelable(statusOf(current))) return;
    await setStatus(appContext, transaction, current, finalStatus);
  });
  return true;
}

/** The request with its latest send, and an agreement that was signed or declined before it could be canceled. */
interface ClosedRequest {
  readonly row: SignatureRequestRow;
  readonly agreement?: Awaited<ReturnType<typeof cancelAgreement>>;
}

/** Cancels the agreements of all sends, including a send that a restored backup lacks. */
async function cancelAllAgreements(
  appContext: SignatureRequestContext,
  row: SignatureRequestRow,
  payload: SignatureRequestPayload,
): Promise<ClosedRequest> {
  const wasNeverSent = row.upstream_id === null && row.attempts === 0 && payload.previousId === undefined;
  if (wasNeverSent) return { row };
  const upstream = upstreamClientFor(appContext, row, payload);
  if (!upstream) throw new MissingServiceError();
  const { agreements } = upstream;
  const listed = await agreements.listByReference(referencesOf(row)[0]);
  const open = listed.filter(({ status }) => status !== 'deleted').map(({ id }) => id);
  const later = await adoptLaterSend(appContext, agreements, row);
  const latest = later?.row ?? row;
  for (const id of new Set([later?.agreement.id, row.upstream_id, ...open, payload.previousId])) {
    const agreement = id === undefined || id === null ? undefined : await cancelAgreement(agreements, latest, id);
    if (agreement) return { row: latest, agreement };
  }
  return { row: latest };
}

/** Acquires the lease, so that the request is not sent while it is being canceled. */
async function blockSending(
  { store, now: clock }: SignatureRequestContext,
  row: SignatureRequestRow,
): Promise<boolean> {
  const now = clock();
  const leased = await store
    .updateTable('letters')
    .set({ lease_until: isoAfter(now, CANCEL_LEASE_MS) })
    .where('id', '=', row.id)
    .where('sending', '=', row.sending)
    // Once a request has been sent, a remaining lease protects nothing, so it can be taken over. While the outcome of
    // an attempt is unknown, the upstream may still create its agreement, which no one would cancel.
    .where(({ and, eb, or }) =>
      or([
        eb('upstream_id', 'is not', null),
        and([eb('attempts', '=', 0), eb('lease_until', '<=', now.toISOString())]),
        eb('lease_until', '<=', isoAfter(now, -SETTLING_AFTER_LEASE_MS)),
      ]),
    )
    .executeTakeFirst();
  return leased.numUpdatedRows > 0n;
}
