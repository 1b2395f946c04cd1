import { createHash, hkdfSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OperatorError } from '../operator-error.ts';
import { readServerSecrets } from './server-keys.ts';

/** An AES-256 key that wraps the data keys of payloads. `id` is stored with every data key that it wrapped. */
export interface PayloadKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** Keys by ID. The active key wraps new data keys. The others only unwrap. */
export interface PayloadKeys {
  readonly active: PayloadKey;
  get(id: string): PayloadKey | undefined;
}

/** `PAYLOAD_KEYS` or `PAYLOAD_KEYS_FILE` is invalid. The message contains no key. */
export class PayloadKeysError extends OperatorError {
  override readonly name = 'PayloadKeysError';
}

/**
 * ID prefix of the keys that are derived from the server's own secrets. They always exist, and the first is active when
 * no other key is configured. The bare prefix is the ID of the derived key in versions that did not support changing
 * the secret.
 */
const DERIVED_KEY_ID = 'bff-secret';

/**
 * Reads the payload keys: `id:base64`, 32 bytes each, separated by white space or commas, the active key first.
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
    if (!id) throw new PayloadKeysError(`PAYLOAD_KEYS: entry ${at + 1} must be an ID, a colon and 32 bytes in base64`);
    if (keys.has(id) || id.startsWith(DERIVED_KEY_ID))
      throw new PayloadKeysError(`PAYLOAD_KEYS: the ID of entry ${at + 1} is a duplicate or is reserved`);
    keys.set(id, { id, key: new Uint8Array(Buffer.from(base64, 'base64')) });
  }
  const secrets = readServerSecrets(settings);
  for (const secret of secrets) {
    const key = derive(secret);
    const id = `${DERIVED_KEY_ID}-${createHash('sha256').update(key).digest('hex').slice(0, 8)}`;
    keys.set(id, { id, key });
  }
  const [active] = keys.values();
  if (!active) throw new PayloadKeysError('PAYLOAD_KEYS: no key is configured');
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
    throw new PayloadKeysError('PAYLOAD_KEYS_FILE: cannot read the file', { cause });
  }
}
