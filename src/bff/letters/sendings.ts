import { letterStatus } from '../../wire/letter.ts';
import { letterFromRow } from './letter-from-row.ts';
import { canBeSentAgain } from './letter-status.ts';
import type { LetterRow } from './letter-table.ts';

/** A person needs two or three; more would be a nuisance to whose inbox it is. */
const mostSendings = 5;
/** A mail takes a moment: who asks again before that would get two. */
const waitMilliseconds = 30_000;

export const sendingsLeft = ({ sending }: Pick<LetterRow, 'sending'>): number => Math.max(0, mostSendings - sending);

/** From when on it can be sent again to the same address, ISO 8601 in UTC; undefined when it cannot be sent again at all. */
export const againFrom = (row: LetterRow): string | undefined => {
  const status = letterStatus.parse(row.status);
  if (!canBeSentAgain(status) || sendingsLeft(row) === 0 || row.sealed === null) return undefined;
  // It lies nowhere: there is nothing to wait for.
  if (status === 'bounced' || status === 'expired') return row.updated_at;
  const begun = letterFromRow(row).timeline.findLast((entry) => entry.status === 'preparing');
  return new Date(Date.parse(begun?.at ?? row.created_at) + waitMilliseconds).toISOString();
};
