import { expect, test } from 'vitest';
import { createFormat } from '../i18n/format.ts';
import { calculateSavings } from './savings.ts';

const format = createFormat('en-US');
const of = (amount: string) => calculateSavings({ difference: { amount, currency: 'USD' } }, format);

test.each([
  ['-2328.00', 'less', '$2,328'],
  ['240.00', 'more', '$240'],
  ['1.00', 'more', '$1'],
  ['-0.99', 'same', '$1'],
  ['0.40', 'same', '$0'],
])('a year that differs by %s dollars costs %s', (amount, direction, dollars) => {
  expect(of(amount)).toEqual({ direction, amount: dollars });
});

test('what nobody said is paid is compared with nothing', () => {
  expect(calculateSavings({ difference: undefined }, format)).toBeUndefined();
});
