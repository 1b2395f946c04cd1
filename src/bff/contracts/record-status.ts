import { type Contract, type ContractStatus, contractStatus } from '../../wire/contract.ts';
import { hasEnded } from '../../wire/contract-status.ts';
import type { StatusReport } from '../enrollment/enrollment-backend.ts';
import { enqueueContractEvent, nextSeq } from '../outbox/enqueue.ts';
import { scheduleCheck } from '../signature-requests/signature-request-store.ts';
import { notifyChange } from '../store/changes.ts';
import { isoAfter, nextPollDelay } from '../store/locks.ts';
import { type ContractRow, ERASED_SESSION, type Store } from '../store/tables.ts';
import {
  currentStatus,
  mergeSigners,
  readAccounts,
  readObservations,
  readReasons,
  readSigners,
  recordObservation,
  type StatusObservation,
  type StoredAccount,
} from './contract-from-row.ts';
import { signingMethodName } from './signing-method.ts';

/** How often to query the upstream about a contract if no webhook arrives. */
export const CONTRACT_POLL_SCHEDULE = { minMs: 2 * 60_000, maxMs: 6 * 60 * 60_000, fraction: 1 / 2 };

/**
 * Records a status report. Call it in a transaction that has locked the row (`lockContract`). Reports may arrive in
 * any order and any number of times: only changes are written, and the status is derived from all observations.
 * Nothing is written about an erased contract.
 *
 * @returns whether anything that the customer sees has changed; if so, event streams must be notified
 */
export async function recordStatus(
  store: Store,
  row: ContractRow,
  reported: StatusReport,
  now: Date,
): Promise<boolean> {
  const report = { ...reported, at: notInFuture(reported.at, now) };
  if (row.session_id === ERASED_SESSION) return false;
  const existing = await readObservations(store, row.id);
  const observations = recordObservation(existing, report.status, report.at);
  const [before, after] = [existing, observations].map((all) => all.find(({ status }) => status === report.status));
  const current = contractStatus.parse(row.status);
  const isSignedByEmail = signingMethodName(row) === 'email';
  const status = statusAfter(current, observations, isSignedByEmail);
  const merged = mergeAccounts(readAccounts(row), report, isSignedByEmail);
  const accounts = JSON.stringify(merged);
  const signers = JSON.stringify(mergeSigners(readSigners(row.signers), report.signers));
  const reportedReasons = { status: report.status, reasons: report.reasons ?? [] };
  const mergedReasons =
    status === current
      ? mergeReasons({ status: current, reasons: readReasons(row) }, reportedReasons)
      : reportedReasons.reasons;
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
    .set({
      status,
      reasons,
      accounts,
      signers,
      seq: nextSeq(row, now),
      check_after: isoAfter(now, nextPollDelay(0, CONTRACT_POLL_SCHEDULE)),
      updated_at: now.toISOString(),
    })
    .where('id', '=', row.id)
    .execute();
  if (hasEnded(status) && !hasEnded(current)) await scheduleCheck(store, row, now);
  // A late report completes the timeline, but the site's owner is not notified.
  if (hasVisibleChange)
    await enqueueContractEvent(store, row, { status, accounts: merged, reasons: mergedReasons, at: now });
  await notifyChange(store, row.id);
  return true;
}

const MAX_CLOCK_SKEW_MS = 5 * 60_000;

/** A hold with an instant in the future could not be ended by later reports, so such an instant counts as now. */
const notInFuture = (at: string, now: Date): string => (at > isoAfter(now, MAX_CLOCK_SKEW_MS) ? now.toISOString() : at);

/** Stored accounts without `lastAt`. `lastAt` is not shown, so a change of `lastAt` alone is not published. */
const withoutLastSeen = (accounts: string): string => accounts.replaceAll(/,"lastAt":"[^"]*"/g, '');

/** The stored status counts as an observation without an instant, so that it cannot be lost. */
const statusAfter = (
  current: ContractStatus,
  observations: readonly StatusObservation[],
  isSignedByEmail: boolean,
): ContractStatus =>
  currentStatus([...(current === 'on_hold' ? [] : [{ status: current, at: '' }]), ...observations], {
    isSignedByEmail,
  });

/**
 * Each account has its own status. Accounts are matched by their last four digits, and accounts with equal digits by
 * their order. If the report lists accounts, unlisted accounts keep their status. If it lists none, all accounts take
 * the contract's status.
 */
function mergeAccounts(
  existing: readonly StoredAccount[],
  report: StatusReport,
  isSignedByEmail: boolean,
): StoredAccount[] {
  const reported = [...(report.accounts ?? [])];
  return existing.map((account) => {
    const at = reported.findIndex(({ last4 }) => last4 === account.last4);
    const [reportedAccount] = at < 0 ? [] : reported.splice(at, 1);
    if (report.accounts?.length && !reportedAccount) return account;
    const { status: reportedStatus, reasons = [] } = reportedAccount ?? report;
    const timeline = recordObservation(account.timeline, reportedStatus, report.at);
    const status = statusAfter(account.status, timeline, isSignedByEmail);
    if (status !== account.status) return { last4: account.last4, status, reasons: [...reasons], timeline };
    return { ...account, reasons: mergeReasons(account, { status: reportedStatus, reasons }), timeline };
  });
}

interface StatusWithReasons {
  readonly status: ContractStatus;
  readonly reasons: Contract['reasons'];
}

/** A reason may be reported later than its status. */
const mergeReasons = (existing: StatusWithReasons, reported: StatusWithReasons): Contract['reasons'] =>
  existing.status === reported.status && !existing.reasons.length ? [...reported.reasons] : existing.reasons;
