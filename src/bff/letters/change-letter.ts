import { contractStatus } from '../../wire/contract.ts';
import { letterStatus } from '../../wire/letter.ts';
import { isOver } from '../contracts/status.ts';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { describeError } from '../log.ts';
import type { ContractRow } from '../store/tables.ts';
import { maskEmail } from './letter-from-row.ts';
import { openLetter, sealLetter } from './letter-payload.ts';
import { canBeSentAgain, isOpen } from './letter-status.ts';
import type { LetterRow } from './letter-table.ts';
import { putStatus, withLetter } from './record-letter.ts';
import { sendLetter } from './send-letter.ts';
import { againFrom, sendingsLeft } from './sendings.ts';
import { withdrawLetter } from './withdraw-letter.ts';

/**
 * Takes a letter back and sends it anew, to another address if one is given. What is to be done is stored first, so that a crash
 * in between ends in one letter all the same.
 *
 * @throws ProblemError letter_not_open | rate_limited
 */
export const sendAgain = async (deps: Deps, letter: LetterRow, email: string | undefined): Promise<void> => {
  const now = deps.now();
  await withLetter(deps, letter, async (transaction, row, contract) => {
    const payload = openLetter(deps.payloadKeys, row);
    if (!payload || !canBeSentAgain(letterStatus.parse(row.status)) || !isWorthSigning(row, contract, now))
      throw new ProblemError('letter_not_open');
    if (!sendingsLeft(row)) throw new ProblemError('rate_limited', { retryAfter: 24 * 60 * 60 });
    const signer = { ...payload.signer, email: email ?? payload.signer.email };
    const wait = Date.parse(againFrom(row) ?? '') - now.getTime();
    if (contract && signer.email === payload.signer.email && wait > 0)
      throw new ProblemError('rate_limited', { retryAfter: Math.ceil(wait / 1000) });
    const previousId = row.upstream_id ?? payload.previousId;
    const next = {
      upstream_id: null,
      sending: row.sending + 1,
      attempts: 0,
      recipient: maskEmail(signer.email),
      lease_until: now.toISOString(),
      check_after: now.toISOString(),
      ...sealLetter(deps.payloadKeys, row.id, { ...payload, signer, previousId }),
    };
    await transaction.updateTable('letters').set(next).where('id', '=', row.id).execute();
    await putStatus(transaction, { ...row, ...next }, 'preparing', now);
  });
  await sendLetter(deps, letter.id);
};

/** A letter of authorization always is; a contract, while it awaits its signature and its price holds. */
const isWorthSigning = ({ holds_until }: LetterRow, contract: ContractRow | undefined, now: Date): boolean =>
  !contract || (!isOver(contractStatus.parse(contract.status)) && (holds_until ?? '') > now.toISOString());

/**
 * Takes a letter back. One that was signed or declined meanwhile stays so.
 *
 * @throws ProblemError letter_not_open | request_in_progress | upstream_unavailable
 */
export const cancelLetterOf = async (deps: Deps, row: LetterRow): Promise<void> => {
  const status = letterStatus.parse(row.status);
  if (row.sealed === null || !(isOpen(status) || canBeSentAgain(status))) throw new ProblemError('letter_not_open');
  const done = await withdrawLetter(deps, row, 'cancelled').catch((error: unknown) => {
    deps.log.warn('letter_not_taken_back', { partner: row.partner, letter: row.id, error: describeError(error) });
    throw new ProblemError('upstream_unavailable', {}, error);
  });
  if (!done) throw new ProblemError('request_in_progress', { retryAfter: 3 });
};
