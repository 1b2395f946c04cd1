import type { Commodity } from '../../wire/session.ts';
import { type Amount, parseAmount, requireRange, shiftDecimal } from '../usage/parse-amount.ts';

/**
 * Plausible supply rates for a business, in dollars per kWh or therm. A rate outside this range is a typo or in
 * another unit.
 */
const RATE_BOUNDS: Record<Commodity, readonly [min: number, max: number]> = {
  electric: [0.01, 1],
  gas: [0.05, 10],
};

/**
 * Parses the customer's current supply rate. The form asks for cents per kWh or dollars per therm. An electricity rate
 * with a dollar sign, or below 1 without a cent sign (`0.098`), is read as dollars.
 *
 * @returns dollars per kWh or therm
 * @example parseCurrentRate('9.8', 'electric') // { amount: '0.098' }
 * @example parseCurrentRate('$0.65', 'gas') // { amount: '0.65' }
 */
export function parseCurrentRate(input: string, commodity: Commodity): Amount {
  const parsed = parseAmount(input.replace(/\/?\s*(kwh|therms?)\s*$/i, '').replace(/[$¢]/g, ''));
  if (parsed.error) return parsed;
  const inDollars = commodity === 'gas' || input.includes('$') || (Number(parsed.amount) < 1 && !input.includes('¢'));
  return requireRange(inDollars ? parsed : shiftDecimal(parsed.amount, -2), ...RATE_BOUNDS[commodity]);
}
