import { randomBytes, randomInt } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U to be misheard. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What a customer reads out on the telephone: `7F3K-22QD`. Names a contract to people; opens nothing. */
export function createReference(): string {
  const characters = Array.from({ length: 8 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${characters.slice(0, 4)}-${characters.slice(4)}`;
}

/** An id nobody can guess: `ct_` and 128 bits. */
export const createContractId = (): string => `ct_${randomBytes(16).toString('hex')}`;
