/** Account numbers are printed with spaces and dashes that do not count. */
export const normalizeIdentifier = (input: string): string => input.replace(/[\s\-–.]/g, '').toUpperCase();

/** @example tidyPhone('(214) 555-0142') // '+12145550142' */
function normalizePhone(input: string): string {
  const digits = input.replace(/\D/g, '');
  return digits && (/^\s*\+/.test(input) || /^1\d{10}$/.test(digits) ? '+' : '+1') + digits;
}

/** @example tidyNameKey('Joe’s Diner') // 'JOES' */
export const normalizeNameKey = (input: string): string => input.replace(/[^a-z\d&]/gi, '').toUpperCase();

const NORMALIZERS: Readonly<Record<string, (input: string) => string>> = {
  taxId: (input) => input.replace(/[\s-]/g, ''),
  phone: normalizePhone,
  state: (input) => input.toUpperCase(),
};

/** What the wire takes of a text, by the last name of its place there. */
export const normalize = (name: string, input: string): string => (NORMALIZERS[name]?.(input) ?? input).trim();

/**
 * The way a number is usually written, once it is complete; any other text as it was typed.
 *
 * @param path its place on the wire
 * @example spoken('/signer/phone', '2145550142') // '(214) 555-0142'
 * @example spoken('/customer/taxId', '123456789') // '12-3456789'. A sole proprietor's SSN is grouped otherwise: typed dashes stay.
 */
export function formatForDisplay(path: string, input: string): string {
  if (path.endsWith('/taxId')) return input.trim().replace(/^(\d{2})(\d{7})$/, '$1-$2');
  const US_NUMBER = /^\+1(\d{3})(\d{3})(\d{4})$/;
  const phone = path.endsWith('/phone') && normalizePhone(input);
  return phone && US_NUMBER.test(phone) ? phone.replace(US_NUMBER, '($1) $2-$3') : input;
}
