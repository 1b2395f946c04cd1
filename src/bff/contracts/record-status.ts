import { type Contract, type ContractStatus, contractStatus } from '../../wire/contract.ts';
import { enqueueContractEvent } from '../outbox/enqueue.ts';
import { scheduleCheck } from '../signature-requests/schedule-check.ts';
import { notifyChange } from '../store/changes.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import { readAccounts, readObservations, readReasons, type StoredAccount } from './contract-from-row.ts';
import { currentStatus, hasEnded, recordObservation, type StatusObservation } from './contract-status.ts';
import { nextPollDelayMs } from './poll-interval.ts';
import { mergeSigners, readSigners, type StoredSigners } from './signers.ts';

/** What was heard of a contract, by webhook or by asking. `at` is when it happened, ISO 8601 in UTC. */
export interface StatusReport {
  readonly status: ContractStatus;
  readonly at: string;
  readonly reasons?: Contract['reasons'] | undefined;
  /** Accounts under it, in any order. */
  readonly accounts?: readonly Omit<StoredAccount, 'timeline'>[] | undefined;
  readonly signers?: StoredSigners | undefined;
}

/**
 * Adds a report to what is known of a contract. Call inside a transaction that holds the row (`lockContract`). Any order, any
 * number of times: only what is new is written, and where the contract stands follows from all that was ever heard.
 *
 * @returns whether anything changed, so that open streams need to hear of it
 */
export async function recordStatus(store: Store, row: ContractRow, report: StatusReport, now: Date): Promise<boolean> {
  const existing = await readObservations(store, row.id);
  const observations = recordObservation(existing, report.status, report.at);
  const [before, after] = [existing, observations].map((all) => all.find(({ status }) => status === report.status));
  const current = contractStatus.parse(row.status);
  const status = statusAfter(current, observations);
  const merged = mergeAccounts(readAccounts(row), report);
  const accounts = JSON.stringify(merged);
  const signers = JSON.stringify(mergeSigners(readSigners(row.signers), report.signers));
  const reported = { status: report.status, reasons: report.reasons ?? [] };
  const mergedReasons =
    status === current ? mergeReasons({ status: current, reasons: readReasons(row) }, reported) : reported.reasons;
  const reasons = JSON.stringify(mergedReasons);
  if (after && (before?.at !== after.at || before.lastAt !== after.lastAt)) {
    const at = { at: after.at, last_at: after.lastAt ?? after.at };
    await store
      .insertInto('contract_statuses')
      .values({ contract_id: row.id, status: report.status, ...at })
      .onConflict((conflict) => conflict.columns(['contract_id', 'status']).doUpdateSet(at))
      .execute();
  }
  const hasVisibleChange =
    status !== current ||
    withoutLastSeen(accounts) !== withoutLastSeen(row.accounts) ||
    signers !== row.signers ||
    reasons !== row.reasons;
  if (!hasVisibleChange && before?.at === after?.at) {
    if (accounts !== row.accounts) {
      await store.updateTable('contracts').set({ accounts }).where('id', '=', row.id).execute();
    }
    return false;
  }
  await store
    .updateTable('contracts')
    .set((expression) => ({
      status,
      reasons,
      accounts,
      signers,
      seq: expression('seq', '+', 1),
      check_after: new Date(now.getTime() + nextPollDelayMs(0)).toISOString(),
      updated_at: now.toISOString(),
    }))
    .where('id', '=', row.id)
    .execute();
  if (hasEnded(status) && !hasEnded(current)) await scheduleCheck(store, row, now);
  // A step that was heard of late fills the timeline; to a site's owner it is no news.
  if (hasVisibleChange)
    await enqueueContractEvent(store, row, { status, accounts: merged, reasons: mergedReasons, at: now });
  await notifyChange(store, row.id);
  return true;
}

/** Stored accounts without what nobody is shown: that a status still holds is kept, but is no news to who watches. */
const withoutLastSeen = (accounts: string): string => accounts.replaceAll(/,"lastAt":"[^"]*"/g, '');

/** Where a contract or account stands now counts as heard, at no instant: what was never written down cannot be lost. */
const statusAfter = (current: ContractStatus, observations: readonly StatusObservation[]): ContractStatus =>
  currentStatus([...(current === 'on_hold' ? [] : [{ status: current, at: '' }]), ...observations]);

/**
 * Each account follows its own road. One is known by its last four digits, and twins by their order. When accounts were named,
 * those that were not stay where they are; when none was, all go where the contract goes.
 */
function mergeAccounts(existing: readonly StoredAccount[], report: StatusReport): StoredAccount[] {
  const reported = [...(report.accounts ?? [])];
  return existing.map((account) => {
    const at = reported.findIndex(({ last4 }) => last4 === account.last4);
    const [reportedAccount] = at < 0 ? [] : reported.splice(at, 1);
    if (report.accounts?.length && !reportedAccount) return account;
    const { status: reportedStatus, reasons = [] } = reportedAccount ?? report;
    const timeline = recordObservation(account.timeline, reportedStatus, report.at);
    const status = statusAfter(account.status, timeline);
    if (status !== account.status) return { last4: account.last4, status, reasons: [...reasons], timeline };
    return { ...account, reasons: mergeReasons(account, { status: reportedStatus, reasons }), timeline };
  });
}

interface StatusWithReasons {
  readonly status: ContractStatus;
  readonly reasons: Contract['reasons'];
}

/** A reason may come after the status it is the reason of. */
const mergeReasons = (existing: StatusWithReasons, reported: StatusWithReasons): Contract['reasons'] =>
  existing.status === reported.status && !existing.reasons.length ? [...reported.reasons] : existing.reasons;
