import { randomBytes } from 'node:crypto';
import { type CreateLetter, letterStatus } from '../../wire/letter.ts';
import { createReference } from '../contracts/reference.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { requestHashes } from '../keys.ts';
import type { Caller } from '../sites/authenticate.ts';
import { lockName } from '../store/locks.ts';
import { maskEmail } from './letter-from-row.ts';
import { sealLetter } from './letter-payload.ts';
import { isOpen } from './letter-status.ts';
import type { LetterRow } from './letter-table.ts';

/**
 * The letter behind an `Idempotency-Key`, durable before the upstream hears of it. The same key with the same request comes back to
 * the same letter; so does the same request under another key while its letter is open.
 *
 * @throws ProblemError idempotency_key_reused
 */
export const claimLetter = async (
  deps: Deps,
  caller: Caller,
  idempotencyKey: string,
  request: CreateLetter,
): Promise<LetterRow> => {
  const hashes = requestHashes(deps.keys, JSON.stringify(request));
  return deps.store.transaction().execute(async (transaction) => {
    // One session's requests one after another, or two at once would both find nothing and both begin.
    await lockName(transaction, `letters ${caller.site.key} ${caller.sessionId}`);
    const own = transaction
      .selectFrom('letters')
      .selectAll()
      .where('site_key', '=', caller.site.key)
      .where('session_id', '=', caller.sessionId);
    const byKey = await own.where('idempotency_key', '=', idempotencyKey).executeTakeFirst();
    if (byKey && !hashes.includes(byKey.request_hash)) throw new ProblemError('idempotency_key_reused');
    if (byKey) return byKey;
    const same = await own.where('request_hash', 'in', hashes).execute();
    const open = same.find(({ status }) => isOpen(letterStatus.parse(status)));
    if (open) return open;
    const row = newRow(deps, caller, idempotencyKey, hashes[0], request);
    await transaction.insertInto('letters').values(row).execute();
    return row;
  });
};

const newRow = (
  deps: Deps,
  { site, sessionId }: Caller,
  idempotencyKey: string,
  hash: string,
  { signer, customer, accounts, utility, commodity }: CreateLetter,
): LetterRow => {
  const id = `lt_${randomBytes(16).toString('hex')}`;
  const at = deps.now().toISOString();
  const formData = [
    { name: 'Business', value: customer.legalName },
    { name: 'Broker', value: site.name },
    { name: 'Utility', value: utility },
    { name: 'Energy', value: commodity },
    ...accounts.map(({ identifier }, index) => ({ name: `Account ${index + 1}`, value: identifier })),
  ];
  return {
    id,
    partner: site.partner,
    environment: site.environment,
    site_key: site.key,
    session_id: sessionId,
    idempotency_key: idempotencyKey,
    request_hash: hash,
    reference: createReference(),
    recipient: maskEmail(signer.email),
    accounts: JSON.stringify(accounts.map(({ identifier }) => ({ last4: identifier.slice(-4) }))),
    status: 'preparing',
    reason: null,
    timeline: JSON.stringify([{ status: 'preparing', at }]),
    upstream_id: null,
    sending: 1,
    attempts: 0,
    lease_until: at,
    check_after: at,
    ...sealLetter(deps.payloadKeys, id, { customerEmail: signer.email, signer, formData }),
    created_at: at,
    updated_at: at,
  };
};
