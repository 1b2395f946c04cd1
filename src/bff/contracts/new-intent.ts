import type { CreateContractRequest } from '../../wire/create-contract.ts';
import type { ContractContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import type { Agreement } from '../consent/templates.ts';
import { type ContractPayload, storePayload } from '../encryption/contract-payload.ts';
import { storeSignerAddress } from '../encryption/signer-address.ts';
import { isoAfter } from '../store/locks.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import type { StoredAccount } from './contract-from-row.ts';
import { toSubmittedPurchase } from './earlier-purchase.ts';
import type { PurchaseColumns } from './purchase.ts';

/**
 * Longer than creating and looking up a contract can take in total, so that an intent in progress is never taken over.
 */
export const LEASE_MS = 45_000;

export function newContractRow(
  caller: Caller,
  request: CreateContractRequest,
  { offer, consent }: Agreement,
  now: Date,
): Omit<
  ContractRow,
  | 'id'
  | 'reference'
  | 'letter_id'
  | 'idempotency_key'
  | 'request_hash'
  | 'approval_request_id'
  | 'corrected_contract_id'
  | keyof PurchaseColumns
> {
  const {
    annualEstimate,
    annualUsage: _usage,
    currentRate: _rate,
    holdsUntil: heldUntil,
    shownAt: _at,
    ...pinned
  } = offer;
  const terms = { ...pinned, heldUntil, annualEstimate: { amount: annualEstimate, currency: 'USD' } };
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

interface RequestDetails {
  readonly purchaseKeys: readonly string[];
  readonly request: CreateContractRequest;
  readonly agreement: Agreement;
}

/**
 * Stores the keys that recognize the purchase and, encrypted, the data that must be readable later. Encrypted data that
 * is already stored is kept.
 */
export async function storeRequestDetails(
  appContext: ContractContext,
  transaction: Store,
  contractId: string,
  { purchaseKeys, request, agreement }: RequestDetails,
): Promise<void> {
  const { payloadKeys } = appContext;
  const purchaseRows = purchaseKeys.map((key) => ({ contract_id: contractId, purchase_key: key }));
  if (purchaseRows.length) await transaction.insertInto('purchase_keys').values(purchaseRows).execute();
  await storeSignerAddress(transaction, payloadKeys, contractId, request.signer.email);
  await storePayload(transaction, payloadKeys, contractId, toPayload(request, agreement), appContext.now());
}

function toPayload(request: CreateContractRequest, { offer, consent }: Agreement): ContractPayload {
  const { priceId, rate, startMonth, annualUsage } = offer;
  return {
    consent: consent.text,
    told: { priceId, rate, startMonth, annualUsage, accounts: request.accounts.length },
    purchase: toSubmittedPurchase(request, offer),
  };
}
