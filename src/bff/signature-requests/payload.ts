import { z } from 'zod';
import type { PayloadKeys } from '../encryption/envelope-encryption.ts';
import { decrypt, encrypt, rewrapKey } from '../encryption/envelope-encryption.ts';
import type { SignatureRequestRow, Store } from '../store/tables.ts';

/**
 * The content of a signature request. It is stored, encrypted, while the request is open, so that the server can finish
 * interrupted sends and resend the request. Unlike a contract request, it may be sent without the customer, because the
 * document is not binding until it is signed.
 */
const signatureRequestPayload = z.object({
  /**
   * The customer on whose behalf the upstream is called: always the first address, even after a resend to another
   * address.
   */
  customerEmail: z.string(),
  signer: z.object({ name: z.string(), email: z.string() }),
  /**
   * The client ID of the LOA API with which the request was prepared. With another client ID, the API would not find
   * the request's agreements. Absent from requests that were prepared by an older version.
   */
  clientId: z.string().optional(),
  formData: z.array(z.object({ name: z.string(), value: z.string() })),
  /** The upstream's agreement that this send replaces. */
  previousId: z.string().optional(),
});
export type SignatureRequestPayload = z.infer<typeof signatureRequestPayload>;

type EncryptedColumns = Pick<SignatureRequestRow, 'key_id' | 'wrapped_key' | 'sealed'>;

/**
 * Encrypts a payload.
 *
 * @param id the ID of its signature request
 */
export function encryptPayload(keys: PayloadKeys, id: string, payload: SignatureRequestPayload): EncryptedColumns {
  const { keyId, wrappedKey, ciphertext } = encrypt(keys, id, JSON.stringify(payload));
  return { key_id: keyId, wrapped_key: wrappedKey, sealed: ciphertext };
}

/** The payload; undefined if it has been deleted. @throws DecryptionError */
export function decryptPayload(
  keys: PayloadKeys,
  row: Pick<SignatureRequestRow, 'id'> & EncryptedColumns,
): SignatureRequestPayload | undefined {
  if (row.key_id === null || row.wrapped_key === null || row.sealed === null) return undefined;
  const text = decrypt(keys, row.id, { keyId: row.key_id, wrappedKey: row.wrapped_key, ciphertext: row.sealed });
  return signatureRequestPayload.parse(JSON.parse(text));
}

export const NO_PAYLOAD: EncryptedColumns = { key_id: null, wrapped_key: null, sealed: null };

/**
 * Wraps the data key of every signature request with the active key.
 *
 * @returns the number of rewrapped keys
 * @throws DecryptionError if a key that wrapped a data key is not configured
 */
export async function rewrapSignatureRequests(store: Store, keys: PayloadKeys): Promise<number> {
  const rows = await store
    .selectFrom('letters')
    .select(['id', 'key_id', 'wrapped_key', 'sealed'])
    .where('key_id', 'is not', null)
    .where('key_id', '!=', keys.active.id)
    .execute();
  for (const { id, key_id, wrapped_key, sealed } of rows) {
    if (key_id === null || wrapped_key === null || sealed === null) continue;
    const next = rewrapKey(keys, id, { keyId: key_id, wrappedKey: wrapped_key, ciphertext: sealed });
    await store
      .updateTable('letters')
      .set({ key_id: next.keyId, wrapped_key: next.wrappedKey })
      .where('id', '=', id)
      // Skips a payload that a resend has encrypted again in the meantime.
      .where('wrapped_key', '=', wrapped_key)
      .execute();
  }
  return rows.length;
}
