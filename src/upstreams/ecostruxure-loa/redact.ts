const MAX_LENGTH = 200;

/**
 * Removes all values that we sent, and everything that looks like an email address, from the upstream's reason for a
 * rejection, so that the reason can be logged.
 *
 * @param secrets every string in the request
 * @example redact('ada@bakery.example is not a valid signer', []) // '[…] is not a valid signer'
 */
export function redact(message: string, secrets: readonly string[]): string {
  // Longest first, because a name may be part of an email address.
  const longestFirst = [...new Set(secrets)].filter((text) => text.length > 2).sort((a, b) => b.length - a.length);
  const redacted = longestFirst.reduce((text, secret) => text.replaceAll(secret, '[…]'), message);
  return redacted.replace(/[^\s@<>"']+@[^\s@<>"']+/g, '[…]').slice(0, MAX_LENGTH);
}

/** Collects every string in a value, at any depth. */
export function collectStrings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(collectStrings);
}
