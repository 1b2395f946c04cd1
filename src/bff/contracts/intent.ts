import { type CreateContract, contractStatus } from '../../wire/contract.ts';
import { type Problem, problem } from '../../wire/problem.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { requestHashes } from '../keys.ts';
import { type ContractPayload, keepPayload } from '../payload/contract-payload.ts';
import type { ShownOffer } from '../rates/offer-token.ts';
import { readOfferToken } from '../rates/offer-token.ts';
import { wayFor, wayOf } from '../signing/ways.ts';
import type { Caller } from '../sites/authenticate.ts';
import { lockName } from '../store/locks.ts';
import type { ContractRow, NewContractRow, Store } from '../store/tables.ts';
import type { StoredAccount } from './contract-from-row.ts';
import { createContractId, createReference } from './reference.ts';
import { isOver } from './status.ts';
import { textHash } from './upstream-input.ts';

/** Longer than a create and a look-up may take together, so that nobody takes an intent over while it is worked on. */
const leaseMilliseconds = 45_000;

/** What to do with a request for a contract. */
export type ClaimedIntent =
  /** Nobody has told the upstream yet. */
  | { readonly kind: 'fresh'; readonly row: ContractRow; readonly shown: ShownOffer }
  /** Somebody may have told the upstream and did not hear the answer: ask before telling again. */
  | { readonly kind: 'interrupted'; readonly row: ContractRow; readonly shown: ShownOffer }
  | { readonly kind: 'created'; readonly row: ContractRow }
  | { readonly kind: 'refused'; readonly problem: Problem };

/**
 * Claims the intent behind an `Idempotency-Key`: durable before the upstream hears of it, and held by one worker at a
 * time. The same key with the same request comes back to the same intent; with another request it is refused. So does the
 * same request under another key, while its contract is not over: whoever lost the key, by a reload or a step back, means
 * the same contract.
 *
 * @throws ProblemError idempotency_key_reused | request_in_progress | offer_expired | offer_invalid
 */
export const claimIntent = async (
  deps: Deps,
  caller: Caller,
  idempotencyKey: string,
  request: CreateContract,
): Promise<ClaimedIntent> => {
  const now = deps.now();
  const hashes = requestHashes(deps.keys, JSON.stringify(request));
  const [hash] = hashes;
  const found = await deps.store.transaction().execute(async (transaction) => {
    // One session's requests one after another, or two at once would both find nothing and both begin.
    await lockName(transaction, `${caller.site.key} ${caller.sessionId}`);
    const known = await findIntent(transaction, caller, idempotencyKey, hashes);
    if (known) return { known };
    const shown = readOfferToken(deps.keys, caller.site, now, request.offerToken);
    const named = { id: createContractId(), reference: createReference() };
    const letter = wayFor(caller.site).newLetter?.(deps, named, caller, request, shown);
    const row = newRow(caller, { ...named, letter_id: letter?.id ?? null }, idempotencyKey, hash, request, shown, now);
    await transaction.insertInto('contracts').values(row).execute();
    if (letter) await transaction.insertInto('letters').values(letter).execute();
    await keepPayload(transaction, deps.payloadKeys, row.id, payloadOf(request, shown), now);
    return { fresh: { kind: 'fresh' as const, row, shown } };
  });
  if (found.fresh) return found.fresh;
  const { known } = found;
  if (!hashes.includes(known.request_hash)) throw new ProblemError('idempotency_key_reused');
  if (known.intent === 'created') return { kind: 'created', row: known };
  if (known.intent === 'refused') return { kind: 'refused', problem: problem.parse(JSON.parse(known.refusal ?? '{}')) };

  const taken = await deps.store
    .updateTable('contracts')
    .set({ lease_until: new Date(now.getTime() + leaseMilliseconds).toISOString() })
    .where('id', '=', known.id)
    .where('intent', '=', 'pending')
    .where('lease_until', '<=', now.toISOString())
    .executeTakeFirst();
  if (!taken.numUpdatedRows) throw new ProblemError('request_in_progress', { retryAfter: 1 });
  // The offer may have run out since; whether the upstream still takes it is the upstream's to say.
  const shown = readOfferToken(deps.keys, caller.site, new Date(known.created_at), request.offerToken);
  await wayOf(known).keepLetter?.(deps, known, caller, request, shown);
  return { kind: 'interrupted', row: known, shown };
};

const payloadOf = (request: CreateContract, shown: ShownOffer): ContractPayload => {
  const { priceId, rate, startMonth, annualUsage } = shown;
  return {
    consent: request.consent.text,
    told: { priceId, rate, startMonth, annualUsage, accounts: request.accounts.length },
  };
};

/**
 * Lets go of every intent that a process before this one held: one process owns an SQLite file, so after its end nobody works
 * on them, and a customer whose request was cut off by a crash need not wait for the lease.
 */
export const releaseAllIntents = async (store: Store, now: Date): Promise<void> => {
  await store
    .updateTable('contracts')
    .set({ lease_until: now.toISOString() })
    .where('intent', '=', 'pending')
    .execute();
};

/** Lets go of an intent whose outcome is not known, so that the next try may take it up at once. */
export const releaseIntent = async (deps: Deps, row: ContractRow): Promise<void> => {
  await deps.store
    .updateTable('contracts')
    .set({ lease_until: deps.now().toISOString() })
    .where('id', '=', row.id)
    .where('intent', '=', 'pending')
    .execute();
};

/** By its key; else by what it asks for, in the same session, as long as that contract is under way. */
const findIntent = async (
  store: Store,
  caller: Caller,
  idempotencyKey: string,
  hashes: readonly string[],
): Promise<ContractRow | undefined> => {
  const own = store
    .selectFrom('contracts')
    .selectAll()
    .where('site_key', '=', caller.site.key)
    .where('session_id', '=', caller.sessionId);
  const byKey = await own.where('idempotency_key', '=', idempotencyKey).executeTakeFirst();
  if (byKey) return byKey;
  const same = await own.where('request_hash', 'in', hashes).where('intent', 'in', ['pending', 'created']).execute();
  return same.find(({ status }) => !isOver(contractStatus.parse(status)));
};

const newRow = (
  caller: Caller,
  named: Pick<ContractRow, 'id' | 'reference' | 'letter_id'>,
  idempotencyKey: string,
  hash: string,
  request: CreateContract,
  shown: ShownOffer,
  now: Date,
): NewContractRow & ContractRow => {
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
    ...named,
    partner: caller.site.partner,
    environment: caller.site.environment,
    site_key: caller.site.key,
    session_id: caller.sessionId,
    idempotency_key: idempotencyKey,
    request_hash: hash,
    intent: 'pending',
    lease_until: new Date(now.getTime() + leaseMilliseconds).toISOString(),
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
    check_after: new Date(now.getTime() + leaseMilliseconds).toISOString(),
    created_at: now.toISOString(),
    updated_at: now.toISOString(),
  };
};
