import { z } from 'zod';
import { decrypt, encrypt, rewrapKey } from '../encryption/envelope-encryption.ts';
import type { PayloadKeys } from '../encryption/payload-keys.ts';
import type { Store } from '../store/tables.ts';
import type { SignatureRequestRow } from './signature-request-table.ts';

/**
 * What a letter is made of, kept sealed while it is open: the server finishes what a crash cut off, and sends it again when
 * asked. A letter binds nobody until its signer signs it, so that is safe, unlike with a contract.
 */
const signatureRequestPayload = z.object({
  /** On whose behalf the upstream is called: the first address, also when the letter goes to another one since. */
  customerEmail: z.string(),
  signer: z.object({ name: z.string(), email: z.string() }),
  formData: z.array(z.object({ name: z.string(), value: z.string() })),
  /** The upstream's letter that this sending replaces. */
  previousId: z.string().optional(),
});
export type SignatureRequestPayload = z.infer<typeof signatureRequestPayload>;

type EncryptedColumns = Pick<SignatureRequestRow, 'key_id' | 'wrapped_key' | 'sealed'>;

export function encryptPayload(keys: PayloadKeys, id: string, payload: SignatureRequestPayload): EncryptedColumns {
  const { keyId, wrappedKey, ciphertext } = encrypt(keys, id, JSON.stringify(payload));
  return { key_id: keyId, wrapped_key: wrappedKey, sealed: ciphertext };
}

/** Undefined when it is gone. @throws DecryptionError */
export function decryptPayload(
  keys: PayloadKeys,
  row: Pick<SignatureRequestRow, 'id'> & EncryptedColumns,
): SignatureRequestPayload | undefined {
  if (row.key_id === null || row.wrapped_key === null || row.sealed === null) return undefined;
  const text = decrypt(keys, row.id, { keyId: row.key_id, wrappedKey: row.wrapped_key, ciphertext: row.sealed });
  return signatureRequestPayload.parse(JSON.parse(text));
}

/** What stays of it once it is over. */
export const NO_PAYLOAD: EncryptedColumns = { key_id: null, wrapped_key: null, sealed: null };

/**
 * Wraps the data key of every letter with the active key.
 *
 * @returns how many there were
 * @throws DecryptionError when a key they were wrapped with is not given
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
      // Sent again meanwhile, it was sealed anew.
      .where('wrapped_key', '=', wrapped_key)
      .execute();
  }
  return rows.length;
}
