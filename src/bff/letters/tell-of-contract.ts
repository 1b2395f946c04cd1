import type { MscContracting } from '../../upstreams/msc/contracting.ts';
import type { MscContract } from '../../upstreams/msc/contracting-schema.ts';
import { recordStatus } from '../contracts/record-status.ts';
import { reportFromMsc } from '../contracts/report-from-msc.ts';
import { isOver, isSigned } from '../contracts/status.ts';
import type { Deps } from '../deps.ts';
import { describeError } from '../log.ts';
import type { LetterRow } from './letter-table.ts';
import { never, withLetter } from './record-letter.ts';

/**
 * Tells the upstream that made a contract what became of its letter: that it is signed, or that nobody will sign it. What is owed
 * stands in the store until it is told, so that a signature is never lost: whoever comes by tries again. From the second
 * time on the contract is looked at first, for an answer may have been lost.
 */
export const tellOfContract = async (deps: Deps, letter: LetterRow): Promise<void> => {
  const contract = await deps.store
    .selectFrom('contracts')
    .select('upstream_id')
    .where('id', '=', letter.contract_id)
    .executeTakeFirst();
  const access = deps.partners.access(letter.partner, letter.environment === 'live' ? 'live' : 'test');
  if (!contract?.upstream_id || !access) return;
  const { contracting } = deps.msc(access);
  const about = { partner: letter.partner, letter: letter.id, contract: letter.contract_id ?? '' };
  try {
    await deps.store
      .updateTable('letters')
      .set(({ eb }) => ({ attempts: eb('attempts', '+', 1) }))
      .where('id', '=', letter.id)
      .execute();
    const before = letter.attempts ? await contracting.contract(contract.upstream_id) : undefined;
    if (before && isKnown(letter, before)) return await settle(deps, letter, before);
    const answer = await tell(contracting, letter, contract.upstream_id);
    if (answer.ok) return await settle(deps, letter, answer.value);
    // Refused: the contract came to an end before it heard. Nothing was bought, and its own status says why.
    const after = await contracting.contract(contract.upstream_id);
    const code = answer.userErrors.map((error) => error.code).join(' ');
    deps.log.error('letter_end_refused', { ...about, code });
    if (after && (isOver(after.status) || letter.owed === 'end')) await settle(deps, letter, after);
  } catch (error) {
    deps.log.warn('letter_end_not_told', { ...about, error: describeError(error) });
  }
};

const tell = (contracting: MscContracting, { owed, upstream_id, signed_at }: LetterRow, contractId: string) =>
  owed === 'signature'
    ? contracting.recordExternalSignature({
        contractId,
        agreementId: upstream_id ?? '',
        signedAt: signed_at ?? '',
      })
    : contracting.cancelContract(contractId);

const isKnown = ({ owed }: LetterRow, { status }: MscContract): boolean =>
  owed === 'signature' ? isSigned(status) : isOver(status);

/** It is told: keeps how the contract stands now. */
const settle = (deps: Deps, letter: LetterRow, told: MscContract): Promise<void> =>
  withLetter(deps, letter, async (transaction, _, contract) => {
    await transaction
      .updateTable('letters')
      .set({ owed: null, check_after: never })
      .where('id', '=', letter.id)
      .where('owed', '=', letter.owed)
      .execute();
    if (contract) await recordStatus(transaction, contract, reportFromMsc(told, told.updatedAt), deps.now());
  });
