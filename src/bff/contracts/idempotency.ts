import { sql } from 'kysely';
import { contractStatus } from '../../wire/contract.ts';
import { hasEnded } from '../../wire/contract-status.ts';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import { type Problem, problem } from '../../wire/problem.ts';
import type { ContractContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { type Agreement, verifyConsent } from '../consent/render-consent.ts';
import { type ContractPayload, storePayload } from '../encryption/contract-payload.ts';
import { requestHashes } from '../encryption/server-keys.ts';
import { storeSignerAddress } from '../encryption/signer-address.ts';
import { ProblemError } from '../http/problem.ts';
import type { Consumed } from '../quotas/quotas.ts';
import { readOfferToken } from '../rates/offer-token.ts';
import { createReference } from '../store/ids.ts';
import { acquireLease, isoAfter } from '../store/lease.ts';
import { advisoryLock, lockContract } from '../store/locks.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import { contractIds, takeOverAdopted } from './adopted-contract.ts';
import type { StoredAccount } from './contract-from-row.ts';
import { type ExistingPurchase, findExistingPurchase, type PurchaseColumns, purchaseColumns } from './purchase.ts';
import { signingMethodOf } from './signing-method.ts';

/**
 * Longer than creating and looking up a contract can take in total, so that an intent in progress is never taken over.
 */
const LEASE_MS = 45_000;

/**
 * An intent without an outcome. `new`: the upstream has not been called. `interrupted`: the upstream may have created the
 * contract, but the response was lost, so look it up before creating it.
 */
export interface OpenClaim {
  readonly kind: 'new' | 'interrupted';
  readonly row: ContractRow;
  readonly agreement: Agreement;
  /**
   * What the quotas counted for this request, to be refunded if it creates nothing. Empty for an interrupted intent: an
   * earlier request was counted, and it may have created the contract.
   */
  readonly consumed: Consumed;
}

/** The next action for a contract request. */
export type Claim =
  | OpenClaim
  | { readonly kind: 'created'; readonly row: ContractRow }
  | { readonly kind: 'rejected'; readonly problem: Problem }
  /** Another request for the same purchase has a contract, or may have one. */
  | ({ readonly kind: 'exists' } & ExistingPurchase);

/**
 * Claims the intent for an `Idempotency-Key`. The intent is stored before the upstream call and leased to one process
 * at a time. The same key with the same request returns the same intent; with another request it is an error. The same
 * request with another key also returns the same intent until its contract has ended, because a client that lost its
 * key (after a reload or Back) means the same contract. A slightly different request for the same purchase does not create
 * a second contract unless it names the existing one in `replaces`: see `findExistingPurchase`.
 *
 * @throws ProblemError idempotency_key_reused | request_in_progress | offer_expired | offer_invalid | consent_changed
 *   | quota_reached
 */
export async function claimRequest(
  appContext: ContractContext,
  caller: Caller,
  idempotencyKey: string,
  request: CreateContractRequest,
): Promise<Claim> {
  const now = appContext.now();
  const hashes = requestHashes(appContext.keys, JSON.stringify(request));
  const [hash] = hashes;
  const outcome = await appContext.store.transaction().execute(async (transaction) => {
    // Serializes requests from one session. Otherwise two concurrent requests would both find nothing and both create
    // an intent.
    await advisoryLock(transaction, `${caller.site.key} ${caller.sessionId}`);
    const existing = await findContract(transaction, caller, idempotencyKey, hashes);
    if (existing) return { existing };
    const ids = contractIds(appContext.keys, caller, idempotencyKey, hashes);
    // Otherwise the comparison with the upstream could insert the row in the meantime.
    for (const id of [...ids].sort()) await advisoryLock(transaction, `contract ${id}`);
    const adopted = await takeOver(appContext, transaction, caller, { ids, idempotencyKey, request, hash });
    if (adopted) return { existing: adopted };
    const offer = readOfferToken(appContext.keys, caller.site, now, request.offerToken);
    // Before the search for other contracts, so that a request which could not create one learns nothing about them.
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

  const condition = sql`intent = 'pending'`;
  const isLeased = await acquireLease(appContext.store, 'contracts', existing.id, {
    now,
    durationMs: LEASE_MS,
    condition,
  });
  if (!isLeased) throw new ProblemError('request_in_progress', { retryAfter: 1 });
  // The offer may have expired in the meantime. The upstream decides whether it still accepts it.
  const offer = readOfferToken(appContext.keys, caller.site, new Date(existing.created_at), request.offerToken);
  const agreement = verifyConsent(offer, request);
  await signingMethodOf(appContext, existing).ensureSignatureRequest?.(
    appContext,
    existing,
    caller,
    request,
    agreement,
  );
  return { kind: 'interrupted', row: existing, agreement, consumed: [] };
}

interface TakeOver {
  readonly ids: readonly string[];
  readonly idempotencyKey: string;
  readonly request: CreateContractRequest;
  readonly hash: string;
}

/** Takes over the contract with one of these IDs, if it was adopted, with everything that a new intent stores. */
async function takeOver(
  appContext: ContractContext,
  transaction: Store,
  caller: Caller,
  { ids, idempotencyKey, request, hash }: TakeOver,
): Promise<ContractRow | undefined> {
  // The contract exists, so it does not matter whether the offer has expired since.
  const readAgreement = () =>
    verifyConsent(readOfferToken(appContext.keys, caller.site, new Date(0), request.offerToken), request);
  const adopted = await takeOverAdopted(transaction, caller, ids, () => {
    const agreement = readAgreement();
    const { terms, consent_sha256 } = newContractRow(caller, request, agreement, appContext.now());
    const { signer_key, section_hashes } = purchaseColumns(appContext.keys, caller, request, agreement.offer);
    return { idempotency_key: idempotencyKey, request_hash: hash, terms, consent_sha256, signer_key, section_hashes };
  });
  if (!adopted) return undefined;
  const agreement = readAgreement();
  const { purchaseKeys } = purchaseColumns(appContext.keys, caller, request, agreement.offer);
  await storeRequestDetails(appContext, transaction, adopted.id, { purchaseKeys, request, agreement });
  return adopted;
}

interface RequestDetails {
  readonly purchaseKeys: readonly string[];
  readonly request: CreateContractRequest;
  readonly agreement: Agreement;
}

/** Stores what recognizes the purchase, and what must be readable later, encrypted. */
async function storeRequestDetails(
  appContext: ContractContext,
  transaction: Store,
  contractId: string,
  { purchaseKeys, request, agreement }: RequestDetails,
): Promise<void> {
  const { payloadKeys } = appContext;
  const purchaseRows = purchaseKeys.map((key) => ({ contract_id: contractId, purchase_key: key }));
  await transaction.insertInto('purchase_keys').values(purchaseRows).execute();
  await storeSignerAddress(transaction, payloadKeys, contractId, request.signer.email);
  await storePayload(transaction, payloadKeys, contractId, toPayload(request, agreement), appContext.now());
}

function toPayload(request: CreateContractRequest, { offer, consent }: Agreement): ContractPayload {
  const { priceId, rate, startMonth, annualUsage } = offer;
  return {
    consent: consent.text,
    told: { priceId, rate, startMonth, annualUsage, accounts: request.accounts.length },
  };
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
    .execute();
}

/** Releases the lease of an intent with an unknown outcome, so that a retry can continue immediately. */
export async function releaseClaim(appContext: ContractContext, row: ContractRow): Promise<void> {
  await appContext.store
    .updateTable('contracts')
    .set({ lease_until: appContext.now().toISOString() })
    .where('id', '=', row.id)
    .where('intent', '=', 'pending')
    .execute();
}

/** Deletes an intent for which nothing was sent upstream, and refunds its quotas, as if it had never been requested. */
export async function discardIntent(
  appContext: ContractContext,
  { row: { id, letter_id }, consumed }: Pick<OpenClaim, 'row' | 'consumed'>,
): Promise<void> {
  await appContext.store.transaction().execute(async (transaction) => {
    // A comparison with the upstream may have completed it in the meantime.
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

/** The columns of a new intent that are derived from the request. */
function newContractRow(
  caller: Caller,
  request: CreateContractRequest,
  { offer, consent }: Agreement,
  now: Date,
): Omit<ContractRow, 'id' | 'reference' | 'letter_id' | 'idempotency_key' | 'request_hash' | keyof PurchaseColumns> {
  const {
    annualEstimate,
    annualUsage: _usage,
    currentRate: _rate,
    holdsUntil: _until,
    shownAt: _at,
    ...pinned
  } = offer;
  const terms = { ...pinned, annualEstimate: { amount: annualEstimate, currency: 'USD' } };
  const accounts: StoredAccount[] = request.accounts.map(({ identifier }) => ({
    last4: identifier.slice(-4),
    status: 'draft',
    reasons: [],
    timeline: [],
  }));
  return {
    partner: caller.site.partner,
    environment: caller.site.environment,
    site_key: caller.site.key,
    session_id: caller.sessionId,
    intent: 'pending',
    lease_until: isoAfter(now, LEASE_MS),
    upstream_id: null,
    status: 'draft',
    reasons: '[]',
    accounts: JSON.stringify(accounts),
    signers: '[]',
    terms: JSON.stringify(terms),
    consent_at: now.toISOString(),
    consent_sha256: consent.sha256,
    refusal: null,
    reported_at: null,
    seq: 0,
    check_after: isoAfter(now, LEASE_MS),
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
  };
}
