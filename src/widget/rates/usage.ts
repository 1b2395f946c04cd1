import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';
import { type Amount, type AmountFault, readAmount, shift, within } from './amount.ts';
import { usageUnits } from './usage-units.ts';

/** kWh or therms in one unit, near enough to tell a possible usage from a slip. The BFF converts exactly. */
export const inBase: Record<EnergyUnit, number> = { kWh: 1, therm: 1, ccf: 1.037, mcf: 10.37, dth: 10 };

/** A year's kWh or therms that matrix prices are made for; below `odd` a whole year's figure is rarely meant. */
const bounds: Record<Commodity, { readonly most: number; readonly odd: number }> = {
  electric: { most: 5_000_000, odd: 500 },
  gas: { most: 1_000_000, odd: 50 },
};

export interface TypedUsage {
  /** The number as a decimal string; undefined when there is none. */
  readonly amount: string | undefined;
  /** The unit, when it was typed along. */
  readonly unit: EnergyUnit | undefined;
  readonly fault?: AmountFault | undefined;
}

const names: Record<string, EnergyUnit> = {
  kwh: 'kWh',
  therm: 'therm',
  therms: 'therm',
  thm: 'therm',
  ccf: 'ccf',
  mcf: 'mcf',
  dth: 'dth',
  dekatherm: 'dth',
  dekatherms: 'dth',
  mmbtu: 'dth',
};

/** @example unitNamed('Therms') // 'therm' */
export const unitNamed = (word: string): EnergyUnit | undefined => names[word.trim().toLowerCase()];

/**
 * Reads a usage as people type or paste it. MWh become kWh, MMBtu dekatherms.
 *
 * @example readUsage('120,000 kWh') // { amount: '120000', unit: 'kWh' }
 */
export function readUsage(typed: string): TypedUsage {
  const [, digits = '', word = ''] = /^(.*?)\s*([a-z]*)\.?\s*$/is.exec(typed) ?? [];
  const mega = word.toLowerCase() === 'mwh';
  const unit = mega ? 'kWh' : unitNamed(word);
  if (word && !unit) return { amount: undefined, unit: undefined, fault: 'not_a_number' };
  const number = readAmount(digits);
  const read: Amount = mega && !number.fault ? shift(number.amount, 3) : number;
  return read.fault ? { amount: undefined, unit, fault: read.fault } : { amount: read.amount, unit };
}

/** The most that can be asked for, in this unit, rounded down to a number that can be said. */
export const mostUsage = (commodity: Commodity, unit: EnergyUnit): number =>
  Math.floor(bounds[commodity].most / inBase[unit] / 1000) * 1000;

/** What keeps a typed usage from being asked for. */
export function usageFault(typed: string, commodity: Commodity, unit: EnergyUnit): AmountFault | undefined {
  const { amount, unit: along, fault } = readUsage(typed);
  if (along && !usageUnits[commodity].includes(along)) return 'wrong_unit';
  if (amount === undefined) return fault;
  return within({ amount }, 1, mostUsage(commodity, unit)).fault;
}

/** Whether a usage is so small that it may be a month's: worth a second look, no reason to stop. */
export const isOdd = (amount: string, commodity: Commodity, unit: EnergyUnit): boolean =>
  Number(amount) * inBase[unit] < bounds[commodity].odd;
