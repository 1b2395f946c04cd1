import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import { listOffers } from '../../wire/offer.ts';

export type OffersResponse = z.infer<typeof listOffers.response>;

const MAX_AGE_MS = 5 * 60_000;
const MAX_STALE_BYTES = 32 * 1024 * 1024;

/** The most recent responses, for when the upstream is unavailable. Contracts and signing never use them. */
export interface StaleOffersCache {
  set(key: string, response: OffersResponse, now: Date): void;
  /** The unexpired offers of the most recent response; undefined if there are none. */
  get(key: string, now: Date): OffersResponse | undefined;
}

export function createStaleOffersCache(): StaleOffersCache {
  // Responses are stored as text, which takes a third of the memory of objects and cannot be modified.
  const cache = new LRUCache<string, { readonly text: string; readonly until: number }>({
    maxSize: MAX_STALE_BYTES,
    sizeCalculation: ({ text }) => text.length + 1,
  });
  return {
    set(key, response, now) {
      cache.set(key, { text: JSON.stringify(response), until: now.getTime() + MAX_AGE_MS });
    },
    get(key, now) {
      const cached = cache.get(key);
      if (!cached || cached.until <= now.getTime()) return undefined;
      const { asOf, offers } = listOffers.response.parse(JSON.parse(cached.text));
      const unexpired = offers.filter(({ expiresAt }) => expiresAt > now.toISOString());
      return unexpired.length ? { asOf, offers: unexpired } : undefined;
    },
  };
}
