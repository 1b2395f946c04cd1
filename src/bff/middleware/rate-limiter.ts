import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { ProblemError } from '../http/problem.ts';
import type { Log } from '../log.ts';
import { createPool } from '../store/postgres.ts';

/** Maximum requests per minute, by IP address, site and session. */
export interface RateLimits {
  readonly address: number;
  readonly site: number;
  readonly session: number;
}

/** Far more than one person needs, because many people may share an office's IP address. */
export const DEFAULT_RATE_LIMITS: RateLimits = { address: 3_000, site: 60_000, session: 600 };

/** Counts requests against their limits. */
export interface RateLimiter {
  /** @throws ProblemError rate_limited with the seconds to wait */
  consume(kind: keyof RateLimits, key: string): Promise<void>;
  close(): Promise<void>;
}

const kinds = ['address', 'site', 'session'] as const satisfies readonly (keyof RateLimits)[];
const WINDOW_SECONDS = 60;
const MAX_CONNECTIONS = 4;

/**
 * Creates a rate limiter that counts in memory or, with a PostgreSQL URL, in a table that all processes share. If the
 * database is unavailable, it counts in memory, so that a failing counter never denies a customer.
 */
export function createRateLimiter(limits: RateLimits, log: Log, postgresUrl?: string): RateLimiter {
  const pool = postgresUrl ? createPool(postgresUrl, log, MAX_CONNECTIONS) : undefined;
  const limiters = new Map(kinds.map((kind) => [kind, createCounter(kind, limits[kind], pool)]));
  return {
    async consume(kind, key) {
      try {
        await limiters.get(kind)?.consume(key);
      } catch (rejection) {
        if (!(rejection instanceof RateLimiterRes)) throw rejection;
        throw new ProblemError('rate_limited', { retryAfter: Math.max(1, Math.ceil(rejection.msBeforeNext / 1000)) });
      }
    },
    close: async () => pool?.end(),
  };
}

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
