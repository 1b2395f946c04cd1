import { LRUCache } from 'lru-cache';
import type { AppContext } from '../app-context.ts';
import { isoAfter } from '../store/lease.ts';

/** Longer than the interval of the job, so that an erasure that is committed late is not missed. */
const LOOKBACK_MS = 60_000;
const MAX_REMEMBERED = 10_000;

/**
 * Creates a job that ends the event streams of contracts that have just been erased, and logs the erasure. Erasing is
 * an operator's command in another process, which cannot notify this one on SQLite and whose output is not collected.
 * After a backup is restored, the log shows what must be erased again.
 */
export function createErasureWatcher({
  store,
  contractEvents,
  log,
  now: clock,
}: Pick<AppContext, 'store' | 'contractEvents' | 'log' | 'now'>): () => Promise<void> {
  const announced = new LRUCache<string, true>({ max: MAX_REMEMBERED });
  return async () => {
    const rows = await store
      .selectFrom('erased_contracts')
      .selectAll()
      .where('erased_at', '>', isoAfter(clock(), -LOOKBACK_MS))
      .execute();
    for (const { contract_id, erased_at } of rows) {
      const key = `${contract_id} ${erased_at}`;
      if (announced.has(key)) continue;
      announced.set(key, true);
      log.info('contract_erased', { contract: contract_id });
      contractEvents.publish(contract_id);
    }
  };
}
