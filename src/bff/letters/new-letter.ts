import { randomBytes } from 'node:crypto';
import type { Deps } from '../deps.ts';
import type { Caller } from '../sites/authenticate.ts';
import { maskEmail } from './letter-from-row.ts';
import { type LetterPayload, sealLetter } from './letter-payload.ts';
import type { LetterRow } from './letter-table.ts';

interface NewLetter extends Pick<LetterRow, 'idempotency_key' | 'request_hash' | 'reference' | 'check_after'> {
  readonly accounts: readonly { readonly identifier: string }[];
  readonly payload: LetterPayload;
  /** There: it is the one by which this contract is signed. */
  readonly contract?: Pick<LetterRow, 'contract_id' | 'holds_until'>;
}

/** The row of a letter that nobody upstream has heard of yet. */
export const newLetter = (
  deps: Pick<Deps, 'now' | 'payloadKeys'>,
  { site, sessionId }: Caller,
  { accounts, payload, contract, ...columns }: NewLetter,
): LetterRow => {
  const id = `lt_${randomBytes(16).toString('hex')}`;
  const at = deps.now().toISOString();
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
    ...sealLetter(deps.payloadKeys, id, payload),
    created_at: at,
    updated_at: at,
    contract_id: null,
    holds_until: null,
    ...contract,
    signed_at: null,
    owed: null,
  };
};
