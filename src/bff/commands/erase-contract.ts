import { lockContract } from '../store/locks.ts';
import type { Store } from '../store/tables.ts';
import { CommandError } from './command-error.ts';
import { eraseSignatureRequest } from './erase-signature-request.ts';

/**
 * Takes out of the store all that could tell whose a contract is: payload, account digits, webhooks, files handed in, the session that
 * may see it. What stays is that there was a contract, with which supplier, and how it went. The upstream has its own copy.
 *
 * @throws CommandError when there is no such contract, whether it was made is not known yet, or its letter is still out
 */
export const eraseContract = (store: Store, id: string): Promise<void> =>
  store.transaction().execute(async (transaction) => {
    const row = await lockContract(transaction, id);
    if (!row) throw new CommandError(`contract ${id} not found`);
    if (row.intent === 'pending') {
      throw new CommandError(
        'the outcome of this contract is not known yet, and erasing it could create it twice; try again tomorrow',
      );
    }
    if (row.letter_id !== null) await eraseSignatureRequest(transaction, row.letter_id);
    await transaction.deleteFrom('contract_payloads').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('signing_states').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('contract_sessions').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('resume_links').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('uploads').where('session_id', '=', row.session_id).execute();
    await transaction.updateTable('webhook_inbox').set({ body: '{}' }).where('contract_id', '=', id).execute();
    await transaction
      .updateTable('contracts')
      // The key must be one of a kind still.
      .set({
        session_id: 'erased',
        idempotency_key: id,
        request_hash: '',
        accounts: '[]',
        reasons: '[]',
        refusal: null,
        // The sentence names the business: who guesses the name can tell.
        consent_sha256: null,
      })
      .where('id', '=', id)
      .execute();
  });
