import type { Agreement } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import type { LoaAgreements } from '../../upstreams/ecostruxure-loa/client.ts';
import { LoaRejectedError } from '../../upstreams/ecostruxure-loa/errors.ts';
import type { AppContext } from '../app-context.ts';
import { describeError } from '../log.ts';
import { cancelUpstream } from './cancel-upstream.ts';
import { decryptPayload, type SignatureRequestPayload } from './payload.ts';
import { recordAgreement, setStatus, withLockedSignatureRequest } from './signature-request-store.ts';
import type { SignatureRequestRow } from './signature-request-table.ts';
import { upstreamClientFor } from './upstream-client.ts';

/** Longer than taking back, looking and making may take together. */
const LEASE_MS = 45_000;

/**
 * Tells the upstream to make a letter that is being prepared, once: from the second attempt on it is asked for our reference
 * first, and who begins holds the letter until any call of theirs must be over. When the answer is lost the letter stays in
 * preparation, and the next round goes on.
 */
export async function sendSignatureRequest(appContext: AppContext, id: string): Promise<void> {
  const row = await acquireLease(appContext, id);
  if (!row) return;
  const payload = decryptPayload(appContext.payloadKeys, row);
  const upstream = payload && upstreamClientFor(appContext, row, payload.customerEmail);
  if (!payload || !upstream?.templateId) return markFailed(appContext, row, 'no payload, or no such upstream');
  try {
    const finalAgreement = payload.previousId && (await cancelUpstream(upstream.agreements, payload.previousId));
    // Signed while it was about to be replaced: there is nothing left to send.
    if (finalAgreement) return await recordAgreement(appContext, row, finalAgreement);
    const reference = `${row.id}.${row.sending}`;
    const before = row.attempts > 1 ? await upstream.agreements.findByReference(reference) : undefined;
    const agreement = before ?? (await createAgreement(upstream.agreements, upstream.templateId, payload, reference));
    await recordAgreement(appContext, row, agreement);
  } catch (error) {
    if (error instanceof LoaRejectedError) return markFailed(appContext, row, describeError(error));
    appContext.log.warn('letter_outcome_unknown', {
      partner: row.partner,
      letter: row.id,
      error: describeError(error),
    });
  }
}

/** Holds a letter that nobody else works on, and counts the attempt before it is made. */
function acquireLease(appContext: AppContext, id: string): Promise<SignatureRequestRow | undefined> {
  const now = appContext.now();
  const until = new Date(now.getTime() + LEASE_MS).toISOString();
  return appContext.store
    .updateTable('letters')
    .set(({ eb }) => ({ lease_until: until, check_after: until, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('status', '=', 'preparing')
    .where('upstream_id', 'is', null)
    .where('lease_until', '<=', now.toISOString())
    .returningAll()
    .executeTakeFirst();
}

async function createAgreement(
  agreements: LoaAgreements,
  templateId: string,
  { signer, formData, previousId }: SignatureRequestPayload,
  reference: string,
): Promise<Agreement> {
  const input = { templateId, signer, formData, reference };
  if (!previousId) return agreements.create(input);
  return agreements.createFrom(previousId, input).catch((error: unknown) => {
    // The upstream keeps them for a time only: everything that is in it is here too.
    if (error instanceof LoaRejectedError && error.status === 404) return agreements.create(input);
    throw error;
  });
}

function markFailed(appContext: AppContext, request: SignatureRequestRow, error: string): Promise<void> {
  appContext.log.error('letter_rejected', { partner: request.partner, letter: request.id, error });
  return withLockedSignatureRequest(appContext, request, async (transaction, row) => {
    if (row.status === 'preparing') await setStatus(transaction, row, 'failed', appContext.now());
  });
}
