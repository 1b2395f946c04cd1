import { LRUCache } from 'lru-cache';
import type { z } from 'zod';
import { listOffers } from '../../wire/offer.ts';

export type OffersAnswer = z.infer<typeof listOffers.response>;

/** Older prices than this are shown to nobody, in milliseconds. */
const oldest = 5 * 60_000;
const mostBytes = 32 * 1024 * 1024;

/** The last answers the upstream gave, for when it gives none. Never for contracts or signing: those ask it. */
export interface LastOffers {
  keep(key: string, answer: OffersAnswer, now: Date): void;
  /** What still holds of the last answer; undefined when nothing does. */
  at(key: string, now: Date): OffersAnswer | undefined;
}

export const createLastOffers = (): LastOffers => {
  // As text: a third of what objects take, and nobody can change it.
  const kept = new LRUCache<string, { readonly text: string; readonly until: number }>({
    maxSize: mostBytes,
    sizeCalculation: ({ text }) => text.length + 1,
  });
  return {
    keep(key, answer, now) {
      kept.set(key, { text: JSON.stringify(answer), until: now.getTime() + oldest });
    },
    at(key, now) {
      const last = kept.get(key);
      if (!last || last.until <= now.getTime()) return undefined;
      const { asOf, offers } = listOffers.response.parse(JSON.parse(last.text));
      const holding = offers.filter(({ expiresAt }) => expiresAt > now.toISOString());
      return holding.length ? { asOf, offers: holding } : undefined;
    },
  };
};
