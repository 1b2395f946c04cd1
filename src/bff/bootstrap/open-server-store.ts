import type { ContractEventBus } from '../contract-events/contract-event-bus.ts';
import { releaseAllClaims } from '../contracts/refuse-contract.ts';
import { describeError, type Log } from '../log.ts';
import { listenForChanges } from '../store/changes.ts';
import { openStore, type StoreSettings } from '../store/open-store.ts';
import { SERVER_LOCK_WAIT_MS } from '../store/sqlite.ts';
import type { Store } from '../store/tables.ts';

/**
 * Opens the store for a server. On PostgreSQL, changes by other processes are published to `contractEvents`. On SQLite,
 * which only one process uses, the leases that the previous process held on contracts are released; on PostgreSQL they
 * expire.
 */
export async function openServerStore(
  settings: StoreSettings,
  contractEvents: ContractEventBus,
  log: Log,
): Promise<{ readonly store: Store; close(): Promise<void> }> {
  const store = await openStore(settings, log, SERVER_LOCK_WAIT_MS);
  if (!settings.DATABASE_URL) {
    await releaseAllClaims(store, new Date()).catch((error: unknown) => {
      // On a full disk, the server still serves requests that only read. The leases expire by themselves.
      log.error('lease_release_failed', { error: describeError(error) });
    });
    return { store, close: () => store.destroy() };
  }
  const changes = await listenForChanges(settings.DATABASE_URL, contractEvents.publish, contractEvents.publishAll, log);
  return {
    store,
    async close() {
      await changes.stop();
      await store.destroy();
    },
  };
}
