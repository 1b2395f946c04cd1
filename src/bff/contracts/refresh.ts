import type { AppContext } from '../app-context.ts';
import { describeError } from '../log.ts';
import { lockContract } from '../store/locks.ts';
import { toStatusReport } from './msc-mapper.ts';
import { recordStatus } from './record-status.ts';

/**
 * Asks the upstream how a contract stands and keeps the answer. For hints that prove nothing, like a return from signing.
 * A failure is logged: the webhook will tell.
 */
export async function refreshContract(appContext: AppContext, contractId: string): Promise<void> {
  const row = await appContext.store
    .selectFrom('contracts')
    .selectAll()
    .where('id', '=', contractId)
    .executeTakeFirst();
  const environment = row?.environment === 'live' ? 'live' : 'test';
  const access = row && appContext.partners.access(row.partner, environment);
  if (!row?.upstream_id || !access) return;
  try {
    const upstreamContract = await appContext.mscClient(access).contracting.contract(row.upstream_id);
    if (!upstreamContract) return;
    const changed = await appContext.store.transaction().execute(async (transaction) => {
      const now = await lockContract(transaction, contractId);
      return (
        now !== undefined &&
        recordStatus(transaction, now, toStatusReport(upstreamContract, upstreamContract.updatedAt), appContext.now())
      );
    });
    if (changed) appContext.contractEvents.publish(contractId);
  } catch (error) {
    appContext.log.warn('contract_refresh_failed', { contract: contractId, error: describeError(error) });
  }
}

const TIMEOUT_MS = 3_000;

/** The same, awaited no longer than a person would wait; the answer is kept when it comes. */
export const refreshContractWithTimeout = (appContext: AppContext, contractId: string): Promise<void> =>
  Promise.race([
    refreshContract(appContext, contractId),
    new Promise<void>((done) => setTimeout(done, TIMEOUT_MS).unref()),
  ]);
