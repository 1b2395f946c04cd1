import type Big from 'big.js';
import type { MscPrice } from '../../upstreams/msc/pricing-schema.ts';
import { type Cell, cellOf } from './cell.ts';
import { isHonoured, issueAt, issueNumbered } from './issue.ts';
import { rateUnitOf } from './market.ts';
import { type PriceContext, priceAt } from './price.ts';
import { rateClassesOf, usualRateClass } from './rate-classes.ts';
import { startMonthCount, startMonths } from './start-months.ts';
import { type Offering, type ProductKind, suppliersIn } from './suppliers.ts';
import { bandCount, bandOf } from './usage-bands.ts';
import { type Utility, utilities } from './utilities.ts';

export interface MatrixQuery {
  readonly environment: 'test' | 'live';
  readonly utility: Utility;
  /** Unset: the utility's main zone. */
  readonly zone?: string | undefined;
  /** Unset: the usual class for a business of this size. */
  readonly rateClass?: string | undefined;
  /** A year's, in the unit the utility bills. */
  readonly usage: Big;
  readonly startMonth: string;
  readonly terms?: readonly number[] | undefined;
  readonly products?: readonly ProductKind[] | undefined;
  readonly green?: readonly number[] | undefined;
}

/** The rows on sale for a query, computed now. Empty when the usage is above the last band or the month is not on sale. */
export function findPrices(query: MatrixQuery, now: Date, context: PriceContext): MscPrice[] {
  const { environment, utility, startMonth } = query;
  const { commodity, state } = utility;
  const band = bandOf(commodity, rateUnitOf(utility.code, commodity), query.usage);
  const rateClass = query.rateClass ?? usualRateClass(state, commodity, band)?.code;
  const known = rateClassesOf(state, commodity).find(({ code }) => code === rateClass);
  const zone = query.zone ?? utility.zones[0]?.code ?? null;
  const zoneFits = zone === null || utility.zones.some(({ code }) => code === zone);
  if (band < 0 || !known || band > known.lastBand || !zoneFits || !startMonths(now).includes(startMonth)) return [];

  const issue = issueAt(now).number;
  return suppliersIn(state, commodity)
    .filter(({ bands: [first, last] }) => band >= first && band <= last)
    .flatMap((supplier) =>
      soldBy(supplier.offerings[commodity], query).map(({ kind, green, termMonths }) =>
        priceAt(
          {
            environment,
            utility,
            zone,
            rateClass: known.code,
            supplier,
            kind,
            green,
            termMonths,
            startMonth,
            band,
            issue,
          },
          context,
        ),
      ),
    );
}

function soldBy(offerings: readonly Offering[], { products, green, terms }: MatrixQuery) {
  return offerings
    .filter((offering) => (products?.includes(offering.kind) ?? true) && (green?.includes(offering.green) ?? true))
    .flatMap((offering) =>
      offering.terms
        .filter((termMonths) => terms?.includes(termMonths) ?? true)
        .map((termMonths): Pick<Cell, 'kind' | 'green' | 'termMonths'> => ({ ...offering, termMonths })),
    );
}

/** The row an id names, as it stands now; undefined when it is gone or was never there. */
export function findPrice(
  priceId: string,
  environment: 'test' | 'live',
  now: Date,
  context: PriceContext,
): MscPrice | undefined {
  const cell = cellOf(priceId);
  if (!cell || cell.environment !== environment) return undefined;
  const onSale = isHonoured(issueNumbered(cell.issue), now) && startMonths(now).includes(cell.startMonth);
  return onSale ? priceAt(cell, context) : undefined;
}

/** How many rows the matrix holds at any moment for one environment, by multiplying: no row is made. */
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
