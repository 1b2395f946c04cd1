import type { Commodity } from '../../wire/session.ts';
import { type Amount, readAmount, shift, within } from './amount.ts';

/** Dollars for a kWh or a therm that a business can be paying. Beyond them, a digit or a unit slipped. */
const bounds: Record<Commodity, readonly [least: number, most: number]> = {
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
export function readCurrentRate(typed: string, commodity: Commodity): Amount {
  const read = readAmount(typed.replace(/\/?\s*(kwh|therms?)\s*$/i, '').replace(/[$¢]/g, ''));
  if (read.fault) return read;
  const inDollars = commodity === 'gas' || typed.includes('$') || (Number(read.amount) < 1 && !typed.includes('¢'));
  return within(inDollars ? read : shift(read.amount, -2), ...bounds[commodity]);
}
