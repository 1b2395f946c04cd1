import { releaseAllIntents } from '../contracts/intent.ts';
import type { Live } from '../contracts/live.ts';
import type { Log } from '../log.ts';
import { listenForChanges } from './changes.ts';
import { openPostgresStore } from './postgres.ts';
import { openSqliteStore } from './sqlite.ts';
import type { Store } from './tables.ts';

/** Where the store is: a PostgreSQL address when there is one, else an SQLite file. */
export interface StorePlace {
  readonly DATABASE_URL?: string | undefined;
  readonly DATABASE_FILE: string;
}

/** The store alone, without its changes being listened for. */
export const openStore = ({ DATABASE_URL, DATABASE_FILE }: StorePlace, log: Log): Promise<Store> =>
  DATABASE_URL ? openPostgresStore(DATABASE_URL, log) : openSqliteStore(DATABASE_FILE);

/**
 * Opens the store for a server: on PostgreSQL with what other processes change going to `live`; on SQLite, which is this
 * process's own, with the intents let go that the process before this one held. On PostgreSQL their leases run out.
 */
export const openServerStore = async (
  place: StorePlace,
  live: Live,
  log: Log,
): Promise<{ readonly store: Store; close(): Promise<void> }> => {
  const store = await openStore(place, log);
  if (!place.DATABASE_URL) {
    await releaseAllIntents(store, new Date());
    return { store, close: () => store.destroy() };
  }
  const changes = await listenForChanges(place.DATABASE_URL, live.publish, live.publishAll, log);
  return {
    store,
    async close() {
      await changes.stop();
      await store.destroy();
    },
  };
};
