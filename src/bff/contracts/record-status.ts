import { type Contract, type ContractStatus, contractStatus } from '../../wire/contract.ts';
import { wakeLetter } from '../letters/wake-letter.ts';
import { announce } from '../outbox/announce.ts';
import { notifyChange } from '../store/changes.ts';
import type { ContractRow, Store } from '../store/tables.ts';
import { readAccounts, readHeard, readReasons, type StoredAccount } from './contract-from-row.ts';
import { quietFor } from './quiet.ts';
import { mergeSigners, readSigners, type StoredSigners } from './signers.ts';
import { type Heard, hear, isOver, standing } from './status.ts';

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
export const recordStatus = async (
  store: Store,
  row: ContractRow,
  report: StatusReport,
  now: Date,
): Promise<boolean> => {
  const known = await readHeard(store, row.id);
  const heard = hear(known, report.status, report.at);
  const [before, after] = [known, heard].map((all) => all.find(({ status }) => status === report.status));
  const current = contractStatus.parse(row.status);
  const status = standsAt(current, heard);
  const merged = mergeAccounts(readAccounts(row), report);
  const accounts = JSON.stringify(merged);
  const signers = JSON.stringify(mergeSigners(readSigners(row.signers), report.signers));
  const told = { status: report.status, reasons: report.reasons ?? [] };
  const why = status === current ? laterReasons({ status: current, reasons: readReasons(row) }, told) : told.reasons;
  const reasons = JSON.stringify(why);
  if (after && (before?.at !== after.at || before.lastAt !== after.lastAt)) {
    const at = { at: after.at, last_at: after.lastAt ?? after.at };
    await store
      .insertInto('contract_statuses')
      .values({ contract_id: row.id, status: report.status, ...at })
      .onConflict((conflict) => conflict.columns(['contract_id', 'status']).doUpdateSet(at))
      .execute();
  }
  const stands =
    status !== current ||
    visible(accounts) !== visible(row.accounts) ||
    signers !== row.signers ||
    reasons !== row.reasons;
  if (!stands && before?.at === after?.at) {
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
      check_after: new Date(now.getTime() + quietFor(0)).toISOString(),
      updated_at: now.toISOString(),
    }))
    .where('id', '=', row.id)
    .execute();
  if (isOver(status) && !isOver(current)) await wakeLetter(store, row, now);
  // A step that was heard of late fills the timeline; to a site's owner it is no news.
  if (stands) await announce(store, row, { status, accounts: merged, reasons: why, at: now });
  await notifyChange(store, row.id);
  return true;
};

/** Stored accounts without what nobody is shown: that a status still holds is kept, but is no news to who watches. */
const visible = (accounts: string): string => accounts.replaceAll(/,"lastAt":"[^"]*"/g, '');

/** Where a contract or account stands now counts as heard, at no instant: what was never written down cannot be lost. */
const standsAt = (current: ContractStatus, heard: readonly Heard[]): ContractStatus =>
  standing([...(current === 'on_hold' ? [] : [{ status: current, at: '' }]), ...heard]);

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
    const { status: said, reasons = [] } = named ?? report;
    const timeline = hear(account.timeline, said, report.at);
    const status = standsAt(account.status, timeline);
    if (status !== account.status) return { last4: account.last4, status, reasons: [...reasons], timeline };
    return { ...account, reasons: laterReasons(account, { status: said, reasons }), timeline };
  });
};

interface Standing {
  readonly status: ContractStatus;
  readonly reasons: Contract['reasons'];
}

/** A reason may come after the status it is the reason of. */
const laterReasons = (known: Standing, told: Standing): Contract['reasons'] =>
  known.status === told.status && !known.reasons.length ? [...told.reasons] : known.reasons;
