import type { MscCommodity } from '../../upstreams/msc/pricing-schema.ts';
import type { RateUnit } from './usage-bands.ts';

/**
 * Base price of electricity for an average business, before the broker fee, in dollars per kWh. Plausible, not real.
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

/** Price level of load zones relative to their state. It is 1 for others. */
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

/** Billing units of gas utilities. Others bill in therms. */
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
export function marketLevel(state: string, commodity: MscCommodity, zone: string | null): number {
  const level = commodity === 'electric' ? electric[state] : gas[state];
  if (level === undefined) throw new Error(`No market level for ${commodity} in ${state}`);
  return level * (zone === null ? 1 : (zoneLevels[zone] ?? 1));
}
