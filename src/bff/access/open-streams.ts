import { ProblemError } from '../http/problem.ts';

/** How many event streams may be open at a time, in this process. */
export interface StreamCaps {
  readonly session: number;
  readonly address: number;
  readonly site: number;
}

/** A customer has a tab or two; an office or a telephone network may stand behind one address. */
export const usualStreamCaps: StreamCaps = { session: 6, address: 200, site: 5_000 };

/** Whoever has read nothing for so long is gone, or holds our memory. */
const slowestReadMilliseconds = 20_000;

/** Counts open streams. */
export interface OpenStreams {
  /** How long a reader may take to read what it is sent. */
  readonly slowestReadMilliseconds: number;
  /** How many are open. */
  count(): number;
  /**
   * Makes room for one more.
   *
   * @returns gives the room back, once however often it is called
   * @throws ProblemError rate_limited
   */
  open(owner: Record<keyof StreamCaps, string>): () => void;
}

export const createOpenStreams = (caps: StreamCaps, slowestRead: number = slowestReadMilliseconds): OpenStreams => {
  const counts = new Map<string, number>();
  let open = 0;
  return {
    count: () => open,
    slowestReadMilliseconds: slowestRead,
    open({ session, address, site }) {
      const keys = [
        { key: `session ${session}`, cap: caps.session },
        { key: `address ${address}`, cap: caps.address },
        { key: `site ${site}`, cap: caps.site },
      ];
      if (keys.some(({ key, cap }) => (counts.get(key) ?? 0) >= cap)) {
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
          const left = (counts.get(key) ?? 1) - 1;
          if (left > 0) counts.set(key, left);
          else counts.delete(key);
        }
      };
    },
  };
};
