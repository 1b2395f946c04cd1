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
  /** The accounts under it, in the contract's order. */
  readonly accounts?: readonly StoredAccount[] | undefined;
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
  const reasons = moves ? JSON.stringify(report.reasons ?? []) : JSON.stringify(readReasons(row));
  const changed = Boolean(inserted.numInsertedOrUpdatedRows) || accounts !== row.accounts || moves;
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

/** Each account follows its own road; one that was not named goes where the contract goes. */
const mergeAccounts = (known: readonly StoredAccount[], report: StatusReport): StoredAccount[] =>
  known.map((account, index) => {
    const told = report.accounts?.length === known.length ? report.accounts[index] : undefined;
    const next = told ?? { last4: account.last4, status: report.status, reasons: report.reasons ?? [] };
    return isProgress(account.status, next.status)
      ? { last4: account.last4, status: next.status, reasons: [...next.reasons] }
      : account;
  });
