import { z } from 'zod';
import { preparedPurchase } from '../../wire/saved-purchase.ts';
import type { PayloadKeys } from '../encryption/envelope-encryption.ts';
import { decrypt, encrypt, rewrapKey } from '../encryption/envelope-encryption.ts';
import { shownOffer } from '../rates/offer-token.ts';
import type { ApprovalRequestRow, Store } from '../store/tables.ts';

/**
 * The encrypted part of an approval request: the offer as the preparer saw it, and the preparer's input, whose schema
 * has no field for a tax ID. Only the approver's session can read it, and no contract is created from it.
 */
const approvalPayload = z.object({ shown: shownOffer, purchase: preparedPurchase });
export type ApprovalPayload = z.infer<typeof approvalPayload>;

type EncryptedColumns = Pick<ApprovalRequestRow, 'key_id' | 'wrapped_key' | 'sealed'>;

/**
 * Encrypts a payload.
 *
 * @param id the ID of its approval request
 */
export function encryptPayload(keys: PayloadKeys, id: string, payload: ApprovalPayload): EncryptedColumns {
  const { keyId, wrappedKey, ciphertext } = encrypt(keys, id, JSON.stringify(payload));
  return { key_id: keyId, wrapped_key: wrappedKey, sealed: ciphertext };
}

/** The payload; undefined if it has been deleted. @throws DecryptionError */
export function decryptPayload(
  keys: PayloadKeys,
  { id, key_id, wrapped_key, sealed }: Pick<ApprovalRequestRow, 'id'> & EncryptedColumns,
): ApprovalPayload | undefined {
  if (key_id === null || wrapped_key === null || sealed === null) return undefined;
  const text = decrypt(keys, id, { keyId: key_id, wrappedKey: wrapped_key, ciphertext: sealed });
  return approvalPayload.parse(JSON.parse(text));
}

/**
 * Wraps the data key of every prepared purchase with the active key.
 *
 * @returns the number of rewrapped keys
 * @throws DecryptionError if a key that wrapped a data key is not configured
 */
export async function rewrapApprovalRequests(store: Store, keys: PayloadKeys): Promise<number> {
  const rows = await store
    .selectFrom('approval_requests')
    .select(['id', 'key_id', 'wrapped_key', 'sealed'])
    .where('key_id', 'is not', null)
    .where('key_id', '!=', keys.active.id)
    .execute();
  for (const { id, key_id, wrapped_key, sealed } of rows) {
    if (key_id === null || wrapped_key === null || sealed === null) continue;
    const next = rewrapKey(keys, id, { keyId: key_id, wrappedKey: wrapped_key, ciphertext: sealed });
    await store
      .updateTable('approval_requests')
      .set({ key_id: next.keyId, wrapped_key: next.wrappedKey })
      .where('id', '=', id)
      // Skips a purchase that was deleted in the meantime.
      .where('wrapped_key', '=', wrapped_key)
      .execute();
  }
  return rows.length;
}
