import { createHash, randomBytes, randomInt } from 'node:crypto';

/** An unguessable ID of 128 bits. @example createId('lt') // 'lt_8f14e45fceea167a5a36dedd4bea2543' */
export const createId = (prefix: string, encoding: 'hex' | 'base64url' = 'hex'): string =>
  `${prefix}_${randomBytes(16).toString(encoding)}`;

export const isContractId = (text: string): boolean => /^ct_[0-9a-f]{32}$/.test(text);

/** A secret of 256 bits for a link, as base64url. Only its SHA-256 is stored. */
export const createLinkSecret = (): string => randomBytes(32).toString('base64url');

/** SHA-256 of text in UTF-8, as base64url. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Crockford's Base32 alphabet: no I, L or O, which look like digits, and no U. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A short reference that a customer can read out over the phone: `7F3K-22QD`. It grants no access. */
export function createReference(): string {
  const characters = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${characters.slice(0, 4)}-${characters.slice(4)}`;
}
