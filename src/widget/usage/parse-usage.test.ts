import { expect, test } from 'vitest';
import { positiveDecimal } from '../../wire/primitives.ts';
import { isImplausiblyLow, parseUsage, usageError } from './parse-usage.ts';

test.each([
  ['120,000 kWh', '120000', 'kWh'],
  [' 120 000', '120000', undefined],
  ['1,200 therms', '1200', 'therm'],
  ['85.5 Mcf', '85.5', 'mcf'],
  ['.5 Dth', '0.5', 'dth'],
  ['1.25 MWh', '1250', 'kWh'],
])('parses the usage %j as the amount %s and the unit %s', (input, amount, unit) => {
  expect(parseUsage(input)).toEqual({ amount, unit });
});

test.each([
  ['', 'missing'],
  ['much', 'not_a_number'],
  ['12 bananas', 'not_a_number'],
  ['1e9', 'not_a_number'],
  ['1.2.3', 'not_a_number'],
  ['1,2', 'not_a_number'],
  ['12,00', 'not_a_number'],
  ['0', 'not_positive'],
  ['-5', 'not_positive'],
  ['0.4', 'too_small'],
  ['5,000,001', 'too_big'],
  ['9999999999', 'too_big'],
  ['1200 therms', 'wrong_unit'],
])('rejects the annual electricity usage %j: %s', (input, error) => {
  expect(usageError(input, 'electric', 'kWh')).toBe(error);
});

test('applies the maximum gas usage in every unit', () => {
  expect(usageError('1,000,000', 'gas', 'therm')).toBeUndefined();
  expect(usageError('100,000', 'gas', 'dth')).toBeUndefined();
  expect(usageError('100,001', 'gas', 'dth')).toBe('too_big');
  expect(usageError('96,000', 'gas', 'mcf')).toBeUndefined();
  expect(usageError('97,000', 'gas', 'mcf')).toBe('too_big');
});

test('reports an implausibly low annual usage as a warning, not as an error', () => {
  expect(isImplausiblyLow('499', 'electric', 'kWh')).toBe(true);
  expect(isImplausiblyLow('500', 'electric', 'kWh')).toBe(false);
  expect(isImplausiblyLow('4', 'gas', 'mcf')).toBe(true);
  expect(isImplausiblyLow('50', 'gas', 'therm')).toBe(false);
  expect(usageError('499', 'electric', 'kWh')).toBeUndefined();
});

test('`parseUsage` returns only amounts that the API accepts', () => {
  for (const input of ['1', '0.0001', '999999999', '1,234.56', '0', '9999999999', '5.', '.5', '007', '0.1234567891']) {
    const { amount } = parseUsage(input);
    if (amount !== undefined) expect(positiveDecimal.safeParse(amount).success, input).toBe(true);
  }
});
