import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import { listOffers } from '../../wire/offer.ts';

export type OffersResponse = z.infer<typeof listOffers.response>;

/** Older prices than this are shown to nobody, in milliseconds. */
const MAX_AGE_MS = 5 * 60_000;
const MAX_BYTES = 32 * 1024 * 1024;

/** The last answers the upstream gave, for when it gives none. Never for contracts or signing: those ask it. */
export interface StaleOffersCache {
  set(key: string, response: OffersResponse, now: Date): void;
  /** What still holds of the last answer; undefined when nothing does. */
  get(key: string, now: Date): OffersResponse | undefined;
}

export function createStaleOffersCache(): StaleOffersCache {
  // As text: a third of what objects take, and nobody can change it.
  const cache = new LRUCache<string, { readonly text: string; readonly until: number }>({
    maxSize: MAX_BYTES,
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
