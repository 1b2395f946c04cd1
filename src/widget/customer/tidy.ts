/** Account numbers are printed with spaces and dashes that do not count. */
export const tidyIdentifier = (typed: string): string => typed.replace(/[\s\-–.]/g, '').toUpperCase();

/** @example tidyPhone('(214) 555-0142') // '+12145550142' */
function tidyPhone(typed: string): string {
  const digits = typed.replace(/\D/g, '');
  return digits && (/^\s*\+/.test(typed) || /^1\d{10}$/.test(digits) ? '+' : '+1') + digits;
}

/** @example tidyNameKey('Joe’s Diner') // 'JOES' */
export const tidyNameKey = (typed: string): string => typed.replace(/[^a-z\d&]/gi, '').toUpperCase();

const tidies: Readonly<Record<string, (typed: string) => string>> = {
  taxId: (typed) => typed.replace(/[\s-]/g, ''),
  phone: tidyPhone,
  state: (typed) => typed.toUpperCase(),
};

/** What the wire takes of a text, by the last name of its place there. */
export const tidy = (name: string, typed: string): string => (tidies[name]?.(typed) ?? typed).trim();

/**
 * The way a number is usually written, once it is complete; any other text as it was typed.
 *
 * @param pointer its place on the wire
 * @example spoken('/signer/phone', '2145550142') // '(214) 555-0142'
 * @example spoken('/customer/taxId', '123456789') // '12-3456789'. A sole proprietor's SSN is grouped otherwise: typed dashes stay.
 */
export function spoken(pointer: string, typed: string): string {
  if (pointer.endsWith('/taxId')) return typed.trim().replace(/^(\d{2})(\d{7})$/, '$1-$2');
  const whole = /^\+1(\d{3})(\d{3})(\d{4})$/;
  const phone = pointer.endsWith('/phone') && tidyPhone(typed);
  return phone && whole.test(phone) ? phone.replace(whole, '($1) $2-$3') : typed;
}
