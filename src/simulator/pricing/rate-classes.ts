import type { MscCommodity } from '../../upstreams/msc/pricing-schema.ts';

export interface RateClass {
  readonly code: string;
  /** Factor relative to the middle class. A peaky load costs more. */
  readonly level: number;
  /** The last usage band with this class. */
  readonly lastBand: number;
}

/** ERCOT's business profiles: no demand meter; low, medium and high load factor; interval data recorder. */
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

/** The most likely class for a business of this size. Used if a query names none. */
export function defaultRateClass(state: string, commodity: MscCommodity, band: number): RateClass | undefined {
  const classes = rateClassesOf(state, commodity);
  if (commodity === 'gas') return classes[0];
  return band <= 1 ? classes[0] : classes[2];
}
