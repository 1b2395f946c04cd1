import { type Contract, type ContractStatus, contractStatus } from '../../wire/contract.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import { readAccounts, readReasons, type StoredAccount } from './contract-from-row.ts';
import { quietFor } from './quiet.ts';
import { furthest, isProgress } from './status.ts';

/** What was heard of a contract, by webhook or by asking. `at` is when it happened, ISO 8601 in UTC. */
export interface StatusReport {
  readonly status: ContractStatus;
  readonly at: string;
  readonly reasons?: Contract['reasons'] | undefined;
  /** Accounts under it, in any order. */
  readonly accounts?: readonly Omit<StoredAccount, 'timeline'>[] | undefined;
}

/**
 * Adds a report to what is known of a contract. Call inside a transaction. Any order, any number of times: only what is
 * new is written, and only what goes further moves the status.
 *
 * @returns whether anything changed, so that open streams need to hear of it
 */
export const recordStatus = async (
  store: Store,
  row: ContractRow,
  report: StatusReport,
  now: Date,
): Promise<boolean> => {
  const inserted = await store
    .insertInto('contract_statuses')
    .values({ contract_id: row.id, status: report.status, at: report.at })
    .onConflict((conflict) => conflict.columns(['contract_id', 'status']).doNothing())
    .executeTakeFirst();
  const current = contractStatus.parse(row.status);
  const moves = isProgress(current, report.status);
  const accounts = JSON.stringify(mergeAccounts(readAccounts(row), report));
  const told = { status: report.status, reasons: report.reasons ?? [] };
  const reasons = JSON.stringify(
    moves ? told.reasons : laterReasons({ status: current, reasons: readReasons(row) }, told),
  );
  const changed =
    Boolean(inserted.numInsertedOrUpdatedRows) || accounts !== row.accounts || reasons !== row.reasons || moves;
  if (!changed) return false;
  await store
    .updateTable('contracts')
    .set((expression) => ({
      status: furthest(current, report.status),
      reasons,
      accounts,
      seq: expression('seq', '+', 1),
      check_after: new Date(now.getTime() + quietFor(0)).toISOString(),
      updated_at: now.toISOString(),
    }))
    .where('id', '=', row.id)
    .execute();
  return true;
};

/**
 * Each account follows its own road. One is known by its last four digits, and twins by their order. When accounts were named,
 * those that were not stay where they are; when none was, all go where the contract goes.
 */
const mergeAccounts = (known: readonly StoredAccount[], report: StatusReport): StoredAccount[] => {
  const told = [...(report.accounts ?? [])];
  return known.map((account) => {
    const at = told.findIndex(({ last4 }) => last4 === account.last4);
    const [named] = at < 0 ? [] : told.splice(at, 1);
    if (report.accounts?.length && !named) return account;
    const { status, reasons = [] } = named ?? report;
    const timeline = account.timeline.some((past) => past.status === status)
      ? account.timeline
      : [...account.timeline, { status, at: report.at }];
    if (isProgress(account.status, status)) return { last4: account.last4, status, reasons: [...reasons], timeline };
    return { ...account, reasons: laterReasons(account, { status, reasons }), timeline };
  });
};

interface Standing {
  readonly status: ContractStatus;
  readonly reasons: Contract['reasons'];
}

/** A reason may come after the status it is the reason of. */
const laterReasons = (known: Standing, told: Standing): Contract['reasons'] =>
  known.status === told.status && !known.reasons.length ? [...told.reasons] : known.reasons;
