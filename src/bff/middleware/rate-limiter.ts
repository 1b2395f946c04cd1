import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { NETWORK_FACTORS } from '../http/ip-address.ts';
import { ProblemError } from '../http/problem.ts';
import type { Log } from '../log.ts';
import { createPool } from '../store/postgres.ts';

/**
 * Points per minute.
 *
 * - `address`, `site` and `session`: requests, which cost one point, or more if they are expensive.
 * - `upstream`: calls to a partner's upstream that visitors cause, with the same limit for an IP address and a network.
 * - `purchase`: upstream calls that contract requests cause, counted separately, so that a neighbor who only browses
 *   cannot block a purchase.
 * - `health`: health checks, by IP address.
 * - `document`: requests for the document of one contract.
 * - `webhook`: webhooks with a valid signature, by partner and environment.
 * - `invalidWebhook`: other requests to the webhook URLs, by IP address and by the partner and environment in the URL.
 * - `uncheckedSession`: new sessions while the bot check service is unavailable, by IP address.
 */
export interface RateLimits {
  readonly address: number;
  readonly upstream: number;
  readonly purchase: number;
  readonly health: number;
  readonly site: number;
  readonly session: number;
  readonly webhook: number;
  readonly invalidWebhook: number;
  readonly document: number;
  readonly uncheckedSession: number;
}

/**
 * The limits are far higher than one person needs, because many people may share an office's IP address.
 *
 * - `webhook`: above the rate at which My Service Cloud redelivers a day of events;
 * - `document`: a PDF viewer makes about 20 requests for one document;
 * - `session`: enough to import 1,000 locations in one minute;
 * - `upstream` and `purchase`: each at most a quarter of a partner's upstream calls for one network.
 */
export const DEFAULT_RATE_LIMITS: RateLimits = {
  address: 3_000,
  upstream: 1_500,
  purchase: 1_500,
  health: 6_000,
  site: 60_000,
  session: 1_500,
  webhook: 60_000,
  invalidWebhook: 300,
  document: 120,
  uncheckedSession: 5,
};

export interface RateLimiter {
  /**
   * @param key one key, or the keys of an address and its wider networks (see `clientIpKeys`), which have higher limits
   * @param points the cost of the request, 1 by default
   * @throws ProblemError rate_limited with the seconds to wait
   */
  consume(kind: keyof RateLimits, key: string | readonly string[], points?: number): Promise<void>;
  /** Checks a limit without counting the request. @throws ProblemError rate_limited */
  check(kind: keyof RateLimits, key: string | readonly string[]): Promise<void>;
  /**
   * Deletes counters in the database that would last too long, because the machine's clock was ahead when they were
   * stored. The library reads that clock itself.
   */
  deleteFutureCounters(): Promise<void>;
  close(): Promise<void>;
}

const kinds = [
  'address',
  'upstream',
  'purchase',
  'health',
  'site',
  'session',
  'webhook',
  'invalidWebhook',
  'document',
  'uncheckedSession',
] as const satisfies readonly (keyof RateLimits)[];
/**
 * Kinds that are counted per process, because at these rates a query for each request would cost more than the request.
 * The wider networks of an address are also counted per process.
 */
const IN_MEMORY: ReadonlySet<keyof RateLimits> = new Set([
  'upstream',
  'purchase',
  'health',
  'webhook',
  'invalidWebhook',
]);
/**
 * Kinds whose limit is the same for a wider network as for one address, because all networks share the ceiling of the
 * partner's calls.
 */
const SAME_FOR_NETWORKS: ReadonlySet<keyof RateLimits> = new Set(['upstream', 'purchase']);
const WINDOW_SECONDS = 60;
const MAX_CONNECTIONS = 4;
/**
 * How long a request waits for a shared counter. After that it is counted in memory, so that no customer is delayed.
 */
const COUNTER_TIMEOUT_MS = 250;

/**
 * Creates a rate limiter that counts in memory or, with a PostgreSQL URL, in a table that all processes share. If the
 * database is unavailable, it counts in memory, so that a failing counter never denies a customer.
 */
export function createRateLimiter(limits: RateLimits, log: Log, postgresUrl?: string): RateLimiter {
  const pool = postgresUrl
    ? createPool(postgresUrl, log, MAX_CONNECTIONS, COUNTER_TIMEOUT_MS, COUNTER_TIMEOUT_MS)
    : undefined;
  const limiters = new Map(
    kinds.flatMap((kind) =>
      NETWORK_FACTORS.map((factor, network) => {
        const shared = network > 0 || IN_MEMORY.has(kind) ? undefined : pool;
        return [
          nameOf(kind, network),
          createCounter(nameOf(kind, network), limits[kind] * (SAME_FOR_NETWORKS.has(kind) ? 1 : factor), shared),
        ] as const;
      }),
    ),
  );
  const countersOf = (kind: keyof RateLimits, key: string | readonly string[]) =>
    (typeof key === 'string' ? [key] : key).map((counted, network) => ({
      counted,
      limiter: limiters.get(nameOf(kind, network)),
    }));
  return {
    async consume(kind, key, points = 1) {
      // Checks the narrowest network first, so that requests over the limit of one address do not count against its
      // neighbors.
      for (const { counted, limiter } of countersOf(kind, key)) {
        try {
          await limiter?.consume(counted, points);
        } catch (rejection) {
          if (!(rejection instanceof RateLimiterRes)) throw rejection;
          throw rateLimited(rejection);
        }
      }
    },
    async check(kind, key) {
      for (const { counted, limiter } of countersOf(kind, key)) {
        const current = await limiter?.get(counted);
        if (limiter && current && current.consumedPoints > limiter.points) throw rateLimited(current);
      }
    },
    async deleteFutureCounters() {
      // No counter lasts longer than a window, and the clocks of the processes may differ.
      const latest = Date.now() + 10 * WINDOW_SECONDS * 1000;
      const deleted = await pool?.query('delete from rate_limits where expire > $1', [latest]);
      // Otherwise, keys that these counters have blocked in memory would stay blocked.
      if (deleted?.rowCount)
        for (const limiter of limiters.values())
          if (limiter instanceof RateLimiterPostgres) limiter.deleteInMemoryBlockedAll();
    },
    close: async () => pool?.end(),
  };
}

/** @param network the index of a wider network, 0 for an address or any other key */
const nameOf = (kind: keyof RateLimits, network: number): string => (network ? `${kind} network ${network}` : kind);

const rateLimited = ({ msBeforeNext }: RateLimiterRes): ProblemError =>
  new ProblemError('rate_limited', { retryAfter: Math.max(1, Math.ceil(msBeforeNext / 1000)) });

function createCounter(kind: string, points: number, pool: Pool | undefined) {
  const memory = new RateLimiterMemory({ keyPrefix: kind, points, duration: WINDOW_SECONDS });
  if (!pool) return memory;
  return new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    keyPrefix: kind,
    tableName: 'rate_limits',
    tableCreated: true,
    points,
    duration: WINDOW_SECONDS,
    // Once a request is over the limit, further requests cause no queries until the minute is over.
    inMemoryBlockOnConsumed: points + 1,
    inMemoryBlockDuration: WINDOW_SECONDS,
    insuranceLimiter: memory,
  });
}
