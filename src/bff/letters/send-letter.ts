import type { Agreement } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import type { LoaAgreements } from '../../upstreams/ecostruxure-loa/client.ts';
import { LoaRefusedError } from '../../upstreams/ecostruxure-loa/errors.ts';
import type { Deps } from '../deps.ts';
import { describeError } from '../log.ts';
import { type LetterPayload, openLetter } from './letter-payload.ts';
import type { LetterRow } from './letter-table.ts';
import { lettersOf } from './letters-of.ts';
import { putStatus, recordAgreement, withLetter } from './record-letter.ts';
import { takeBack } from './take-back.ts';

/** Longer than taking back, looking and making may take together. */
const leaseMilliseconds = 45_000;

/**
 * Tells the upstream to make a letter that is being prepared, once: from the second attempt on it is asked for our reference
 * first, and who begins holds the letter until any call of theirs must be over. When the answer is lost the letter stays in
 * preparation, and the next round goes on.
 */
export const sendLetter = async (deps: Deps, id: string): Promise<void> => {
  const row = await takeLetter(deps, id);
  if (!row) return;
  const payload = openLetter(deps.payloadKeys, row);
  const upstream = payload && lettersOf(deps, row, payload.customerEmail);
  if (!payload || !upstream?.templateId) return fail(deps, row, 'no payload, or no such upstream');
  try {
    const answered = payload.previousId && (await takeBack(upstream.letters, payload.previousId));
    // Signed while it was about to be replaced: there is nothing left to send.
    if (answered) return await recordAgreement(deps, row, answered);
    const reference = `${row.id}.${row.sending}`;
    const before = row.attempts > 1 ? await upstream.letters.find(reference) : undefined;
    const made = before ?? (await make(upstream.letters, upstream.templateId, payload, reference));
    await recordAgreement(deps, row, made);
  } catch (error) {
    if (error instanceof LoaRefusedError) return fail(deps, row, describeError(error));
    deps.log.warn('letter_outcome_unknown', { partner: row.partner, letter: row.id, error: describeError(error) });
  }
};

/** Holds a letter that nobody else works on, and counts the attempt before it is made. */
const takeLetter = (deps: Deps, id: string): Promise<LetterRow | undefined> => {
  const now = deps.now();
  const until = new Date(now.getTime() + leaseMilliseconds).toISOString();
  return deps.store
    .updateTable('letters')
    .set(({ eb }) => ({ lease_until: until, check_after: until, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('status', '=', 'preparing')
    .where('upstream_id', 'is', null)
    .where('lease_until', '<=', now.toISOString())
    .returningAll()
    .executeTakeFirst();
};

const make = async (
  letters: LoaAgreements,
  templateId: string,
  { signer, formData, previousId }: LetterPayload,
  reference: string,
): Promise<Agreement> => {
  const letter = { templateId, signer, formData, reference };
  if (!previousId) return letters.create(letter);
  return letters.createFrom(previousId, letter).catch((error: unknown) => {
    // The upstream keeps them for a time only: everything that is in it is here too.
    if (error instanceof LoaRefusedError && error.status === 404) return letters.create(letter);
    throw error;
  });
};

const fail = (deps: Deps, letter: LetterRow, error: string): Promise<void> => {
  deps.log.error('letter_refused', { partner: letter.partner, letter: letter.id, error });
  return withLetter(deps, letter, async (transaction, row) => {
    if (row.status === 'preparing') await putStatus(transaction, row, 'failed', deps.now());
  });
};
