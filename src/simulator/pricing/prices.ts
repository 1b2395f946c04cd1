import type { MscPrice } from '../../upstreams/msc/pricing-schema.ts';
import type { Environment } from '../partner.ts';
import { findPrice, findPrices, type MatrixQuery } from './matrix.ts';

/** The current price matrix, including prices that have been raised since their release. */
export interface Prices {
  find(query: MatrixQuery): MscPrice[];
  /** @returns undefined if the price has expired or never existed */
  get(priceId: string, environment: Environment): MscPrice | undefined;
  /** Raises a price. @returns false if it has been raised before */
  raise(priceId: string): boolean;
  clear(): void;
}

const MAX_RAISED = 10_000;

/** @example createPrices('seed', 'http://localhost:4401', () => new Date()).get('prc_…', 'test') */
export function createPrices(seed: string, origin: string, now: () => Date): Prices {
  const raised = new Set<string>();
  const context = { seed, origin, isRaised: (priceId: string) => raised.has(priceId) };

  return {
    find: (query) => findPrices(query, now(), context),
    get: (priceId, environment) => findPrice(priceId, environment, now(), context),
    raise(priceId) {
      if (raised.has(priceId)) return false;
      raised.add(priceId);
      const [oldest] = raised;
      if (raised.size > MAX_RAISED && oldest) raised.delete(oldest);
      return true;
    },
    clear: () => raised.clear(),
  };
}
