import type { Pool } from 'pg';
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { ProblemError } from '../http/problem.ts';
import type { Log } from '../log.ts';
import { createPool } from '../store/postgres.ts';

/** Requests a minute, from one address, to one site, in one session. */
export interface RateLimits {
  readonly address: number;
  readonly site: number;
  readonly session: number;
}

/** Ample for people, who ask a few times a minute; many of them may share an office's address. */
export const usualRateLimits: RateLimits = { address: 3_000, site: 60_000, session: 600 };

/** Counts requests. */
export interface Limiter {
  /** @throws ProblemError rate_limited with how long to wait */
  take(kind: keyof RateLimits, key: string): Promise<void>;
  close(): Promise<void>;
}

const kinds = ['address', 'site', 'session'] as const satisfies readonly (keyof RateLimits)[];
const seconds = 60;
const connections = 4;

/**
 * Counts in this process's memory, or, with a PostgreSQL address, in a table that all processes share; while that cannot be
 * reached, in memory again: no customer is turned away because a counter is.
 */
export const createLimiter = (limits: RateLimits, log: Log, postgresUrl?: string): Limiter => {
  const pool = postgresUrl ? createPool(postgresUrl, log, connections) : undefined;
  const limiters = new Map(kinds.map((kind) => [kind, createOne(kind, limits[kind], pool)]));
  return {
    async take(kind, key) {
      try {
        await limiters.get(kind)?.consume(key);
      } catch (refused) {
        if (!(refused instanceof RateLimiterRes)) throw refused;
        throw new ProblemError('rate_limited', { retryAfter: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) });
      }
    },
    close: async () => pool?.end(),
  };
};

const createOne = (kind: string, points: number, pool: Pool | undefined) => {
  const memory = new RateLimiterMemory({ keyPrefix: kind, points, duration: seconds });
  if (!pool) return memory;
  return new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    keyPrefix: kind,
    tableName: 'rate_limits',
    tableCreated: true,
    points,
    duration: seconds,
    // Whoever is over the limit costs no more queries until the minute is over.
    inMemoryBlockOnConsumed: points + 1,
    insuranceLimiter: memory,
  });
};
