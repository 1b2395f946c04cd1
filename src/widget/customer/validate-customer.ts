import * as z from 'zod/mini';
import { contact, currentSupply, customer, serviceAccount, signer } from '../../wire/customer.ts';
import type { Utility } from '../../wire/utility.ts';
import type { CustomerDetails } from '../flow-reducer.ts';
import type { CustomerInput } from './customer-input.ts';
import { accountFieldPath, FILE_FIELD_PATHS, type FieldErrors, type FieldPath } from './field-paths.ts';
import { matchesRule } from './identifier-rule.ts';
import { legalNameLimit } from './legal-name-limit.ts';
import { normalizeIdentifier } from './normalize.ts';
import { toContractRequest } from './to-request.ts';
import type { UploadState, Uploads } from './upload-state.ts';

const customerSchema = z.object({
  customer,
  signer,
  contact: z.optional(contact),
  currentSupply: z.optional(currentSupply),
  accounts: z.array(serviceAccount),
});

/** A field, and what is wrong with it if anything is. */
type FieldCheck = readonly [FieldPath, code: string | false | undefined];

/** Everything wrong with what was typed, the first thing said of each field; the details when there is nothing. */
export function validateCustomer(
  input: CustomerInput,
  utility: Utility,
  files: Uploads,
): { readonly errors: FieldErrors; readonly details?: CustomerDetails } {
  const { data, error } = customerSchema.safeParse(toContractRequest(input, utility.state));
  const certificate = input.exempt ? files.tax_exemption : undefined;
  const checks: readonly FieldCheck[] = [
    ['/customer/legalName', isOverLimit(input, utility) && 'name_over_limit'],
    ...accountChecks(input, utility),
    [FILE_FIELD_PATHS.latest_bill, fileError(files.latest_bill)],
    [FILE_FIELD_PATHS.tax_exemption, input.exempt && !certificate ? 'certificate_missing' : fileError(certificate)],
    ...(error?.issues ?? []).map(({ path, message }): FieldCheck => [`/${path.join('/')}`, message]),
  ];
  const errors: Record<FieldPath, string> = {};
  for (const [path, code] of checks) if (code) errors[path] ??= code;
  if (!data || Object.keys(errors).length) return { errors };
  return {
    errors,
    details: {
      ...data,
      ...(files.latest_bill?.state === 'kept' && { latestBill: files.latest_bill.upload.id }),
      ...(certificate?.state === 'kept' && { taxExemption: { certificate: certificate.upload.id } }),
    },
  };
}

/** In letters as people count them, not in UTF-16 units. */
const isOverLimit = ({ fields }: CustomerInput, { state }: Utility): boolean =>
  [...(fields['/customer/legalName'] ?? '').trim()].length > (legalNameLimit(state) ?? Number.POSITIVE_INFINITY);

function accountChecks(
  { accounts }: CustomerInput,
  { requiredFields, identifier: format }: Utility,
): readonly FieldCheck[] {
  const identifiers = accounts.map(({ identifier }) => normalizeIdentifier(identifier));
  return accounts.flatMap((account, index) => {
    const identifier = identifiers[index] ?? '';
    const path = accountFieldPath(index, 'identifier');
    return [
      ...requiredFields.map(
        (fieldName): FieldCheck => [accountFieldPath(index, fieldName), !account[fieldName].trim() && 'required'],
      ),
      [path, identifier && identifiers.indexOf(identifier) < index && 'duplicate'],
      [path, identifier && format.confidence === 'published' && !matchesRule(identifier, format) && 'identifier_rule'],
    ] satisfies FieldCheck[];
  });
}

/** A file that is there must have arrived: the customer believes it has. */
const fileError = (file: UploadState | undefined): string | undefined =>
  file?.state === 'sending' ? 'upload_running' : file?.state === 'failed' ? file.errorCode : undefined;
