import type { EnergyUnit } from '../../wire/primitives.ts';
import type { Commodity } from '../../wire/session.ts';
import { USAGE_UNITS } from './usage-units.ts';

/** Approximate kWh or therms per unit, for plausibility checks and totals. The BFF converts exactly. */
export const TO_BASE_UNIT: Record<EnergyUnit, number> = { kWh: 1, therm: 1, ccf: 1.037, mcf: 10.37, dth: 10 };

/**
 * Bounds of the annual usage, in kWh or therms. `max`: the largest usage that matrix prices cover. `suspiciousBelow`: a
 * smaller value is more likely the usage of a month than of a year.
 */
const USAGE_BOUNDS: Record<Commodity, { readonly max: number; readonly suspiciousBelow: number }> = {
  electric: { max: 5_000_000, suspiciousBelow: 500 },
  gas: { max: 1_000_000, suspiciousBelow: 50 },
};

export interface ParsedUsage {
  /** Decimal string. Undefined when the input is not a valid number. */
  readonly amount: string | undefined;
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

/** @example parseUnit('Therms') // 'therm' */
export const parseUnit = (unitText: string): EnergyUnit | undefined => UNIT_NAMES[unitText.trim().toLowerCase()];

/**
 * Parses a usage as people type or paste it, with or without a unit. MWh are converted to kWh, MMBtu to dekatherms.
 *
 * @example parseUsage('120,000 kWh') // { amount: '120000', unit: 'kWh' }
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

/**
 * Returns the maximum annual usage for which offers are available, in `unit`, rounded down to thousands for display.
 */
export const maxUsage = (commodity: Commodity, unit: EnergyUnit): number =>
  Math.floor(USAGE_BOUNDS[commodity].max / TO_BASE_UNIT[unit] / 1000) * 1000;

/** Returns the error code for the typed usage, or undefined if the usage is valid. */
export function usageError(input: string, commodity: Commodity, unit: EnergyUnit): AmountError | undefined {
  const { amount, unit: typedUnit, error } = parseUsage(input);
  if (typedUnit && !USAGE_UNITS[commodity].includes(typedUnit)) return 'wrong_unit';
  if (amount === undefined) return error;
  return requireRange({ amount }, 1, maxUsage(commodity, unit)).error;
}

/** Whether an annual usage is so low that it may be for one month. The form then shows a warning and not an error. */
export const isImplausiblyLow = (amount: string, commodity: Commodity, unit: EnergyUnit): boolean =>
  Number(amount) * TO_BASE_UNIT[unit] < USAGE_BOUNDS[commodity].suspiciousBelow;

export type AmountError = 'missing' | 'not_a_number' | 'not_positive' | 'too_small' | 'too_big' | 'wrong_unit';

/** A decimal string in the format that the API accepts, or an error code. */
export type Amount = { readonly amount: string; readonly error?: never } | { readonly error: AmountError };

/**
 * Parses a number as people type or paste it. Commas and spaces are accepted only as thousands separators: `1,2` is
 * rejected, because it could mean 12 or 1.2.
 *
 * @example parseAmount('120,000') // { amount: '120000' }
 * @example parseAmount('1,2') // { error: 'not_a_number' }
 */
export function parseAmount(input: string): Amount {
  const text = input.trim();
  if (!text) return { error: 'missing' };
  const [, sign, grouped = '', fraction = ''] =
    /^([-−]?)\s*(\d{1,3}(?:,\d{3})+|\d{1,3}(?:\s\d{3})+|\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  const whole = grouped.replace(/\D/g, '').replace(/^0+(?=\d)/, '');
  if (sign === undefined || !(whole || fraction)) return { error: 'not_a_number' };
  if (sign || !/[1-9]/.test(whole + fraction)) return { error: 'not_positive' };
  // The limits are the same as those of `positiveDecimal` in wire/primitives.ts: nine integer digits, eight decimal
  // places.
  if (whole.length > 9) return { error: 'too_big' };
  const decimals = fraction.slice(0, 8).replace(/0+$/, '');
  const amount = `${whole || '0'}${decimals && `.${decimals}`}`;
  return /[1-9]/.test(amount) ? { amount } : { error: 'too_small' };
}

/**
 * Moves the decimal point without floating-point rounding.
 *
 * @example shiftDecimal('9.8', -2) // { amount: '0.098' }
 */
export function shiftDecimal(number: string, places: number): Amount {
  const [whole = '', fraction = ''] = number.split('.');
  const zeros = '0'.repeat(Math.abs(places));
  const digits = zeros + whole + fraction + zeros;
  const point = zeros.length + whole.length + places;
  return parseAmount(`${digits.slice(0, point)}.${digits.slice(point)}`);
}

/** Checks that the amount is between `min` and `max`, both inclusive. */
export function requireRange(parsed: Amount, min: number, max: number): Amount {
  if (parsed.error) return parsed;
  const value = Number(parsed.amount);
  return value < min ? { error: 'too_small' } : value > max ? { error: 'too_big' } : parsed;
}
