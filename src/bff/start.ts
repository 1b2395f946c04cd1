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
import { createDrain } from './drain.ts';
import { every } from './every.ts';
import { readStaticFiles } from './http/static-files.ts';
import { deriveKeys } from './keys.ts';
import { followLetters } from './letters/follow-letters.ts';
import { type Listening, listen } from './listen.ts';
import type { Log } from './log.ts';
import { changedAt, type KeyAge } from './metrics/key-age.ts';
import { createMetrics } from './metrics/metrics.ts';
import { serveMetrics } from './metrics/serve-metrics.ts';
import { watchStore } from './metrics/watch-store.ts';
import { createFlight, deliverDue } from './outbox/deliver.ts';
import { type LettersAccess, loadPartners, type MscAccess } from './partners/load-partners.ts';
import { loadSignerModule } from './partners/signer-module.ts';
import { sealOldPayloads } from './payload/contract-payload.ts';
import { readPayloadKeys } from './payload/payload-keys.ts';
import { removeOld } from './payload/retention.ts';
import { readServerSecrets } from './server-secret.ts';
import type { Settings } from './settings.ts';
import { openServerStore } from './store/open-store.ts';

/** How often site owners are told what is new, and tried again. */
const deliverMilliseconds = 1_000;
/** How often letters are looked for that are due. */
const followMilliseconds = 5_000;
/** How often what was kept for long enough is removed. */
const removeOldMilliseconds = 10 * 60_000;

/** A running BFF. */
export interface RunningBff extends Listening {
  /**
   * Reads partners, sites and all keys anew, from the files that the settings name; what is under way goes on with those it began
   * with. Where something is wrong, nothing changes.
   *
   * @throws PartnersFileError | PayloadKeysError | SettingsError
   */
  reload(): Promise<void>;
  /** Leaves: see `drain.ts`. What is under way is finished, within bounds; then the store is closed. */
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
  let given = await readGiven(settings, env);
  let turn = 0;
  const live = createLive();
  const { store, close } = await openServerStore(settings, live, log);
  const limits = {
    address: settings.RATE_LIMIT_ADDRESS,
    site: settings.RATE_LIMIT_SITE,
    session: settings.RATE_LIMIT_SESSION,
  };
  const limiter = createLimiter({ ...usualRateLimits, ...whatIsSet(limits) }, log, settings.DATABASE_URL);
  const attempt = settings.UPSTREAM_SECONDS * 1000;
  const deadlines = { attempt, total: 2 * attempt };
  const drain = createDrain();
  const metrics = createMetrics({ ofProcess: settings.METRICS_PORT !== undefined });
  // By what was read together with its keys: other keys, another client.
  const clients = new WeakMap<MscAccess, MscClient>();
  const loaClients = new WeakMap<LettersAccess, LoaClient>();
  const deps: Deps = {
    get partners() {
      return given.partners;
    },
    get keys() {
      return given.keys;
    },
    get payloadKeys() {
      return given.payloadKeys;
    },
    msc: (access) => {
      const client =
        clients.get(access) ??
        createMscClient(access.credentials, deadlines, (call) =>
          metrics.upstream(access.partner, access.environment, call),
        );
      clients.set(access, client);
      return client;
    },
    loa: (letters) => {
      const client = loaClients.get(letters) ?? createLoaClient(letters.credentials);
      loaClients.set(letters, client);
      return client;
    },
    store,
    live,
    limiter,
    streams: createOpenStreams({
      ...usualStreamCaps,
      ...whatIsSet({ address: settings.STREAMS_PER_ADDRESS, site: settings.STREAMS_PER_SITE }),
    }),
    drain,
    metrics,
    keyAges: () => given.keyAges,
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
  watchStore(deps);
  const flight = createFlight();
  const watched =
    settings.METRICS_PORT === undefined
      ? undefined
      : await serveMetrics(metrics, settings.METRICS_PORT, settings.METRICS_HOST);
  const reconciling = every(settings.RECONCILE_SECONDS * 1000, (signal) => reconcile(deps, signal), log);
  const removing = every(removeOldMilliseconds, () => removeOld(deps), log);
  const delivering = every(deliverMilliseconds, (signal) => deliverDue(deps, signal, undefined, flight), log);
  const following = every(followMilliseconds, (signal) => followLetters(deps, signal), log);
  return {
    ...listening,
    async reload() {
      turn += 1;
      const mine = turn;
      const read = await readGiven(settings, env);
      // Told twice in a row, the later reading counts.
      if (mine === turn) given = read;
      log.info('reloaded');
    },
    async stop() {
      drain.leave();
      await new Promise((noticed) => setTimeout(noticed, settings.DRAIN_NOTICE_SECONDS * 1000));
      drain.end();
      await Promise.all([
        listening.close(settings.DRAIN_SECONDS * 1000),
        watched?.close(0),
        reconciling.stop(),
        removing.stop(),
        delivering.stop(),
        following.stop(),
      ]);
      // Those that were told to end, and write down that they did not get through.
      await Promise.allSettled(flight.attempts);
      await Promise.all([close(), limiter.close()]);
    },
  };
};

/** What an operator may change while the server runs. */
const readGiven = async (
  settings: Settings,
  env: NodeJS.ProcessEnv,
): Promise<Pick<Deps, 'partners' | 'keys' | 'payloadKeys'> & { readonly keyAges: readonly KeyAge[] }> => {
  const createSigner = settings.SIGNER_MODULE ? await loadSignerModule(settings.SIGNER_MODULE) : undefined;
  const partners = await loadPartners(settings.PARTNERS_FILE, env, createSigner);
  return {
    partners,
    keys: deriveKeys(...readServerSecrets(settings)),
    payloadKeys: readPayloadKeys(settings),
    keyAges: [
      ...partners.keyAges,
      ...ageOf('server_secret', settings.BFF_SECRET_FILE),
      ...ageOf('payload', settings.PAYLOAD_KEYS_FILE),
    ],
  };
};

const ageOf = (key: KeyAge['key'], file: string | undefined): readonly KeyAge[] => {
  const at = changedAt(file);
  return at ? [{ key, changedAt: at }] : [];
};

/** What was set, without what was not. */
const whatIsSet = <K extends string>(values: Record<K, number | undefined>): Partial<Record<K, number>> => {
  const set: Partial<Record<K, number>> = {};
  for (const key in values) if (values[key] !== undefined) set[key] = values[key];
  return set;
};
