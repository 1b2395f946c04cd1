import type { ContractRow, Store } from '../store/tables.ts';

/** Has the letter of a contract looked after at once: the contract was made, or is over. */
export async function scheduleCheck(
  transaction: Store,
  { letter_id }: Pick<ContractRow, 'letter_id'>,
  now: Date,
): Promise<void> {
  if (letter_id === null) return;
  await transaction
    .updateTable('letters')
    .set({ check_after: now.toISOString() })
    .where('id', '=', letter_id)
    .execute();
}
