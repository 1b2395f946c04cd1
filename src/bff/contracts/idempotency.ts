import { sql } from 'kysely';
import { contractStatus } from '../../wire/contract.ts';
import { hasEnded } from '../../wire/contract-status.ts';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import { type Problem, problem } from '../../wire/problem.ts';
import type { ContractContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { type Agreement, verifyConsent } from '../consent/templates.ts';
import { requestHashes } from '../encryption/server-keys.ts';
import { type ConsentClient, storeEvidence } from '../evidence/evidence.ts';
import { ProblemError } from '../http/problem.ts';
import type { Consumed } from '../quotas/quotas.ts';
import { readOfferToken } from '../rates/offer-token.ts';
import { createReference } from '../store/ids.ts';
import { acquireLease, advisoryLock } from '../store/locks.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import { contractIds, takeOverAdopted } from './adopted-contract.ts';
import { completeApproval, findAnsweredApproval, findCorrected, replaceCorrected } from './earlier-purchase.ts';
import { LEASE_MS, newContractRow, storeRequestDetails } from './new-intent.ts';
import { type ExistingPurchase, findExistingPurchase, lockSession, purchaseColumns } from './purchase.ts';
import { signingMethodOf } from './signing-method.ts';

/**
 * An intent without an outcome. `new`: the upstream has not been called. `interrupted`: the upstream may have created
 * the contract, but the response was lost, so look it up before creating it.
 */
export interface OpenClaim {
  readonly kind: 'new' | 'interrupted';
  readonly row: ContractRow;
  readonly agreement: Agreement;
  /**
   * The quotas that this request has used, to be refunded if it creates nothing. Empty for an interrupted intent: an
   * earlier request was counted, and it may have created the contract.
   */
  readonly consumed: Consumed;
}

export type Claim =
  | OpenClaim
  | { readonly kind: 'created'; readonly row: ContractRow }
  | { readonly kind: 'rejected'; readonly problem: Problem }
  /** Another request for the same purchase has created a contract, or may have. */
  | ({ readonly kind: 'exists' } & ExistingPurchase);

/**
 * Claims the intent for an `Idempotency-Key`. The intent is stored before the upstream call and leased to one process
 * at a time. The same key with the same request returns the same intent; with another request it is an error. The same
 * request with another key also returns the same intent until its contract has ended, because a client that lost its
 * key, for example after a reload or Back, requests the same contract. A slightly different request for the same
 * purchase does not create a second contract unless its `replaces` identifies the existing contract: see
 * `findExistingPurchase`.
 *
 * @throws ProblemError idempotency_key_reused | request_in_progress | offer_expired | offer_invalid | consent_changed
 *   | quota_reached
 */
export async function claimRequest(
  appContext: ContractContext,
  caller: Caller,
  idempotencyKey: string,
  request: CreateContractRequest,
  client: ConsentClient,
): Promise<Claim> {
  const now = appContext.now();
  const hashes = requestHashes(appContext.keys, JSON.stringify(request));
  const [hash] = hashes;
  const outcome = await appContext.store.transaction().execute(async (transaction) => {
    // Otherwise two concurrent requests of a session would both find nothing and both create an intent.
    await lockSession(transaction, caller.site.key, caller.sessionId);
    const existing = await findContract(transaction, caller, idempotencyKey, hashes);
    if (existing) return { existing };
    const ids = contractIds(appContext.keys, caller, idempotencyKey, hashes);
    // Prevents the `reconcile` command from adopting the contract in the meantime.
    for (const id of [...ids].sort()) await advisoryLock(transaction, `contract ${id}`);
    const adopted = await takeOver(appContext, transaction, caller, { ids, idempotencyKey, request, hash, client });
    if (adopted) return { existing: adopted };
    const offer = readOfferToken(appContext.keys, caller.site, now, request.offerToken);
    // Verify the consent before searching for other contracts. A request that cannot create a contract must reveal
    // nothing about them.
    const agreement = verifyConsent(offer, request);
    const purchase = await findExistingPurchase(transaction, appContext.keys, caller, request, offer);
    if (purchase && ![purchase.row.id, purchase.row.reference].includes(request.replaces ?? '')) return { purchase };
    const { purchaseKeys, ...purchaseHashes } = purchaseColumns(appContext.keys, caller, request, offer);
    const identity = { id: ids[0], reference: createReference() };
    const signatureRequest = appContext.signingMethods[caller.site.signingMethod].newSignatureRequest?.(
      appContext,
      identity,
      caller,
      request,
      agreement,
    );
    const row = {
      ...newContractRow(caller, request, agreement, now),
      ...identity,
      ...purchaseHashes,
      letter_id: signatureRequest?.id ?? null,
      idempotency_key: idempotencyKey,
      request_hash: hash,
      approval_request_id: await findAnsweredApproval(transaction, caller, request.approvalRequestId),
      corrected_contract_id: await findCorrected(transaction, caller, request.corrects),
    };
    const recipients = signatureRequest ? [request.signer.email] : [];
    const consumed = await appContext.quotas.consume(transaction, caller, { action: 'contract', recipients });
    await transaction.insertInto('contracts').values(row).execute();
    if (signatureRequest) await transaction.insertInto('letters').values(signatureRequest).execute();
    await storeRequestDetails(appContext, transaction, row.id, { purchaseKeys, request, agreement });
    return { created: { kind: 'new' as const, row, agreement, consumed } };
  });
  if (outcome.created) return outcome.created;
  if (outcome.purchase) return { kind: 'exists', ...outcome.purchase };
  const { existing } = outcome;
  if (!hashes.includes(existing.request_hash)) throw new ProblemError('idempotency_key_reused');
  if (existing.intent === 'created') return { kind: 'created', row: existing };
  if (existing.intent === 'refused')
    return { kind: 'rejected', problem: problem.parse(JSON.parse(existing.refusal ?? '{}')) };

  if (!(await leaseIntent(appContext, existing))) throw new ProblemError('request_in_progress', { retryAfter: 1 });
  // The offer may have expired in the meantime. The upstream decides whether to accept an expired offer.
  const offer = readOfferToken(appContext.keys, caller.site, new Date(existing.created_at), request.offerToken);
  const agreement = verifyConsent(offer, request);
  // Retention may have deleted them.
  await appContext.store
    .transaction()
    .execute((transaction) =>
      storeRequestDetails(appContext, transaction, existing.id, { purchaseKeys: [], request, agreement }),
    );
  await signingMethodOf(appContext, existing).ensureSignatureRequest?.(
    appContext,
    existing,
    caller,
    request,
    agreement,
  );
  return { kind: 'interrupted', row: existing, agreement, consumed: [] };
}

/** @returns false if another request is working on the intent, or its outcome is known */
export const leaseIntent = (
  { store, now }: Pick<ContractContext, 'store' | 'now'>,
  { id }: Pick<ContractRow, 'id'>,
): Promise<boolean> =>
  acquireLease(store, 'contracts', id, { now: now(), durationMs: LEASE_MS, condition: sql`intent = 'pending'` });

interface TakeOver {
  readonly ids: readonly string[];
  readonly idempotencyKey: string;
  readonly request: CreateContractRequest;
  readonly hash: string;
  readonly client: ConsentClient;
}

/**
 * Takes over an adopted contract with one of these IDs, if there is one, and stores the data that an adopted contract
 * lacks, including its signature request.
 */
async function takeOver(
  appContext: ContractContext,
  transaction: Store,
  caller: Caller,
  { ids, idempotencyKey, request, hash, client }: TakeOver,
): Promise<ContractRow | undefined> {
  // The contract exists, so it does not matter whether the offer has expired since.
  const readAgreement = () =>
    verifyConsent(readOfferToken(appContext.keys, caller.site, new Date(0), request.offerToken), request);
  const approvalRequestId = await findAnsweredApproval(transaction, caller, request.approvalRequestId);
  const correctedId = await findCorrected(transaction, caller, request.corrects);
  const adopted = await takeOverAdopted(transaction, caller, ids, () => {
    const agreement = readAgreement();
    const { terms, consent_sha256 } = newContractRow(caller, request, agreement, appContext.now());
    const { signer_key, section_hashes } = purchaseColumns(appContext.keys, caller, request, agreement.offer);
    return {
      idempotency_key: idempotencyKey,
      request_hash: hash,
      terms,
      consent_sha256,
      signer_key,
      section_hashes,
      approval_request_id: approvalRequestId,
      corrected_contract_id: correctedId,
    };
  });
  if (!adopted) return undefined;
  const agreement = readAgreement();
  const { purchaseKeys } = purchaseColumns(appContext.keys, caller, request, agreement.offer);
  await storeRequestDetails(appContext, transaction, adopted.id, { purchaseKeys, request, agreement });
  // The price is not read again, so only the hash of its documents is known, which is in the offer.
  await storeEvidence({ ...appContext, store: transaction }, adopted, agreement, { documents: [] }, client);
  await completeApproval(transaction, adopted, appContext.now());
  await replaceCorrected(transaction, adopted);
  // Until it is signed, a contract that is signed by email is a draft upstream, or a draft on hold.
  const { newSignatureRequest } = appContext.signingMethods[caller.site.signingMethod];
  if (!['draft', 'on_hold'].includes(adopted.status) || !newSignatureRequest) return adopted;
  const signatureRequest = {
    ...newSignatureRequest(appContext, adopted, caller, request, agreement),
    check_after: appContext.now().toISOString(),
    // It was probably sent before the restore, so it must be looked up before it is sent or closed.
    attempts: 1,
    lease_until: new Date(0).toISOString(),
  };
  await transaction
    .insertInto('letters')
    .values(signatureRequest)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return transaction
    .updateTable('contracts')
    .set({ letter_id: signatureRequest.id })
    .where('id', '=', adopted.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Finds the session's intent by its key, or an intent with the same request whose contract has not ended. */
async function findContract(
  store: Store,
  caller: Caller,
  idempotencyKey: string,
  hashes: readonly string[],
): Promise<ContractRow | undefined> {
  const own = store
    .selectFrom('contracts')
    .selectAll()
    .where('site_key', '=', caller.site.key)
    .where('session_id', '=', caller.sessionId);
  const byKey = await own.where('idempotency_key', '=', idempotencyKey).executeTakeFirst();
  if (byKey) return byKey;
  const same = await own.where('request_hash', 'in', hashes).where('intent', 'in', ['pending', 'created']).execute();
  return same.find(({ status }) => !hasEnded(contractStatus.parse(status)));
}
