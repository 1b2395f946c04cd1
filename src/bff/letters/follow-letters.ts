import { contractStatus } from '../../wire/contract.ts';
import { type LetterStatus, letterStatus } from '../../wire/letter.ts';
import { isOver } from '../contracts/status.ts';
import type { Deps } from '../deps.ts';
import { describeError } from '../log.ts';
import { openLetter } from './letter-payload.ts';
import { canBeSentAgain, isOpen } from './letter-status.ts';
import type { LetterRow } from './letter-table.ts';
import { lettersOf } from './letters-of.ts';
import { putStatus, recordAgreement, withLetter } from './record-letter.ts';
import { sendLetter } from './send-letter.ts';
import { tellOfContract } from './tell-of-contract.ts';
import { withdrawLetter } from './withdraw-letter.ts';

const atATime = 20;
const soonest = 10_000;
const latest = 60 * 60_000;

/** When to ask again, in milliseconds: the upstream tells nobody by itself, and a letter may lie in an inbox for days. */
export const askAgainIn = (sinceUpdate: number): number => Math.min(latest, Math.max(soonest, sinceUpdate / 4));

/**
 * One round of finishing letters that a crash or a lost answer left in preparation, of asking how those stand that are out, and of
 * telling what must be told of those that are answered.
 *
 * @param signal ends the round after the letter it is at
 * @returns how many were due
 */
export const followLetters = async (deps: Deps, signal?: AbortSignal): Promise<number> => {
  const now = deps.now();
  const due = await deps.store
    .selectFrom('letters')
    .selectAll()
    .where('check_after', '<=', now.toISOString())
    .orderBy('check_after')
    .limit(atATime)
    .execute();
  for (const row of due) {
    if (signal?.aborted) break;
    // First the next time, so that one that always fails cannot hold up the rest.
    const wait = askAgainIn(now.getTime() - Date.parse(row.updated_at));
    const next = new Date(now.getTime() + wait).toISOString();
    const taken = await deps.store
      .updateTable('letters')
      .set({ check_after: soonestOf(next, row.holds_until, now) })
      .where('id', '=', row.id)
      .where('check_after', '=', row.check_after)
      .executeTakeFirst();
    if (taken.numUpdatedRows) await refreshLetter(deps, row);
  }
  return due.length;
};

/** Not after the price of a contract has run out: its letter is taken back then. */
const soonestOf = (next: string, holdsUntil: string | null, now: Date): string =>
  holdsUntil !== null && holdsUntil > now.toISOString() && holdsUntil < next ? holdsUntil : next;

/** Brings a letter on: asks the upstream how it stands, goes on making it, or tells of its end. */
export const refreshLetter = async (deps: Deps, row: LetterRow): Promise<void> => {
  if (row.owed !== null) return tellOfContract(deps, row);
  try {
    const end = await endOf(deps, row);
    if (end) await withdrawLetter(deps, row, end);
    else if (isOpen(letterStatus.parse(row.status))) await lookAt(deps, row);
    if (row.contract_id !== null) await tellIfOwed(deps, row.id);
  } catch (error) {
    deps.log.warn('letter_not_followed', { partner: row.partner, letter: row.id, error: describeError(error) });
  }
};

/** What has just become of it is told at once, if the upstream listens. */
const tellIfOwed = async (deps: Deps, id: string): Promise<void> => {
  const row = await deps.store.selectFrom('letters').selectAll().where('id', '=', id).executeTakeFirst();
  if (row && row.owed !== null) await tellOfContract(deps, row);
};

/** Where the letter of a contract ends that nobody is to sign any more. */
const endOf = async (deps: Deps, row: LetterRow): Promise<LetterStatus | undefined> => {
  const now = letterStatus.parse(row.status);
  if (row.contract_id === null || !(isOpen(now) || canBeSentAgain(now))) return undefined;
  const contract = await deps.store
    .selectFrom('contracts')
    .select('status')
    .where('id', '=', row.contract_id)
    .executeTakeFirst();
  if (!contract || isOver(contractStatus.parse(contract.status))) return 'cancelled';
  return (row.holds_until ?? '') <= deps.now().toISOString() ? 'expired' : undefined;
};

const lookAt = async (deps: Deps, row: LetterRow): Promise<void> => {
  if (row.upstream_id === null) return sendLetter(deps, row.id);
  const payload = openLetter(deps.payloadKeys, row);
  const upstream = payload && lettersOf(deps, row, payload.customerEmail);
  if (!upstream) return;
  const told = await upstream.letters.get(row.upstream_id);
  if (told) return recordAgreement(deps, row, told);
  // The upstream knows it no more: somebody took it back there.
  await withLetter(deps, row, async (transaction, now) => {
    if (now.sending === row.sending && isOpen(letterStatus.parse(now.status)))
      await putStatus(transaction, now, 'cancelled', deps.now());
  });
};
