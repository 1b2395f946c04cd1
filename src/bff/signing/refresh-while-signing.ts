import { LRUCache } from 'lru-cache';
import { contractStatus } from '../../wire/contract.ts';
import type { AppContext } from '../app-context.ts';
import { awaitsSignature } from '../contracts/contract-status.ts';
import { refreshContractWithTimeout } from '../contracts/refresh.ts';
import type { ContractRow } from '../store/tables.ts';

/** The upstream is asked about one contract no more often, however often we are. */
const MIN_INTERVAL_MS = 2_000;

/**
 * Asks the upstream about a contract that is being looked at while its signing is open. Focused view has no return page to tell
 * us of its end, a window may be cut off from its opener, and a webhook may be late: looking must be enough.
 *
 * @example const refreshed = await refreshIfDue(row) // true: read the contract again
 */
export function createSigningRefresher(appContext: AppContext): (row: ContractRow) => Promise<boolean> {
  const recentlyRefreshed = new LRUCache<string, true>({ max: 10_000, ttl: MIN_INTERVAL_MS });
  return async ({ id, status }) => {
    if (!awaitsSignature(contractStatus.parse(status)) || recentlyRefreshed.has(id)) return false;
    const openState = await appContext.store
      .selectFrom('signing_states')
      .select('contract_id')
      .where('contract_id', '=', id)
      .where('expires_at', '>', appContext.now().toISOString())
      .executeTakeFirst();
    if (!openState || recentlyRefreshed.has(id)) return false;
    recentlyRefreshed.set(id, true);
    await refreshContractWithTimeout(appContext, id);
    return true;
  };
}
