import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';
import type { Utility } from '../../wire/utility.ts';
import type { OffersQuestion } from './rates-calls.ts';
import { readCurrentRate, readUsage } from './usage.ts';

export type RatesField = 'postalCode' | 'utility' | 'zone' | 'usage' | 'currentRate';

/** The first form as it was filled in: text as typed, the utility as found. */
export interface Typed {
  readonly commodity: Commodity;
  readonly postalCode: string;
  readonly utility: Utility | undefined;
  readonly zone: string;
  readonly usage: string;
  readonly unit: EnergyUnit;
  readonly startMonth: string;
  readonly currentRate: string;
}

const checks: Record<RatesField, (typed: Typed) => boolean> = {
  postalCode: ({ postalCode }) => /^\d{5}$/.test(postalCode),
  utility: ({ utility }) => utility !== undefined,
  zone: ({ utility, zone }) => !utility || utility.zones.length < 2 || utility.zones.some(({ code }) => code === zone),
  usage: ({ usage }) => readUsage(usage).amount !== undefined,
  currentRate: ({ currentRate, commodity }) =>
    !currentRate.trim() || readCurrentRate(currentRate, commodity) !== undefined,
};
const order: readonly RatesField[] = ['postalCode', 'utility', 'zone', 'usage', 'currentRate'];

/** The fields that keep this from being asked, in the order they stand in. */
export const wrongFields = (typed: Typed): readonly RatesField[] => order.filter((field) => !checks[field](typed));

/** What is asked for offers; undefined while a field is wrong or missing. */
export function questionFrom(typed: Typed): OffersQuestion | undefined {
  const { commodity, utility, zone, startMonth } = typed;
  const { amount } = readUsage(typed.usage);
  if (!amount || !utility || wrongFields(typed).length) return undefined;
  const rate = readCurrentRate(typed.currentRate, commodity);
  return {
    commodity,
    utility: utility.code,
    ...(zone && { zone }),
    annualUsage: { amount, unit: typed.unit },
    startMonth,
    ...(rate && { currentRate: { amount: rate, unit: commodity === 'gas' ? 'therm' : 'kWh' } }),
  };
}
