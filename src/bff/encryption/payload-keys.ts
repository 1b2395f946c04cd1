import { createHash, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readServerSecrets } from '../config/server-secrets.ts';

/** A key that wraps the data keys of payloads: AES-256. `id` stands beside what it wrapped. */
export interface PayloadKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** Keys by id. The active one wraps what is new; the others still open what they wrapped. */
export interface PayloadKeys {
  readonly active: PayloadKey;
  get(id: string): PayloadKey | undefined;
}

/** `PAYLOAD_KEYS` is not right. The message holds no key. */
export class PayloadKeysError extends Error {
  override readonly name = 'PayloadKeysError';
}

/**
 * The ids of keys that are derived from the server's own secrets: they are always there, and the first is active when no other
 * is given. Without what follows it, the id is what the key was called before secrets could be changed.
 */
const DERIVED_KEY_ID = 'bff-secret';

/**
 * Reads the payload keys: `id:base64` of 32 bytes each, one or several apart by white space or commas, the active one first.
 *
 * @throws PayloadKeysError | SettingsError
 * @example readPayloadKeys({ PAYLOAD_KEYS: '2027-01:q83v…=', BFF_SECRET: '…' }).active.id // '2027-01'
 */
export function readPayloadKeys(settings: {
  readonly BFF_SECRET?: string | undefined;
  readonly BFF_SECRET_FILE?: string | undefined;
  readonly PAYLOAD_KEYS?: string | undefined;
  readonly PAYLOAD_KEYS_FILE?: string | undefined;
}): PayloadKeys {
  const entries = (settings.PAYLOAD_KEYS ?? readKeyFile(settings.PAYLOAD_KEYS_FILE)).split(/[\s,]+/).filter(Boolean);
  const keys = new Map<string, PayloadKey>();
  for (const [at, entry] of entries.entries()) {
    const [, id = '', base64 = ''] = /^([\w.-]{1,40}):([A-Za-z0-9+/]{43}=)$/.exec(entry) ?? [];
    if (!id) throw new PayloadKeysError(`PAYLOAD_KEYS: entry ${at + 1} is not an id, a colon and 32 bytes in base64`);
    if (keys.has(id) || id.startsWith(DERIVED_KEY_ID))
      throw new PayloadKeysError(`PAYLOAD_KEYS: the id of entry ${at + 1} is taken`);
    keys.set(id, { id, key: new Uint8Array(Buffer.from(base64, 'base64')) });
  }
  const secrets = readServerSecrets(settings);
  for (const secret of secrets) {
    const key = derive(secret);
    const id = `${DERIVED_KEY_ID}-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
    keys.set(id, { id, key });
  }
  const [active] = keys.values();
  if (!active) throw new PayloadKeysError('PAYLOAD_KEYS: there is none');
  keys.set(DERIVED_KEY_ID, { id: DERIVED_KEY_ID, key: derive(secrets.at(-1) ?? secrets[0]) });
  return { active, get: (id) => keys.get(id) };
}

const derive = (secret: string): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', secret, 'commercial-shopper', 'payload-key', 32));

function readKeyFile(file: string | undefined): string {
  if (file === undefined) return '';
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new PayloadKeysError('PAYLOAD_KEYS_FILE: the file cannot be read', { cause });
  }
}
