import type { Agreement } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import { type SignatureRequestStatus, signatureRequestStatus } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import { advisoryLock, lockContract } from '../store/locks.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import { enqueueAuthorizationEvent } from './enqueue-authorization-event.ts';
import { NO_PAYLOAD } from './payload.ts';
import type { SignatureRequestRow } from './signature-request-table.ts';
import { canResend, isAdvance, isOpen, STATUS_OF_AGREEMENT } from './status.ts';
import { readTimeline } from './timeline.ts';
import { updateContract } from './update-contract.ts';

/** After every instant, as text. */
export const NEVER_DUE = '9999-12-31T00:00:00.000Z';
const MAX_REASON_LENGTH = 500;

/** Alone with one letter until the transaction ends. */
export async function lockSignatureRequest(transaction: Store, id: string): Promise<SignatureRequestRow | undefined> {
  await advisoryLock(transaction, `letter ${id}`);
  return transaction.selectFrom('letters').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Does something alone with a letter and the contract it is for, and tells those who watch that contract. */
export async function withLockedSignatureRequest(
  appContext: Pick<AppContext, 'store' | 'contractEvents'>,
  { id, contract_id }: Pick<SignatureRequestRow, 'id' | 'contract_id'>,
  work: (transaction: Store, row: SignatureRequestRow, contract: ContractRow | undefined) => Promise<void>,
): Promise<void> {
  await appContext.store.transaction().execute(async (transaction) => {
    // The contract first, as a webhook does, which may wake the letter: in another order two could wait in a circle.
    const contract = contract_id === null ? undefined : await lockContract(transaction, contract_id);
    const row = await lockSignatureRequest(transaction, id);
    if (row) await work(transaction, row, contract);
  });
  if (contract_id !== null) appContext.contractEvents.publish(contract_id);
}

/**
 * Keeps what the upstream says of a letter. Statuses never go back, and what is said of an earlier sending is passed over. Who
 * must hear of it does in the same transaction.
 */
export const recordAgreement = (
  appContext: Pick<AppContext, 'store' | 'contractEvents' | 'now'>,
  { id, contract_id, sending }: Pick<SignatureRequestRow, 'id' | 'contract_id' | 'sending'>,
  reported: Agreement,
): Promise<void> =>
  withLockedSignatureRequest(appContext, { id, contract_id }, async (transaction, row) => {
    if (row.sending !== sending) return;
    const next = STATUS_OF_AGREEMENT[reported.status];
    if (row.upstream_id !== reported.id && (row.upstream_id === null || !isOpen(next)))
      await transaction.updateTable('letters').set({ upstream_id: reported.id }).where('id', '=', id).execute();
    if (!isAdvance(signatureRequestStatus.parse(row.status), next)) return;
    await setStatus(transaction, row, next, appContext.now(), {
      reason: reported.reason ?? undefined,
      at: reported.updatedAt,
    });
  });

/** Puts a letter there, whatever it was before, and tells who must hear of it: the site's owner, or the contract. */
export async function setStatus(
  transaction: Store,
  row: SignatureRequestRow,
  status: SignatureRequestStatus,
  now: Date,
  reported: { readonly reason?: string | undefined; readonly at?: string } = {},
): Promise<void> {
  const at = now.toISOString();
  const reportedAt = new Date(reported.at ?? at).toISOString();
  const timeline = readTimeline(row);
  const reason = reported.reason?.slice(0, MAX_REASON_LENGTH);
  const owed = pendingNotification(row, status, now);
  await transaction
    .updateTable('letters')
    .set({
      status,
      reason: reason ?? null,
      timeline: JSON.stringify([...timeline, { status, at }]),
      updated_at: at,
      // The price runs out under a letter that only waits to be sent again, too.
      ...(isOpen(status)
        ? {}
        : { check_after: owed ? at : canResend(status) ? (row.holds_until ?? NEVER_DUE) : NEVER_DUE }),
      // What can be sent again is kept for that; see retention.
      ...(isOpen(status) || (canResend(status) && !owed) ? {} : NO_PAYLOAD),
      ...(status === 'signed' ? { signed_at: reportedAt } : {}),
      ...(owed ? { owed, attempts: 0 } : {}),
    })
    .where('id', '=', row.id)
    .execute();
  if (row.contract_id === null) await enqueueAuthorizationEvent(transaction, row, status, timeline.length + 1, now);
  else await updateContract(transaction, row.contract_id, { status, at: reportedAt, reason }, now);
}

/** What an end of a contract's letter means to the upstream that made the contract. */
function pendingNotification(
  row: SignatureRequestRow,
  status: SignatureRequestStatus,
  now: Date,
): SignatureRequestRow['owed'] {
  if (row.contract_id === null || isOpen(status)) return null;
  if (status === 'signed') return 'signature';
  const priceExpired = row.holds_until !== null && row.holds_until <= now.toISOString();
  return canResend(status) && !priceExpired ? null : 'end';
}
