import { contact, currentSupply, customer, serviceAccount, signer } from '../../wire/customer.ts';
import type { UploadKind } from '../../wire/upload.ts';
import type { Utility } from '../../wire/utility.ts';
import type { Details } from '../flow.ts';
import { type CustomerInput, tidyIdentifier } from './customer-input.ts';
import { draftFrom } from './draft.ts';
import type { Files } from './file-state.ts';
import { follows } from './identifier-rule.ts';
import { nameLimit } from './name-limit.ts';
import { accountPointer, type Faults, filePointers, type Pointer, pointers } from './pointer.ts';

type Found = readonly [Pointer, { readonly code: string }];
interface Result {
  readonly error?: { readonly issues: readonly { path: readonly PropertyKey[]; message: string }[] } | undefined;
}

/** Everything wrong with what was typed, the first thing said of each field; the details when there is nothing. */
export function check(
  input: CustomerInput,
  utility: Utility,
  files: Files,
): { readonly faults: Faults; readonly details?: Details } {
  const draft = draftFrom(input, utility.state);
  const who = customer.safeParse(draft.customer);
  const hand = signer.safeParse(draft.signer);
  const caller = draft.contact === undefined ? undefined : contact.safeParse(draft.contact);
  const supply = draft.currentSupply === undefined ? undefined : currentSupply.safeParse(draft.currentSupply);
  const meters = draft.accounts.map((account) => serviceAccount.safeParse(account));
  const found: readonly Found[] = [
    ...nameFaults(input, utility),
    ...meterFaults(input, utility),
    ...fileFaults(input, files),
    ...meters.flatMap((meter, index) => issues(`/accounts/${index}`, meter)),
    ...issues('/customer', who),
    ...issues('/signer', hand),
    ...issues('/contact', caller),
    ...issues('/currentSupply', supply),
  ];
  const faults = Object.fromEntries(found.toReversed());
  const accounts = meters.flatMap(({ data }) => (data ? [data] : []));
  if (found.length || !who.data || !hand.data) return { faults };
  const bill = keptId(files, 'latest_bill');
  const certificate = input.exempt ? keptId(files, 'tax_exemption') : undefined;
  return {
    faults,
    details: {
      customer: who.data,
      signer: hand.data,
      accounts,
      ...(caller?.data && { contact: caller.data }),
      ...(supply?.data && { currentSupply: supply.data }),
      ...(bill && { latestBill: bill }),
      ...(certificate && { taxExemption: { certificate } }),
    },
  };
}

const issues = (at: Pointer, result: Result | undefined): Found[] =>
  (result?.error?.issues ?? []).map(({ path, message }) => [`${at}/${path.join('/')}`, { code: message }]);

function* nameFaults({ legalName }: CustomerInput, { state }: Utility): Generator<Found> {
  const limit = nameLimit(state);
  // In letters as people count them, not in UTF-16 units.
  if (limit && [...legalName.trim()].length > limit) yield [pointers.legalName, { code: 'name_over_limit' }];
}

function* meterFaults({ accounts }: CustomerInput, utility: Utility): Generator<Found> {
  const identifiers = accounts.map(({ identifier }) => tidyIdentifier(identifier));
  for (const [index, identifier] of identifiers.entries()) {
    for (const need of utility.needs) {
      if (!accounts[index]?.[need].trim()) yield [accountPointer(index, need), { code: 'required' }];
    }
    if (!identifier) continue;
    const at = accountPointer(index, 'identifier');
    if (identifiers.indexOf(identifier) < index) yield [at, { code: 'duplicate' }];
    if (utility.identifier.certainty === 'published' && !follows(identifier, utility.identifier)) {
      yield [at, { code: 'identifier_rule' }];
    }
  }
}

/** A file that is there, or that was asked for, must have arrived: the customer believes it has. */
function* fileFaults(input: CustomerInput, files: Files): Generator<Found> {
  const wanted: readonly UploadKind[] = input.exempt ? ['latest_bill', 'tax_exemption'] : ['latest_bill'];
  for (const kind of wanted) {
    const file = files[kind];
    if (file?.state === 'sending') yield [filePointers[kind], { code: 'upload_running' }];
    if (file?.state === 'failed') yield [filePointers[kind], { code: file.why }];
    if (!file && kind === 'tax_exemption') yield [filePointers[kind], { code: 'certificate_missing' }];
  }
}

const keptId = (files: Files, kind: UploadKind): string | undefined => {
  const file = files[kind];
  return file?.state === 'kept' ? file.upload.id : undefined;
};
