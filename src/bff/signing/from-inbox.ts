import { LRUCache } from 'lru-cache';
import type { Deps } from '../deps.ts';
import { ProblemError } from '../http/problem.ts';
import { cancelLetterOf, sendAgain } from '../letters/change-letter.ts';
import { keepContractLetter, newContractLetter } from '../letters/contract-letter.ts';
import { refreshLetter } from '../letters/follow-letters.ts';
import type { LetterRow } from '../letters/letter-table.ts';
import { never } from '../letters/record-letter.ts';
import type { ContractRow } from '../store/tables.ts';
import type { SigningWay } from './signing-way.ts';

/** The upstream is asked about one letter no more often, and nobody waits for it longer. */
const leastMilliseconds = 5_000;
const patience = 3_000;

/** Signing from an inbox, by a letter of the contract's own. */
export const fromInbox: SigningWay = {
  told: { signing: 'EXTERNAL' },
  newLetter: newContractLetter,
  keepLetter: keepContractLetter,
  async begin(deps, row) {
    const letter = await findLetter(deps, row);
    if (letter) await refreshLetter(deps, letter);
  },
  watch(deps) {
    const asked = new LRUCache<string, true>({ max: 10_000, ttl: leastMilliseconds });
    return async (row) => {
      const letter = asked.has(row.id) ? undefined : await findLetter(deps, row);
      // It is at its end, and all that follows from it was told.
      if (!letter || letter.check_after === never || asked.has(row.id)) return false;
      asked.set(row.id, true);
      const late = new Promise<void>((done) => setTimeout(done, patience).unref());
      await Promise.race([refreshLetter(deps, letter), late]);
      return true;
    };
  },
  letter: {
    async sendAgain(deps, row, email) {
      await sendAgain(deps, await ownLetter(deps, row), email);
    },
    async cancel(deps, row) {
      const letter = await ownLetter(deps, row);
      await cancelLetterOf(deps, letter);
      // What the contract's maker must hear now is told at once, if it listens.
      await fromInbox.begin(deps, row);
    },
  },
};

const findLetter = ({ store }: Deps, { letter_id }: ContractRow): Promise<LetterRow | undefined> =>
  store.selectFrom('letters').selectAll().where('id', '=', letter_id).executeTakeFirst();

const ownLetter = async (deps: Deps, row: ContractRow): Promise<LetterRow> => {
  const letter = await findLetter(deps, row);
  if (!letter) throw new ProblemError('letter_not_open');
  return letter;
};
