import { UpstreamUnavailableError } from '../../upstreams/http/errors.ts';
import type { ContractContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import type { Rejection } from '../enrollment/enrollment-backend.ts';
import { ProblemError } from '../http/problem.ts';
import { describeError } from '../log.ts';
import type { ShownOffer } from '../rates/offer-token.ts';
import { lockContract } from '../store/locks.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import { rateChanged } from './check-price.ts';
import type { OpenClaim } from './idempotency.ts';

/** How long an attempt may be in progress upstream: longer than the upstream takes to process it after our timeout. */
const SETTLING_MS = 2 * 60_000;
const SETTLING_RETRY_AFTER_SECONDS = 30;
const COMPLETED_RETRY_AFTER_SECONDS = 1;

/**
 * Refuses an intent, unless an earlier attempt may still be in progress upstream: the contract of that attempt would be
 * lost.
 *
 * @returns the problem for the client: the rejection, which is stored, or `contract_outcome_unknown`
 */
export async function refuse(
  appContext: ContractContext,
  caller: Caller,
  claim: Pick<OpenClaim, 'kind' | 'row' | 'consumed'>,
  rejection: ProblemError,
): Promise<ProblemError> {
  const { kind, row } = claim;
  // An earlier attempt cannot have ended later than its lease.
  const lastAttemptAt = Math.max(Date.parse(row.created_at), Date.parse(row.lease_until));
  const isSettling = appContext.now().getTime() - lastAttemptAt < SETTLING_MS;
  if (kind === 'interrupted' && isSettling) {
    // This attempt leaves nothing in progress upstream, so it does not prolong the wait.
    await releaseClaim(appContext, row, row.lease_until);
    return new ProblemError('contract_outcome_unknown', { retryAfter: SETTLING_RETRY_AFTER_SECONDS }, rejection);
  }
  if (await storeRejection(appContext, caller, claim, rejection)) return rejection;
  // Reconciliation or a webhook completed the contract in the meantime. A retry receives that contract.
  return new ProblemError('contract_outcome_unknown', { retryAfter: COMPLETED_RETRY_AFTER_SECONDS }, rejection);
}

/**
 * Refuses the leased intent of another request, for which the upstream has no contract. If the other request is
 * repeated, its offer counts as gone.
 */
export async function refuseAbandoned(appContext: ContractContext, caller: Caller, row: ContractRow): Promise<void> {
  await refuse(appContext, caller, { kind: 'interrupted', row, consumed: [] }, new ProblemError('offer_gone'));
}

/**
 * Stores the rejection, so that a repeated request with the same key receives the same problem. After an interrupted
 * attempt, the upstream may still report a contract, so the data that identifies the purchase is kept as long as the
 * refused intent. Otherwise, nothing was created or emailed, and the request counts against the quota for refused
 * requests, so that a few mistyped account numbers do not use up the contract quota.
 *
 * @returns false if the intent already has an outcome
 */
async function storeRejection(
  appContext: ContractContext,
  caller: Caller,
  { kind, row, consumed }: Pick<OpenClaim, 'kind' | 'row' | 'consumed'>,
  rejection: ProblemError,
): Promise<boolean> {
  const { problem } = rejection;
  const isStored = await appContext.store.transaction().execute(async (transaction) => {
    const { numUpdatedRows } = await transaction
      .updateTable('contracts')
      .set({ intent: 'refused', refusal: JSON.stringify(problem), updated_at: appContext.now().toISOString() })
      .where('id', '=', row.id)
      .where('intent', '=', 'pending')
      .executeTakeFirst();
    if (!numUpdatedRows) return false;
    if (kind === 'interrupted') return true;
    // The signature request will never be sent.
    await transaction.deleteFrom('letters').where('id', '=', row.letter_id).execute();
    await transaction.deleteFrom('purchase_keys').where('contract_id', '=', row.id).execute();
    await transaction.deleteFrom('contract_evidence').where('contract_id', '=', row.id).execute();
    await appContext.quotas.exchange(transaction, caller, { from: consumed, to: { action: 'refusedContract' } });
    return true;
  });
  if (isStored) appContext.log.info('contract_refused', { contract: row.id, code: problem.code });
  return isStored;
}

export async function toProblemError(
  appContext: ContractContext,
  caller: Caller,
  shown: ShownOffer,
  { reason, errors }: Rejection,
): Promise<ProblemError> {
  const price = reason === 'rate_changed' ? await appContext.enrollment(caller.access).price(shown.priceId) : undefined;
  if (price) return rateChanged(appContext, caller, shown, price);
  if (reason !== 'invalid') return new ProblemError('offer_gone');
  const hasFieldErrors = errors.some(({ path }) => path !== '');
  return new ProblemError(hasFieldErrors ? 'invalid_request' : 'contract_refused', { errors });
}

/**
 * Releases every lease after a restart on SQLite. Only one process uses the file, so no other process works on these
 * intents. A customer whose request was interrupted by a crash does not have to wait for the lease to expire.
 */
export async function releaseAllClaims(store: Store, now: Date): Promise<void> {
  await store
    .updateTable('contracts')
    .set({ lease_until: now.toISOString() })
    .where('intent', '=', 'pending')
    // A lease that has ended says when the last attempt ended: see `refuse`.
    .where('lease_until', '>', now.toISOString())
    .execute();
}

/**
 * Releases the lease of an intent with an unknown outcome, so that a retry can continue immediately. Has no effect if
 * the lease has already been released.
 *
 * @param lastAttemptAt when the last attempt to create the contract upstream ended: see `refuse`
 */
export async function releaseClaim(
  appContext: ContractContext,
  row: ContractRow,
  lastAttemptAt: string,
): Promise<void> {
  await appContext.store
    .updateTable('contracts')
    .set({ lease_until: lastAttemptAt })
    .where('id', '=', row.id)
    .where('intent', '=', 'pending')
    .where('lease_until', '>', lastAttemptAt)
    .execute();
}

/** Deletes an intent for which nothing was sent upstream, and refunds its quotas, as if it had never been requested. */
export async function discardIntent(
  appContext: ContractContext,
  { row: { id, letter_id }, consumed }: Pick<OpenClaim, 'row' | 'consumed'>,
): Promise<void> {
  await appContext.store.transaction().execute(async (transaction) => {
    // Reconciliation may have completed the contract in the meantime.
    if ((await lockContract(transaction, id))?.intent !== 'pending') return;
    await transaction.deleteFrom('letters').where('id', '=', letter_id).execute();
    await transaction.deleteFrom('contract_payloads').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('contract_evidence').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('signer_addresses').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('purchase_keys').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('contracts').where('id', '=', id).where('intent', '=', 'pending').execute();
    await appContext.quotas.refund(transaction, consumed);
  });
}

const MIN_RETRY_AFTER_SECONDS = 3;

const isRateLimited = (error: unknown): boolean =>
  error instanceof ProblemError && error.problem.code === 'rate_limited';

/**
 * Releases the claim after a failure. Unless the failure proves that nothing was sent upstream, the outcome is unknown,
 * even if only a lookup failed. If nothing was sent and the intent is new, the intent is deleted so that it does not
 * block the customer's next request.
 *
 * @returns the error to throw
 */
export async function releaseAfterFailure(
  appContext: ContractContext,
  claim: OpenClaim,
  error: unknown,
): Promise<unknown> {
  const { row } = claim;
  const sentNothing = isUnchecked(error) || isNotSent(error) || isRateLimited(error);
  const wasNothingSent = claim.kind === 'new' && sentNothing;
  const lastAttemptAt = sentNothing ? row.lease_until : appContext.now().toISOString();
  // If the store also fails, the lease expires by itself. The client still receives the error.
  const released = wasNothingSent ? discardIntent(appContext, claim) : releaseClaim(appContext, row, lastAttemptAt);
  await released.catch((cause: unknown) => {
    appContext.log.error('lease_release_failed', { contract: row.id, error: describeError(cause) });
  });
  if (error instanceof ProblemError || (wasNothingSent && isNotSent(error))) return error;
  appContext.log.error('contract_creation_unconfirmed', { contract: row.id, error: describeError(error) });
  const retryAfter = error instanceof UpstreamUnavailableError ? error.retryAfter : undefined;
  return new ProblemError(
    'contract_outcome_unknown',
    { retryAfter: Math.max(MIN_RETRY_AFTER_SECONDS, retryAfter ?? 0) },
    error,
  );
}

/** Whether a check before the contract is created has failed. A stored rejection is kept, because it has an outcome. */
const isUnchecked = (error: unknown): boolean =>
  error instanceof ProblemError && ['price_check_unavailable', 'invalid_request'].includes(error.problem.code);

/** Whether our own client denied the call, so that it never reached the upstream. */
export const isNotSent = (error: unknown): boolean =>
  error instanceof UpstreamUnavailableError && (error.reason === 'circuit_open' || error.reason === 'call_ceiling');
