import { signatureRequestStatus } from '../../wire/contract.ts';
import { CommandError } from '../operator-error.ts';
import { NO_PAYLOAD } from '../signature-requests/payload.ts';
import { lockSignatureRequest } from '../signature-requests/signature-request-store.ts';
import { isOpen } from '../signature-requests/status.ts';
import { lockContract } from '../store/locks.ts';
import type { Store } from '../store/tables.ts';

/**
 * Erases everything that could identify the customer of a contract: payload, account digits, webhooks, uploads and
 * sessions. The contract's terms and status remain. The upstream has its own copy.
 *
 * @throws CommandError if there is no such contract, its outcome is unknown, or its signature request is open or has an
 * outcome that has not been sent
 */
export const eraseContract = (store: Store, id: string): Promise<void> =>
  store.transaction().execute(async (transaction) => {
    const row = await lockContract(transaction, id);
    if (!row) throw new CommandError(`contract ${id} not found`);
    if (row.intent === 'pending') {
      throw new CommandError(
        'the outcome of this contract is not known yet: after erasing it, a retry could create a second contract',
      );
    }
    if (row.letter_id !== null) await eraseSignatureRequest(transaction, row.letter_id);
    await transaction.deleteFrom('contract_payloads').where('contract_id', '=', id).execute();
    // With the row goes the only key that decrypts the evidence.
    await transaction.deleteFrom('contract_evidence').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('purchase_keys').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('signing_states').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('contract_sessions').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('resume_links').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('uploads').where('session_id', '=', row.session_id).execute();
    await transaction.updateTable('webhook_inbox').set({ body: '{}' }).where('contract_id', '=', id).execute();
    await transaction
      .updateTable('contracts')
      // `idempotency_key` must remain unique.
      .set({
        session_id: 'erased',
        idempotency_key: id,
        request_hash: '',
        accounts: '[]',
        reasons: '[]',
        refusal: null,
        // The consent text names the business, so anyone who guesses the name could verify the guess with the hash.
        consent_sha256: null,
        signer_key: null,
        section_hashes: null,
      })
      .where('id', '=', id)
      .execute();
  });

/**
 * Erases everything that could identify the signer of an authorization. The upstream has its own copy.
 *
 * @throws CommandError if there is no such authorization, it is still open, or it belongs to a contract
 */
export const eraseAuthorization = (store: Store, id: string): Promise<void> =>
  store.transaction().execute(async (transaction) => {
    const row = await lockSignatureRequest(transaction, id);
    if (!row) throw new CommandError(`authorization ${id} not found`);
    if (row.contract_id !== null)
      throw new CommandError(
        `signature request ${id} belongs to contract ${row.contract_id}: erase the contract instead`,
      );
    await eraseSignatureRequest(transaction, id);
  });

/** Erases a contract's signature request. Does nothing if the request has been deleted. */
export async function eraseSignatureRequest(transaction: Store, id: string): Promise<void> {
  const row = await lockSignatureRequest(transaction, id);
  if (!row) return;
  if (isOpen(signatureRequestStatus.parse(row.status)))
    throw new CommandError('the signature request is still awaiting a signature: cancel it on the page first');
  if (row.owed !== null)
    throw new CommandError(
      'the outcome of the signature request has not been sent to My Service Cloud yet: try again later',
    );
  await transaction
    .updateTable('letters')
    // `idempotency_key` must remain unique.
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
