import type { Commodity } from '../../wire/session.ts';
import { type Amount, parseAmount, requireRange, shiftDecimal } from './parse-amount.ts';

/** Dollars for a kWh or a therm that a business can be paying. Beyond them, a digit or a unit slipped. */
const RATE_BOUNDS: Record<Commodity, readonly [least: number, most: number]> = {
  electric: [0.01, 1],
  gas: [0.05, 10],
};

/**
 * Reads what the customer pays now, in dollars for one unit. Electricity is asked for in cents; an amount with a dollar
 * sign or below one cent-like figure (`0.098`) can only be dollars.
 *
 * @example readCurrentRate('9.8', 'electric') // { amount: '0.098' }
 * @example readCurrentRate('$0.65', 'gas') // { amount: '0.65' }
 */
export function parseCurrentRate(input: string, commodity: Commodity): Amount {
  const parsed = parseAmount(input.replace(/\/?\s*(kwh|therms?)\s*$/i, '').replace(/[$¢]/g, ''));
  if (parsed.error) return parsed;
  const inDollars = commodity === 'gas' || input.includes('$') || (Number(parsed.amount) < 1 && !input.includes('¢'));
  return requireRange(inDollars ? parsed : shiftDecimal(parsed.amount, -2), ...RATE_BOUNDS[commodity]);
}
