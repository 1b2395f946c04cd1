import { expect, test } from 'vitest';
import { parseCurrentRate } from './validate.ts';

test.each([
  ['9.80', '0.098'],
  ['9.8 ¢/kWh', '0.098'],
  ['12', '0.12'],
  ['0.098', '0.098'],
  ['$0.098', '0.098'],
  ['100', '1'],
])('parses the current rate %j as $%s per kWh', (input, dollars) => {
  expect(parseCurrentRate(input, 'electric')).toEqual({ amount: dollars });
});

test('parses a gas rate as dollars per therm', () => {
  expect(parseCurrentRate('$0.65/therm', 'gas')).toEqual({ amount: '0.65' });
});

test.each([
  ['electric', '9,8', 'not_a_number'],
  ['electric', 'cheap', 'not_a_number'],
  ['electric', '0', 'not_positive'],
  ['electric', '-3', 'not_positive'],
  ['electric', '0.5 ¢', 'too_small'],
  ['electric', '980', 'too_big'],
  ['electric', '$9.80', 'too_big'],
  ['gas', '0.04', 'too_small'],
  ['gas', '65', 'too_big'],
] as const)('rejects the current %s rate %j: %s', (commodity, input, error) => {
  expect(parseCurrentRate(input, commodity)).toEqual({ error });
});
