import type { CustomerInput } from './customer-input.ts';
import { normalizeIdentifier } from './identifier.ts';

/** @example normalizePhone('(214) 555-0142') // '+12145550142' */
function normalizePhone(input: string): string {
  const digits = input.replace(/\D/g, '');
  return digits && (/^\s*\+/.test(input) || /^1\d{10}$/.test(digits) ? '+' : '+1') + digits;
}

/** @example normalizeNameKey('Joe’s Diner') // 'JOESDINER' */
const normalizeNameKey = (input: string): string => input.replace(/[^a-z\d&]/gi, '').toUpperCase();

const NORMALIZERS: Readonly<Record<string, (input: string) => string>> = {
  taxId: (input) => input.replace(/[\s-]/g, ''),
  phone: normalizePhone,
  state: (input) => input.toUpperCase(),
};

/** @param name the last segment of the field's path */
const normalize = (name: string, input: string): string => (NORMALIZERS[name]?.(input) ?? input).trim();

/**
 * Formats a complete phone number or tax ID as it is usually written. Returns other text unchanged.
 *
 * @example formatForDisplay('/signer/phone', '2145550142') // '(214) 555-0142'
 * @example formatForDisplay('/customer/taxId', '123456789') // '12-3456789'; dashes in an SSN are kept
 */
export function formatForDisplay(path: string, input: string): string {
  if (path.endsWith('/taxId')) return input.trim().replace(/^(\d{2})(\d{7})$/, '$1-$2');
  const US_NUMBER = /^\+1(\d{3})(\d{3})(\d{4})$/;
  const phone = path.endsWith('/phone') && normalizePhone(input);
  return phone && US_NUMBER.test(phone) ? phone.replace(US_NUMBER, '($1) $2-$3') : input;
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
        identifier: normalizeIdentifier(identifier),
        meterNumber: normalizeIdentifier(meterNumber),
        nameKey: normalizeNameKey(nameKey),
        serviceAddress: omitEmpty({
          street: street.trim(),
          unit: unit.trim(),
          city: city.trim(),
          state,
          postalCode: postalCode.trim(),
        }),
        annualUsage,
      }),
    ),
  };
}
