import type { Hono } from 'hono';
import { createMscClient, type MscClient } from '../upstreams/msc/client.ts';
import { releaseAllIntents } from './contracts/intent.ts';
import { createLive } from './contracts/live.ts';
import { reconcile } from './contracts/reconcile.ts';
import { createBff } from './create-bff.ts';
import type { Deps } from './deps.ts';
import { every } from './every.ts';
import { readStaticFiles } from './http/static-files.ts';
import { deriveKeys } from './keys.ts';
import { type Listening, listen } from './listen.ts';
import type { Log } from './log.ts';
import { loadPartners } from './partners/load-partners.ts';
import type { Settings } from './settings.ts';
import { prune } from './store/prune.ts';
import { openSqliteStore } from './store/sqlite.ts';

/** How often contracts that fell silent are looked for. */
const reconcileMilliseconds = 15_000;

/** How often what is over is deleted. */
const pruneMilliseconds = 60 * 60_000;

/** A running BFF. */
export interface RunningBff extends Listening {
  /** Stops listening, then closes the store. */
  stop(): Promise<void>;
}

/**
 * Brings the BFF up from its settings: partners read and checked first, so that a mistake there stops the start.
 *
 * @param extend adds routes after the BFF's own (the demo page does)
 * @throws PartnersFileError | SettingsError | what the store or the port say
 */
export const startBff = async (
  settings: Settings & { readonly CDN_FOLDER: string },
  env: NodeJS.ProcessEnv,
  log: Log,
  extend?: (app: Hono) => void,
): Promise<RunningBff> => {
  const partners = await loadPartners(settings.PARTNERS_FILE, env);
  const store = await openSqliteStore(settings.DATABASE_FILE);
  await releaseAllIntents(store, new Date());
  const clients = new Map<string, MscClient>();
  const deps: Deps = {
    partners,
    msc: (access) => {
      const key = `${access.partner}/${access.environment}`;
      const client = clients.get(key) ?? createMscClient(access.credentials);
      clients.set(key, client);
      return client;
    },
    store,
    live: createLive(),
    keys: deriveKeys(settings.BFF_SECRET),
    log,
    now: () => new Date(),
    publicOrigin: settings.PUBLIC_ORIGIN,
    files: readStaticFiles(settings.CDN_FOLDER),
  };
  const app = createBff(deps);
  extend?.(app);
  const listening = await listen(app, { port: settings.PORT, host: settings.HOST });
  log.info('listening', { port: listening.port });
  const reconciling = every(reconcileMilliseconds, (signal) => reconcile(deps, signal), log);
  const pruning = every(pruneMilliseconds, () => prune(store, deps.now()), log);
  return {
    ...listening,
    async stop() {
      await Promise.all([listening.close(), reconciling.stop(), pruning.stop()]);
      await store.destroy();
    },
  };
};
