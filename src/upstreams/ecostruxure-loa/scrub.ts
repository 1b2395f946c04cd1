const longest = 200;

/**
 * What an answer's body says of a refusal, without what we sent and without anything that looks like an address, so that it may
 * stand in a log.
 *
 * @param sent every text of the request
 * @example scrub('ada@bakery.example is not a valid signer', []) // '[…] is not a valid signer'
 */
export const scrub = (message: string, sent: readonly string[]): string => {
  // The longest first: a name may be part of an address.
  const texts = [...new Set(sent)].filter((text) => text.length > 2).sort((a, b) => b.length - a.length);
  const without = texts.reduce((text, one) => text.replaceAll(one, '[…]'), message);
  return without.replace(/[^\s@<>"']+@[^\s@<>"']+/g, '[…]').slice(0, longest);
};

/** Every text in a value, however deep. */
export const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
};
