import { type LetterStatus, letterStatus } from '../../wire/letter.ts';
import type { Deps } from '../deps.ts';
import { type LetterPayload, openLetter } from './letter-payload.ts';
import { canBeSentAgain, isOpen } from './letter-status.ts';
import type { LetterRow } from './letter-table.ts';
import { lettersOf } from './letters-of.ts';
import { putStatus, recordAgreement, withLetter } from './record-letter.ts';
import { takeBack } from './take-back.ts';

const holdMilliseconds = 30_000;

/**
 * Takes all back that is out of a letter, and puts it where it ends. One that was signed or declined meanwhile stays so.
 *
 * @returns false when somebody is making it just now: nothing was done
 * @throws LoaError when the upstream does not answer: it may still be out, and stands as before
 */
export const withdrawLetter = async (deps: Deps, row: LetterRow, end: LetterStatus): Promise<boolean> => {
  const payload = openLetter(deps.payloadKeys, row);
  // Nobody makes it while it is taken back.
  if (!(await holdLetter(deps, row))) return false;
  const answered = payload && (await takeAllBack(deps, row, payload));
  if (answered) await recordAgreement(deps, row, answered);
  else {
    await withLetter(deps, row, async (transaction, now) => {
      const status = letterStatus.parse(now.status);
      if (now.sending !== row.sending || !(isOpen(status) || canBeSentAgain(status))) return;
      await putStatus(transaction, now, end, deps.now());
    });
  }
  return true;
};

const takeAllBack = async (deps: Deps, row: LetterRow, payload: LetterPayload) => {
  const upstream = lettersOf(deps, row, payload.customerEmail);
  if (!upstream) return undefined;
  const { letters } = upstream;
  const made = row.upstream_id ?? (row.attempts ? (await letters.find(`${row.id}.${row.sending}`))?.id : undefined);
  for (const id of [made, payload.previousId]) {
    const answered = id === undefined ? undefined : await takeBack(letters, id);
    if (answered) return answered;
  }
  return undefined;
};

const holdLetter = async (deps: Deps, row: LetterRow): Promise<boolean> => {
  const now = deps.now();
  const taken = await deps.store
    .updateTable('letters')
    .set({ lease_until: new Date(now.getTime() + holdMilliseconds).toISOString() })
    .where('id', '=', row.id)
    .where('sending', '=', row.sending)
    // A letter that is out is worked on by nobody.
    .where(({ or, eb }) => or([eb('lease_until', '<=', now.toISOString()), eb('upstream_id', 'is not', null)]))
    .executeTakeFirst();
  return taken.numUpdatedRows > 0n;
};
