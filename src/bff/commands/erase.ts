import { signatureRequestStatus } from '../../wire/contract.ts';
import { appendAudit } from '../audit/audit-log.ts';
import { ABANDONED_AFTER_MS } from '../contracts/reconcile.ts';
import { CommandError } from '../operator-error.ts';
import { NO_PAYLOAD } from '../signature-requests/payload.ts';
import { lockSignatureRequest } from '../signature-requests/signature-request-store.ts';
import { isOpen } from '../signature-requests/status.ts';
import { notifyChange } from '../store/changes.ts';
import { isoAfter, lockContract, NEVER_DUE } from '../store/locks.ts';
import { truncateWal } from '../store/sqlite.ts';
import { ERASED_SESSION, type Store } from '../store/tables.ts';

/**
 * Erases everything that could identify the customer of a contract: payload, account digits, webhooks, uploads and
 * sessions. The contract's row remains with its terms and its status. A tombstone prevents data about the contract from
 * being stored again. The upstream's copy is not erased. Erasing again is harmless.
 *
 * @returns true if no deleted bytes remain in SQLite's write-ahead log: see `truncateWal`
 * @throws CommandError if there is no such contract, its outcome has been unknown for less than a day, or its signature
 * request is open or has an outcome that has not been sent
 */
export async function eraseContract(store: Store, id: string, now = new Date()): Promise<boolean> {
  await store.transaction().execute(async (transaction) => {
    const row = await lockContract(transaction, id);
    if (!row) throw new CommandError(`contract ${id} not found`);
    if (row.intent === 'pending') {
      const abandonedAt = isoAfter(new Date(row.created_at), ABANDONED_AFTER_MS);
      if (abandonedAt > now.toISOString())
        throw new CommandError(
          `the outcome of this contract is not known yet, and a retry could create a second one: erase it after ${abandonedAt}`,
        );
      // The signature request of a pending contract has never been sent.
      if (row.letter_id !== null) await transaction.deleteFrom('letters').where('id', '=', row.letter_id).execute();
    } else if (row.letter_id !== null) await eraseSignatureRequest(transaction, row.letter_id);
    // Without its key, a payload that remains in a copy or in an old row version cannot be decrypted.
    await transaction.updateTable('contract_payloads').set({ wrapped_key: '' }).where('contract_id', '=', id).execute();
    await transaction.deleteFrom('contract_payloads').where('contract_id', '=', id).execute();
    await transaction.updateTable('contract_evidence').set({ wrapped_key: '' }).where('contract_id', '=', id).execute();
    await transaction.deleteFrom('contract_evidence').where('contract_id', '=', id).execute();
    await transaction.updateTable('signer_addresses').set({ wrapped_key: '' }).where('contract_id', '=', id).execute();
    await transaction.deleteFrom('signer_addresses').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('purchase_keys').where('contract_id', '=', id).execute();
    const events = transaction.selectFrom('outbox_events').select('id').where('contract_id', '=', id);
    await transaction.deleteFrom('deliveries').where('event_id', 'in', events).execute();
    await transaction.deleteFrom('outbox_events').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('signing_states').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('contract_sessions').where('contract_id', '=', id).execute();
    await transaction.deleteFrom('resume_links').where('contract_id', '=', id).execute();
    await transaction
      .deleteFrom('approval_requests')
      .where(({ and, or, eb }) =>
        or([
          eb('contract_id', '=', id),
          // Keeps an approval request that another contract has completed.
          and([eb('id', '=', row.approval_request_id), eb('contract_id', 'is', null)]),
        ]),
      )
      .execute();
    if (row.session_id !== ERASED_SESSION)
      await transaction.deleteFrom('uploads').where('session_id', '=', row.session_id).execute();
    await transaction.updateTable('webhook_inbox').set({ body: '{}' }).where('contract_id', '=', id).execute();
    await transaction
      .updateTable('contracts')
      // `idempotency_key` must remain unique.
      .set({
        ...(row.intent === 'pending' ? { intent: 'refused' as const } : {}),
        session_id: ERASED_SESSION,
        idempotency_key: id,
        request_hash: '',
        accounts: '[]',
        signers: '[]',
        reasons: '[]',
        check_after: NEVER_DUE,
        refusal: null,
        // The consent text contains the name of the business, so anyone who guesses the name could verify the guess
        // with the hash.
        consent_sha256: null,
        signer_key: null,
        section_hashes: null,
        approval_request_id: null,
        corrected_contract_id: null,
      })
      .where('id', '=', id)
      .execute();
    await transaction
      .insertInto('erased_contracts')
      .values({ contract_id: id, erased_at: now.toISOString() })
      .onConflict((conflict) => conflict.column('contract_id').doUpdateSet({ erased_at: now.toISOString() }))
      .execute();
    await appendAudit(transaction, [{ action: 'contract_erased', at: now.toISOString(), contract: id }]);
    await notifyChange(transaction, id);
  });
  return truncateWal(store);
}

/**
 * Erases everything that could identify the signer of an authorization. The upstream's copy is not erased.
 *
 * @returns true if no deleted bytes remain in the file: see `eraseContract`
 * @throws CommandError if there is no such authorization, it is still open, or it belongs to a contract
 */
export async function eraseAuthorization(store: Store, id: string, now = new Date()): Promise<boolean> {
  await store.transaction().execute(async (transaction) => {
    const row = await lockSignatureRequest(transaction, id);
    if (!row) throw new CommandError(`authorization ${id} not found`);
    if (row.contract_id !== null)
      throw new CommandError(
        `signature request ${id} belongs to contract ${row.contract_id}: erase the contract instead`,
      );
    await eraseSignatureRequest(transaction, id);
    await appendAudit(transaction, [{ action: 'authorization_erased', at: now.toISOString(), signatureRequest: id }]);
  });
  return truncateWal(store);
}

/**
 * Erases an approval request with its prepared purchase. Afterward, its link opens nothing.
 *
 * @returns whether no deleted bytes remain, as `eraseContract` does
 * @throws CommandError if there is no such request
 */
async function eraseApprovalRequest(store: Store, id: string, now = new Date()): Promise<boolean> {
  await store.transaction().execute(async (transaction) => {
    await transaction.updateTable('approval_requests').set({ wrapped_key: '' }).where('id', '=', id).execute();
    const { numDeletedRows } = await transaction
      .deleteFrom('approval_requests')
      .where('id', '=', id)
      .executeTakeFirst();
    if (numDeletedRows === 0n) throw new CommandError(`approval request ${id} not found`);
    await appendAudit(transaction, [{ action: 'approval_request_erased', at: now.toISOString(), approvalRequest: id }]);
  });
  return truncateWal(store);
}

/**
 * Erases a contract, an authorization or an approval request, according to its ID.
 *
 * @returns whether no deleted bytes remain, as `eraseContract` does
 * @throws CommandError for the same reasons as the three functions above
 */
export function eraseById(store: Store, id: string): Promise<boolean> {
  if (id.startsWith('lt_')) return eraseAuthorization(store, id);
  return id.startsWith('ap_') ? eraseApprovalRequest(store, id) : eraseContract(store, id);
}

/** Erases the signature request of a contract or an authorization. Does nothing if the request has been deleted. */
export async function eraseSignatureRequest(transaction: Store, id: string): Promise<void> {
  const row = await lockSignatureRequest(transaction, id);
  if (!row) return;
  if (isOpen(signatureRequestStatus.parse(row.status)))
    throw new CommandError('the signature request is still awaiting a signature: cancel it in the widget first');
  if (row.owed !== null)
    throw new CommandError(
      'the outcome of the signature request has not been sent to My Service Cloud yet: try again later',
    );
  if (row.wrapped_key !== null)
    await transaction.updateTable('letters').set({ wrapped_key: '' }).where('id', '=', id).execute();
  await transaction
    .updateTable('letters')
    // `idempotency_key` must remain unique.
    .set({
      ...NO_PAYLOAD,
      session_id: ERASED_SESSION,
      idempotency_key: id,
      request_hash: '',
      recipient: '',
      accounts: '[]',
      reason: null,
    })
    .where('id', '=', id)
    .execute();
}
