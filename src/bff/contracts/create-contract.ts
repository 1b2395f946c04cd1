import { UpstreamInvalidResponseError } from '../../upstreams/http/errors.ts';
import type { Contract } from '../../wire/contract.ts';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import type { AppContext, ContractContext } from '../app-context.ts';
import { callerForContract, chargeUpstream } from '../auth/authenticate.ts';
import type { Caller } from '../auth/caller.ts';
import type { EnrolledContract, MutationResult, NewContract } from '../enrollment/enrollment-backend.ts';
import { type ConsentClient, storeEvidence } from '../evidence/evidence.ts';
import { ProblemError } from '../http/problem.ts';
import { describeError } from '../log.ts';
import { scheduleCheck } from '../signature-requests/signature-request-store.ts';
import type { ContractRow } from '../store/tables.ts';
import { attachedDocuments } from '../uploads/attached-documents.ts';
import { checkPhones } from './check-phones.ts';
import { checkPrice } from './check-price.ts';
import { contractFromRow } from './contract-from-row.ts';
import { completeApproval, replaceCorrected } from './earlier-purchase.ts';
import { claimRequest, leaseIntent, type OpenClaim } from './idempotency.ts';
import type { ExistingPurchase } from './purchase.ts';
import { recordStatus } from './record-status.ts';
import {
  isNotSent,
  refuse,
  refuseAbandoned,
  releaseAfterFailure,
  releaseClaim,
  toProblemError,
} from './refuse-contract.ts';
import { signingMethodName, signingMethodOf } from './signing-method.ts';

/**
 * Creates at most one contract per intent (invariant A). The intent is stored before the upstream call. If the
 * response is lost, the contract is looked up by our reference; the mutation is not retried. The outcome is stored, so
 * that a repeated request receives it again.
 *
 * @throws ProblemError for a rejection, or `contract_outcome_unknown` if the client must retry with the same key
 */
export async function submitContract(
  appContext: ContractContext,
  caller: Caller,
  idempotencyKey: string,
  request: CreateContractRequest,
  client: ConsentClient,
): Promise<Contract> {
  checkPhones(request);
  const claim = await claimRequest(appContext, caller, idempotencyKey, request, client);
  if (claim.kind === 'created') return contractFromRow(appContext.store, claim.row);
  if (claim.kind === 'rejected') {
    const { code, ...details } = claim.problem;
    throw new ProblemError(code, details);
  }
  if (claim.kind === 'exists') {
    const existing = await existingContractProblem(appContext, caller, claim);
    if (existing) throw existing;
    return submitContract(appContext, caller, idempotencyKey, request, client);
  }
  try {
    return await createOrFind(appContext, caller, claim, { request, client });
  } catch (error) {
    throw await releaseAfterFailure(appContext, claim, error);
  }
}

interface Submission {
  readonly request: CreateContractRequest;
  readonly client: ConsentClient;
}

/**
 * The upstream calls that a contract request is charged for: it reads the price, creates the contract, and may look it
 * up.
 */
const MAX_UPSTREAM_CALLS = 3;

/** @throws ProblemError for a rejection: see `refuse` */
async function createOrFind(
  appContext: ContractContext,
  sender: Caller,
  claim: OpenClaim,
  { request, client }: Submission,
): Promise<Contract> {
  const { kind, row, agreement } = claim;
  const caller = callerForContract(sender, row, appContext.partners);
  const { offer, consent } = agreement;
  const enrollment = appContext.enrollment(caller.access);
  // Charges the caller only now. A request that causes no upstream call must not use up the calls that others on its
  // network need.
  await chargeUpstream(appContext, caller, MAX_UPSTREAM_CALLS, 'purchase');
  const existing = kind === 'interrupted' ? await enrollment.contractByReference(row.id) : undefined;
  if (existing) return completeAndStartSigning(appContext, row.id, existing);
  // If a backup was restored, the upstream may already have a contract for an intent that this store has never seen.
  const findRestored = async () => (kind === 'new' ? await enrollment.contractByReference(row.id) : undefined);
  const documents = await attachedDocuments(appContext, caller, request).catch((error: unknown) => ({ error }));
  if ('error' in documents) {
    const restored = await findRestored();
    if (restored) return completeAndStartSigning(appContext, row.id, restored);
    throw documents.error;
  }
  const check = await checkPrice(appContext, caller, offer);
  if (!check.ok) {
    const restored = await findRestored();
    if (restored) return completeAndStartSigning(appContext, row.id, restored);
    throw await refuse(appContext, caller, claim, check.rejection);
  }
  await storeEvidence(appContext, row, agreement, check.price, client);
  const result = await createUpstream(appContext, caller, {
    reference: row.id,
    request,
    offer,
    consent: { text: consent.text, at: row.consent_at, sha256: consent.sha256 },
    documents,
    signing: signingMethodName(row),
  });
  if (result.ok) return completeAndStartSigning(appContext, row.id, result.value);
  throw await refuse(appContext, caller, claim, await toProblemError(appContext, caller, offer, result.rejection));
}

/**
 * Returns the problem for a purchase that already has a contract, or whose contract is being requested. If the outcome
 * of the earlier request is unknown, looks up its contract first.
 *
 * @returns undefined if the earlier request has created nothing
 */
async function existingContractProblem(
  appContext: ContractContext,
  caller: Caller,
  { row, isAccessible, differs }: ExistingPurchase,
): Promise<ProblemError | undefined> {
  const isInProgress = row.intent === 'pending' && !(await leaseIntent(appContext, row));
  if (isInProgress) return new ProblemError('request_in_progress', { retryAfter: 1 });
  const current = row.intent === 'pending' ? await resolveOutcome(appContext, caller, row) : row;
  if (current.intent === 'refused') return undefined;
  return new ProblemError('contract_exists', {
    contract: {
      ...(isAccessible && current.intent === 'created' ? { id: current.id } : {}),
      reference: current.reference,
      status: current.status,
      differs: [...differs],
    },
  });
}

/** Looks up the contract of a leased intent. If there is none, and none can appear anymore, refuses the intent. */
async function resolveOutcome(appContext: ContractContext, caller: Caller, row: ContractRow): Promise<ContractRow> {
  try {
    const { access } = callerForContract(caller, row, appContext.partners);
    const found = await appContext.enrollment(access).contractByReference(row.id);
    if (found) await completeAndStartSigning(appContext, row.id, found);
    else await refuseAbandoned(appContext, caller, row);
  } catch (error) {
    appContext.log.warn('contract_outcome_unresolved', { contract: row.id, error: describeError(error) });
    await releaseClaim(appContext, row, row.lease_until);
  }
  return getContractRow(appContext, row.id);
}

/**
 * Creates the contract. If the call was sent but failed, looks the contract up once before giving up: even a
 * rejected request may have been processed, for example if a proxy rejected its response.
 */
async function createUpstream(
  appContext: ContractContext,
  caller: Caller,
  contract: NewContract,
): Promise<MutationResult<EnrolledContract>> {
  const enrollment = appContext.enrollment(caller.access);
  try {
    return await enrollment.createContract(contract);
  } catch (error) {
    if (isNotSent(error)) throw error;
    appContext.log.warn('contract_outcome_unknown', { contract: contract.reference, error: describeError(error) });
    // If the lookup also fails, throws the original error: the lookup's error may say that nothing was sent, which is
    // true only of the lookup.
    const found = await enrollment.contractByReference(contract.reference).catch(() => undefined);
    if (!found) throw error;
    return { ok: true, value: found };
  }
}

async function completeAndStartSigning(
  appContext: ContractContext,
  id: string,
  enrolled: EnrolledContract,
): Promise<Contract> {
  const row = await completeRequest(appContext, id, enrolled);
  await signingMethodOf(appContext, row).start(appContext, row);
  return contractFromRow(appContext.store, await getContractRow(appContext, id));
}

const getContractRow = ({ store }: Pick<AppContext, 'store'>, id: string): Promise<ContractRow> =>
  store.selectFrom('contracts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();

/**
 * Stores the created contract and makes its signature request due, if it has one. If a webhook has already reported a
 * status, that status is kept.
 */
export async function completeRequest(
  appContext: ContractContext,
  id: string,
  enrolled: EnrolledContract,
): Promise<ContractRow> {
  if (enrolled.reference !== id)
    throw new UpstreamInvalidResponseError('enrollment backend', 'create', 'reference', 'belongs to another contract');
  await appContext.store.transaction().execute(async (transaction) => {
    await transaction
      .updateTable('contracts')
      .set({ intent: 'created', upstream_id: enrolled.id })
      .where('id', '=', id)
      .execute();
    const row = await transaction.selectFrom('contracts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    await recordStatus(transaction, row, enrolled.report, appContext.now());
    await scheduleCheck(transaction, row, appContext.now());
    await completeApproval(transaction, row, appContext.now());
    await replaceCorrected(transaction, row);
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
