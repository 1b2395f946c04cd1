import Big from 'big.js';
import type { MscCommodity, MscPrice } from '../../upstreams/msc/pricing-schema.ts';

export type UsageUnit = MscPrice['usageBand']['unit'];
export type RateUnit = MscPrice['rate']['unit'];

/** Half-open interval, from ≤ usage < to, in the utility's billing unit. */
export interface UsageBand {
  readonly from: Big;
  readonly to: Big;
}

/** In kWh and in therms per year. Above the last edge, suppliers quote manually, so the matrix has no prices. */
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

/** The band at `index`. Edges are round numbers in the utility's own gas unit, so 1 Mcf counts as 10 therms here. */
export function bandAt(commodity: MscCommodity, unit: UsageUnit, index: number): UsageBand | undefined {
  const from = BAND_EDGES[commodity][index];
  const to = BAND_EDGES[commodity][index + 1];
  if (from === undefined || to === undefined || !Number.isInteger(index)) return undefined;
  const scale = unit === 'mcf' || unit === 'dth' ? 10 : 1;
  return { from: Big(from).div(scale), to: Big(to).div(scale) };
}

/** The index of the band that contains a usage in the utility's unit, or -1 if it is above the last. */
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
