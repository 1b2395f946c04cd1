import Big from 'big.js';
import type { MscCommodity, MscPrice } from '../../upstreams/msc/pricing-schema.ts';

export type UsageUnit = MscPrice['usageBand']['unit'];
export type RateUnit = MscPrice['rate']['unit'];

/** Half-open interval of annual usage, `from` ≤ usage < `to`, in the utility's billing unit. */
export interface UsageBand {
  readonly from: Big;
  readonly to: Big;
}

/**
 * Edges of the usage bands, in kWh and in therms per year. Above the last edge, suppliers quote manually, so the matrix
 * has no prices.
 */
const BAND_EDGES: Readonly<Record<MscCommodity, readonly number[]>> = {
  electric: [0, 15e3, 30e3, 50e3, 100e3, 150e3, 250e3, 500e3, 750e3, 1e6, 2e6, 3.5e6, 5e6],
  gas: [0, 1e3, 2.5e3, 5e3, 10e3, 20e3, 35e3, 50e3, 100e3, 250e3, 500e3, 750e3, 1e6],
};

/** Therms per unit: 1 Dth = 10 therms, 1 Mcf = 10 Ccf, 1 Ccf ≈ 1.037 therms. */
const thermsIn: Readonly<Record<Exclude<UsageUnit, 'kWh'>, string>> = {
  therm: '1',
  dth: '10',
  ccf: '1.037',
  mcf: '10.37',
};

export const bandCount = (commodity: MscCommodity): number => BAND_EDGES[commodity].length - 1;

/**
 * Returns the band at `index`. Edges are round numbers in the utility's gas unit, so 1 Mcf counts as 10 therms here.
 */
export function bandAt(commodity: MscCommodity, unit: UsageUnit, index: number): UsageBand | undefined {
  const from = BAND_EDGES[commodity][index];
  const to = BAND_EDGES[commodity][index + 1];
  if (from === undefined || to === undefined || !Number.isInteger(index)) return undefined;
  const scale = unit === 'mcf' || unit === 'dth' ? 10 : 1;
  return { from: Big(from).div(scale), to: Big(to).div(scale) };
}

/**
 * Returns the index of the band that contains a usage in the utility's unit, or -1 if the usage is above the last band.
 */
export function bandOf(commodity: MscCommodity, unit: UsageUnit, usage: Big): number {
  for (let index = 0; index < bandCount(commodity); index++) {
    const band = bandAt(commodity, unit, index);
    if (band && usage.gte(band.from) && usage.lt(band.to)) return index;
  }
  return -1;
}

/**
 * Converts a usage to another unit.
 *
 * @returns undefined if the units measure different commodities (kWh is not gas)
 * @example convertUsage('100', 'dth', 'therm')?.toString() // '1000'
 */
export function convertUsage(amount: string, from: UsageUnit, to: UsageUnit): Big | undefined {
  if (from === to) return Big(amount);
  if (from === 'kWh' || to === 'kWh') return undefined;
  return Big(amount).times(thermsIn[from]).div(thermsIn[to]);
}

export interface RateClass {
  readonly code: string;
  /** Factor relative to the middle class. A peaky load costs more. */
  readonly level: number;
  readonly lastBand: number;
}

/** ERCOT's load profiles for businesses: no demand meter; low, medium and high load factor; interval data recorder. */
const texas: readonly RateClass[] = [
  { code: 'BUSNODEM', level: 1.04, lastBand: 3 },
  { code: 'BUSLOLF', level: 1.06, lastBand: 11 },
  { code: 'BUSMEDLF', level: 1, lastBand: 11 },
  { code: 'BUSHILF', level: 0.94, lastBand: 11 },
  { code: 'BUSIDRRQ', level: 0.97, lastBand: 11 },
];

const otherStates: readonly RateClass[] = [
  { code: 'GS', level: 1.03, lastBand: 3 },
  { code: 'GSD_LOW', level: 1.05, lastBand: 11 },
  { code: 'GSD', level: 1, lastBand: 11 },
  { code: 'GSD_HIGH', level: 0.95, lastBand: 11 },
  { code: 'GSD_TOU', level: 0.98, lastBand: 11 },
];

const gas: readonly RateClass[] = [
  { code: 'COM_HEAT', level: 1, lastBand: 11 },
  { code: 'COM_NONHEAT', level: 0.96, lastBand: 11 },
  { code: 'COM_TRANSPORT', level: 0.93, lastBand: 11 },
];

export const rateClassesOf = (state: string, commodity: MscCommodity): readonly RateClass[] =>
  commodity === 'gas' ? gas : state === 'TX' ? texas : otherStates;

/** Returns the most likely rate class for a business in this usage band. Used if a query specifies no rate class. */
export function defaultRateClass(state: string, commodity: MscCommodity, band: number): RateClass | undefined {
  const classes = rateClassesOf(state, commodity);
  if (commodity === 'gas') return classes[0];
  return band <= 1 ? classes[0] : classes[2];
}
