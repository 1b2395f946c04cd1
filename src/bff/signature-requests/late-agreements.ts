import type { Agreement } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import type { LoaAgreements } from '../../upstreams/ecostruxure-loa/client.ts';
import type { SignatureRequestContext } from '../app-context.ts';
import { forgetSignerAddress } from '../encryption/signer-address.ts';
import type { SignatureRequestRow } from '../store/tables.ts';
import { cancelAgreement, referencesOf } from './send.ts';
import { setStatus, withLockedSignatureRequest } from './signature-request-store.ts';
import { isOpen, MAX_SENDS, statusOf } from './status.ts';

/**
 * Cancels duplicate agreements of one send. The upstream may have created them late, for an earlier attempt whose
 * response was lost.
 *
 * @returns a late agreement that was already signed or declined. The current agreement is then canceled instead, and
 * the caller must record the status of the returned agreement
 */
export async function cancelDuplicates(
  agreements: LoaAgreements,
  row: SignatureRequestRow,
  currentId: string,
): Promise<Agreement | undefined> {
  if (row.attempts < 2) return undefined;
  const [reference] = referencesOf(row);
  for (const { id, status } of await agreements.listByReference(reference)) {
    if (id === currentId || status === 'deleted') continue;
    const final = await cancelAgreement(agreements, row, id);
    if (!final) continue;
    // If the current agreement is final too, its status takes precedence.
    return (await cancelAgreement(agreements, row, currentId)) ?? final;
  }
  return undefined;
}

/**
 * Finds an agreement that replaced a deleted agreement but is not in the store, because a backup from before the resend
 * was restored.
 *
 * @returns the agreement, and the request with that send; undefined if there is none
 */
export async function adoptLaterSend(
  appContext: SignatureRequestContext,
  agreements: LoaAgreements,
  row: SignatureRequestRow,
): Promise<{ readonly row: SignatureRequestRow; readonly agreement: Agreement } | undefined> {
  const { log } = appContext;
  for (let sending = MAX_SENDS; sending > row.sending; sending--) {
    const [reference] = referencesOf({ id: row.id, sending });
    const agreement = await agreements.findByReference(reference);
    if (!agreement || agreement.status === 'deleted') continue;
    const change = { sending, upstream_id: agreement.id };
    let adopted: SignatureRequestRow | undefined;
    await withLockedSignatureRequest(appContext, row, async (transaction, current) => {
      if (current.sending !== row.sending) return;
      adopted = { ...current, ...change };
      await transaction.updateTable('letters').set(change).where('id', '=', row.id).execute();
      if (!isOpen(statusOf(current))) await setStatus(appContext, transaction, adopted, 'preparing');
      // The send that is missing from the store may have gone to another address.
      if (row.contract_id !== null) await forgetSignerAddress(transaction, row.contract_id);
    });
    if (!adopted) return undefined;
    log.warn('signature_request_adopted', { partner: row.partner, signatureRequest: row.id });
    return { row: adopted, agreement };
  }
  return undefined;
}
