import { describe, expect, test } from 'vitest';
import { positiveDecimal } from '../../wire/decimal.ts';
import { readCurrentRate, readUsage } from './usage.ts';

test.each([
  ['120,000 kWh', '120000', 'kWh'],
  [' 120 000', '120000', undefined],
  ['1,200 therms', '1200', 'therm'],
  ['85.5 Mcf', '85.5', 'mcf'],
  ['.5 Dth', '0.5', 'dth'],
  ['1.25 MWh', '1250', 'kWh'],
])('a usage typed as %j is read as %s %s', (typed, amount, unit) => {
  expect(readUsage(typed)).toEqual({ amount, unit });
});

test.each(['', 'much', '0', '-5', '12 bananas', '1e9', '1.2.3'])('a usage typed as %j is no number', (typed) => {
  expect(readUsage(typed).amount).toBeUndefined();
});

describe('what the customer pays now', () => {
  test.each([
    ['9.80', '0.098'],
    ['9.8 ¢/kWh', '0.098'],
    ['12', '0.12'],
    ['0.098', '0.098'],
    ['$0.098', '0.098'],
  ])('%j for a kWh is $%s', (typed, dollars) => {
    expect(readCurrentRate(typed, 'electric')).toBe(dollars);
  });

  test('is dollars for a therm', () => {
    expect(readCurrentRate('$0.65/therm', 'gas')).toBe('0.65');
  });
});

test('what is read here is what the wire takes', () => {
  for (const typed of ['1', '0.0001', '999999999', '1,234.56', '0', '9999999999', '5.', '.5']) {
    const { amount } = readUsage(typed);
    if (amount !== undefined) expect(positiveDecimal.safeParse(amount).success, typed).toBe(true);
  }
});
