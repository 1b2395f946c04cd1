import { marketLevel, rateUnitOf } from './market.ts';
import type { PriceKey } from './price-key.ts';
import { rateClassesOf } from './rate-classes.ts';
import { seededRandom } from './seeded-random.ts';
import type { ProductKind } from './suppliers.ts';

/** What a product leaves out of its rate, or adds to it, against all-in fixed. */
const productLevels: Readonly<Record<ProductKind, number>> = {
  fixed: 1,
  fixed_pass_through: 0.86,
  index: 0.91,
  block: 0.95,
};

/** Therms in one billed unit. */
const billedTherms = { kWh: 1, therm: 1, ccf: 1.037, mcf: 10.37 } as const;

/** Share of the market's level added by energy that is wholly green. */
const greenPremium = 0.055;

/**
 * What a cell costs, in dollars a unit with five decimals, broker fee included. Follows from seed and cell alone: the
 * market's level, a year's seasons, the term, size and shape of use, the supplier, and a drift from issue to release that
 * moves a price by at most about 3 %.
 */
export function rateAmount(seed: string, key: PriceKey): string {
  const { utility, supplier, rateClass, termMonths, startMonth, release } = key;
  const unit = rateUnitOf(utility.code, utility.commodity);
  const classes = rateClassesOf(utility.state, utility.commodity);
  const classLevel = classes.find(({ code }) => code === rateClass)?.level ?? 1;
  const market = `${key.environment}.${utility.code}.${key.zone}`;

  const level =
    marketLevel(utility.state, utility.commodity, key.zone) *
    (0.98 + 0.04 * seededRandom(seed, 'utility', market)) *
    supplier.level *
    classLevel *
    productLevels[key.kind] *
    season(seed, utility.commodity, startMonth, termMonths) *
    (1.025 - (0.01 * Math.abs(termMonths - 24)) / 24 + 0.0006 * termMonths) *
    (1.06 - 0.009 * key.band) *
    (1 + (greenPremium * key.green) / 100) *
    drift(seed, market, release) *
    (0.99 +
      0.02 * seededRandom(seed, 'row', market, supplier.id, key.kind, key.green, termMonths, startMonth, rateClass));

  return (level * billedTherms[unit] + Number(supplier.brokerFeeMils) / 1000).toFixed(5);
}

/** A short term bought for the dear half of the year costs more; over a long one it evens out. */
function season(seed: string, commodity: string, startMonth: string, termMonths: number): number {
  const month = Number(startMonth.slice(5, 7));
  const dearest = commodity === 'gas' ? 11 : 5;
  const swing = 0.05 * Math.cos(((month - dearest) / 6) * Math.PI) * (12 / (termMonths + 12));
  return 1 + swing + 0.01 * (seededRandom(seed, 'month', startMonth) - 0.5);
}

/** Slow waves (about two weeks and two months long, by issues of six hours) with a little of each issue's own. */
function drift(seed: string, market: string, release: number): number {
  const phase = 2 * Math.PI * seededRandom(seed, 'phase', market);
  return (
    1 +
    0.009 * Math.sin(release / 9 + phase) +
    0.014 * Math.sin(release / 38 + 2 * phase) +
    0.006 * (seededRandom(seed, 'issue', market, release) - 0.5)
  );
}
