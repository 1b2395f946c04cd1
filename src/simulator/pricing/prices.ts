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
  /** Raises the fees of a price. Its rate stays the same. */
  raiseFees(priceId: string): void;
  clear(): void;
}

const MAX_RAISED = 10_000;

/** @example createPrices('seed', 'http://localhost:4401', () => new Date()).get('prc_…', 'test') */
export function createPrices(seed: string, origin: string, now: () => Date): Prices {
  const raised = new Set<string>();
  const raisedFees = new Set<string>();
  const context = {
    seed,
    origin,
    isRaised: (priceId: string) => raised.has(priceId),
    hasRaisedFees: (priceId: string) => raisedFees.has(priceId),
  };

  return {
    find: (query) => findPrices(query, now(), context),
    get: (priceId, environment) => findPrice(priceId, environment, now(), context),
    raise(priceId) {
      if (raised.has(priceId)) return false;
      addBounded(raised, priceId);
      return true;
    },
    raiseFees: (priceId) => addBounded(raisedFees, priceId),
    clear() {
      raised.clear();
      raisedFees.clear();
    },
  };
}

function addBounded(ids: Set<string>, id: string): void {
  ids.add(id);
  const [oldest] = ids;
  if (ids.size > MAX_RAISED && oldest) ids.delete(oldest);
}
