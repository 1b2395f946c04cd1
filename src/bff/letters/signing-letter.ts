import { letterStatus, type SigningLetter } from '../../wire/letter.ts';
import type { Store } from '../store/tables.ts';
import { canBeSentAgain, isOpen } from './letter-status.ts';
import type { LetterRow } from './letter-table.ts';
import { againFrom, sendingsLeft } from './sendings.ts';

/** The letter by which a contract is signed, as the contract's owner may see it; undefined when it has been forgotten. */
export const readSigningLetter = async (
  store: Pick<Store, 'selectFrom'>,
  id: string,
): Promise<SigningLetter | undefined> => {
  const row = await store.selectFrom('letters').selectAll().where('id', '=', id).executeTakeFirst();
  return row && signingLetterFromRow(row);
};

const signingLetterFromRow = (row: LetterRow): SigningLetter => {
  const status = letterStatus.parse(row.status);
  const from = againFrom(row);
  return {
    status,
    to: row.recipient,
    signBy: row.holds_until ?? row.created_at,
    ...(from === undefined ? {} : { againFrom: from }),
    sendingsLeft: sendingsLeft(row),
    canCancel: row.sealed !== null && (isOpen(status) || canBeSentAgain(status)),
  };
};
