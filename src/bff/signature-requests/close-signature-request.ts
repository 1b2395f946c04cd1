import { type SignatureRequestStatus, signatureRequestStatus } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import { cancelUpstream } from './cancel-upstream.ts';
import { decryptPayload, type SignatureRequestPayload } from './payload.ts';
import { recordAgreement, setStatus, withLockedSignatureRequest } from './signature-request-store.ts';
import type { SignatureRequestRow } from './signature-request-table.ts';
import { canResend, isOpen } from './status.ts';
import { upstreamClientFor } from './upstream-client.ts';

const LEASE_MS = 30_000;

/**
 * Takes all back that is out of a letter, and puts it where it ends. One that was signed or declined meanwhile stays so.
 *
 * @returns false when somebody is making it just now: nothing was done
 * @throws LoaError when the upstream does not answer: it may still be out, and stands as before
 */
export async function closeSignatureRequest(
  appContext: AppContext,
  row: SignatureRequestRow,
  finalStatus: SignatureRequestStatus,
): Promise<boolean> {
  const payload = decryptPayload(appContext.payloadKeys, row);
  // Nobody makes it while it is taken back.
  if (!(await acquireLease(appContext, row))) return false;
  const finalAgreement = payload && (await cancelAllUpstream(appContext, row, payload));
  if (finalAgreement) await recordAgreement(appContext, row, finalAgreement);
  else {
    await withLockedSignatureRequest(appContext, row, async (transaction, current) => {
      const status = signatureRequestStatus.parse(current.status);
      if (current.sending !== row.sending || !(isOpen(status) || canResend(status))) return;
      await setStatus(transaction, current, finalStatus, appContext.now());
    });
  }
  return true;
}

async function cancelAllUpstream(appContext: AppContext, row: SignatureRequestRow, payload: SignatureRequestPayload) {
  const upstream = upstreamClientFor(appContext, row, payload.customerEmail);
  if (!upstream) return undefined;
  const { agreements } = upstream;
  const upstreamId =
    row.upstream_id ?? (row.attempts ? (await agreements.findByReference(`${row.id}.${row.sending}`))?.id : undefined);
  for (const id of [upstreamId, payload.previousId]) {
    const finalAgreement = id === undefined ? undefined : await cancelUpstream(agreements, id);
    if (finalAgreement) return finalAgreement;
  }
  return undefined;
}

async function acquireLease(appContext: AppContext, row: SignatureRequestRow): Promise<boolean> {
  const now = appContext.now();
  const leased = await appContext.store
    .updateTable('letters')
    .set({ lease_until: new Date(now.getTime() + LEASE_MS).toISOString() })
    .where('id', '=', row.id)
    .where('sending', '=', row.sending)
    // A letter that is out is worked on by nobody.
    .where(({ or, eb }) => or([eb('lease_until', '<=', now.toISOString()), eb('upstream_id', 'is not', null)]))
    .executeTakeFirst();
  return leased.numUpdatedRows > 0n;
}
