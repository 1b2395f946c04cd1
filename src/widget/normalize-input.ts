/** Zero-width spaces, direction marks and byte order marks, which come with a paste and which no one sees. */
const INVISIBLE = /\p{Cf}/gu;

/** A name or an address as it is sent: without invisible characters, and without space around it. */
export const normalizeText = (input: string): string => input.replace(INVISIBLE, '').trim();

/**
 * A number as printed on a bill or a form: without spaces, dots, dashes of any kind and other punctuation that people
 * copy with it, in plain characters (Unicode NFKC), in upper case.
 *
 * @example normalizeNumber('1044 3720–００１') // '10443720001'
 */
export const normalizeNumber = (input: string): string =>
  input
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Pd}.#'’]/gu, '')
    .toUpperCase();

/** @example normalizeTaxId('EIN: 12-3456789') // '123456789' */
export const normalizeTaxId = (input: string): string => normalizeNumber(input).replace(/^(F?EIN|TIN|SSN):?/, '');

/**
 * The first five digits of a ZIP code or ZIP+4 code.
 *
 * @example normalizePostalCode(' 75201-1234') // '75201'
 */
export const normalizePostalCode = (input: string): string => normalizeNumber(input).replace(/^(\d{5})\d{4}$/, '$1');

/** An extension, which cannot be dialed as a part of the number. */
const EXTENSION = /[ ,;]?(?:ext(?:ension|n)?|x|#)[ .:]{0,2}\d{1,6} ?$/i;
/** How a number in another country is dialed from abroad and from the US. */
const INTERNATIONAL_PREFIX = /^(?:00|011)(?=[1-9])/;

/**
 * A phone number in the format E.164, without its extension. Numbers without a country code are in the US.
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
 * An email address without what mail programs and web pages add to it.
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

/** @example normalizeNameKey('Joe’s Diner') // 'JOESDINER' */
export const normalizeNameKey = (input: string): string =>
  input
    .normalize('NFKC')
    .replace(/[^a-z\d&]/gi, '')
    .toUpperCase();
