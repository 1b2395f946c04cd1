/** Invisible characters that pasted text may contain: zero-width spaces, direction marks and byte order marks. */
const INVISIBLE = /\p{Cf}/gu;

export const normalizeText = (input: string): string => input.replace(INVISIBLE, '').trim();

/**
 * Normalizes a number as printed on a bill or a form. Removes spaces, dots, dashes and other punctuation that people
 * copy with the number, and a label such as `ESI ID:` or `Acct no.`. Converts the rest to plain characters (Unicode
 * NFKC) in uppercase.
 *
 * @example normalizeNumber('ESI ID: 1044 3720–００１') // '10443720001'
 */
export const normalizeNumber = (input: string): string =>
  input
    .normalize('NFKC')
    .replace(/^[^\d:]*(?::|\b(?:no|id|number)\b[. #]*(?=\d))|[\s\p{Cf}\p{Pd}.#'’]/giu, '')
    .toUpperCase();

/** @example normalizeTaxId('EIN: 12-3456789') // '123456789' */
export const normalizeTaxId = (input: string): string => normalizeNumber(input).replace(/^(F?EIN|TIN|SSN)/, '');

/**
 * Returns the first five digits of a ZIP code or ZIP+4 code.
 *
 * @example normalizePostalCode(' 75201-1234') // '75201'
 */
export const normalizePostalCode = (input: string): string => normalizeNumber(input).replace(/^(\d{5})\d{4}$/, '$1');

/** An extension, which cannot be dialed as part of the number. */
const EXTENSION = /[ ,;]?(?:ext(?:ension|n)?|x|#)[ .:]{0,2}\d{1,6} ?$/i;
/** Whether a phone number ends with an extension, which `normalizePhone` removes. */
export const hasExtension = (input: string): boolean => EXTENSION.test(input.trim());

/** The prefix of an international number: 00 in most countries, 011 in the US. */
const INTERNATIONAL_PREFIX = /^(?:00|011)(?=[1-9])/;

/**
 * Converts a phone number to E.164 format, without its extension. A number without a country code is a US number.
 *
 * @example normalizePhone('(214) 555-0142 ext. 22') // '+12145550142'
 */
export function normalizePhone(input: string): string {
  const text = input.normalize('NFKC').replace(INVISIBLE, '').replace(/\s+/g, ' ').trim().replace(EXTENSION, '');
  const digits = text.replace(/\D/g, '');
  const international = digits.replace(INTERNATIONAL_PREFIX, '');
  if (!digits) return '';
  if (/^\D*\+/.test(text)) return `+${digits}`;
  return (international !== digits || /^1\d{10}$/.test(digits) ? '+' : '+1') + international;
}

/**
 * Removes text that mail programs and web pages add to an email address.
 *
 * @example normalizeEmail('Dana Example <dana@bakery.example>,') // 'dana@bakery.example'
 */
export function normalizeEmail(input: string): string {
  const text = normalizeText(input.normalize('NFKC'));
  const [, inBrackets] = /<([^<>]*)>[\s,;.]*$/.exec(text) ?? [];
  return (inBrackets ?? text)
    .replace(/^mailto:([^?]*).*$/i, '$1')
    .replace(/[,;.]{1,9}$/, '')
    .trim();
}

/** Frequent misspellings of email domains. */
const MISSPELLED_DOMAIN =
  /@(gmia?l|gmai|gmaill|gmal|gamil|gnail|yaho|yhaoo|hotmial|hotmal|outlok|iclod)\.|\.(con|cmo|ocm)$/i;
/** Whether an email address has a domain that is probably misspelled, such as `gmial.com`. */
export const isMisspelledEmail = (input: string): boolean => MISSPELLED_DOMAIN.test(normalizeEmail(input));

/**
 * Creates the guard of a form that sends an email: an address that looks misspelled is sent only on the second request,
 * because a form can be submitted before its warning is read.
 *
 * @returns a function that returns whether the customer must first confirm the address
 */
export function createMisspelledEmailGuard(): (email: string) => boolean {
  let warnedAbout: string | undefined;
  return (email) => {
    const isNew = email !== warnedAbout;
    warnedAbout = email;
    return isNew && isMisspelledEmail(email);
  };
}

/** @example normalizeNameKey('Joe’s Diner') // 'JOESDINER' */
export const normalizeNameKey = (input: string): string =>
  input
    .normalize('NFKC')
    .replace(/[^a-z\d&]/gi, '')
    .toUpperCase();
