import type { CreateContract } from '../../wire/contract.ts';
import type { Deps } from '../deps.ts';
import type { HeldOffer } from '../rates/offer-token.ts';
import type { Caller } from '../sites/authenticate.ts';
import type { ContractRow } from '../store/tables.ts';
import { type LetterPayload, sealLetter } from './letter-payload.ts';
import type { LetterRow } from './letter-table.ts';
import { newLetter } from './new-letter.ts';
import { never } from './record-letter.ts';

type MadeOf = readonly [caller: Caller, request: CreateContract, shown: HeldOffer];

/**
 * The letter by which a contract is signed, to be stored with the intent: it rests until the contract is made, and is sent even if
 * nobody comes back to ask for it.
 */
export const newContractLetter = (
  deps: Pick<Deps, 'now' | 'payloadKeys'>,
  contract: Pick<ContractRow, 'id' | 'reference'>,
  ...[caller, request, shown]: MadeOf
): LetterRow =>
  newLetter(deps, caller, {
    // Of its own kind, so that no customer's key can be the same.
    idempotency_key: `contract ${contract.id}`,
    request_hash: '',
    reference: contract.reference,
    accounts: request.accounts,
    payload: contractPayload(contract, caller, request, shown),
    check_after: never,
    contract: { contract_id: contract.id, holds_until: shown.holdsUntil },
  });

/** What it is made of is forgotten after a day, or the whole of it: for a request that was cut off, and comes again later. */
export const keepContractLetter = async (
  deps: Pick<Deps, 'now' | 'payloadKeys' | 'store'>,
  contract: Pick<ContractRow, 'id' | 'reference' | 'letter_id'>,
  ...[caller, request, shown]: MadeOf
): Promise<void> => {
  const id = contract.letter_id;
  if (id === null) return;
  const payload = contractPayload(contract, caller, request, shown);
  await deps.store
    .insertInto('letters')
    .values({
      ...newContractLetter(deps, contract, caller, request, shown),
      id,
      ...sealLetter(deps.payloadKeys, id, payload),
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(sealLetter(deps.payloadKeys, id, payload)))
    .execute();
};

/** The rate on the paper is the rate that was shown: it comes from what we signed for the customer, not from the browser. */
const contractPayload = (
  { reference }: Pick<ContractRow, 'reference'>,
  { site }: Caller,
  { customer, signer, accounts, consent }: CreateContract,
  shown: HeldOffer,
): LetterPayload => ({
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
