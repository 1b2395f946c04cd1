import type { MscContracting } from '../../upstreams/msc/contracting.ts';
import type { MscContract } from '../../upstreams/msc/contracting-schema.ts';
import type { AppContext } from '../app-context.ts';
import { hasEnded, isSigned } from '../contracts/contract-status.ts';
import { toStatusReport } from '../contracts/msc-mapper.ts';
import { recordStatus } from '../contracts/record-status.ts';
import { describeError } from '../log.ts';
import { NEVER_DUE, withLockedSignatureRequest } from './signature-request-store.ts';
import type { SignatureRequestRow } from './signature-request-table.ts';

/**
 * Tells the upstream that made a contract what became of its letter: that it is signed, or that nobody will sign it. What is owed
 * stands in the store until it is told, so that a signature is never lost: whoever comes by tries again. From the second
 * time on the contract is looked at first, for an answer may have been lost.
 */
export async function notifyUpstream(appContext: AppContext, request: SignatureRequestRow): Promise<void> {
  const contract = await appContext.store
    .selectFrom('contracts')
    .select('upstream_id')
    .where('id', '=', request.contract_id)
    .executeTakeFirst();
  const access = appContext.partners.access(request.partner, request.environment === 'live' ? 'live' : 'test');
  if (!contract?.upstream_id || !access) return;
  const { contracting } = appContext.mscClient(access);
  const fields = { partner: request.partner, letter: request.id, contract: request.contract_id ?? '' };
  try {
    await appContext.store
      .updateTable('letters')
      .set(({ eb }) => ({ attempts: eb('attempts', '+', 1) }))
      .where('id', '=', request.id)
      .execute();
    const existing = request.attempts ? await contracting.contract(contract.upstream_id) : undefined;
    if (existing && isAlreadyApplied(request, existing))
      return await completeNotification(appContext, request, existing);
    const response = await send(contracting, request, contract.upstream_id);
    if (response.ok) return await completeNotification(appContext, request, response.value);
    // Refused: the contract came to an end before it heard. Nothing was bought, and its own status says why.
    const current = await contracting.contract(contract.upstream_id);
    const code = response.userErrors.map((error) => error.code).join(' ');
    appContext.log.error('signature_sync_rejected', { ...fields, code });
    if (current && (hasEnded(current.status) || request.owed === 'end'))
      await completeNotification(appContext, request, current);
  } catch (error) {
    appContext.log.warn('signature_sync_failed', { ...fields, error: describeError(error) });
  }
}

const send = (
  contracting: MscContracting,
  { owed, upstream_id, signed_at }: SignatureRequestRow,
  contractId: string,
) =>
  owed === 'signature'
    ? contracting.recordExternalSignature({
        contractId,
        agreementId: upstream_id ?? '',
        signedAt: signed_at ?? '',
      })
    : contracting.cancelContract(contractId);

const isAlreadyApplied = ({ owed }: SignatureRequestRow, { status }: MscContract): boolean =>
  owed === 'signature' ? isSigned(status) : hasEnded(status);

/** It is told: keeps how the contract stands now. */
const completeNotification = (
  appContext: AppContext,
  request: SignatureRequestRow,
  upstreamContract: MscContract,
): Promise<void> =>
  withLockedSignatureRequest(appContext, request, async (transaction, _, contract) => {
    await transaction
      .updateTable('letters')
      .set({ owed: null, check_after: NEVER_DUE })
      .where('id', '=', request.id)
      .where('owed', '=', request.owed)
      .execute();
    if (contract)
      await recordStatus(
        transaction,
        contract,
        toStatusReport(upstreamContract, upstreamContract.updatedAt),
        appContext.now(),
      );
  });
