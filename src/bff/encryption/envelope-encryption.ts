import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { OperatorError } from '../operator-error.ts';
import type { PayloadKey, PayloadKeys } from './payload-keys.ts';

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
export class DecryptionError extends OperatorError {
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
  if (!key) throw new DecryptionError(`no payload key with the id ${keyId}`);
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
