import { randomBytes } from 'node:crypto';
import type { AppContext } from '../app-context.ts';
import type { Caller } from '../auth/authenticate.ts';
import { maskEmail } from './mask-email.ts';
import { encryptPayload, type SignatureRequestPayload } from './payload.ts';
import type { SignatureRequestRow } from './signature-request-table.ts';

interface SignatureRequestInput
  extends Pick<SignatureRequestRow, 'idempotency_key' | 'request_hash' | 'reference' | 'check_after'> {
  readonly accounts: readonly { readonly identifier: string }[];
  readonly payload: SignatureRequestPayload;
  /** There: it is the one by which this contract is signed. */
  readonly contract?: Pick<SignatureRequestRow, 'contract_id' | 'holds_until'>;
}

/** The row of a letter that nobody upstream has heard of yet. */
export function newSignatureRequestRow(
  appContext: Pick<AppContext, 'now' | 'payloadKeys'>,
  { site, sessionId }: Caller,
  { accounts, payload, contract, ...columns }: SignatureRequestInput,
): SignatureRequestRow {
  const id = `lt_${randomBytes(16).toString('hex')}`;
  const at = appContext.now().toISOString();
  return {
    id,
    partner: site.partner,
    environment: site.environment,
    site_key: site.key,
    session_id: sessionId,
    ...columns,
    recipient: maskEmail(payload.signer.email),
    accounts: JSON.stringify(accounts.map(({ identifier }) => ({ last4: identifier.slice(-4) }))),
    status: 'preparing',
    reason: null,
    timeline: JSON.stringify([{ status: 'preparing', at }]),
    upstream_id: null,
    sending: 1,
    attempts: 0,
    lease_until: at,
    ...encryptPayload(appContext.payloadKeys, id, payload),
    created_at: at,
    updated_at: at,
    contract_id: null,
    holds_until: null,
    ...contract,
    signed_at: null,
    owed: null,
  };
}
