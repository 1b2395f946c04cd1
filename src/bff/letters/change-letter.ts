import { LoaRefusedError } from '../../upstreams/ecostruxure-loa/errors.ts';
import { letterStatus } from '../../wire/letter.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { describeError } from '../log.ts';
import { refreshLetter } from './follow-letters.ts';
import { maskEmail } from './letter-from-row.ts';
import { openLetter, sealLetter } from './letter-payload.ts';
import { canBeSentAgain, isOpen } from './letter-status.ts';
import type { LetterRow } from './letter-table.ts';
import { lettersOf } from './letters-of.ts';
import { lockLetter, putStatus } from './record-letter.ts';
import { sendLetter } from './send-letter.ts';

/** A person needs two or three; more would be a nuisance to whose inbox it is. */
const mostSendings = 5;

/**
 * Takes a letter back and sends it anew, to another address if one is given. What is to be done is stored first, so that a crash
 * in between ends in one letter all the same.
 *
 * @throws ProblemError letter_not_open | rate_limited
 */
export const sendAgain = async (deps: Deps, id: string, email: string | undefined): Promise<void> => {
  const now = deps.now();
  await deps.store.transaction().execute(async (transaction) => {
    const row = await lockLetter(transaction, id);
    const payload = row && openLetter(deps.payloadKeys, row);
    if (!row || !payload || !canBeSentAgain(letterStatus.parse(row.status))) throw new ProblemError('letter_not_open');
    if (row.sending >= mostSendings) throw new ProblemError('rate_limited', { retryAfter: 24 * 60 * 60 });
    const signer = { ...payload.signer, email: email ?? payload.signer.email };
    const previousId = row.upstream_id ?? payload.previousId;
    const next = {
      upstream_id: null,
      sending: row.sending + 1,
      attempts: 0,
      recipient: maskEmail(signer.email),
      lease_until: now.toISOString(),
      check_after: now.toISOString(),
      ...sealLetter(deps.payloadKeys, id, { ...payload, signer, previousId }),
    };
    await transaction.updateTable('letters').set(next).where('id', '=', id).execute();
    await putStatus(transaction, { ...row, ...next }, 'preparing', now);
  });
  await sendLetter(deps, id);
};

/**
 * Takes a letter back. One that was signed or declined meanwhile stays so.
 *
 * @throws ProblemError letter_not_open | upstream_unavailable
 */
export const cancelLetterOf = async (deps: Deps, row: LetterRow): Promise<void> => {
  const payload = openLetter(deps.payloadKeys, row);
  const upstream = payload && lettersOf(deps, row, payload.customerEmail);
  const status = letterStatus.parse(row.status);
  if (!upstream || !(isOpen(status) || canBeSentAgain(status))) throw new ProblemError('letter_not_open');
  // Nobody makes it while it is taken back.
  const held = await holdLetter(deps, row);
  if (!held) throw new ProblemError('request_in_progress', { retryAfter: 3 });
  try {
    const out = row.upstream_id ?? (await upstream.letters.find(`${row.id}.${row.sending}`))?.id;
    if (out) await upstream.letters.remove(out);
  } catch (error) {
    if (error instanceof LoaRefusedError && error.status === 409) return refreshLetter(deps, row);
    deps.log.warn('letter_not_taken_back', { partner: row.partner, letter: row.id, error: describeError(error) });
    throw new ProblemError('upstream_unavailable', {}, error);
  }
  await deps.store.transaction().execute(async (transaction) => {
    const now = await lockLetter(transaction, row.id);
    if (now?.sending === row.sending) await putStatus(transaction, now, 'cancelled', deps.now());
  });
};

const holdMilliseconds = 30_000;

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
