import { BlockList } from 'node:net';
import type { Hono } from 'hono';
import { createLoaClient, type LoaClient } from '../upstreams/ecostruxure-loa/client.ts';
import { createMscClient, type MscClient } from '../upstreams/msc/client.ts';
import { parseTrustedProxies } from './access/client-address.ts';
import { createOpenStreams, usualStreamCaps } from './access/open-streams.ts';
import { createLimiter, usualRateLimits } from './access/rate-limits.ts';
import { createLive } from './contracts/live.ts';
import { reconcile } from './contracts/reconcile.ts';
import { createBff } from './create-bff.ts';
import type { Deps } from './deps.ts';
import { every } from './every.ts';
import { readStaticFiles } from './http/static-files.ts';
import { deriveKeys } from './keys.ts';
import { followLetters } from './letters/follow-letters.ts';
import { type Listening, listen } from './listen.ts';
import type { Log } from './log.ts';
import { deliverDue } from './outbox/deliver.ts';
import { type LettersAccess, loadPartners } from './partners/load-partners.ts';
import { sealOldPayloads } from './payload/contract-payload.ts';
import { readPayloadKeys } from './payload/payload-keys.ts';
import { removeOld } from './payload/retention.ts';
import type { Settings } from './settings.ts';
import { openServerStore } from './store/open-store.ts';

/** How often contracts that fell silent are looked for. */
const reconcileMilliseconds = 15_000;
/** How often site owners are told what is new, and tried again. */
const deliverMilliseconds = 1_000;
/** How often letters are looked for that are due. */
const followMilliseconds = 5_000;
/** How often what was kept for long enough is removed. */
const removeOldMilliseconds = 10 * 60_000;

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
  const payloadKeys = readPayloadKeys(settings);
  const live = createLive();
  const { store, close } = await openServerStore(settings, live, log);
  const limits = {
    address: settings.RATE_LIMIT_ADDRESS,
    site: settings.RATE_LIMIT_SITE,
    session: settings.RATE_LIMIT_SESSION,
  };
  const limiter = createLimiter({ ...usualRateLimits, ...given(limits) }, log, settings.DATABASE_URL);
  const clients = new Map<string, MscClient>();
  const loaClients = new WeakMap<LettersAccess, LoaClient>();
  const deps: Deps = {
    partners,
    msc: (access) => {
      const key = `${access.partner}/${access.environment}`;
      const client = clients.get(key) ?? createMscClient(access.credentials);
      clients.set(key, client);
      return client;
    },
    loa: (letters) => {
      const client = loaClients.get(letters) ?? createLoaClient(letters.credentials);
      loaClients.set(letters, client);
      return client;
    },
    store,
    live,
    keys: deriveKeys(settings.BFF_SECRET),
    payloadKeys,
    limiter,
    streams: createOpenStreams({
      ...usualStreamCaps,
      ...given({ address: settings.STREAMS_PER_ADDRESS, site: settings.STREAMS_PER_SITE }),
    }),
    trustedProxies: parseTrustedProxies(settings.TRUSTED_PROXIES ?? '') ?? new BlockList(),
    log,
    now: () => new Date(),
    publicOrigin: settings.PUBLIC_ORIGIN,
    files: readStaticFiles(settings.CDN_FOLDER),
  };
  await sealOldPayloads(deps);
  const app = createBff(deps);
  extend?.(app);
  const listening = await listen(app, { port: settings.PORT, host: settings.HOST });
  log.info('listening', { port: listening.port });
  const reconciling = every(reconcileMilliseconds, (signal) => reconcile(deps, signal), log);
  const removing = every(removeOldMilliseconds, () => removeOld(deps), log);
  const delivering = every(deliverMilliseconds, (signal) => deliverDue(deps, signal), log);
  const following = every(followMilliseconds, (signal) => followLetters(deps, signal), log);
  return {
    ...listening,
    async stop() {
      await Promise.all([listening.close(), reconciling.stop(), removing.stop(), delivering.stop(), following.stop()]);
      await Promise.all([close(), limiter.close()]);
    },
  };
};

/** What was set, without what was not. */
const given = <K extends string>(values: Record<K, number | undefined>): Partial<Record<K, number>> => {
  const set: Partial<Record<K, number>> = {};
  for (const key in values) if (values[key] !== undefined) set[key] = values[key];
  return set;
};
