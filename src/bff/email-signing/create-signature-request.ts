import type { CreateContractRequest } from '../../wire/create-contract.ts';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/authenticate.ts';
import type { VerifiedOffer } from '../rates/offer-token.ts';
import { newSignatureRequestRow } from '../signature-requests/new-signature-request.ts';
import { encryptPayload, type SignatureRequestPayload } from '../signature-requests/payload.ts';
import { NEVER_DUE } from '../signature-requests/signature-request-store.ts';
import type { SignatureRequestRow } from '../signature-requests/signature-request-table.ts';
import type { ContractRow } from '../store/tables.ts';

type SourceArguments = readonly [caller: Caller, request: CreateContractRequest, shown: VerifiedOffer];

/**
 * The letter by which a contract is signed, to be stored with the intent: it rests until the contract is made, and is sent even if
 * nobody comes back to ask for it.
 */
export const newSignatureRequest = (
  appContext: Pick<AppContext, 'now' | 'payloadKeys'>,
  contract: Pick<ContractRow, 'id' | 'reference'>,
  ...[caller, request, shown]: SourceArguments
): SignatureRequestRow =>
  newSignatureRequestRow(appContext, caller, {
    // Of its own kind, so that no customer's key can be the same.
    idempotency_key: `contract ${contract.id}`,
    request_hash: '',
    reference: contract.reference,
    accounts: request.accounts,
    payload: contractPayload(contract, caller, request, shown),
    check_after: NEVER_DUE,
    contract: { contract_id: contract.id, holds_until: shown.holdsUntil },
  });

/** What it is made of is forgotten after a day, or the whole of it: for a request that was cut off, and comes again later. */
export async function ensureSignatureRequest(
  appContext: Pick<AppContext, 'now' | 'payloadKeys' | 'store'>,
  contract: Pick<ContractRow, 'id' | 'reference' | 'letter_id'>,
  ...[caller, request, shown]: SourceArguments
): Promise<void> {
  const id = contract.letter_id;
  if (id === null) return;
  const payload = contractPayload(contract, caller, request, shown);
  await appContext.store
    .insertInto('letters')
    .values({
      ...newSignatureRequest(appContext, contract, caller, request, shown),
      id,
      ...encryptPayload(appContext.payloadKeys, id, payload),
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(encryptPayload(appContext.payloadKeys, id, payload)))
    .execute();
}

/** The rate on the paper is the rate that was shown: it comes from what we signed for the customer, not from the browser. */
const contractPayload = (
  { reference }: Pick<ContractRow, 'reference'>,
  { site }: Caller,
  { customer, signer, accounts, consent }: CreateContractRequest,
  shown: VerifiedOffer,
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
    { name: 'Term', value: `${shown.termMonths} months from ${shown.startMonth}` },
    { name: 'Utility', value: shown.utility },
    { name: 'Yearly use', value: `${shown.annualUsage.amount} ${shown.annualUsage.unit}` },
    { name: 'Sign by', value: shown.holdsUntil },
    { name: 'Agreed to', value: consent.text },
    ...accounts.map(({ identifier, serviceAddress: { street, unit, city, state, postalCode } }, index) => ({
      name: `Account ${index + 1}`,
      value: `${identifier}, ${[street, unit, city].filter(Boolean).join(', ')}, ${state} ${postalCode}`,
    })),
  ],
});
