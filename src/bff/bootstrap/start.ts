import { BlockList } from 'node:net';
import type { Hono } from 'hono';
import { createLoaClient } from '../../upstreams/ecostruxure-loa/client.ts';
import { createApp, featureHooks } from '../app.ts';
import type { AppContext } from '../app-context.ts';
import { createAuditQueue } from '../audit/audit-queue.ts';
import { createEndedSessions } from '../auth/ended-sessions.ts';
import { quotaDefaults, type Settings } from '../config/settings.ts';
import { createContractEventBus } from '../contract-events/contract-event-bus.ts';
import { createErasureWatcher } from '../contract-events/contract-stream.ts';
import { reconcile } from '../contracts/reconcile.ts';
import { encryptLegacyPayloads } from '../encryption/contract-payload.ts';
import { reportMissingKeys } from '../encryption/missing-keys.ts';
import { createEnrollmentBackend } from '../enrollment/msc/msc-enrollment-backend.ts';
import { createGracefulShutdown, listen, type RunningServer } from '../http/server.ts';
import { readStaticFiles } from '../http/static-files.ts';
import type { Log } from '../log.ts';
import { createMetrics, serveMetrics } from '../metrics/metrics.ts';
import { registerGauges } from '../metrics/register-gauges.ts';
import { networkKey, parseTrustedProxies } from '../middleware/client-ip.ts';
import { createLoadMonitor } from '../middleware/load-shedding.ts';
import { createRateLimiter, DEFAULT_RATE_LIMITS } from '../middleware/rate-limiter.ts';
import { createStreamLimiter, DEFAULT_STREAM_LIMITS } from '../middleware/stream-limits.ts';
import { createInFlight, dispatchDue } from '../outbox/dispatcher.ts';
import { createQuotas } from '../quotas/quotas.ts';
import { checkUpstream } from '../restore/upstream-check.ts';
import { createRetentionJob } from '../retention/clock-check.ts';
import { pollSignatureRequests } from '../signature-requests/poll.ts';
import { createSteadyClock } from '../steady-clock.ts';
import { createClockCorrectionJob, createDatabaseClock, type DatabaseClock } from '../store/clock-correction.ts';
import { isPostgres } from '../store/locks.ts';
import { openServerStore } from './open-server-store.ts';
import { startRecurringJob } from './recurring-job.ts';
import { describeChanges, type ReloadableConfig, readReloadableConfig } from './reloadable.ts';

/** Intervals of the recurring jobs. The intervals of reconciliation and retention are settings. */
const CLOCK_CHECK_INTERVAL_MS = 5_000;
const DISPATCH_INTERVAL_MS = 1_000;
const ERASURE_INTERVAL_MS = 1_000;
const POLL_INTERVAL_MS = 5_000;

type ServerSettings = Settings & { readonly CDN_FOLDER: string };

export interface RunningBff extends RunningServer {
  /**
   * Reads partners, sites and keys again. Requests in progress are not interrupted. If the new configuration is
   * invalid, nothing changes.
   *
   * @throws PartnersFileError | PayloadKeysError | SettingsError | SignerModuleError
   */
  reload(): Promise<void>;
  /**
   * Shuts down gracefully: see `GracefulShutdown`. Requests in progress are completed, within time limits. Then the
   * store is closed.
   */
  stop(): Promise<void>;
}

/**
 * Starts the BFF. Partners are loaded first, so that a configuration error prevents startup.
 *
 * @param extend adds routes after the BFF's routes, as the demo does
 * @throws the errors of `reload`, and errors from opening the store or the port
 */
export async function startBff(
  settings: ServerSettings,
  env: NodeJS.ProcessEnv,
  log: Log,
  extend?: (app: Hono, appContext: AppContext) => void,
): Promise<RunningBff> {
  const config = await readReloadableConfig(settings, env);
  const { appContext, databaseClock, close } = await createAppContext(settings, config, log);
  const { shutdown, metrics } = appContext;
  await encryptLegacyPayloads(appContext);
  await reportMissingKeys(appContext);
  const app = createApp(appContext);
  extend?.(app, appContext);
  const server = await listen(app, {
    port: settings.PORT,
    host: settings.HOST,
    maxConnectionsPerAddress: settings.CONNECTIONS_PER_ADDRESS,
    trustedProxies: appContext.trustedProxies,
    onBlock: (network) => log.warn('address_blocked', { addressKey: networkKey(appContext.keys, network) }),
  });
  log.info('listening', { port: server.port });
  registerGauges(appContext);
  const metricsServer =
    settings.METRICS_PORT === undefined
      ? undefined
      : await serveMetrics(metrics, settings.METRICS_PORT, settings.METRICS_HOST);
  const jobs = startJobs(appContext, settings, databaseClock);
  return {
    ...server,
    async reload() {
      const before = config.current;
      try {
        await config.reload();
      } catch (error) {
        appContext.audit.record('configuration_rejected', { error: error instanceof Error ? error.name : 'unknown' });
        throw error;
      }
      log.info('reloaded');
      await reportMissingKeys(appContext);
      appContext.audit.record('configuration_reloaded', { changes: describeChanges(before, config.current) });
    },
    async stop() {
      shutdown.drain();
      await new Promise((resolve) => setTimeout(resolve, settings.DRAIN_NOTICE_SECONDS * 1000));
      shutdown.close();
      await Promise.all([server.close(settings.DRAIN_SECONDS * 1000), metricsServer?.close(0), jobs.stop()]);
      await appContext.audit.flush();
      await close();
    },
  };
}

async function createAppContext(
  settings: ServerSettings,
  config: ReloadableConfig,
  log: Log,
): Promise<{
  readonly appContext: AppContext;
  readonly databaseClock?: DatabaseClock | undefined;
  close(): Promise<void>;
}> {
  const contractEvents = createContractEventBus();
  const { store, close } = await openServerStore(settings, contractEvents, log);
  const databaseClock = isPostgres(store) ? await createDatabaseClock(store) : undefined;
  const now = createSteadyClock(settings.CLOCK_SETTLE_SECONDS * 1000, log, databaseClock);
  const endedSessions = createEndedSessions(store);
  await endedSessions.refresh();
  const rateLimiter = createRateLimiter(
    {
      ...DEFAULT_RATE_LIMITS,
      address: settings.RATE_LIMIT_ADDRESS ?? DEFAULT_RATE_LIMITS.address,
      upstream: upstreamLimit(settings),
      purchase: upstreamLimit(settings),
      health: 2 * (settings.RATE_LIMIT_ADDRESS ?? DEFAULT_RATE_LIMITS.address),
      site: settings.RATE_LIMIT_SITE ?? DEFAULT_RATE_LIMITS.site,
      session: settings.RATE_LIMIT_SESSION ?? DEFAULT_RATE_LIMITS.session,
      webhook: settings.RATE_LIMIT_WEBHOOK ?? DEFAULT_RATE_LIMITS.webhook,
    },
    log,
    settings.DATABASE_URL,
  );
  const loadMonitor = createLoadMonitor();
  const attemptMs = settings.UPSTREAM_SECONDS * 1000;
  const timeouts = { attemptMs, totalMs: 2 * attemptMs };
  const metrics = createMetrics({ includeProcess: settings.METRICS_PORT !== undefined });
  const appContext: AppContext = {
    ...featureHooks,
    get partners() {
      return config.current.partners;
    },
    get keys() {
      return config.current.keys;
    },
    get payloadKeys() {
      return config.current.payloadKeys;
    },
    // Clients are cached for each loaded `PartnerAccess`, so that a reload creates new clients.
    enrollment: memoize(({ partner, environment, credentials }) =>
      createEnrollmentBackend(credentials, {
        timeouts,
        observe: (call) => metrics.upstream(partner, environment, call),
        maxCallsPerMinute: settings.UPSTREAM_CALLS_PER_MINUTE,
        now,
      }),
    ),
    loaClient: memoize(({ credentials }) => createLoaClient(credentials)),
    store,
    endedSessions,
    contractEvents,
    rateLimiter,
    get quotas() {
      return quotas;
    },
    streamLimiter: createStreamLimiter({
      ...DEFAULT_STREAM_LIMITS,
      address: settings.STREAMS_PER_ADDRESS ?? DEFAULT_STREAM_LIMITS.address,
      site: settings.STREAMS_PER_SITE ?? DEFAULT_STREAM_LIMITS.site,
    }),
    loadMonitor,
    shutdown: createGracefulShutdown(),
    metrics,
    audit: createAuditQueue({ store, log, now }),
    keyAges: () => config.current.keyAges,
    trustedProxies: parseTrustedProxies(settings.TRUSTED_PROXIES ?? '') ?? new BlockList(),
    log,
    now,
    publicOrigin: settings.PUBLIC_ORIGIN,
    staticFiles: readStaticFiles(settings.CDN_FOLDER),
  };
  const quotas = createQuotas(appContext, quotaDefaults(settings));
  return {
    appContext,
    databaseClock,
    async close() {
      loadMonitor.stop();
      await Promise.all([close(), rateLimiter.close()]);
    },
  };
}

function startJobs(
  appContext: AppContext,
  settings: Settings,
  databaseClock?: DatabaseClock,
): { stop(): Promise<void> } {
  const inFlight = createInFlight();
  const start = (name: string, intervalMs: number, job: (signal: AbortSignal) => Promise<unknown>) =>
    startRecurringJob(name, intervalMs, job, appContext.log);
  const jobs = [
    ...(databaseClock ? [start('follow_database_clock', CLOCK_CHECK_INTERVAL_MS, databaseClock.refresh)] : []),
    start('correct_future_times', CLOCK_CHECK_INTERVAL_MS, createClockCorrectionJob(appContext)),
    start('correct_rate_limits', CLOCK_CHECK_INTERVAL_MS, () => appContext.rateLimiter.deleteFutureCounters()),
    start('reconcile', settings.RECONCILE_SECONDS * 1000, (signal) => reconcile(appContext, signal)),
    start('check_upstream', settings.RECONCILE_SECONDS * 1000, (signal) => checkUpstream(appContext, signal)),
    start('retention', settings.RETENTION_SECONDS * 1000, createRetentionJob(appContext, settings.EVIDENCE_YEARS)),
    start('dispatch_webhooks', DISPATCH_INTERVAL_MS, (signal) => dispatchDue(appContext, signal, undefined, inFlight)),
    start('end_erased_streams', ERASURE_INTERVAL_MS, createErasureWatcher(appContext)),
    start('refresh_ended_sessions', POLL_INTERVAL_MS, () => appContext.endedSessions.refresh()),
    start('poll_signature_requests', POLL_INTERVAL_MS, (signal) => pollSignatureRequests(appContext, signal)),
  ];
  return {
    async stop() {
      await Promise.all(jobs.map((job) => job.stop()));
      // Aborted attempts are still recorded as failed.
      await Promise.allSettled(inFlight.attempts);
    },
  };
}

function memoize<K extends object, V>(create: (key: K) => V): (key: K) => V {
  const cache = new WeakMap<K, V>();
  return (key) => {
    const value = cache.get(key) ?? create(key);
    cache.set(key, value);
    return value;
  };
}

/**
 * Limits each network to a quarter of a partner's calls, but allows at least the calls of one request for many ZIP
 * codes.
 */
function upstreamLimit({ UPSTREAM_CALLS_PER_MINUTE: ceiling }: Settings): number {
  return ceiling === undefined ? DEFAULT_RATE_LIMITS.upstream : Math.max(MAX_CALLS_PER_REQUEST, Math.ceil(ceiling / 4));
}
const MAX_CALLS_PER_REQUEST = 200;
