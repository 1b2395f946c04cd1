import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { OperatorError } from '../operator-error.ts';
import { readServerSecrets } from './server-keys.ts';

/**
 * An encrypted payload. It is encrypted with its own data key, which is wrapped by the key `keyId`. Values are
 * base64url.
 */
export interface EncryptedPayload {
  readonly keyId: string;
  readonly wrappedKey: string;
  readonly ciphertext: string;
}

/** A payload cannot be decrypted: its key is not configured, it was changed, or it belongs to another record. */
class DecryptionError extends OperatorError {
  override readonly name = 'DecryptionError';
}

/**
 * Encrypts text with AES-256-GCM (NIST SP 800-38D) and a new data key, so that changing the wrapping key does not
 * change payloads.
 *
 * @param record the ID of the record. It is authenticated: a payload that is copied to another record cannot be
 * decrypted.
 */
export function encrypt({ active }: PayloadKeys, record: string, text: string): EncryptedPayload {
  const dataKey = randomBytes(32);
  return {
    keyId: active.id,
    wrappedKey: wrap(active, record, dataKey),
    ciphertext: encryptBytes(dataKey, record, Buffer.from(text)),
  };
}

/** Decrypts a payload. @throws DecryptionError */
export const decrypt = (
  keys: PayloadKeys,
  record: string,
  { keyId, wrappedKey, ciphertext }: EncryptedPayload,
): string => decryptBytes(unwrap(keys, record, keyId, wrappedKey), record, ciphertext).toString();

/** The same payload, with its data key wrapped by the active key. @throws DecryptionError */
export const rewrapKey = (
  keys: PayloadKeys,
  record: string,
  { keyId, wrappedKey, ciphertext }: EncryptedPayload,
): EncryptedPayload => ({
  keyId: keys.active.id,
  wrappedKey: wrap(keys.active, record, unwrap(keys, record, keyId, wrappedKey)),
  ciphertext,
});

const wrap = ({ id, key }: PayloadKey, record: string, dataKey: Buffer): string =>
  encryptBytes(key, `${id} ${record}`, dataKey);

function unwrap(keys: PayloadKeys, record: string, keyId: string, wrappedKey: string): Buffer {
  const key = keys.get(keyId);
  if (!key) throw new DecryptionError(`no payload key has the ID ${keyId}`);
  return decryptBytes(key.key, `${keyId} ${record}`, wrappedKey);
}

/** Returns a nonce of 12 bytes, the ciphertext, and a tag of 16 bytes. */
function encryptBytes(key: Uint8Array, additionalData: string, text: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(additionalData));
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

function decryptBytes(key: Uint8Array, additionalData: string, data: string): Buffer {
  const bytes = Buffer.from(data, 'base64url');
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
    cipher.setAAD(Buffer.from(additionalData)).setAuthTag(bytes.subarray(-16));
    return Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]);
  } catch (cause) {
    throw new DecryptionError('payload decryption failed', { cause });
  }
}

/** An AES-256 key that wraps the data keys of payloads. `id` is stored with every data key that the key wrapped. */
interface PayloadKey {
  readonly id: string;
  readonly key: Uint8Array;
}

/** Keys by ID. The active key wraps new data keys. The others only unwrap. */
export interface PayloadKeys {
  readonly active: PayloadKey;
  get(id: string): PayloadKey | undefined;
}

/** `PAYLOAD_KEYS` or `PAYLOAD_KEYS_FILE` is invalid. The message contains no key. */
class PayloadKeysError extends OperatorError {
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
