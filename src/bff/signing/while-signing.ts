import { LRUCache } from 'lru-cache';
import { contractStatus } from '../../wire/contract.ts';
import { refreshContractBriefly } from '../contracts/refresh.ts';
import { awaitsSignature } from '../contracts/status.ts';
import type { Deps } from '../deps.ts';
import type { ContractRow } from '../store/tables.ts';

/** The upstream is asked about one contract no more often, however often we are. */
const leastMilliseconds = 2_000;

/**
 * Asks the upstream about a contract that is being looked at while its signing is open. Focused view has no return page to tell
 * us of its end, a window may be cut off from its opener, and a webhook may be late: looking must be enough.
 *
 * @example const asked = await askWhileSigning(row) // true: read the contract again
 */
export const createSigningWatch = (deps: Deps): ((row: ContractRow) => Promise<boolean>) => {
  const asked = new LRUCache<string, true>({ max: 10_000, ttl: leastMilliseconds });
  return async ({ id, status }) => {
    if (!awaitsSignature(contractStatus.parse(status)) || asked.has(id)) return false;
    const open = await deps.store
      .selectFrom('signing_states')
      .select('contract_id')
      .where('contract_id', '=', id)
      .where('expires_at', '>', deps.now().toISOString())
      .executeTakeFirst();
    if (!open || asked.has(id)) return false;
    asked.set(id, true);
    await refreshContractBriefly(deps, id);
    return true;
  };
};
