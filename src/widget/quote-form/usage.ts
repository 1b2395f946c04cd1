import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';
import { type Amount, type AmountError, parseAmount, requireRange, shiftDecimal } from './parse-amount.ts';
import { USAGE_UNITS } from './usage-units.ts';

/** kWh or therms in one unit, near enough to tell a possible usage from a slip. The BFF converts exactly. */
export const TO_BASE_UNIT: Record<EnergyUnit, number> = { kWh: 1, therm: 1, ccf: 1.037, mcf: 10.37, dth: 10 };

/** A year's kWh or therms that matrix prices are made for; below `odd` a whole year's figure is rarely meant. */
const USAGE_BOUNDS: Record<Commodity, { readonly max: number; readonly suspiciousBelow: number }> = {
  electric: { max: 5_000_000, suspiciousBelow: 500 },
  gas: { max: 1_000_000, suspiciousBelow: 50 },
};

export interface ParsedUsage {
  /** The number as a decimal string; undefined when there is none. */
  readonly amount: string | undefined;
  /** The unit, when it was typed along. */
  readonly unit: EnergyUnit | undefined;
  readonly error?: AmountError | undefined;
}

const UNIT_NAMES: Record<string, EnergyUnit> = {
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
export const parseUnit = (unitText: string): EnergyUnit | undefined => UNIT_NAMES[unitText.trim().toLowerCase()];

/**
 * Reads a usage as people type or paste it. MWh become kWh, MMBtu dekatherms.
 *
 * @example readUsage('120,000 kWh') // { amount: '120000', unit: 'kWh' }
 */
export function parseUsage(input: string): ParsedUsage {
  const [, digits = '', unitText = ''] = /^(.*?)\s*([a-z]*)\.?\s*$/is.exec(input) ?? [];
  const isMegawattHours = unitText.toLowerCase() === 'mwh';
  const unit = isMegawattHours ? 'kWh' : parseUnit(unitText);
  if (unitText && !unit) return { amount: undefined, unit: undefined, error: 'not_a_number' };
  const value = parseAmount(digits);
  const parsed: Amount = isMegawattHours && !value.error ? shiftDecimal(value.amount, 3) : value;
  return parsed.error ? { amount: undefined, unit, error: parsed.error } : { amount: parsed.amount, unit };
}

/** The most that can be asked for, in this unit, rounded down to a number that can be said. */
export const maxUsage = (commodity: Commodity, unit: EnergyUnit): number =>
  Math.floor(USAGE_BOUNDS[commodity].max / TO_BASE_UNIT[unit] / 1000) * 1000;

/** What keeps a typed usage from being asked for. */
export function usageError(input: string, commodity: Commodity, unit: EnergyUnit): AmountError | undefined {
  const { amount, unit: typedUnit, error } = parseUsage(input);
  if (typedUnit && !USAGE_UNITS[commodity].includes(typedUnit)) return 'wrong_unit';
  if (amount === undefined) return error;
  return requireRange({ amount }, 1, maxUsage(commodity, unit)).error;
}

/** Whether a usage is so small that it may be a month's: worth a second look, no reason to stop. */
export const isImplausible = (amount: string, commodity: Commodity, unit: EnergyUnit): boolean =>
  Number(amount) * TO_BASE_UNIT[unit] < USAGE_BOUNDS[commodity].suspiciousBelow;
