import { createHmac, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SettingsError } from '../operator-error.ts';

/** One key per purpose, so that a token of one kind never passes as another. */
interface DerivedKeys {
  /** Identifies the keys in a token's header (`kid`, RFC 7515 section 4.1.4). Reveals nothing about the secret. */
  readonly id: string;
  readonly session: Uint8Array;
  readonly offer: Uint8Array;
  readonly request: Uint8Array;
  readonly document: Uint8Array;
}

/** The active keys, which sign, and the previous ones, which only verify. */
export interface Keys extends DerivedKeys {
  readonly previous: readonly DerivedKeys[];
}

const MIN_SECRET_LENGTH = 32;

/**
 * Derives the BFF's keys from its secrets (HKDF-SHA256, RFC 5869).
 *
 * @param secret at least 32 random characters: `openssl rand -base64 48`
 * @param previous secrets that used to be active
 * @throws Error if a secret is too short
 */
export const deriveKeys = (secret: string, ...previous: readonly string[]): Keys => ({
  ...deriveFromSecret(secret),
  previous: previous.map(deriveFromSecret),
});

function deriveFromSecret(secret: string): DerivedKeys {
  if (secret.length < MIN_SECRET_LENGTH)
    throw new Error(`the BFF secret must have at least ${MIN_SECRET_LENGTH} characters`);
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

/** Returns the keys with this `kid`. If no keys have it, returns all keys, the active ones first. */
export function candidateKeys(keys: Keys, id: unknown): readonly DerivedKeys[] {
  const all = [keys, ...keys.previous];
  const matching = all.filter((entry) => entry.id === id);
  return matching.length ? matching : all;
}

/** HMAC-SHA256 of a request with each request key, the active one first. */
export function requestHashes(keys: Keys, text: string): readonly [string, ...string[]] {
  const hash = ({ request }: DerivedKeys): string => createHmac('sha256', request).update(text).digest('base64url');
  return [hash(keys), ...keys.previous.map(hash)];
}

/**
 * Reads the server's secrets from a mounted file, one per line with the active one first, or from the environment.
 *
 * @throws SettingsError
 */
export function readServerSecrets({
  BFF_SECRET,
  BFF_SECRET_FILE,
}: {
  readonly BFF_SECRET?: string | undefined;
  readonly BFF_SECRET_FILE?: string | undefined;
}): readonly [string, ...string[]] {
  const [current, ...previous] = BFF_SECRET_FILE === undefined ? [BFF_SECRET ?? ''] : readLines(BFF_SECRET_FILE);
  if (!current) throw new SettingsError('BFF_SECRET or BFF_SECRET_FILE must be set');
  if ([current, ...previous].some((secret) => secret.length < MIN_SECRET_LENGTH)) {
    throw new SettingsError(
      `BFF_SECRET_FILE: each line must have at least ${MIN_SECRET_LENGTH} characters. Create one with: openssl rand -base64 48`,
    );
  }
  return [current, ...previous];
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  } catch {
    throw new SettingsError('BFF_SECRET_FILE: cannot read the file');
  }
}
