import { createHmac, hkdfSync } from 'node:crypto';

/** One key for each use, so that a token of one kind can never pass for another. */
interface DerivedKeys {
  /** Names them in a token's header (`kid`, RFC 7515 section 4.1.4); tells nothing of the secret. */
  readonly id: string;
  readonly session: Uint8Array;
  readonly offer: Uint8Array;
  readonly request: Uint8Array;
  readonly document: Uint8Array;
}

/** Keys in use, which sign what is new, and older ones, by which what they signed is still known. */
export interface Keys extends DerivedKeys {
  readonly previous: readonly DerivedKeys[];
}

/**
 * Derives the BFF's keys from its secrets (HKDF-SHA256, RFC 5869).
 *
 * @param secret at least 32 characters of randomness: `openssl rand -base64 48`
 * @param previous secrets that were in use before
 * @throws when a secret is shorter
 */
export const deriveKeys = (secret: string, ...previous: readonly string[]): Keys => ({
  ...deriveFromSecret(secret),
  previous: previous.map(deriveFromSecret),
});

function deriveFromSecret(secret: string): DerivedKeys {
  if (secret.length < 32) throw new Error('the BFF secret must have at least 32 characters');
  const key = (purpose: string, length = 32): Uint8Array =>
    new Uint8Array(hkdfSync('sha256', secret, 'commercial-shopper', purpose, length));
  return {
    id: Buffer.from(key('key-id', 6)).toString('hex'),
    session: key('session-token'),
    offer: key('offer-token'),
    request: key('request-hash'),
    document: key('document-link'),
  };
}

/** The keys that a token names, or all that could be meant where it names none: the one in use first. */
export function candidateKeys(keys: Keys, id: unknown): readonly DerivedKeys[] {
  const all = [keys, ...keys.previous];
  const matching = all.filter((entry) => entry.id === id);
  return matching.length ? matching : all;
}

/** HMAC-SHA256 of a request under each request key, the one in use first. */
export function requestHashes(keys: Keys, text: string): readonly [string, ...string[]] {
  const hash = ({ request }: DerivedKeys): string => createHmac('sha256', request).update(text).digest('base64url');
  return [hash(keys), ...keys.previous.map(hash)];
}
