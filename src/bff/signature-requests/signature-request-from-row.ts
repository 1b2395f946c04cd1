import { type SignatureRequest, signatureRequestStatus } from '../../wire/contract.ts';
import type { Store } from '../store/tables.ts';
import { resendAfter, resendsLeft } from './resend-policy.ts';
import type { SignatureRequestRow } from './signature-request-table.ts';
import { canResend, isOpen } from './status.ts';

/** The letter by which a contract is signed, as the contract's owner may see it; undefined when it has been forgotten. */
export async function readSignatureRequest(
  store: Pick<Store, 'selectFrom'>,
  id: string,
): Promise<SignatureRequest | undefined> {
  const row = await store.selectFrom('letters').selectAll().where('id', '=', id).executeTakeFirst();
  return row && signatureRequestFromRow(row);
}

function signatureRequestFromRow(row: SignatureRequestRow): SignatureRequest {
  const status = signatureRequestStatus.parse(row.status);
  const from = resendAfter(row);
  return {
    status,
    to: row.recipient,
    signBy: row.holds_until ?? row.created_at,
    ...(from === undefined ? {} : { resendAfter: from }),
    resendsLeft: resendsLeft(row),
    canCancel: row.sealed !== null && (isOpen(status) || canResend(status)),
  };
}
