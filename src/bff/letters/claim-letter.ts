import { type CreateLetter, letterStatus } from '../../wire/letter.ts';
import { createReference } from '../contracts/reference.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { requestHashes } from '../keys.ts';
import type { Caller } from '../sites/authenticate.ts';
import { lockName } from '../store/locks.ts';
import { isOpen } from './letter-status.ts';
import type { LetterRow } from './letter-table.ts';
import { newLetter } from './new-letter.ts';

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
  caller: Caller,
  idempotencyKey: string,
  hash: string,
  { signer, customer, accounts, utility, commodity }: CreateLetter,
): LetterRow => {
  const at = deps.now().toISOString();
  const formData = [
    { name: 'Business', value: customer.legalName },
    { name: 'Broker', value: caller.site.name },
    { name: 'Utility', value: utility },
    { name: 'Energy', value: commodity },
    ...accounts.map(({ identifier }, index) => ({ name: `Account ${index + 1}`, value: identifier })),
  ];
  return newLetter(deps, caller, {
    idempotency_key: idempotencyKey,
    request_hash: hash,
    reference: createReference(),
    accounts,
    payload: { customerEmail: signer.email, signer, formData },
    check_after: at,
  });
};
