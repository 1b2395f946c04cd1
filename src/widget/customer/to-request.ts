import {
  normalizeEmail,
  normalizeNameKey,
  normalizeNumber,
  normalizePhone,
  normalizePostalCode,
  normalizeTaxId,
  normalizeText,
} from '../normalize-input.ts';
import type { CustomerInput } from './customer-input.ts';

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
 * Formats a complete phone number or tax ID as it is usually written, and an email address as it is sent, so that the
 * customer sees what was understood. Returns other text unchanged.
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

/** The dashes in an SSN are kept, because they show that it is one. */
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
