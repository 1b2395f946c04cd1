import { randomBytes, randomInt } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U to be misheard. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** What a customer reads out on the telephone: `7F3K-22QD`. Names a contract to people; opens nothing. */
export const createReference = (): string => {
  const letters = Array.from({ length: 8 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
};

/** An id nobody can guess: `ct_` and 128 bits. */
export const createContractId = (): string => `ct_${randomBytes(16).toString('hex')}`;
