import { hkdfSync } from 'node:crypto';

/** One key for each use, so that a token of one kind can never pass for another. */
export interface Keys {
  readonly session: Uint8Array;
  readonly offer: Uint8Array;
  readonly request: Uint8Array;
  readonly document: Uint8Array;
}

/**
 * Derives the BFF's keys from one secret (HKDF-SHA256, RFC 5869).
 *
 * @param secret at least 32 characters of randomness: `openssl rand -base64 48`
 * @throws when the secret is shorter
 */
export const deriveKeys = (secret: string): Keys => {
  if (secret.length < 32) throw new Error('the BFF secret must have at least 32 characters');
  const key = (use: string): Uint8Array => new Uint8Array(hkdfSync('sha256', secret, 'commercial-shopper', use, 32));
  return {
    session: key('session-token'),
    offer: key('offer-token'),
    request: key('request-hash'),
    document: key('document-link'),
  };
};
