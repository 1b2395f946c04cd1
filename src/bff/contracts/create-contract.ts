import type { MscContract } from '../../upstreams/msc/contracting-schema.ts';
import { MscInvalidResponseError, MscRejectedError, MscUnavailableError } from '../../upstreams/msc/errors.ts';
import type { Contract } from '../../wire/contract.ts';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/authenticate.ts';
import { ProblemError } from '../http/problem.ts';
import { describeError } from '../log.ts';
import { scheduleCheck } from '../signature-requests/schedule-check.ts';
import { signingMethodOf } from '../signing/select-signing-method.ts';
import type { ContractRow } from '../store/tables.ts';
import { attachedDocuments } from '../uploads/attached-documents.ts';
import { contractFromRow } from './contract-from-row.ts';
import { claimRequest, releaseClaim } from './idempotency.ts';
import { problemFromUserErrors, toCreateInput, toStatusReport } from './msc-mapper.ts';
import { recordStatus } from './record-status.ts';

/**
 * Makes one contract for one intent, whatever is clicked, retried or killed (invariant A): the intent is durable first;
 * where the upstream's answer was lost it is asked by our reference, never told twice blindly; and its answer is kept.
 *
 * @throws ProblemError: the refusal, or `contract_outcome_unknown` when the same key must be sent again
 */
export async function submitContract(
  appContext: AppContext,
  caller: Caller,
  idempotencyKey: string,
  request: CreateContractRequest,
): Promise<Contract> {
  const documents = await attachedDocuments(appContext, caller, request);
  const claim = await claimRequest(appContext, caller, idempotencyKey, request);
  if (claim.kind === 'created') return contractFromRow(appContext.store, claim.row);
  if (claim.kind === 'rejected') {
    const { code, ...details } = claim.problem;
    throw new ProblemError(code, details);
  }
  const { row, shown } = claim;
  const { contracting } = appContext.mscClient(caller.access);
  let rejection: ProblemError;
  try {
    const existing = claim.kind === 'interrupted' ? await contracting.contractByReference(row.id) : undefined;
    if (existing) return await completeAndStartSigning(appContext, row.id, existing);
    const response = await contracting
      .createContract({ ...toCreateInput(row, request, shown, documents), ...signingMethodOf(row).upstreamInput })
      .catch(async (error: unknown) => {
        if (error instanceof MscRejectedError) throw error;
        // The answer was lost or late: ask once whether the contract is there before giving the question back.
        appContext.log.warn('contract_outcome_unknown', { contract: row.id, error: describeError(error) });
        const found = await contracting.contractByReference(row.id);
        if (!found) throw error;
        return { ok: true as const, value: found };
      });
    if (response.ok) return await completeAndStartSigning(appContext, row.id, response.value);
    rejection = await storeRejection(appContext, caller, row, { shown, request }, response.userErrors);
  } catch (error) {
    // Should the store fail too, the intent's lease runs out by itself: what is told is still that we do not know.
    await releaseClaim(appContext, row).catch((cause: unknown) => {
      appContext.log.error('claim_release_failed', { contract: row.id, error: describeError(cause) });
    });
    if (error instanceof ProblemError) throw error;
    if (error instanceof MscRejectedError) throw error;
    appContext.log.error('contract_creation_failed', { contract: row.id, error: describeError(error) });
    const wait = error instanceof MscUnavailableError ? error.retryAfter : undefined;
    throw new ProblemError('contract_outcome_unknown', { retryAfter: Math.max(3, wait ?? 0) }, error);
  }
  throw rejection;
}

/** Keeps what the upstream made, and has its signing begin. */
async function completeAndStartSigning(
  appContext: AppContext,
  id: string,
  upstreamContract: MscContract,
): Promise<Contract> {
  const row = await completeRequest(appContext, id, upstreamContract);
  await signingMethodOf(row).start(appContext, row);
  return contractFromRow(appContext.store, await getContractRow(appContext, id));
}

const getContractRow = (appContext: AppContext, id: string): Promise<ContractRow> =>
  appContext.store.selectFrom('contracts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/** Keeps what the upstream made; its letter is due from now on, where it has one. A webhook may have been here first: its status stays. */
export async function completeRequest(
  appContext: AppContext,
  id: string,
  upstreamContract: MscContract,
): Promise<ContractRow> {
  if (upstreamContract.partnerReference !== id)
    throw new MscInvalidResponseError('completeRequest', 'partnerReference', 'another contract');
  await appContext.store.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('contracts')
      .set({ intent: 'created', upstream_id: upstreamContract.id })
      .where('id', '=', id)
      .execute();
    const row = await transaction.selectFrom('contracts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    await recordStatus(
      transaction,
      row,
      toStatusReport(upstreamContract, upstreamContract.updatedAt),
      appContext.now(),
    );
    await scheduleCheck(transaction, row, appContext.now());
  });
  appContext.contractEvents.publish(id);
  const row = await getContractRow(appContext, id);
  appContext.log.info('contract_created', {
    contract: id,
    partner: row.partner,
    environment: row.environment,
    site: row.site_key,
  });
  return row;
}

/** Keeps the refusal, so that the same key gets the same answer. */
async function storeRejection(
  appContext: AppContext,
  caller: Caller,
  row: ContractRow,
  submitted: Parameters<typeof problemFromUserErrors>[2],
  userErrors: Parameters<typeof problemFromUserErrors>[3],
): Promise<ProblemError> {
  const refusal = await problemFromUserErrors(appContext, caller, submitted, userErrors);
  await appContext.store.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('contracts')
      .set({ intent: 'refused', refusal: JSON.stringify(refusal.problem), updated_at: appContext.now().toISOString() })
      .where('id', '=', row.id)
      .execute();
    // Nobody will be sent it.
    await transaction.deleteFrom('letters').where('id', '=', row.letter_id).execute();
  });
  appContext.log.info('contract_rejected', { contract: row.id, code: refusal.problem.code });
  return refusal;
}
