import { letterStatus } from '../../wire/letter.ts';
import type { Deps } from '../deps.ts';
import { describeError } from '../log.ts';
import { openLetter } from './letter-payload.ts';
import { isOpen } from './letter-status.ts';
import type { LetterRow } from './letter-table.ts';
import { lettersOf } from './letters-of.ts';
import { lockLetter, putStatus, recordAgreement } from './record-letter.ts';
import { sendLetter } from './send-letter.ts';

const atATime = 20;
const soonest = 10_000;
const latest = 60 * 60_000;

/** When to ask again, in milliseconds: the upstream tells nobody by itself, and a letter may lie in an inbox for days. */
export const askAgainIn = (sinceUpdate: number): number => Math.min(latest, Math.max(soonest, sinceUpdate / 4));

/**
 * One round of finishing letters that a crash or a lost answer left in preparation, and of asking how those stand that are out.
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
    const taken = await deps.store
      .updateTable('letters')
      .set({ check_after: new Date(now.getTime() + wait).toISOString() })
      .where('id', '=', row.id)
      .where('check_after', '=', row.check_after)
      .executeTakeFirst();
    if (taken.numUpdatedRows) await refreshLetter(deps, row);
  }
  return due.length;
};

/** Asks the upstream how a letter stands, or goes on making it. */
export const refreshLetter = async (deps: Deps, row: LetterRow): Promise<void> => {
  if (!isOpen(letterStatus.parse(row.status))) return;
  if (row.upstream_id === null) return sendLetter(deps, row.id);
  const payload = openLetter(deps.payloadKeys, row);
  const upstream = payload && lettersOf(deps, row, payload.customerEmail);
  if (!upstream) return;
  try {
    const told = await upstream.letters.get(row.upstream_id);
    if (told) await recordAgreement(deps, row.id, row.sending, told);
    else await goneUpstream(deps, row);
  } catch (error) {
    deps.log.warn('letter_not_followed', { partner: row.partner, letter: row.id, error: describeError(error) });
  }
};

/** The upstream knows it no more: somebody took it back there. */
const goneUpstream = (deps: Deps, { id, sending }: LetterRow): Promise<void> =>
  deps.store.transaction().execute(async (transaction) => {
    const row = await lockLetter(transaction, id);
    if (row?.sending === sending && isOpen(letterStatus.parse(row.status)))
      await putStatus(transaction, row, 'cancelled', deps.now());
  });
