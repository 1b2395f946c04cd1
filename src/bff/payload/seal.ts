import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { PayloadKey, PayloadKeys } from './payload-keys.ts';

/** A payload as it is stored: sealed with a data key of its own, which the key named `keyId` wrapped. Text is base64url. */
export interface Sealed {
  readonly keyId: string;
  readonly wrappedKey: string;
  readonly sealed: string;
}

/** It cannot be opened: its key is not here, or it was changed, or moved from another record. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError';
}

/**
 * Seals text with AES-256-GCM (NIST SP 800-38D) under a fresh data key, so that changing the wrapping key touches no payload.
 *
 * @param record whose payload it is: one that is moved to another record does not open
 */
export const seal = ({ active }: PayloadKeys, record: string, text: string): Sealed => {
  const dataKey = randomBytes(32);
  return {
    keyId: active.id,
    wrappedKey: wrap(active, record, dataKey),
    sealed: encrypt(dataKey, record, Buffer.from(text)),
  };
};

/** @throws SealBrokenError */
export const unseal = (keys: PayloadKeys, record: string, { keyId, wrappedKey, sealed }: Sealed): string =>
  decrypt(unwrap(keys, record, keyId, wrappedKey), record, sealed).toString();

/** The same payload with its data key wrapped by the active key. @throws SealBrokenError */
export const rewrap = (keys: PayloadKeys, record: string, { keyId, wrappedKey, sealed }: Sealed): Sealed => ({
  keyId: keys.active.id,
  wrappedKey: wrap(keys.active, record, unwrap(keys, record, keyId, wrappedKey)),
  sealed,
});

const wrap = ({ id, key }: PayloadKey, record: string, dataKey: Buffer): string =>
  encrypt(key, `${id} ${record}`, dataKey);

const unwrap = (keys: PayloadKeys, record: string, keyId: string, wrappedKey: string): Buffer => {
  const key = keys.get(keyId);
  if (!key) throw new SealBrokenError(`there is no payload key with the id ${keyId}`);
  return decrypt(key.key, `${keyId} ${record}`, wrappedKey);
};

/** 12 bytes of nonce, the ciphertext, 16 bytes of tag. */
const encrypt = (key: Uint8Array, associated: string, text: Buffer): string => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(associated));
  return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]).toString('base64url');
};

const decrypt = (key: Uint8Array, associated: string, box: string): Buffer => {
  const bytes = Buffer.from(box, 'base64url');
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
    cipher.setAAD(Buffer.from(associated)).setAuthTag(bytes.subarray(-16));
    return Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]);
  } catch (cause) {
    throw new SealBrokenError('the payload does not open', { cause });
  }
};
