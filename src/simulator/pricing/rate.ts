import type { MscCommodity } from '../../upstreams/msc/pricing-schema.ts';
import type { PriceKey } from './price-key.ts';
import type { ProductKind } from './suppliers.ts';
import { type RateUnit, rateClassesOf } from './usage-bands.ts';

/**
 * Returns a pseudorandom number in [0, 1) that depends only on the input. The matrix is therefore reproducible and does
 * not have to be stored. The algorithm is FNV-1a with a finalizer, so that similar inputs give unrelated numbers.
 *
 * @example seededRandom('seed', 'ONCOR', 12) === seededRandom('seed', 'ONCOR', 12)
 */
function seededRandom(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  const text = parts.join('|');
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** Factor of each product's rate, relative to the fixed product. */
const productLevels: Readonly<Record<ProductKind, number>> = {
  fixed: 1,
  fixed_pass_through: 0.86,
  index: 0.91,
  block: 0.95,
};

/** Therms per billing unit of gas. Electricity is priced in kWh, so its factor is 1. */
const billedTherms = { kWh: 1, therm: 1, ccf: 1.037, mcf: 10.37 } as const;

/** Premium for 100 percent renewable energy, as a fraction of the rate before the broker fee. */
const greenPremium = 0.055;

/**
 * Returns the rate of a price in dollars per unit, with five decimals, including the broker fee. The rate depends only
 * on the seed and the position: market level, season, term, size and shape of the load, supplier, and a drift over time
 * of at most about 3 percent.
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

/**
 * Seasonal factor of the rate. A short term that starts in the expensive half of the year costs more. Over a long term,
 * the seasons average out.
 */
function season(seed: string, commodity: string, startMonth: string, termMonths: number): number {
  const month = Number(startMonth.slice(5, 7));
  const peakMonth = commodity === 'gas' ? 11 : 5;
  const swing = 0.05 * Math.cos(((month - peakMonth) / 6) * Math.PI) * (12 / (termMonths + 12));
  return 1 + swing + 0.01 * (seededRandom(seed, 'month', startMonth) - 0.5);
}

/**
 * Factor of the rate that changes with each release: slow waves with periods of about two weeks and two months, plus
 * noise.
 */
function drift(seed: string, market: string, release: number): number {
  const phase = 2 * Math.PI * seededRandom(seed, 'phase', market);
  return (
    1 +
    0.009 * Math.sin(release / 9 + phase) +
    0.014 * Math.sin(release / 38 + 2 * phase) +
    0.006 * (seededRandom(seed, 'issue', market, release) - 0.5)
  );
}

/**
 * Base price of electricity for an average business, before the broker fee, in dollars per kWh. The values are
 * plausible but invented.
 */
const electric: Readonly<Record<string, number>> = {
  TX: 0.0705,
  PA: 0.0862,
  OH: 0.0748,
  NJ: 0.1012,
  NY: 0.0925,
  CT: 0.1168,
  MA: 0.1215,
  IL: 0.0731,
  MD: 0.0954,
  DE: 0.0903,
};

/** Base price of gas, in dollars per therm. */
const gas: Readonly<Record<string, number>> = {
  NJ: 0.598,
  NY: 0.574,
  PA: 0.541,
  OH: 0.512,
  IL: 0.489,
  MI: 0.467,
  MD: 0.583,
};

/** Price level of load zones, relative to their state. The level of all other zones is 1. */
const zoneLevels: Readonly<Record<string, number>> = {
  LZ_HOUSTON: 1.03,
  LZ_SOUTH: 1.02,
  LZ_WEST: 0.95,
  A: 0.86,
  B: 0.88,
  C: 0.89,
  E: 0.91,
  F: 0.98,
  G: 1.07,
  H: 1.1,
  I: 1.11,
  J: 1.19,
  NEMA: 1.02,
  WCMA: 0.99,
};

/** Billing units of gas utilities. All other gas utilities bill in therms. */
const gasUnits: Readonly<Record<string, RateUnit>> = {
  COLOH: 'ccf',
  ENBOH: 'mcf',
  UGI: 'ccf',
  PGW: 'ccf',
  CONS: 'mcf',
  DTE: 'ccf',
};

export const rateUnitOf = (utility: string, commodity: MscCommodity): RateUnit =>
  commodity === 'electric' ? 'kWh' : (gasUnits[utility] ?? 'therm');

/** The market price in a state and load zone, in dollars per kWh or per therm. */
function marketLevel(state: string, commodity: MscCommodity, zone: string | null): number {
  const level = commodity === 'electric' ? electric[state] : gas[state];
  if (level === undefined) throw new Error(`No market price for ${commodity} in ${state}`);
  return level * (zone === null ? 1 : (zoneLevels[zone] ?? 1));
}
