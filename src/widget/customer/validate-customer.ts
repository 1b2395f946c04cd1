import * as z from 'zod/mini';
import { contact, currentSupply, customer, serviceAccount, signer } from '../../wire/customer.ts';
import type { Utility } from '../../wire/utility.ts';
import type { CustomerDetails } from '../flow-reducer.ts';
import {
  normalizeEmail,
  normalizeNameKey,
  normalizeNumber,
  normalizePhone,
  normalizePostalCode,
  normalizeTaxId,
  normalizeText,
} from '../normalize-input.ts';
import type { UploadState, Uploads } from './customer-draft.ts';
import {
  accountFieldPath,
  type CustomerInput,
  FILE_FIELD_PATHS,
  type FieldErrors,
  type FieldPath,
} from './customer-input.ts';
import { matchesRule } from './identifier.ts';

/**
 * Maximum length of a customer's name in the utilities' systems, in states whose EDI guidelines publish this limit. A
 * longer name does not match the utility's record, so the utility rejects the enrollment.
 */
const LEGAL_NAME_LIMITS: Readonly<Record<string, number>> = { PA: 35, NJ: 35, DE: 35, MD: 60 };

/**
 * @param state two-letter code
 * @returns undefined where no limit is published
 * @example legalNameLimit('PA') // 35
 */
export const legalNameLimit = (state: string): number | undefined => LEGAL_NAME_LIMITS[state];

const customerSchema = z.object({
  customer,
  signer,
  contact: z.optional(contact),
  currentSupply: z.optional(currentSupply),
  accounts: z.array(serviceAccount),
});

/** A field and its error code. A falsy code means that the check passed. */
type FieldCheck = readonly [FieldPath, code: string | false | undefined];

/**
 * Validates the input and the uploads.
 *
 * @returns the first error of each field, and the details if no field has an error
 */
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
  // If someone else signs, that person enters the signer, the tax ID and the certificate.
  const skipped = input.someoneElseSigns ? /^.signer|taxId|taxExemption/ : /^$/;
  for (const [path, code] of checks) if (code && !skipped.test(path)) errors[path] ??= code;
  if (!data || Object.keys(errors).length) return { errors };
  return {
    errors,
    details: {
      ...data,
      ...(files.latest_bill?.state === 'uploaded' && { latestBill: files.latest_bill.upload.id }),
      ...(certificate?.state === 'uploaded' && { taxExemption: { certificate: certificate.upload.id } }),
    },
  };
}

/** Whether the legal name is too long. Counts code points instead of UTF-16 code units. */
const isOverLimit = ({ fields }: CustomerInput, { state }: Utility): boolean =>
  [...(fields['/customer/legalName'] ?? '').trim()].length > (legalNameLimit(state) ?? Number.POSITIVE_INFINITY);

function accountChecks(
  { accounts }: CustomerInput,
  { requiredFields, identifier: format }: Utility,
): readonly FieldCheck[] {
  const identifiers = accounts.map(({ identifier }) => normalizeNumber(identifier));
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

/**
 * Returns the error of a file that has not been uploaded. A selected file must be uploaded, because the customer
 * assumes that it is submitted.
 */
const fileError = (file: UploadState | undefined): string | undefined =>
  file?.state === 'sending' ? 'upload_running' : file?.state === 'failed' ? file.errorCode : undefined;

const NORMALIZERS: Readonly<Record<string, (input: string) => string>> = {
  email: normalizeEmail,
  phone: normalizePhone,
  postalCode: normalizePostalCode,
  state: normalizeNumber,
  taxId: normalizeTaxId,
};

/** @param name the last segment of the field's path */
const normalize = (name: string, input: string): string => (NORMALIZERS[name] ?? normalizeText)(input);

/**
 * Formats a complete phone number or tax ID in the usual way, and normalizes an email address, so that the customer
 * sees how the input was interpreted. Returns other text unchanged.
 *
 * @example formatForDisplay('/signer/phone', '2145550142') // '(214) 555-0142'
 * @example formatForDisplay('/customer/taxId', '123456789') // '12-3456789'; dashes in an SSN are kept
 */
export function formatForDisplay(path: string, input: string): string {
  if (path.endsWith('/taxId')) return formatTaxId(input);
  if (path.endsWith('/email')) return normalizeEmail(input);
  const US_NUMBER = /^\+1(\d{3})(\d{3})(\d{4})$/;
  const phone = path.endsWith('/phone') && normalizePhone(input);
  return phone && US_NUMBER.test(phone) ? phone.replace(US_NUMBER, '($1) $2-$3') : input;
}

/**
 * Formats a tax ID as an EIN. Keeps the dashes of a Social Security number, because they distinguish it from an EIN.
 */
function formatTaxId(input: string): string {
  const digits = normalizeTaxId(input);
  return /^\d{9}$/.test(digits) && !/^\D*\d{3}\D\d\d\D/.test(input) ? digits.replace(/^(\d\d)/, '$1-') : input.trim();
}

const omitEmpty = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value));

/**
 * Maps the input to the body of `POST /v1/contracts`, normalized but not validated. Does not include uploaded files.
 *
 * @param state two-letter code of the utility's state
 */
export function toContractRequest(
  { fields, billedAtService, signerIsContact, accounts }: CustomerInput,
  state: string,
) {
  const fieldsUnder = (prefix: string) =>
    omitEmpty(
      Object.fromEntries(
        Object.entries(fields).map(([path, input]) => {
          const name = path.replace(prefix, '');
          return [name, !name.includes('/') && normalize(name, input)];
        }),
      ),
    );
  const supply = fieldsUnder('/currentSupply/');
  return {
    customer: {
      ...fieldsUnder('/customer/'),
      ...(!billedAtService && { billingAddress: fieldsUnder('/customer/billingAddress/') }),
    },
    signer: fieldsUnder('/signer/'),
    ...(!signerIsContact && { contact: fieldsUnder('/contact/') }),
    ...(Object.keys(supply).length > 0 && { currentSupply: supply }),
    accounts: accounts.map(({ identifier, meterNumber, nameKey, street, unit, city, postalCode, annualUsage }) =>
      omitEmpty({
        identifier: normalizeNumber(identifier),
        meterNumber: normalizeNumber(meterNumber),
        nameKey: normalizeNameKey(nameKey),
        serviceAddress: omitEmpty({
          street: normalizeText(street),
          unit: normalizeText(unit),
          city: normalizeText(city),
          state,
          postalCode: normalizePostalCode(postalCode),
        }),
        annualUsage,
      }),
    ),
  };
}
