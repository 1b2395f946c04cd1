import { z } from 'zod';
import type { AppContext } from '../app-context.ts';
import type { Store } from '../store/tables.ts';
import type { PayloadKeys } from './envelope-encryption.ts';
import { decrypt, encrypt, rewrapKey } from './envelope-encryption.ts';

/**
 * The encrypted data of a contract request. The consent and the terms sent upstream are evidence. With the purchase,
 * the customer can correct the request if the supplier rejects it (see `submittedPurchase`). No contract is ever
 * created from the payload: if the upstream did not create the contract, only a repeated request from the customer can
 * create it. Therefore the payload contains no tax ID.
 */
const contractPayload = z.object({
  consent: z.string(),
  told: z
    .object({
      priceId: z.string(),
      rate: z.object({ amount: z.string(), unit: z.string() }),
      startMonth: z.string(),
      annualUsage: z.object({ amount: z.string(), unit: z.string() }),
      accounts: z.number(),
    })
    .optional(),
  purchase: z.unknown().optional(),
});
export type ContractPayload = z.infer<typeof contractPayload>;

/** Key ID of payloads that an older version stored unencrypted. */
const UNENCRYPTED_KEY_ID = 'none';
const BATCH_SIZE = 200;

/** Encrypts and stores a new contract's payload. Call it in the transaction that stores the contract. */
export async function storePayload(
  transaction: Store,
  keys: PayloadKeys,
  contractId: string,
  payload: ContractPayload,
  now: Date,
): Promise<void> {
  const { keyId, wrappedKey, ciphertext } = encrypt(keys, contractId, JSON.stringify(payload));
  const row = {
    contract_id: contractId,
    key_id: keyId,
    wrapped_key: wrappedKey,
    sealed: ciphertext,
    created_at: now.toISOString(),
  };
  await transaction
    .insertInto('contract_payloads')
    .values(row)
    .onConflict((conflict) => conflict.column('contract_id').doNothing())
    .execute();
}

/** The payload; undefined if it has been deleted. @throws DecryptionError */
export async function readPayload(
  { store, payloadKeys }: Pick<AppContext, 'store' | 'payloadKeys'>,
  contractId: string,
): Promise<ContractPayload | undefined> {
  const row = await store
    .selectFrom('contract_payloads')
    .selectAll()
    .where('contract_id', '=', contractId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { key_id: keyId, wrapped_key: wrappedKey, sealed: ciphertext } = row;
  return contractPayload.parse(JSON.parse(decrypt(payloadKeys, contractId, { keyId, wrappedKey, ciphertext })));
}

/**
 * Wraps every payload's data key with the active key, and encrypts payloads that an older version stored unencrypted.
 * Can run while the server runs, and can be repeated after an interruption.
 *
 * @returns the number of rewrapped keys
 * @throws DecryptionError if a key that wrapped a data key is not configured
 */
export async function rewrapPayloads({
  store,
  payloadKeys,
}: Pick<AppContext, 'store' | 'payloadKeys'>): Promise<number> {
  let count = 0;
  for (;;) {
    const rows = await store
      .selectFrom('contract_payloads')
      .selectAll()
      .where('key_id', '!=', payloadKeys.active.id)
      .limit(BATCH_SIZE)
      .execute();
    if (!rows.length) return count;
    for (const { contract_id, key_id, wrapped_key, sealed: text } of rows) {
      const next =
        key_id === UNENCRYPTED_KEY_ID
          ? encrypt(payloadKeys, contract_id, text)
          : rewrapKey(payloadKeys, contract_id, { keyId: key_id, wrappedKey: wrapped_key, ciphertext: text });
      await store
        .updateTable('contract_payloads')
        .set({ key_id: next.keyId, wrapped_key: next.wrappedKey, sealed: next.ciphertext })
        .where('contract_id', '=', contract_id)
        .where('key_id', '=', key_id)
        .execute();
      count++;
    }
  }
}

/** Encrypts the payloads that an older version stored unencrypted. Requires only the active key. */
export async function encryptLegacyPayloads({
  store,
  payloadKeys,
}: Pick<AppContext, 'store' | 'payloadKeys'>): Promise<void> {
  const rows = await store
    .selectFrom('contract_payloads')
    .select(['contract_id', 'sealed'])
    .where('key_id', '=', UNENCRYPTED_KEY_ID)
    .execute();
  for (const { contract_id, sealed } of rows) {
    const { keyId, wrappedKey, ciphertext } = encrypt(payloadKeys, contract_id, sealed);
    await store
      .updateTable('contract_payloads')
      .set({ key_id: keyId, wrapped_key: wrappedKey, sealed: ciphertext })
      .where('contract_id', '=', contract_id)
      .where('key_id', '=', UNENCRYPTED_KEY_ID)
      .execute();
  }
}
