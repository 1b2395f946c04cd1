import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { ProblemError } from '../http/problem.ts';
import type { Log } from '../log.ts';
import { createPool } from '../store/postgres.ts';

/**
 * Points per minute. `address`, `site` and `session`: requests, which cost one point, or more if they cause several
 * upstream calls. `documentLink`: requests for one document URL. `webhook`: webhooks with a valid signature, by
 * partner and environment. `invalidWebhook`: other requests to the webhook URLs, by IP address. `uncheckedSession`: new
 * sessions while the bot check service is unavailable, by IP address.
 */
export interface RateLimits {
  readonly address: number;
  readonly site: number;
  readonly session: number;
  readonly webhook: number;
  readonly invalidWebhook: number;
  readonly documentLink: number;
  readonly uncheckedSession: number;
}

/**
 * Far more than one person needs, because many people may share an office's IP address. The limit for webhooks is
 * above the rate at which My Service Cloud redelivers a day of events. A PDF viewer needs about 20 requests. A session can
 * import 1,000 locations in one minute.
 */
export const DEFAULT_RATE_LIMITS: RateLimits = {
  address: 3_000,
  site: 60_000,
  session: 1_500,
  webhook: 60_000,
  invalidWebhook: 300,
  documentLink: 120,
  uncheckedSession: 5,
};

/** Counts requests against their limits. */
export interface RateLimiter {
  /**
   * @param points the cost of the request, 1 by default
   * @throws ProblemError rate_limited with the seconds to wait
   */
  consume(kind: keyof RateLimits, key: string, points?: number): Promise<void>;
  /** Checks a limit without counting the request. @throws ProblemError rate_limited */
  check(kind: keyof RateLimits, key: string): Promise<void>;
  close(): Promise<void>;
}

const kinds = [
  'address',
  'site',
  'session',
  'webhook',
  'invalidWebhook',
  'documentLink',
  'uncheckedSession',
] as const satisfies readonly (keyof RateLimits)[];
/** Counted per process: at these rates, a query for each request would cost more than the request. */
const IN_MEMORY: ReadonlySet<keyof RateLimits> = new Set(['webhook', 'invalidWebhook']);
const WINDOW_SECONDS = 60;
const MAX_CONNECTIONS = 4;

/**
 * Creates a rate limiter that counts in memory or, with a PostgreSQL URL, in a table that all processes share. If the
 * database is unavailable, it counts in memory, so that a failing counter never denies a customer.
 */
export function createRateLimiter(limits: RateLimits, log: Log, postgresUrl?: string): RateLimiter {
  const pool = postgresUrl ? createPool(postgresUrl, log, MAX_CONNECTIONS) : undefined;
  const limiters = new Map(
    kinds.map((kind) => [kind, createCounter(kind, limits[kind], IN_MEMORY.has(kind) ? undefined : pool)]),
  );
  return {
    async consume(kind, key, points = 1) {
      try {
        await limiters.get(kind)?.consume(key, points);
      } catch (rejection) {
        if (!(rejection instanceof RateLimiterRes)) throw rejection;
        throw rateLimited(rejection);
      }
    },
    async check(kind, key) {
      const current = await limiters.get(kind)?.get(key);
      if (current && current.consumedPoints > limits[kind]) throw rateLimited(current);
    },
    close: async () => pool?.end(),
  };
}

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
    insuranceLimiter: memory,
  });
}
