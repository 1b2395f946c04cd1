import { NETWORK_FACTORS } from '../http/ip-address.ts';
import { ProblemError } from '../http/problem.ts';

export interface StreamLimits {
  readonly session: number;
  readonly address: number;
  readonly site: number;
}

/** A customer has one or two tabs. An office or a mobile network may share one IP address. */
export const DEFAULT_STREAM_LIMITS: StreamLimits = { session: 6, address: 200, site: 5_000 };

/**
 * Default read timeout. A client that reads nothing for this long is disconnected, because its unread data occupies
 * our memory.
 */
const READ_TIMEOUT_MS = 20_000;

interface StreamOwner {
  readonly session: string;
  readonly addresses: readonly string[];
  readonly site: string;
}

export interface StreamLimiter {
  /** A client that reads nothing for this long is disconnected. */
  readonly readTimeoutMs: number;
  count(): number;
  /**
   * Opens one more stream.
   *
   * @returns a function that releases the stream; further calls have no effect
   * @throws ProblemError rate_limited
   */
  open(owner: StreamOwner): () => void;
}

/** Creates the stream limiter of one process. @param readTimeoutMs see `StreamLimiter.readTimeoutMs` */
export function createStreamLimiter(limits: StreamLimits, readTimeoutMs: number = READ_TIMEOUT_MS): StreamLimiter {
  const counts = new Map<string, number>();
  let open = 0;
  return {
    count: () => open,
    readTimeoutMs,
    open({ session, addresses, site }) {
      const keys = [
        { key: `session ${session}`, limit: limits.session },
        ...addresses.map((address, network) => ({
          key: `address ${address}`,
          limit: limits.address * (NETWORK_FACTORS[network] ?? 1),
        })),
        { key: `site ${site}`, limit: limits.site },
      ];
      if (keys.some(({ key, limit }) => (counts.get(key) ?? 0) >= limit)) {
        throw new ProblemError('rate_limited', { retryAfter: 10 });
      }
      for (const { key } of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
      open += 1;
      let isOpen = true;
      return () => {
        if (!isOpen) return;
        isOpen = false;
        open -= 1;
        for (const { key } of keys) {
          const remaining = (counts.get(key) ?? 1) - 1;
          if (remaining > 0) counts.set(key, remaining);
          else counts.delete(key);
        }
      };
    },
  };
}

export interface ConcurrencyLimit {
  /**
   * Starts an operation. Call the returned function once, when the operation has ended.
   *
   * @param ipKeys the keys of an address and its wider networks, whose limits are higher
   * @throws ProblemError rate_limited if too many are in progress
   */
  acquire(ipKeys: readonly string[]): () => void;
}

/** @example const release = createConcurrencyLimit(6).acquire(caller.ipKeys); try { … } finally { release(); } */
export function createConcurrencyLimit(maxPerAddress: number): ConcurrencyLimit {
  const counts = new Map<string, number>();
  const countOf = (key: string): number => counts.get(key) ?? 0;
  return {
    acquire(ipKeys) {
      if (ipKeys.some((key, network) => countOf(key) >= maxPerAddress * (NETWORK_FACTORS[network] ?? 1)))
        throw new ProblemError('rate_limited', { retryAfter: 1 });
      for (const key of ipKeys) counts.set(key, countOf(key) + 1);
      return () => {
        for (const key of ipKeys) {
          const count = countOf(key) - 1;
          if (count > 0) counts.set(key, count);
          else counts.delete(key);
        }
      };
    },
  };
}
