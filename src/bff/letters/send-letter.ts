import type { Agreement } from '../../upstreams/ecostruxure-loa/agreement-schema.ts';
import type { LoaAgreements } from '../../upstreams/ecostruxure-loa/client.ts';
import { LoaRefusedError } from '../../upstreams/ecostruxure-loa/errors.ts';
import type { Deps } from '../deps.ts';
import { describeError } from '../log.ts';
import { type LetterPayload, openLetter } from './letter-payload.ts';
import type { LetterRow } from './letter-table.ts';
import { lettersOf } from './letters-of.ts';
import { lockLetter, putStatus, recordAgreement } from './record-letter.ts';

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
  if (!upstream) return fail(deps, row, 'no payload, or no such upstream');
  try {
    if (payload.previousId) await takeBack(upstream.letters, payload.previousId);
    const reference = `${row.id}.${row.sending}`;
    const before = row.attempts > 1 ? await upstream.letters.find(reference) : undefined;
    const made = before ?? (await make(upstream.letters, upstream.templateId, payload, reference));
    await recordAgreement(deps, row.id, row.sending, made);
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

/** Gone is gone, whoever did it; one that was answered meanwhile cannot be taken back, and need not. */
const takeBack = async (letters: LoaAgreements, id: string): Promise<void> => {
  try {
    await letters.remove(id);
  } catch (error) {
    if (!(error instanceof LoaRefusedError && error.status === 409)) throw error;
  }
};

const fail = (deps: Deps, { id, partner }: LetterRow, error: string): Promise<void> => {
  deps.log.error('letter_refused', { partner, letter: id, error });
  return deps.store.transaction().execute(async (transaction) => {
    const row = await lockLetter(transaction, id);
    if (row?.status === 'preparing') await putStatus(transaction, row, 'failed', deps.now());
  });
};
