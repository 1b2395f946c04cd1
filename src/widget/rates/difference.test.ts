import { expect, test } from 'vitest';
import { createFormat } from '../i18n/format.ts';
import { differenceOf } from './difference.ts';

const format = createFormat('en-US');
const of = (amount: string) => differenceOf({ difference: { amount, currency: 'USD' } }, format);

test.each([
  ['-2328.00', 'less', '$2,328'],
  ['240.00', 'more', '$240'],
  ['1.00', 'more', '$1'],
  ['-0.99', 'same', '$1'],
  ['0.40', 'same', '$0'],
])('a year that differs by %s dollars costs %s', (amount, way, dollars) => {
  expect(of(amount)).toEqual({ way, amount: dollars });
});

test('what nobody said is paid is compared with nothing', () => {
  expect(differenceOf({ difference: undefined }, format)).toBeUndefined();
});
