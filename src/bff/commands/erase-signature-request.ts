import { signatureRequestStatus } from '../../wire/contract.ts';
import { NO_PAYLOAD } from '../signature-requests/payload.ts';
import { lockSignatureRequest } from '../signature-requests/signature-request-store.ts';
import { isOpen } from '../signature-requests/status.ts';
import type { Store } from '../store/tables.ts';
import { CommandError } from './command-error.ts';

/**
 * Takes out of the store all that could tell whose a letter is. The upstream has its own copy.
 *
 * @throws CommandError when there is no such letter, it is still out, or its signature must still be told
 */
export const eraseAuthorization = (store: Store, id: string): Promise<void> =>
  store.transaction().execute(async (transaction) => {
    const row = await lockSignatureRequest(transaction, id);
    if (!row) throw new CommandError(`authorization ${id} not found`);
    if (row.contract_id !== null)
      throw new CommandError(`this letter belongs to contract ${row.contract_id}; erase the contract instead`);
    await eraseSignatureRequest(transaction, id);
  });

/** The same, together with its contract. Nothing where it is forgotten already. */
export async function eraseSignatureRequest(transaction: Store, id: string): Promise<void> {
  const row = await lockSignatureRequest(transaction, id);
  if (!row) return;
  if (isOpen(signatureRequestStatus.parse(row.status)))
    throw new CommandError('this letter is still awaiting a signature; cancel it on the page first');
  if (row.owed !== null)
    throw new CommandError('the outcome of this letter has not been sent to My Service Cloud yet; try again later');
  await transaction
    .updateTable('letters')
    // The key must be one of a kind still.
    .set({
      ...NO_PAYLOAD,
      session_id: 'erased',
      idempotency_key: id,
      request_hash: '',
      recipient: '',
      accounts: '[]',
      reason: null,
    })
    .where('id', '=', id)
    .execute();
}
