import * as z from 'zod/mini';
import { contact, currentSupply, customer, serviceAccount, signer } from '../../wire/customer.ts';
import type { Utility } from '../../wire/utility.ts';
import type { Details } from '../flow.ts';
import type { CustomerInput } from './customer-input.ts';
import { draftFrom } from './draft.ts';
import type { FileState, Files } from './file-state.ts';
import { follows } from './identifier-rule.ts';
import { nameLimit } from './name-limit.ts';
import { accountPointer, type Faults, filePointers, type Pointer } from './pointer.ts';
import { tidyIdentifier } from './tidy.ts';

const texts = z.object({
  customer,
  signer,
  contact: z.optional(contact),
  currentSupply: z.optional(currentSupply),
  accounts: z.array(serviceAccount),
});

/** A field, and what is wrong with it if anything is. */
type Finding = readonly [Pointer, code: string | false | undefined];

/** Everything wrong with what was typed, the first thing said of each field; the details when there is nothing. */
export function check(
  input: CustomerInput,
  utility: Utility,
  files: Files,
): { readonly faults: Faults; readonly details?: Details } {
  const { data, error } = texts.safeParse(draftFrom(input, utility.state));
  const certificate = input.exempt ? files.tax_exemption : undefined;
  const findings: readonly Finding[] = [
    ['/customer/legalName', isOverLimit(input, utility) && 'name_over_limit'],
    ...meterFindings(input, utility),
    [filePointers.latest_bill, fileFault(files.latest_bill)],
    [filePointers.tax_exemption, input.exempt && !certificate ? 'certificate_missing' : fileFault(certificate)],
    ...(error?.issues ?? []).map(({ path, message }): Finding => [`/${path.join('/')}`, message]),
  ];
  const faults: Record<Pointer, string> = {};
  for (const [at, code] of findings) if (code) faults[at] ??= code;
  if (!data || Object.keys(faults).length) return { faults };
  return {
    faults,
    details: {
      ...data,
      ...(files.latest_bill?.state === 'kept' && { latestBill: files.latest_bill.upload.id }),
      ...(certificate?.state === 'kept' && { taxExemption: { certificate: certificate.upload.id } }),
    },
  };
}

/** In letters as people count them, not in UTF-16 units. */
const isOverLimit = ({ texts }: CustomerInput, { state }: Utility): boolean =>
  [...(texts['/customer/legalName'] ?? '').trim()].length > (nameLimit(state) ?? Number.POSITIVE_INFINITY);

function meterFindings({ accounts }: CustomerInput, { needs, identifier: rule }: Utility): readonly Finding[] {
  const identifiers = accounts.map(({ identifier }) => tidyIdentifier(identifier));
  return accounts.flatMap((account, index) => {
    const identifier = identifiers[index] ?? '';
    const at = accountPointer(index, 'identifier');
    return [
      ...needs.map((need): Finding => [accountPointer(index, need), !account[need].trim() && 'required']),
      [at, identifier && identifiers.indexOf(identifier) < index && 'duplicate'],
      [at, identifier && rule.certainty === 'published' && !follows(identifier, rule) && 'identifier_rule'],
    ] satisfies Finding[];
  });
}

/** A file that is there must have arrived: the customer believes it has. */
const fileFault = (file: FileState | undefined): string | undefined =>
  file?.state === 'sending' ? 'upload_running' : file?.state === 'failed' ? file.why : undefined;
