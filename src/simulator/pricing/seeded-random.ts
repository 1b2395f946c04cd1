/**
 * A number in [0, 1) that is always the same for the same words: FNV-1a, then a finisher so that neighbouring words
 * land far apart. What makes the matrix reproducible without storing it.
 *
 * @example noise('seed', 'ONCOR', 12) === noise('seed', 'ONCOR', 12)
 */
export function seededRandom(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  const text = parts.join('|');
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
