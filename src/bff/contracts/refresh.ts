import type { Deps } from '../deps.ts';
import { describeError } from '../log.ts';
import { lockContract } from '../store/locks.ts';
import { recordStatus } from './record-status.ts';
import { reportFromMsc } from './report-from-msc.ts';

/**
 * Asks the upstream how a contract stands and keeps the answer. For hints that prove nothing, like a return from signing.
 * A failure is logged: the webhook will tell.
 */
export const refreshContract = async (deps: Deps, contractId: string): Promise<void> => {
  const row = await deps.store.selectFrom('contracts').selectAll().where('id', '=', contractId).executeTakeFirst();
  const environment = row?.environment === 'live' ? 'live' : 'test';
  const access = row && deps.partners.access(row.partner, environment);
  if (!row?.upstream_id || !access) return;
  try {
    const told = await deps.msc(access).contracting.contract(row.upstream_id);
    if (!told) return;
    const changed = await deps.store.transaction().execute(async (transaction) => {
      const now = await lockContract(transaction, contractId);
      return now !== undefined && recordStatus(transaction, now, reportFromMsc(told, told.updatedAt), deps.now());
    });
    if (changed) deps.live.publish(contractId);
  } catch (error) {
    deps.log.warn('contract_refresh_failed', { contract: contractId, error: describeError(error) });
  }
};

const patience = 3_000;

/** The same, awaited no longer than a person would wait; the answer is kept when it comes. */
export const refreshContractBriefly = (deps: Deps, contractId: string): Promise<void> =>
  Promise.race([refreshContract(deps, contractId), new Promise<void>((done) => setTimeout(done, patience).unref())]);
