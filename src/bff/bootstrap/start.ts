import { BlockList } from 'node:net';
import type { Hono } from 'hono';
import { createLoaClient, type LoaClient } from '../../upstreams/ecostruxure-loa/client.ts';
import { createMscClient, type MscClient } from '../../upstreams/msc/client.ts';
import { createApp } from '../app.ts';
import type { AppContext } from '../app-context.ts';
import { deriveKeys } from '../config/keys.ts';
import { type LoaAccess, loadPartners, type MscAccess } from '../config/load-partners.ts';
import { readServerSecrets } from '../config/server-secrets.ts';
import type { Settings } from '../config/settings.ts';
import { loadSignerModule } from '../config/signer-module.ts';
import { createContractEventBus } from '../contract-events/contract-event-bus.ts';
import { reconcile } from '../contracts/reconcile.ts';
import { encryptLegacyPayloads } from '../encryption/contract-payload.ts';
import { readPayloadKeys } from '../encryption/payload-keys.ts';
import { readStaticFiles } from '../http/static-files.ts';
import type { Log } from '../log.ts';
import { changedAt, type KeyAge } from '../metrics/key-age.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { registerGauges } from '../metrics/register-gauges.ts';
import { serveMetrics } from '../metrics/serve-metrics.ts';
import { parseTrustedProxies } from '../middleware/client-ip.ts';
import { createRateLimiter, DEFAULT_RATE_LIMITS } from '../middleware/rate-limiter.ts';
import { createStreamLimiter, DEFAULT_STREAM_LIMITS } from '../middleware/stream-limits.ts';
import { createInFlight, dispatchDue } from '../outbox/dispatcher.ts';
import { deleteExpired } from '../retention/retention.ts';
import { pollSignatureRequests } from '../signature-requests/poll-signature-requests.ts';
import { openServerStore } from '../store/open-store.ts';
import { createGracefulShutdown } from './graceful-shutdown.ts';
import { listen, type RunningServer } from './listen.ts';
import { startRecurringJob } from './recurring-job.ts';

/** How often site owners are told what is new, and tried again. */
const DISPATCH_INTERVAL_MS = 1_000;
/** How often letters are looked for that are due. */
const POLL_INTERVAL_MS = 5_000;
/** How often what was kept for long enough is removed. */
const RETENTION_INTERVAL_MS = 10 * 60_000;

/** A running BFF. */
export interface RunningBff extends RunningServer {
  /**
   * Reads partners, sites and all keys anew, from the files that the settings name; what is under way goes on with those it began
   * with. Where something is wrong, nothing changes.
   *
   * @throws PartnersFileError | PayloadKeysError | SettingsError
   */
  reload(): Promise<void>;
  /** Leaves: see `graceful-shutdown.ts`. What is under way is finished, within bounds; then the store is closed. */
  stop(): Promise<void>;
}

/**
 * Brings the BFF up from its settings: partners read and checked first, so that a mistake there stops the start.
 *
 * @param extend adds routes after the BFF's own (the demo page does)
 * @throws PartnersFileError | SettingsError | what the store or the port say
 */
export async function startBff(
  settings: Settings & { readonly CDN_FOLDER: string },
  env: NodeJS.ProcessEnv,
  log: Log,
  extend?: (app: Hono) => void,
): Promise<RunningBff> {
  let reloadable = await readReloadable(settings, env);
  let generation = 0;
  const contractEvents = createContractEventBus();
  const { store, close } = await openServerStore(settings, contractEvents, log);
  const limits = {
    address: settings.RATE_LIMIT_ADDRESS,
    site: settings.RATE_LIMIT_SITE,
    session: settings.RATE_LIMIT_SESSION,
  };
  const rateLimiter = createRateLimiter(
    { ...DEFAULT_RATE_LIMITS, ...omitUndefined(limits) },
    log,
    settings.DATABASE_URL,
  );
  const attemptMs = settings.UPSTREAM_SECONDS * 1000;
  const timeouts = { attemptMs, totalMs: 2 * attemptMs };
  const shutdown = createGracefulShutdown();
  const metrics = createMetrics({ includeProcess: settings.METRICS_PORT !== undefined });
  // By what was read together with its keys: other keys, another client.
  const mscClients = new WeakMap<MscAccess, MscClient>();
  const loaClients = new WeakMap<LoaAccess, LoaClient>();
  const appContext: AppContext = {
    get partners() {
      return reloadable.partners;
    },
    get keys() {
      return reloadable.keys;
    },
    get payloadKeys() {
      return reloadable.payloadKeys;
    },
    mscClient: (access) => {
      const client =
        mscClients.get(access) ??
        createMscClient(access.credentials, timeouts, (call) =>
          metrics.upstream(access.partner, access.environment, call),
        );
      mscClients.set(access, client);
      return client;
    },
    loaClient: (access) => {
      const client = loaClients.get(access) ?? createLoaClient(access.credentials);
      loaClients.set(access, client);
      return client;
    },
    store,
    contractEvents,
    rateLimiter,
    streamLimiter: createStreamLimiter({
      ...DEFAULT_STREAM_LIMITS,
      ...omitUndefined({ address: settings.STREAMS_PER_ADDRESS, site: settings.STREAMS_PER_SITE }),
    }),
    shutdown,
    metrics,
    keyAges: () => reloadable.keyAges,
    trustedProxies: parseTrustedProxies(settings.TRUSTED_PROXIES ?? '') ?? new BlockList(),
    log,
    now: () => new Date(),
    publicOrigin: settings.PUBLIC_ORIGIN,
    staticFiles: readStaticFiles(settings.CDN_FOLDER),
  };
  await encryptLegacyPayloads(appContext);
  const app = createApp(appContext);
  extend?.(app);
  const server = await listen(app, { port: settings.PORT, host: settings.HOST });
  log.info('listening', { port: server.port });
  registerGauges(appContext);
  const inFlight = createInFlight();
  const metricsServer =
    settings.METRICS_PORT === undefined
      ? undefined
      : await serveMetrics(metrics, settings.METRICS_PORT, settings.METRICS_HOST);
  const reconcileJob = startRecurringJob(
    settings.RECONCILE_SECONDS * 1000,
    (signal) => reconcile(appContext, signal),
    log,
  );
  const retentionJob = startRecurringJob(RETENTION_INTERVAL_MS, () => deleteExpired(appContext), log);
  const dispatchJob = startRecurringJob(
    DISPATCH_INTERVAL_MS,
    (signal) => dispatchDue(appContext, signal, undefined, inFlight),
    log,
  );
  const pollJob = startRecurringJob(POLL_INTERVAL_MS, (signal) => pollSignatureRequests(appContext, signal), log);
  return {
    ...server,
    async reload() {
      generation += 1;
      const ownGeneration = generation;
      const read = await readReloadable(settings, env);
      // Told twice in a row, the later reading counts.
      if (ownGeneration === generation) reloadable = read;
      log.info('reloaded');
    },
    async stop() {
      shutdown.drain();
      await new Promise((resolve) => setTimeout(resolve, settings.DRAIN_NOTICE_SECONDS * 1000));
      shutdown.close();
      await Promise.all([
        server.close(settings.DRAIN_SECONDS * 1000),
        metricsServer?.close(0),
        reconcileJob.stop(),
        retentionJob.stop(),
        dispatchJob.stop(),
        pollJob.stop(),
      ]);
      // Those that were told to end, and write down that they did not get through.
      await Promise.allSettled(inFlight.attempts);
      await Promise.all([close(), rateLimiter.close()]);
    },
  };
}

/** What an operator may change while the server runs. */
async function readReloadable(
  settings: Settings,
  env: NodeJS.ProcessEnv,
): Promise<Pick<AppContext, 'partners' | 'keys' | 'payloadKeys'> & { readonly keyAges: readonly KeyAge[] }> {
  const createSigner = settings.SIGNER_MODULE ? await loadSignerModule(settings.SIGNER_MODULE) : undefined;
  const partners = await loadPartners(settings.PARTNERS_FILE, env, createSigner);
  return {
    partners,
    keys: deriveKeys(...readServerSecrets(settings)),
    payloadKeys: readPayloadKeys(settings),
    keyAges: [
      ...partners.keyAges,
      ...keyAgeOf('server_secret', settings.BFF_SECRET_FILE),
      ...keyAgeOf('payload', settings.PAYLOAD_KEYS_FILE),
    ],
  };
}

function keyAgeOf(key: KeyAge['key'], file: string | undefined): readonly KeyAge[] {
  const at = changedAt(file);
  return at ? [{ key, changedAt: at }] : [];
}

/** What was set, without what was not. */
function omitUndefined<K extends string>(values: Record<K, number | undefined>): Partial<Record<K, number>> {
  const set: Partial<Record<K, number>> = {};
  for (const key in values) if (values[key] !== undefined) set[key] = values[key];
  return set;
}
