import Big from 'big.js';
import type { MscCommodity, MscPrice } from '../../upstreams/msc/pricing-schema.ts';

export type UsageUnit = MscPrice['usageBand']['unit'];
export type RateUnit = MscPrice['rate']['unit'];

/** Half-open: from ≤ usage < to, in the unit its utility bills. */
export interface UsageBand {
  readonly from: Big;
  readonly to: Big;
}

/** Edges in kWh and in therms a year. Above the last, a supplier prices by hand: the matrix has no row. */
const BAND_EDGES: Readonly<Record<MscCommodity, readonly number[]>> = {
  electric: [0, 15e3, 30e3, 50e3, 100e3, 150e3, 250e3, 500e3, 750e3, 1e6, 2e6, 3.5e6, 5e6],
  gas: [0, 1e3, 2.5e3, 5e3, 10e3, 20e3, 35e3, 50e3, 100e3, 250e3, 500e3, 750e3, 1e6],
};

/** How many therms one unit holds: 1 Dth = 10 therm, 1 Mcf = 10 Ccf, 1 Ccf ≈ 1.037 therm. */
const thermsIn: Readonly<Record<Exclude<UsageUnit, 'kWh'>, string>> = {
  therm: '1',
  dth: '10',
  ccf: '1.037',
  mcf: '10.37',
};

export const bandCount = (commodity: MscCommodity): number => BAND_EDGES[commodity].length - 1;

/** The band at `index`. Gas edges are round numbers in the utility's own unit, so 1 mcf counts as 10 therms here. */
export function bandAt(commodity: MscCommodity, unit: UsageUnit, index: number): UsageBand | undefined {
  const from = BAND_EDGES[commodity][index];
  const to = BAND_EDGES[commodity][index + 1];
  if (from === undefined || to === undefined || !Number.isInteger(index)) return undefined;
  const scale = unit === 'mcf' || unit === 'dth' ? 10 : 1;
  return { from: Big(from).div(scale), to: Big(to).div(scale) };
}

/** The index of the band that holds a usage already in the utility's unit; -1 above the last. */
export function bandOf(commodity: MscCommodity, unit: UsageUnit, usage: Big): number {
  for (let index = 0; index < bandCount(commodity); index++) {
    const band = bandAt(commodity, unit, index);
    if (band && usage.gte(band.from) && usage.lt(band.to)) return index;
  }
  return -1;
}

/**
 * A usage in another unit; undefined when the two do not measure the same thing (kWh is not gas).
 *
 * @example convertUsage('100', 'dth', 'therm')?.toString() // '1000'
 */
export function convertUsage(amount: string, from: UsageUnit, to: UsageUnit): Big | undefined {
  if (from === to) return Big(amount);
  if (from === 'kWh' || to === 'kWh') return undefined;
  return Big(amount).times(thermsIn[from]).div(thermsIn[to]);
}
