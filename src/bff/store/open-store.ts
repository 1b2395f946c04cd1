import type { ContractEventBus } from '../contract-events/contract-event-bus.ts';
import { releaseAllClaims } from '../contracts/idempotency.ts';
import type { Log } from '../log.ts';
import { listenForChanges } from './changes.ts';
import { openPostgresStore } from './postgres.ts';
import { openSqliteStore } from './sqlite.ts';
import type { Store } from './tables.ts';

/** Where the store is: a PostgreSQL address when there is one, else an SQLite file. */
export interface StoreSettings {
  readonly DATABASE_URL?: string | undefined;
  readonly DATABASE_FILE: string;
}

/** The store alone, without its changes being listened for. */
export const openStore = ({ DATABASE_URL, DATABASE_FILE }: StoreSettings, log: Log): Promise<Store> =>
  DATABASE_URL ? openPostgresStore(DATABASE_URL, log) : openSqliteStore(DATABASE_FILE);

/**
 * Opens the store for a server: on PostgreSQL with what other processes change going to `contractEvents`; on SQLite, which is this
 * process's own, with the intents let go that the process before this one held. On PostgreSQL their leases run out.
 */
export async function openServerStore(
  settings: StoreSettings,
  contractEvents: ContractEventBus,
  log: Log,
): Promise<{ readonly store: Store; close(): Promise<void> }> {
  const store = await openStore(settings, log);
  if (!settings.DATABASE_URL) {
    await releaseAllClaims(store, new Date());
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
