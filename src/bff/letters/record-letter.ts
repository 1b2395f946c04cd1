import type { Agreement } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import { type LetterStatus, letterStatus } from '../../wire/letter.ts';
import type { Deps } from '../deps.ts';
import { lockContract, lockName } from '../store/locks.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import { announceLetter } from './announce-letter.ts';
import { letterFromRow } from './letter-from-row.ts';
import { noPayload } from './letter-payload.ts';
import { canBeSentAgain, isNews, isOpen, letterStatusOf } from './letter-status.ts';
import type { LetterRow } from './letter-table.ts';
import { moveContract } from './move-contract.ts';

/** After every instant, as text. */
export const never = '9999-12-31T00:00:00.000Z';
const longestReason = 500;

/** Alone with one letter until the transaction ends. */
export const lockLetter = async (transaction: Store, id: string): Promise<LetterRow | undefined> => {
  await lockName(transaction, `letter ${id}`);
  return transaction.selectFrom('letters').selectAll().where('id', '=', id).executeTakeFirst();
};

/** Does something alone with a letter and the contract it is for, and tells those who watch that contract. */
export const withLetter = async (
  deps: Pick<Deps, 'store' | 'live'>,
  { id, contract_id }: Pick<LetterRow, 'id' | 'contract_id'>,
  work: (transaction: Store, row: LetterRow, contract: ContractRow | undefined) => Promise<void>,
): Promise<void> => {
  await deps.store.transaction().execute(async (transaction) => {
    // The contract first, as a webhook does, which may wake the letter: in another order two could wait in a circle.
    const contract = contract_id === null ? undefined : await lockContract(transaction, contract_id);
    const row = await lockLetter(transaction, id);
    if (row) await work(transaction, row, contract);
  });
  if (contract_id !== null) deps.live.publish(contract_id);
};

/**
 * Keeps what the upstream says of a letter. Statuses never go back, and what is said of an earlier sending is passed over. Who
 * must hear of it does in the same transaction.
 */
export const recordAgreement = (
  deps: Pick<Deps, 'store' | 'live' | 'now'>,
  { id, contract_id, sending }: Pick<LetterRow, 'id' | 'contract_id' | 'sending'>,
  told: Agreement,
): Promise<void> =>
  withLetter(deps, { id, contract_id }, async (transaction, row) => {
    if (row.sending !== sending) return;
    const next = letterStatusOf[told.status];
    if (row.upstream_id !== told.id && (row.upstream_id === null || !isOpen(next)))
      await transaction.updateTable('letters').set({ upstream_id: told.id }).where('id', '=', id).execute();
    if (!isNews(letterStatus.parse(row.status), next)) return;
    await putStatus(transaction, row, next, deps.now(), { reason: told.reason ?? undefined, at: told.updatedAt });
  });

/** Puts a letter there, whatever it was before, and tells who must hear of it: the site's owner, or the contract. */
export const putStatus = async (
  transaction: Store,
  row: LetterRow,
  status: LetterStatus,
  now: Date,
  told: { readonly reason?: string | undefined; readonly at?: string } = {},
): Promise<void> => {
  const at = now.toISOString();
  const toldAt = new Date(told.at ?? at).toISOString();
  const { timeline } = letterFromRow(row);
  const reason = told.reason?.slice(0, longestReason);
  const owed = owedAfter(row, status, now);
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
        : { check_after: owed ? at : canBeSentAgain(status) ? (row.holds_until ?? never) : never }),
      // What can be sent again is kept for that; see retention.
      ...(isOpen(status) || (canBeSentAgain(status) && !owed) ? {} : noPayload),
      ...(status === 'signed' ? { signed_at: toldAt } : {}),
      ...(owed ? { owed, attempts: 0 } : {}),
    })
    .where('id', '=', row.id)
    .execute();
  if (row.contract_id === null) await announceLetter(transaction, row, status, timeline.length + 1, now);
  else await moveContract(transaction, row.contract_id, { status, at: toldAt, reason }, now);
};

/** What an end of a contract's letter means to the upstream that made the contract. */
const owedAfter = (row: LetterRow, status: LetterStatus, now: Date): LetterRow['owed'] => {
  if (row.contract_id === null || isOpen(status)) return null;
  if (status === 'signed') return 'signature';
  const ranOut = row.holds_until !== null && row.holds_until <= now.toISOString();
  return canBeSentAgain(status) && !ranOut ? null : 'end';
};
