/** Why an amount is invalid. Each code has its own message. */
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
  // Same limits as `positiveDecimal` in wire/decimal.ts: nine integer digits, eight decimal places.
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
