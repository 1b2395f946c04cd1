import { LRUCache } from 'lru-cache';
import type { CreateContractRequest } from '../../wire/create-contract.ts';
import type { AppContext, SigningContext } from '../app-context.ts';
import type { Caller } from '../auth/caller.ts';
import type { Agreement } from '../consent/templates.ts';
import type { SigningMethod } from '../contracts/signing-method.ts';
import { ProblemError } from '../http/problem.ts';
import type { ShownOffer } from '../rates/offer-token.ts';
import { encryptPayload, type SignatureRequestPayload } from '../signature-requests/payload.ts';
import { refreshSignatureRequest } from '../signature-requests/poll.ts';
import { cancelRequest, resendRequest } from '../signature-requests/resend-cancel.ts';
import {
  clientIdOf,
  findSignatureRequest,
  newSignatureRequestRow,
} from '../signature-requests/signature-request-store.ts';
import { NEVER_DUE } from '../store/locks.ts';
import type { ContractRow, SignatureRequestRow } from '../store/tables.ts';

type SourceArguments = readonly [caller: Caller, request: CreateContractRequest, agreement: Agreement];

/**
 * The signature request for a contract, to be stored with the intent. It becomes due when the contract is created,
 * even if the customer never returns.
 */
const newSignatureRequest = (
  appContext: Pick<AppContext, 'now' | 'payloadKeys'>,
  contract: Pick<ContractRow, 'id' | 'reference'>,
  ...[caller, request, agreement]: SourceArguments
): SignatureRequestRow =>
  newSignatureRequestRow(appContext, caller, {
    // Contains a space, so that it never equals a customer's key.
    idempotency_key: `contract ${contract.id}`,
    request_hash: '',
    reference: contract.reference,
    accounts: request.accounts,
    payload: contractPayload(contract, caller, request, agreement),
    check_after: NEVER_DUE,
    contract: { contract_id: contract.id, holds_until: agreement.offer.holdsUntil },
  });

async function ensureSignatureRequest(
  appContext: Pick<AppContext, 'now' | 'payloadKeys' | 'store'>,
  contract: Pick<ContractRow, 'id' | 'reference' | 'letter_id'>,
  ...[caller, request, agreement]: SourceArguments
): Promise<void> {
  const id = contract.letter_id;
  if (id === null) return;
  const payload = {
    ...contractPayload(contract, caller, request, agreement),
    clientId: clientIdOf(caller.access),
  };
  await appContext.store
    .insertInto('letters')
    .values({
      ...newSignatureRequest(appContext, contract, caller, request, agreement),
      id,
      ...encryptPayload(appContext.payloadKeys, id, payload),
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(encryptPayload(appContext.payloadKeys, id, payload)))
    .execute();
}

const earlyTerminationText = ({ kind, amount }: ShownOffer['earlyTermination']): string =>
  ({ none: 'None', flat: `$${amount}, one time`, per_month_left: `$${amount} per month remaining` })[kind];

/**
 * The document shows the terms that the customer saw (invariant G). The terms come from the signed offer token, and the
 * consent text from the server's template. Neither comes from the browser.
 */
const contractPayload = (
  { reference }: Pick<ContractRow, 'reference'>,
  { site }: Caller,
  { customer, signer, accounts }: CreateContractRequest,
  { offer: shown, consent }: Agreement,
): SignatureRequestPayload => ({
  customerEmail: signer.email,
  signer: { name: signer.name, email: signer.email },
  formData: [
    { name: 'Contract', value: reference },
    { name: 'Business', value: customer.legalName },
    { name: 'Signer', value: `${signer.name}, ${signer.title}` },
    { name: 'Broker', value: site.name },
    { name: 'Supplier', value: shown.supplier },
    { name: 'Product', value: shown.product },
    { name: 'Energy', value: shown.commodity },
    { name: 'Rate', value: `$${shown.rate.amount} per ${shown.rate.unit}` },
    { name: 'Monthly fee', value: `$${shown.monthlyFee}` },
    { name: 'Early termination fee', value: earlyTerminationText(shown.earlyTermination) },
    { name: 'Term', value: `${shown.termMonths} months, starting ${shown.startMonth}` },
    { name: 'Utility', value: shown.utility },
    { name: 'Annual usage', value: `${shown.annualUsage.amount} ${shown.annualUsage.unit}` },
    { name: 'Sign by', value: shown.holdsUntil },
    { name: 'Agreed to', value: consent.text },
    ...accounts.map(({ identifier, serviceAddress: { street, unit, city, state, postalCode } }, index) => ({
      name: `Account ${index + 1}`,
      value: `${identifier}, ${[street, unit, city].filter(Boolean).join(', ')}, ${state} ${postalCode}`,
    })),
  ],
});

/**
 * Minimum interval between upstream queries about one signature request, and how long a customer waits for a query.
 */
const MIN_INTERVAL_MS = 5_000;
const TIMEOUT_MS = 3_000;
const MAX_TRACKED_CONTRACTS = 10_000;

/** Signs contracts by email. Each contract has its own signature request. */
export const emailMethod: SigningMethod<SigningContext> = {
  newSignatureRequest,
  ensureSignatureRequest,
  async start(appContext, row) {
    const request = await findSignatureRequest(appContext, row.letter_id);
    if (request) await refreshSignatureRequest(appContext, request);
  },
  createRefresher(appContext) {
    const recentlyRefreshed = new LRUCache<string, true>({ max: MAX_TRACKED_CONTRACTS, ttl: MIN_INTERVAL_MS });
    return async (row) => {
      const request = recentlyRefreshed.has(row.id) ? undefined : await findSignatureRequest(appContext, row.letter_id);
      // `NEVER_DUE`: the request is closed, and its outcome has been sent.
      if (!request || request.check_after === NEVER_DUE || recentlyRefreshed.has(row.id)) return false;
      recentlyRefreshed.set(row.id, true);
      const timeout = new Promise<void>((done) => setTimeout(done, TIMEOUT_MS).unref());
      await Promise.race([refreshSignatureRequest(appContext, request), timeout]);
      return true;
    };
  },
  signatureRequest: {
    async resend(appContext, caller, row, email) {
      await resendRequest(appContext, caller, await requireSignatureRequest(appContext, row), email);
    },
    async cancel(appContext, row) {
      await cancelRequest(appContext, await requireSignatureRequest(appContext, row));
      // Sends the outcome to the enrollment backend immediately, if the backend is available.
      await emailMethod.start(appContext, row);
    },
  },
};

async function requireSignatureRequest(appContext: SigningContext, row: ContractRow): Promise<SignatureRequestRow> {
  const request = await findSignatureRequest(appContext, row.letter_id);
  if (!request) throw new ProblemError('signature_request_closed');
  return request;
}
