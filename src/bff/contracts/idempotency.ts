import { contractStatus } from '../../wire/contract.ts';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import { type Problem, problem } from '../../wire/problem.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/authenticate.ts';
import { requestHashes } from '../config/keys.ts';
import { type ContractPayload, storePayload } from '../encryption/contract-payload.ts';
import { ProblemError } from '../http/problem.ts';
import type { ShownOffer } from '../rates/offer-token.ts';
import { readOfferToken } from '../rates/offer-token.ts';
import { signingMethodFor, signingMethodOf } from '../signing/select-signing-method.ts';
import { advisoryLock } from '../store/locks.ts';
import type { ContractRow, NewContractRow, Store } from '../store/tables.ts';
import type { StoredAccount } from './contract-from-row.ts';
import { hasEnded } from './contract-status.ts';
import { textHash } from './msc-mapper.ts';
import { createContractId, createReference } from './reference.ts';

/** Longer than a create and a look-up may take together, so that nobody takes an intent over while it is worked on. */
const LEASE_MS = 45_000;

/** What to do with a request for a contract. */
export type Claim =
  /** Nobody has told the upstream yet. */
  | { readonly kind: 'new'; readonly row: ContractRow; readonly shown: ShownOffer }
  /** Somebody may have told the upstream and did not hear the answer: ask before telling again. */
  | { readonly kind: 'interrupted'; readonly row: ContractRow; readonly shown: ShownOffer }
  | { readonly kind: 'created'; readonly row: ContractRow }
  | { readonly kind: 'rejected'; readonly problem: Problem };

/**
 * Claims the intent behind an `Idempotency-Key`: durable before the upstream hears of it, and held by one worker at a
 * time. The same key with the same request comes back to the same intent; with another request it is refused. So does the
 * same request under another key, while its contract is not over: whoever lost the key, by a reload or a step back, means
 * the same contract.
 *
 * @throws ProblemError idempotency_key_reused | request_in_progress | offer_expired | offer_invalid
 */
export async function claimRequest(
  appContext: AppContext,
  caller: Caller,
  idempotencyKey: string,
  request: CreateContractRequest,
): Promise<Claim> {
  const now = appContext.now();
  const hashes = requestHashes(appContext.keys, JSON.stringify(request));
  const [hash] = hashes;
  const outcome = await appContext.store.transaction().execute(async (transaction) => {
    // One session's requests one after another, or two at once would both find nothing and both begin.
    await advisoryLock(transaction, `${caller.site.key} ${caller.sessionId}`);
    const existing = await findContract(transaction, caller, idempotencyKey, hashes);
    if (existing) return { existing };
    const shown = readOfferToken(appContext.keys, caller.site, now, request.offerToken);
    const identity = { id: createContractId(), reference: createReference() };
    const signatureRequest = signingMethodFor(caller.site).newSignatureRequest?.(
      appContext,
      identity,
      caller,
      request,
      shown,
    );
    const row = newContractRow(
      caller,
      { ...identity, letter_id: signatureRequest?.id ?? null },
      idempotencyKey,
      hash,
      request,
      shown,
      now,
    );
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

  const leased = await appContext.store
    .updateTable('contracts')
    .set({ lease_until: new Date(now.getTime() + LEASE_MS).toISOString() })
    .where('id', '=', existing.id)
    .where('intent', '=', 'pending')
    .where('lease_until', '<=', now.toISOString())
    .executeTakeFirst();
  if (!leased.numUpdatedRows) throw new ProblemError('request_in_progress', { retryAfter: 1 });
  // The offer may have run out since; whether the upstream still takes it is the upstream's to say.
  const shown = readOfferToken(appContext.keys, caller.site, new Date(existing.created_at), request.offerToken);
  await signingMethodOf(existing).ensureSignatureRequest?.(appContext, existing, caller, request, shown);
  return { kind: 'interrupted', row: existing, shown };
}

function toPayload(request: CreateContractRequest, shown: ShownOffer): ContractPayload {
  const { priceId, rate, startMonth, annualUsage } = shown;
  return {
    consent: request.consent.text,
    told: { priceId, rate, startMonth, annualUsage, accounts: request.accounts.length },
  };
}

/**
 * Lets go of every intent that a process before this one held: one process owns an SQLite file, so after its end nobody works
 * on them, and a customer whose request was cut off by a crash need not wait for the lease.
 */
export async function releaseAllClaims(store: Store, now: Date): Promise<void> {
  await store
    .updateTable('contracts')
    .set({ lease_until: now.toISOString() })
    .where('intent', '=', 'pending')
    .execute();
}

/** Lets go of an intent whose outcome is not known, so that the next try may take it up at once. */
export async function releaseClaim(appContext: AppContext, row: ContractRow): Promise<void> {
  await appContext.store
    .updateTable('contracts')
    .set({ lease_until: appContext.now().toISOString() })
    .where('id', '=', row.id)
    .where('intent', '=', 'pending')
    .execute();
}

/** By its key; else by what it asks for, in the same session, as long as that contract is under way. */
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

function newContractRow(
  caller: Caller,
  identity: Pick<ContractRow, 'id' | 'reference' | 'letter_id'>,
  idempotencyKey: string,
  hash: string,
  request: CreateContractRequest,
  shown: ShownOffer,
  now: Date,
): NewContractRow & ContractRow {
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
    ...identity,
    partner: caller.site.partner,
    environment: caller.site.environment,
    site_key: caller.site.key,
    session_id: caller.sessionId,
    idempotency_key: idempotencyKey,
    request_hash: hash,
    intent: 'pending',
    lease_until: new Date(now.getTime() + LEASE_MS).toISOString(),
    upstream_id: null,
    status: 'draft',
    reasons: '[]',
    accounts: JSON.stringify(accounts),
    signers: '[]',
    terms: JSON.stringify(terms),
    consent_at: now.toISOString(),
    consent_sha256: textHash(request.consent.text),
    refusal: null,
    seq: 0,
    check_after: new Date(now.getTime() + LEASE_MS).toISOString(),
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
  };
}
