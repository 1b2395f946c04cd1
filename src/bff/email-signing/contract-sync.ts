import { hasEnded, provesSignature } from '../../wire/contract-status.ts';
import type { SignatureRequestContext } from '../app-context.ts';
import { recordStatus } from '../contracts/record-status.ts';
import type {
  EnrolledContract,
  EnrollmentBackend,
  MutationResult,
  StatusReport,
} from '../enrollment/enrollment-backend.ts';
import { describeError } from '../log.ts';
import { nextSeq } from '../outbox/enqueue.ts';
import { withLockedSignatureRequest } from '../signature-requests/signature-request-store.ts';
import type { SignatureRequestHooks, StatusChange } from '../signature-requests/status.ts';
import { notifyChange } from '../store/changes.ts';
import { lockContract, NEVER_DUE } from '../store/locks.ts';
import type { SignatureRequestRow } from '../store/tables.ts';

/** Keeps a contract in sync with its signature request. */
export const emailSigningHooks: SignatureRequestHooks<SignatureRequestContext> = {
  /**
   * The contract becomes `signed` only when the enrollment backend reports that status. Until then, only the contract's
   * signer is `signed`.
   */
  async statusChanged(transaction, contractId, change, now) {
    const row = await lockContract(transaction, contractId);
    if (!row) return;
    const report = toStatusReport(change);
    if (report && (await recordStatus(transaction, row, report, now))) return;
    // Publishes a new version, because the signature request is part of the contract that the customer sees.
    await transaction
      .updateTable('contracts')
      .set({ seq: nextSeq(row, now) })
      .where('id', '=', contractId)
      .execute();
    await notifyChange(transaction, contractId);
  },
  outcomePending: sendOutcome,
};

function toStatusReport({ status, at, reason }: StatusChange): StatusReport | undefined {
  switch (status) {
    case 'sent':
    case 'viewed':
      return { status, at };
    case 'signed':
      return { status: 'viewed', at, signers: [{ order: 1, status }] };
    case 'declined':
      return {
        status,
        at,
        signers: [{ order: 1, status }],
        reasons: reason ? [{ code: 'SIGNER_DECLINED', message: reason }] : [],
      };
    default:
      return undefined;
  }
}

/**
 * Reports the outcome of a contract's signature request to the enrollment backend: signed, or ended without a
 * signature. The outcome stays pending in the store (`owed`) until the backend has accepted it or the contract has
 * ended, so that no signature is lost. From the second attempt on, the contract is looked up first, because an earlier
 * response may have been lost.
 */
export async function sendOutcome(appContext: SignatureRequestContext, request: SignatureRequestRow): Promise<void> {
  const contract = await appContext.store
    .selectFrom('contracts')
    .select('upstream_id')
    .where('id', '=', request.contract_id)
    .executeTakeFirst();
  const access = appContext.partners.access(request.partner, request.environment);
  if (!contract?.upstream_id || !access) return;
  const enrollment = appContext.enrollment(access);
  const fields = { partner: request.partner, signatureRequest: request.id, contract: request.contract_id ?? '' };
  try {
    await appContext.store
      .updateTable('letters')
      .set(({ eb }) => ({ attempts: eb('attempts', '+', 1) }))
      .where('id', '=', request.id)
      .execute();
    const existing = request.attempts ? await enrollment.contract(contract.upstream_id) : undefined;
    if (existing && isAlreadyApplied(request, existing)) return await completeOutcome(appContext, request, existing);
    const result = await send(enrollment, request, contract.upstream_id);
    if (result.ok) return await completeOutcome(appContext, request, result.value);
    // The contract may have ended before the backend received the outcome. If so, its status says why.
    const current = await enrollment.contract(contract.upstream_id);
    appContext.log.error('signature_sync_rejected', { ...fields, code: result.rejection.codes.join(' ') });
    if (current && (hasEnded(current.report.status) || request.owed === 'end'))
      await completeOutcome(appContext, request, current);
  } catch (error) {
    appContext.log.warn('signature_sync_failed', { ...fields, error: describeError(error) });
  }
}

function send(
  enrollment: EnrollmentBackend,
  { owed, upstream_id, signed_at }: SignatureRequestRow,
  contractId: string,
): Promise<MutationResult<EnrolledContract>> {
  if (owed !== 'signature') return enrollment.cancelContract(contractId);
  return enrollment.recordExternalSignature({
    contractId,
    agreementId: upstream_id ?? '',
    signedAt: signed_at ?? '',
  });
}

const isAlreadyApplied = ({ owed }: SignatureRequestRow, { report: { status } }: EnrolledContract): boolean =>
  owed === 'signature' ? provesSignature(status) : hasEnded(status);

const completeOutcome = (
  appContext: SignatureRequestContext,
  request: SignatureRequestRow,
  enrolled: EnrolledContract,
): Promise<void> =>
  withLockedSignatureRequest(appContext, request, async (transaction, _, contract) => {
    await transaction
      .updateTable('letters')
      .set({ owed: null, check_after: NEVER_DUE })
      .where('id', '=', request.id)
      .where('owed', '=', request.owed)
      .execute();
    if (contract) await recordStatus(transaction, contract, enrolled.report, appContext.now());
  });
