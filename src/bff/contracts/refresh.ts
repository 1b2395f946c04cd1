import type { AppContext } from '../app-context.ts';
import { describeError } from '../log.ts';
import { lockContract } from '../store/locks.ts';
import { recordStatus } from './record-status.ts';

type RefreshContext = Pick<AppContext, 'store' | 'partners' | 'enrollment' | 'contractEvents' | 'log' | 'now'>;

/**
 * Queries the upstream about a contract and stores its status. Used after hints that prove nothing, such as the
 * customer's return from signing. Failures are only logged, because a webhook will report the status.
 */
export async function refreshContract(appContext: RefreshContext, contractId: string): Promise<void> {
  const row = await appContext.store
    .selectFrom('contracts')
    .selectAll()
    .where('id', '=', contractId)
    .executeTakeFirst();
  const access = row && appContext.partners.access(row.partner, row.environment);
  if (!row?.upstream_id || !access) return;
  try {
    const enrolled = await appContext.enrollment(access).contract(row.upstream_id);
    if (!enrolled) return;
    const changed = await appContext.store.transaction().execute(async (transaction) => {
      const current = await lockContract(transaction, contractId);
      return current !== undefined && recordStatus(transaction, current, enrolled.report, appContext.now());
    });
    if (changed) appContext.contractEvents.publish(contractId);
  } catch (error) {
    appContext.log.warn('contract_refresh_failed', { contract: contractId, error: describeError(error) });
  }
}

const TIMEOUT_MS = 3_000;

/**
 * Limits how long a caller waits for a refresh, because a person is waiting. A status that arrives later is still
 * stored.
 */
export const refreshContractWithTimeout = (appContext: RefreshContext, contractId: string): Promise<void> =>
  Promise.race([
    refreshContract(appContext, contractId),
    new Promise<void>((done) => setTimeout(done, TIMEOUT_MS).unref()),
  ]);
