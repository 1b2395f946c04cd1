import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { PayloadKey, PayloadKeys } from './payload-keys.ts';

/** A payload as it is stored: sealed with a data key of its own, which the key named `keyId` wrapped. Text is base64url. */
export interface EncryptedPayload {
  readonly keyId: string;
  readonly wrappedKey: string;
  readonly ciphertext: string;
}

/** It cannot be opened: its key is not here, or it was changed, or moved from another record. */
export class DecryptionError extends Error {
  override readonly name = 'SealBrokenError';
}

/**
 * Seals text with AES-256-GCM (NIST SP 800-38D) under a fresh data key, so that changing the wrapping key touches no payload.
 *
 * @param record whose payload it is: one that is moved to another record does not open
 */
export function encrypt({ active }: PayloadKeys, record: string, text: string): EncryptedPayload {
  const dataKey = randomBytes(32);
  return {
    keyId: active.id,
    wrappedKey: wrap(active, record, dataKey),
    ciphertext: encryptBytes(dataKey, record, Buffer.from(text)),
  };
}

/** @throws DecryptionError */
export const decrypt = (
  keys: PayloadKeys,
  record: string,
  { keyId, wrappedKey, ciphertext }: EncryptedPayload,
): string => decryptBytes(unwrap(keys, record, keyId, wrappedKey), record, ciphertext).toString();

/** The same payload with its data key wrapped by the active key. @throws DecryptionError */
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

/** 12 bytes of nonce, the ciphertext, 16 bytes of tag. */
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
