import { NETWORK_FACTORS } from '../http/ip-address.ts';
import { ProblemError } from '../http/problem.ts';

/** Limits how much of something expensive one client does at a time. */
export interface ConcurrencyLimit {
  /**
   * Begins one of them. Call the returned function once when it has ended.
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
