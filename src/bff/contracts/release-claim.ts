import type { ContractContext } from '../app-context.ts';
import { lockContract } from '../store/locks.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import type { OpenClaim } from './idempotency.ts';

/**
 * Releases every lease after a restart on SQLite. Only one process uses the file, so no other process works on these
 * intents. A customer whose request was interrupted by a crash does not have to wait for the lease to expire.
 */
export async function releaseAllClaims(store: Store, now: Date): Promise<void> {
  await store
    .updateTable('contracts')
    .set({ lease_until: now.toISOString() })
    .where('intent', '=', 'pending')
    .execute();
}

/**
 * Releases the lease of an intent with an unknown outcome, so that a retry can continue immediately. Has no effect if it
 * has been released.
 *
 * @param lastAttemptAt when the last attempt to create the contract upstream ended: see `refuse`
 */
export async function releaseClaim(
  appContext: ContractContext,
  row: ContractRow,
  lastAttemptAt: string,
): Promise<void> {
  await appContext.store
    .updateTable('contracts')
    .set({ lease_until: lastAttemptAt })
    .where('id', '=', row.id)
    .where('intent', '=', 'pending')
    .where('lease_until', '>', lastAttemptAt)
    .execute();
}

/** Deletes an intent for which nothing was sent upstream, and refunds its quotas, as if it had never been requested. */
export async function discardIntent(
  appContext: ContractContext,
  { row: { id, letter_id }, consumed }: Pick<OpenClaim, 'row' | 'consumed'>,
): Promise<void> {
  await appContext.store.transaction().execute(async (transaction) => {
    // A comparison with the upstream may have completed it in the meantime.
    if ((await lockContract(transaction, id))?.intent !== 'pending') return;
    await transaction.deleteFrom('letters').where('id', '=', letter_id).execute();
    await transaction.deleteFrom('contract_payloads').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('contract_evidence').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('signer_addresses').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('purchase_keys').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('contracts').where('id', '=', id).where('intent', '=', 'pending').execute();
    await appContext.quotas.refund(transaction, consumed);
  });
}
