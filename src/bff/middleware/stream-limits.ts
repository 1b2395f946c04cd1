import { ProblemError } from '../http/problem.ts';

/** How many event streams may be open at a time, in this process. */
export interface StreamLimits {
  readonly session: number;
  readonly address: number;
  readonly site: number;
}

/** A customer has a tab or two; an office or a telephone network may stand behind one address. */
export const DEFAULT_STREAM_LIMITS: StreamLimits = { session: 6, address: 200, site: 5_000 };

/** Whoever has read nothing for so long is gone, or holds our memory. */
const READ_TIMEOUT_MS = 20_000;

/** Counts open streams. */
export interface StreamLimiter {
  /** How long a reader may take to read what it is sent. */
  readonly readTimeoutMs: number;
  /** How many are open. */
  count(): number;
  /**
   * Makes room for one more.
   *
   * @returns gives the room back, once however often it is called
   * @throws ProblemError rate_limited
   */
  open(owner: Record<keyof StreamLimits, string>): () => void;
}

export function createStreamLimiter(limits: StreamLimits, readTimeoutMs: number = READ_TIMEOUT_MS): StreamLimiter {
  const counts = new Map<string, number>();
  let open = 0;
  return {
    count: () => open,
    readTimeoutMs,
    open({ session, address, site }) {
      const keys = [
        { key: `session ${session}`, limit: limits.session },
        { key: `address ${address}`, limit: limits.address },
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
