import { letterStatus } from '../../wire/letter.ts';
import { noPayload } from '../letters/letter-payload.ts';
import { isOpen } from '../letters/letter-status.ts';
import { lockLetter } from '../letters/record-letter.ts';
import type { Store } from '../store/tables.ts';
import { CommandError } from './command-error.ts';

/**
 * Takes out of the store all that could tell whose a letter is. The upstream has its own copy.
 *
 * @throws CommandError when there is no such letter, it is still out, or its signature must still be told
 */
export const eraseLetter = (store: Store, id: string): Promise<void> =>
  store.transaction().execute(async (transaction) => {
    const row = await lockLetter(transaction, id);
    if (!row) throw new CommandError(`there is no letter ${id}`);
    if (row.contract_id !== null)
      throw new CommandError(`this letter is of the contract ${row.contract_id}: erase that`);
    await eraseLetterIn(transaction, id);
  });

/** The same, together with its contract. Nothing where it is forgotten already. */
export const eraseLetterIn = async (transaction: Store, id: string): Promise<void> => {
  const row = await lockLetter(transaction, id);
  if (!row) return;
  if (isOpen(letterStatus.parse(row.status)))
    throw new CommandError('this letter is still out: it can be taken back on the page');
  if (row.owed !== null)
    throw new CommandError('My Service Cloud has not been told yet what became of this letter. Try again later');
  await transaction
    .updateTable('letters')
    // The key must be one of a kind still.
    .set({
      ...noPayload,
      session_id: 'erased',
      idempotency_key: id,
      request_hash: '',
      recipient: '',
      accounts: '[]',
      reason: null,
    })
    .where('id', '=', id)
    .execute();
};
