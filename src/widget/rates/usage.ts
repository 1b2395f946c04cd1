import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';

/** The units a bill may count in. */
export const usageUnits: Record<Commodity, readonly EnergyUnit[]> = {
  electric: ['kWh'],
  gas: ['therm', 'ccf', 'mcf', 'dth'],
};

export interface TypedUsage {
  /** The number as a decimal string; undefined when there is none. */
  readonly amount: string | undefined;
  /** The unit, when it was typed along. */
  readonly unit: EnergyUnit | undefined;
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

/**
 * Reads a usage as people type or paste it. MWh become kWh, MMBtu dekatherms.
 *
 * @example readUsage('120,000 kWh') // { amount: '120000', unit: 'kWh' }
 */
export function readUsage(typed: string): TypedUsage {
  const [, digits = '', word = ''] = /^\s*([\d,.\s]*?)\s*([a-z]*)\.?\s*$/i.exec(typed) ?? [];
  const name = word.toLowerCase();
  const unit = name === 'mwh' ? 'kWh' : names[name];
  if (name && !unit) return { amount: undefined, unit: undefined };
  const number = positive(digits.replace(/[,\s]/g, ''));
  return { amount: name === 'mwh' && number ? shift(number, 3) : number, unit };
}

/**
 * Reads what the customer pays now, in dollars for one unit. Electricity is asked for in cents; an amount with a dollar
 * sign or below one cent-like figure (`0.098`) can only be dollars.
 *
 * @example readCurrentRate('9.8', 'electric') // '0.098'
 * @example readCurrentRate('$0.65', 'gas') // '0.65'
 */
export function readCurrentRate(typed: string, commodity: Commodity): string | undefined {
  const number = positive(typed.replace(/\/?\s*(kwh|therms?)\s*$/i, '').replace(/[$¢\s]/g, ''));
  if (!number || commodity === 'gas' || typed.includes('$') || Number(number) < 1) return number;
  return shift(number, -2);
}

/** The rule of the wire's `positiveDecimal`, whose schema is not loaded yet when the form is first used. */
function positive(text: string): string | undefined {
  const number = text.replace(/^\./, '0.').replace(/\.$/, '');
  return /^(?=.*[1-9])\d{1,9}(\.\d{1,8})?$/.test(number) ? number : undefined;
}

/** Moves the decimal point, without a float in between: `shift('9.8', -2)` is `'0.098'`. */
function shift(number: string, places: number): string | undefined {
  const [whole = '', fraction = ''] = number.split('.');
  const pad = '0'.repeat(Math.abs(places));
  const digits = pad + whole + fraction + pad;
  const point = pad.length + whole.length + places;
  const left = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const right = digits.slice(point).replace(/0+$/, '');
  return positive(right ? `${left}.${right}` : left);
}
