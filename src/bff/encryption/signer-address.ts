import type { ContractRow, Store } from '../store/tables.ts';
import type { PayloadKeys } from './envelope-encryption.ts';
import { decrypt, encrypt, rewrapKey } from './envelope-encryption.ts';
import { type Keys, requestHashes } from './server-keys.ts';

/** The record ID that encryption authenticates, so that an address cannot be copied to another record. */
const recordId = (contractId: string): string => `${contractId} signer`;

/**
 * Stores the signer's email address, encrypted, so that a link can be emailed to it after every session has ended. No
 * response contains it. Call it in the transaction that stores the contract.
 */
export async function storeSignerAddress(
  transaction: Store,
  keys: PayloadKeys,
  contractId: string,
  email: string,
): Promise<void> {
  const { keyId, wrappedKey, ciphertext } = encrypt(keys, recordId(contractId), email);
  await transaction
    .insertInto('signer_addresses')
    .values({ contract_id: contractId, key_id: keyId, wrapped_key: wrappedKey, sealed: ciphertext })
    .onConflict((conflict) => conflict.column('contract_id').doNothing())
    .execute();
}

/** Hashes that recognize a signer's email address on a site, with the current keys first. */
export const signerHashes = (keys: Keys, siteKey: string, email: string) =>
  requestHashes(keys, JSON.stringify(['signer', siteKey, email.toLowerCase()]));

/**
 * Stores the corrected address of a contract's signer. Links that were emailed to the earlier address stop working,
 * because that address may belong to someone else. Call it in the transaction that stores the resend.
 */
export async function replaceSignerAddress(
  transaction: Store,
  { keys, payloadKeys }: { readonly keys: Keys; readonly payloadKeys: PayloadKeys },
  { id, site_key }: Pick<ContractRow, 'id' | 'site_key'>,
  email: string,
): Promise<void> {
  await transaction.deleteFrom('signer_addresses').where('contract_id', '=', id).execute();
  await storeSignerAddress(transaction, payloadKeys, id, email);
  const [signerKey] = signerHashes(keys, site_key, email);
  await transaction.updateTable('contracts').set({ signer_key: signerKey }).where('id', '=', id).execute();
  await transaction.deleteFrom('resume_links').where('contract_id', '=', id).where('used_at', 'is', null).execute();
}

/**
 * Deletes the address of a contract's signer and everything that depends on it, because the address may no longer be
 * the current one.
 */
export async function forgetSignerAddress(transaction: Store, contractId: string): Promise<void> {
  await transaction.deleteFrom('signer_addresses').where('contract_id', '=', contractId).execute();
  await transaction.updateTable('contracts').set({ signer_key: null }).where('id', '=', contractId).execute();
  await transaction
    .deleteFrom('resume_links')
    .where('contract_id', '=', contractId)
    .where('used_at', 'is', null)
    .execute();
}

/** The signer's email address; undefined if it has been deleted. @throws DecryptionError */
export async function readSignerAddress(
  store: Store,
  keys: PayloadKeys,
  contractId: string,
): Promise<string | undefined> {
  const row = await store
    .selectFrom('signer_addresses')
    .selectAll()
    .where('contract_id', '=', contractId)
    .executeTakeFirst();
  if (!row) return undefined;
  const { key_id: keyId, wrapped_key: wrappedKey, sealed: ciphertext } = row;
  return decrypt(keys, recordId(contractId), { keyId, wrappedKey, ciphertext });
}

/**
 * Wraps the data key of every address with the active key.
 *
 * @returns the number of rewrapped keys
 * @throws DecryptionError if a key that wrapped a data key is not configured
 */
export async function rewrapSignerAddresses(store: Store, keys: PayloadKeys): Promise<number> {
  const rows = await store.selectFrom('signer_addresses').selectAll().where('key_id', '!=', keys.active.id).execute();
  for (const { contract_id, key_id, wrapped_key, sealed } of rows) {
    const next = rewrapKey(keys, recordId(contract_id), {
      keyId: key_id,
      wrappedKey: wrapped_key,
      ciphertext: sealed,
    });
    await store
      .updateTable('signer_addresses')
      .set({ key_id: next.keyId, wrapped_key: next.wrappedKey })
      .where('contract_id', '=', contract_id)
      .where('wrapped_key', '=', wrapped_key)
      .execute();
  }
  return rows.length;
}
