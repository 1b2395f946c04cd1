/**
 * Reads a list of three-digit postal prefixes; ranges are inclusive.
 *
 * @example postalPrefixes('755,760-762') // Set { '755', '760', '761', '762' }
 */
export function postalPrefixes(list: string): ReadonlySet<string> {
  const prefixes = new Set<string>();
  for (const part of list.split(',')) {
    const [from, to = from] = part.trim().split('-');
    for (let prefix = Number(from); prefix <= Number(to); prefix++) prefixes.add(String(prefix).padStart(3, '0'));
  }
  return prefixes;
}
