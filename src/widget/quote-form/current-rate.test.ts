import { expect, test } from 'vitest';
import { parseCurrentRate } from './validate.ts';

test.each([
  ['9.80', '0.098'],
  ['9.8 ¢/kWh', '0.098'],
  ['12', '0.12'],
  ['0.098', '0.098'],
  ['$0.098', '0.098'],
  ['50', '0.5'],
])('parses the current rate %j as $%s per kWh', (input, dollars) => {
  expect(parseCurrentRate(input, 'electric', 'kWh')).toEqual({ amount: dollars });
});

test.each([
  ['$0.65/therm', 'therm', '0.65'],
  ['6.50', 'mcf', '6.5'],
  ['6.50 $/Mcf', 'mcf', '6.5'],
  ['$0.65/Ccf', 'ccf', '0.65'],
] as const)('parses the gas rate %j as dollars per %s', (input, unit, dollars) => {
  expect(parseCurrentRate(input, 'gas', unit)).toEqual({ amount: dollars });
});

test.each([
  ['electric', 'kWh', '9,8', 'not_a_number'],
  ['electric', 'kWh', 'cheap', 'not_a_number'],
  ['electric', 'kWh', '0', 'not_positive'],
  ['electric', 'kWh', '-3', 'not_positive'],
  ['electric', 'kWh', '0.5 ¢', 'too_small'],
  ['electric', 'kWh', '980', 'too_big'],
  ['electric', 'kWh', '$9.80', 'too_big'],
  ['gas', 'therm', '0.04', 'too_small'],
  ['gas', 'therm', '65', 'too_big'],
  ['gas', 'mcf', '0.4', 'too_small'],
] as const)('for a current %s rate per %s, rejects %j as %s', (commodity, unit, input, error) => {
  expect(parseCurrentRate(input, commodity, unit)).toEqual({ error });
});
