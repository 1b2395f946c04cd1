import { letterStatus } from '../../wire/letter.ts';
import { noPayload } from '../letters/letter-payload.ts';
import { isOpen } from '../letters/letter-status.ts';
import { lockLetter } from '../letters/record-letter.ts';
import type { Store } from '../store/tables.ts';
import { CommandError } from './command-error.ts';

/**
 * Takes out of the store all that could tell whose a letter of authorization is. The upstream has its own copy.
 *
 * @throws CommandError when there is no such letter, or it is still out
 */
export const eraseLetter = (store: Store, id: string): Promise<void> =>
  store.transaction().execute(async (transaction) => {
    const row = await lockLetter(transaction, id);
    if (!row) throw new CommandError(`there is no letter ${id}`);
    if (isOpen(letterStatus.parse(row.status)))
      throw new CommandError('this letter is still out: it can be taken back on the page');
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
  });
