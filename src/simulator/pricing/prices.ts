import type { MscPrice } from '../../upstreams/msc/pricing-schema.ts';
import type { Environment } from '../partner.ts';
import { findPrice, findPrices, type MatrixQuery } from './matrix.ts';

/** The matrix as it stands now, with the few prices that moved since they were issued. */
export interface Prices {
  find(query: MatrixQuery): MscPrice[];
  /** Undefined when the price is gone, or was never there. */
  get(priceId: string, environment: Environment): MscPrice | undefined;
  /** Raises a price, once: false when it was raised before. */
  move(priceId: string): boolean;
  clear(): void;
}

const kept = 10_000;

/** @example createPrices('seed', 'http://localhost:4401', () => new Date()).get('prc_…', 'test') */
export function createPrices(seed: string, origin: string, now: () => Date): Prices {
  const moved = new Set<string>();
  const context = { seed, origin, hasMoved: (priceId: string) => moved.has(priceId) };

  return {
    find: (query) => findPrices(query, now(), context),
    get: (priceId, environment) => findPrice(priceId, environment, now(), context),
    move(priceId) {
      if (moved.has(priceId)) return false;
      moved.add(priceId);
      const [oldest] = moved;
      if (moved.size > kept && oldest) moved.delete(oldest);
      return true;
    },
    clear: () => moved.clear(),
  };
}
