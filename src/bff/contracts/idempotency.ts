import { sql } from 'kysely';
import { contractStatus } from '../../wire/contract.ts';
import { hasEnded } from '../../wire/contract-status.ts';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import { type Problem, problem } from '../../wire/problem.ts';
import type { ContractContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import { type ContractPayload, storePayload } from '../encryption/contract-payload.ts';
import { requestHashes } from '../encryption/server-keys.ts';
import { ProblemError } from '../http/problem.ts';
import { readOfferToken, type VerifiedOffer } from '../rates/offer-token.ts';
import { createId, createReference, sha256 } from '../store/ids.ts';
import { acquireLease, isoAfter } from '../store/lease.ts';
import { advisoryLock } from '../store/locks.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import type { StoredAccount } from './contract-from-row.ts';
import { signingMethodOf } from './signing-method.ts';

/**
 * Longer than creating and looking up a contract can take in total, so that an intent in progress is never taken over.
 */
const LEASE_MS = 45_000;

/** The next action for a contract request. */
export type Claim =
  /** The upstream has not been called. */
  | { readonly kind: 'new'; readonly row: ContractRow; readonly shown: VerifiedOffer }
  /** The upstream may have created the contract, but the response was lost: look it up before creating it. */
  | { readonly kind: 'interrupted'; readonly row: ContractRow; readonly shown: VerifiedOffer }
  | { readonly kind: 'created'; readonly row: ContractRow }
  | { readonly kind: 'rejected'; readonly problem: Problem };

/**
 * Claims the intent for an `Idempotency-Key`. The intent is stored before the upstream call and leased to one process
 * at a time. The same key with the same request returns the same intent; with another request it is an error. The same
 * request with another key also returns the same intent until its contract has ended, because a client that lost its
 * key (after a reload or Back) means the same contract.
 *
 * @throws ProblemError idempotency_key_reused | request_in_progress | offer_expired | offer_invalid | quota_reached
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
    const shown = readOfferToken(appContext.keys, caller.site, now, request.offerToken);
    const identity = { id: createId('ct'), reference: createReference() };
    const signatureRequest = appContext.signingMethods[caller.site.signingMethod].newSignatureRequest?.(
      appContext,
      identity,
      caller,
      request,
      shown,
    );
    const row = {
      ...newContractRow(caller, request, shown, now),
      ...identity,
      letter_id: signatureRequest?.id ?? null,
      idempotency_key: idempotencyKey,
      request_hash: hash,
    };
    const recipients = signatureRequest ? [request.signer.email] : [];
    await appContext.quotas.consume(transaction, caller, { action: 'contract', recipients });
    await transaction.insertInto('contracts').values(row).execute();
    if (signatureRequest) await transaction.insertInto('letters').values(signatureRequest).execute();
    await storePayload(transaction, appContext.payloadKeys, row.id, toPayload(request, shown), now);
    return { created: { kind: 'new' as const, row, shown } };
  });
  if (outcome.created) return outcome.created;
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
  const shown = readOfferToken(appContext.keys, caller.site, new Date(existing.created_at), request.offerToken);
  await signingMethodOf(appContext, existing).ensureSignatureRequest?.(appContext, existing, caller, request, shown);
  return { kind: 'interrupted', row: existing, shown };
}

/** SHA-256 of the consent text. It proves what the customer agreed to after the text has been deleted. */
export const consentHash = ({ consent }: CreateContractRequest): string => sha256(consent.text);

function toPayload(request: CreateContractRequest, shown: VerifiedOffer): ContractPayload {
  const { priceId, rate, startMonth, annualUsage } = shown;
  return {
    consent: request.consent.text,
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
  shown: VerifiedOffer,
  now: Date,
): Omit<ContractRow, 'id' | 'reference' | 'letter_id' | 'idempotency_key' | 'request_hash'> {
  const { commodity, supplier, product, productKind, utility, rate, termMonths, startMonth, annualEstimate } = shown;
  const annual = { amount: annualEstimate, currency: 'USD' };
  const terms = {
    commodity,
    supplier,
    product,
    productKind,
    utility,
    rate,
    termMonths,
    startMonth,
    annualEstimate: annual,
  };
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
    consent_sha256: consentHash(request),
    refusal: null,
    seq: 0,
    check_after: isoAfter(now, LEASE_MS),
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
  };
}
