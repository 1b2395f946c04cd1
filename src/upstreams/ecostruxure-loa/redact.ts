const MAX_LENGTH = 200;

/**
 * What an answer's body says of a refusal, without what we sent and without anything that looks like an address, so that it may
 * stand in a log.
 *
 * @param secrets every text of the request
 * @example scrub('ada@bakery.example is not a valid signer', []) // '[…] is not a valid signer'
 */
export const redact = (message: string, secrets: readonly string[]): string => {
  // The longest first: a name may be part of an address.
  const longestFirst = [...new Set(secrets)].filter((text) => text.length > 2).sort((a, b) => b.length - a.length);
  const redacted = longestFirst.reduce((text, secret) => text.replaceAll(secret, '[…]'), message);
  return redacted.replace(/[^\s@<>"']+@[^\s@<>"']+/g, '[…]').slice(0, MAX_LENGTH);
};

/** Every text in a value, however deep. */
export const collectStrings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(collectStrings);
};
