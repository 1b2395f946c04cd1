import { contractStatus, signatureRequestStatus } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import { hasEnded } from '../contracts/contract-status.ts';
import { ProblemError } from '../http/problem.ts';
import { describeError } from '../log.ts';
import type { ContractRow } from '../store/tables.ts';
import { closeSignatureRequest } from './close-signature-request.ts';
import { maskEmail } from './mask-email.ts';
import { decryptPayload, encryptPayload } from './payload.ts';
import { resendAfter, resendsLeft } from './resend-policy.ts';
import { sendSignatureRequest } from './send-signature-request.ts';
import { setStatus, withLockedSignatureRequest } from './signature-request-store.ts';
import type { SignatureRequestRow } from './signature-request-table.ts';
import { canResend, isOpen } from './status.ts';

/**
 * Takes a letter back and sends it anew, to another address if one is given. What is to be done is stored first, so that a crash
 * in between ends in one letter all the same.
 *
 * @throws ProblemError signature_request_closed | rate_limited
 */
export async function resendRequest(
  appContext: AppContext,
  request: SignatureRequestRow,
  email: string | undefined,
): Promise<void> {
  const now = appContext.now();
  await withLockedSignatureRequest(appContext, request, async (transaction, row, contract) => {
    const payload = decryptPayload(appContext.payloadKeys, row);
    if (!payload || !canResend(signatureRequestStatus.parse(row.status)) || !isSignable(row, contract, now))
      throw new ProblemError('signature_request_closed');
    if (!resendsLeft(row)) throw new ProblemError('rate_limited', { retryAfter: 24 * 60 * 60 });
    const signer = { ...payload.signer, email: email ?? payload.signer.email };
    const waitMs = Date.parse(resendAfter(row) ?? '') - now.getTime();
    if (contract && signer.email === payload.signer.email && waitMs > 0)
      throw new ProblemError('rate_limited', { retryAfter: Math.ceil(waitMs / 1000) });
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
    await transaction.updateTable('letters').set(changes).where('id', '=', row.id).execute();
    await setStatus(transaction, { ...row, ...changes }, 'preparing', now);
  });
  await sendSignatureRequest(appContext, request.id);
}

/** A letter of authorization always is; a contract, while it awaits its signature and its price holds. */
const isSignable = ({ holds_until }: SignatureRequestRow, contract: ContractRow | undefined, now: Date): boolean =>
  !contract || (!hasEnded(contractStatus.parse(contract.status)) && (holds_until ?? '') > now.toISOString());

/**
 * Takes a letter back. One that was signed or declined meanwhile stays so.
 *
 * @throws ProblemError signature_request_closed | request_in_progress | upstream_unavailable
 */
export async function cancelRequest(appContext: AppContext, row: SignatureRequestRow): Promise<void> {
  const status = signatureRequestStatus.parse(row.status);
  if (row.sealed === null || !(isOpen(status) || canResend(status))) throw new ProblemError('signature_request_closed');
  const isClosed = await closeSignatureRequest(appContext, row, 'cancelled').catch((error: unknown) => {
    appContext.log.warn('letter_cancel_failed', { partner: row.partner, letter: row.id, error: describeError(error) });
    throw new ProblemError('upstream_unavailable', {}, error);
  });
  if (!isClosed) throw new ProblemError('request_in_progress', { retryAfter: 3 });
}
