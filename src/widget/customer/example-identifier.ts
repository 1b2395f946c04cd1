import { parseRule } from './identifier.ts';

/** Digits are shown in groups of at most this many, as on most bills. */
const DIGITS_PER_GROUP = 5;

/**
 * What an account number of the utility looks like on a bill: its prefix and zeros.
 *
 * @example exampleIdentifier('^(1044372|1017699)\\d{10}$') // '1044372 00000 00000'
 */
export function exampleIdentifier(pattern: string): string {
  const rule = parseRule(pattern);
  const [prefix = ''] = rule?.prefixes ?? [];
  const length = rule?.lengths[0] ?? 10;
  const zeros = '0'.repeat(Math.max(0, length - prefix.length));
  return [prefix, ...(zeros.match(new RegExp(`.{1,${DIGITS_PER_GROUP}}`, 'g')) ?? [])].filter(Boolean).join(' ');
}
