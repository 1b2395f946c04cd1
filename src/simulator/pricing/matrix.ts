import type Big from 'big.js';
import type { MscPrice } from '../../upstreams/msc/pricing-schema.ts';
import type { Environment } from '../authenticate.ts';
import { createPrice, isHonored, type PriceContext, releaseAt, releaseByNumber } from './price.ts';
import { type PriceKey, parsePriceId } from './price-key.ts';
import { rateUnitOf } from './rate.ts';
import { type Offering, type ProductKind, suppliersIn } from './suppliers.ts';
import { bandCount, bandOf, defaultRateClass, rateClassesOf } from './usage-bands.ts';
import { type Utility, utilities } from './utilities.ts';

export interface MatrixQuery {
  readonly environment: 'test' | 'live';
  readonly utility: Utility;
  /** Default: the utility's main zone. */
  readonly zone?: string | undefined;
  /** Default: the usual class for a business of this size. */
  readonly rateClass?: string | undefined;
  /** Annual usage in the utility's billing unit. */
  readonly usage: Big;
  readonly startMonth: string;
  readonly terms?: readonly number[] | undefined;
  readonly products?: readonly ProductKind[] | undefined;
  readonly green?: readonly number[] | undefined;
}

/**
 * Computes the prices for a query. Returns no prices if the usage is above the last band, the start month is not
 * offered, or the zone or rate class is unknown.
 */
export function findPrices(query: MatrixQuery, now: Date, context: PriceContext): MscPrice[] {
  const { environment, utility, startMonth } = query;
  const { commodity, state } = utility;
  const band = bandOf(commodity, rateUnitOf(utility.code, commodity), query.usage);
  const rateClass = query.rateClass ?? defaultRateClass(state, commodity, band)?.code;
  const rateClassInfo = rateClassesOf(state, commodity).find(({ code }) => code === rateClass);
  const zone = query.zone ?? utility.zones[0]?.code ?? null;
  const isZoneValid = zone === null || utility.zones.some(({ code }) => code === zone);
  if (
    band < 0 ||
    !rateClassInfo ||
    band > rateClassInfo.lastBand ||
    !isZoneValid ||
    !startMonths(now).includes(startMonth)
  )
    return [];

  const release = releaseAt(now).number;
  return suppliersIn(state, commodity)
    .filter(({ bands: [first, last] }) => band >= first && band <= last)
    .flatMap((supplier) =>
      matchingOfferings(supplier.offerings[commodity], query).map(({ kind, green, termMonths }) =>
        createPrice(
          {
            environment,
            utility,
            zone,
            rateClass: rateClassInfo.code,
            supplier,
            kind,
            green,
            termMonths,
            startMonth,
            band,
            release,
          },
          context,
        ),
      ),
    );
}

function matchingOfferings(offerings: readonly Offering[], { products, green, terms }: MatrixQuery) {
  return offerings
    .filter((offering) => (products?.includes(offering.kind) ?? true) && (green?.includes(offering.green) ?? true))
    .flatMap((offering) =>
      offering.terms
        .filter((termMonths) => terms?.includes(termMonths) ?? true)
        .map((termMonths): Pick<PriceKey, 'kind' | 'green' | 'termMonths'> => ({ ...offering, termMonths })),
    );
}

/** Returns the current price for an ID, or undefined if the price has expired or never existed. */
export function findPrice(
  priceId: string,
  environment: 'test' | 'live',
  now: Date,
  context: PriceContext,
): MscPrice | undefined {
  const key = parsePriceId(priceId);
  if (!key || key.environment !== environment) return undefined;
  const isOnSale = isHonored(releaseByNumber(key.release), now) && startMonths(now).includes(key.startMonth);
  return isOnSale ? createPrice(key, context) : undefined;
}

/**
 * Computes the number of prices in the matrix of one environment, without creating the prices. The number does not
 * change over time.
 */
export function countRows(): number {
  let rows = 0;
  for (const { state, commodity, zones } of utilities) {
    for (const supplier of suppliersIn(state, commodity)) {
      const [first, last] = supplier.bands;
      const classesAndBands = rateClassesOf(state, commodity).reduce((sum, { lastBand }) => {
        const bands = Math.min(last, lastBand, bandCount(commodity) - 1) - first + 1;
        return sum + Math.max(0, bands);
      }, 0);
      const products = supplier.offerings[commodity].reduce((sum, { terms }) => sum + terms.length, 0);
      rows += Math.max(1, zones.length) * classesAndBands * products * startMonthCount;
    }
  }
  return rows;
}

/** Number of start months: the current month, in which a meter read may still be due, and the next twelve months. */
const startMonthCount = 13;

/**
 * The start months for which there are prices, in UTC.
 *
 * @example startMonths(new Date('2026-11-21T00:00:00Z')) // ['2026-11', '2026-12', … '2027-11']
 */
function startMonths(now: Date): string[] {
  return Array.from({ length: startMonthCount }, (_, ahead) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString().slice(0, 7),
  );
}

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
