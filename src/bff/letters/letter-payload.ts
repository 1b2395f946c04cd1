import { z } from 'zod';
import type { PayloadKeys } from '../payload/payload-keys.ts';
import { rewrap, seal, unseal } from '../payload/seal.ts';
import type { Store } from '../store/tables.ts';
import type { LetterRow } from './letter-table.ts';

/**
 * What a letter is made of, kept sealed while it is open: the server finishes what a crash cut off, and sends it again when
 * asked. A letter binds nobody until its signer signs it, so that is safe, unlike with a contract.
 */
const letterPayload = z.object({
  /** On whose behalf the upstream is called: the first address, also when the letter goes to another one since. */
  customerEmail: z.string(),
  signer: z.object({ name: z.string(), email: z.string() }),
  formData: z.array(z.object({ name: z.string(), value: z.string() })),
  /** The upstream's letter that this sending replaces. */
  previousId: z.string().optional(),
});
export type LetterPayload = z.infer<typeof letterPayload>;

type SealedColumns = Pick<LetterRow, 'key_id' | 'wrapped_key' | 'sealed'>;

export const sealLetter = (keys: PayloadKeys, id: string, payload: LetterPayload): SealedColumns => {
  const { keyId, wrappedKey, sealed } = seal(keys, id, JSON.stringify(payload));
  return { key_id: keyId, wrapped_key: wrappedKey, sealed };
};

/** Undefined when it is gone. @throws SealBrokenError */
export const openLetter = (
  keys: PayloadKeys,
  row: Pick<LetterRow, 'id'> & SealedColumns,
): LetterPayload | undefined => {
  if (row.key_id === null || row.wrapped_key === null || row.sealed === null) return undefined;
  const text = unseal(keys, row.id, { keyId: row.key_id, wrappedKey: row.wrapped_key, sealed: row.sealed });
  return letterPayload.parse(JSON.parse(text));
};

/** What stays of it once it is over. */
export const noPayload: SealedColumns = { key_id: null, wrapped_key: null, sealed: null };

/**
 * Wraps the data key of every letter with the active key.
 *
 * @returns how many there were
 * @throws SealBrokenError when a key they were wrapped with is not given
 */
export const rewrapLetters = async (store: Store, keys: PayloadKeys): Promise<number> => {
  const rows = await store
    .selectFrom('letters')
    .select(['id', 'key_id', 'wrapped_key', 'sealed'])
    .where('key_id', 'is not', null)
    .where('key_id', '!=', keys.active.id)
    .execute();
  for (const { id, key_id, wrapped_key, sealed } of rows) {
    if (key_id === null || wrapped_key === null || sealed === null) continue;
    const next = rewrap(keys, id, { keyId: key_id, wrappedKey: wrapped_key, sealed });
    await store
      .updateTable('letters')
      .set({ key_id: next.keyId, wrapped_key: next.wrappedKey })
      .where('id', '=', id)
      // Sent again meanwhile, it was sealed anew.
      .where('wrapped_key', '=', wrapped_key)
      .execute();
  }
  return rows.length;
};
