import { expect, test } from 'vitest';
import { isTooLateToSwitch, overlapsCurrentSupply, signByDate } from './current-supply.ts';

test.each([
  ['2026-12-31', false],
  ['2027-01-01', true],
  ['2027-01-31', true],
  ['2028-06-30', true],
  ['2026-01-31', false],
])('detects whether a contract that ends on %s overlaps one that starts in January 2027: %s', (end, expected) => {
  expect(overlapsCurrentSupply(end, '2027-01')).toBe(expected);
});

test.each([
  ['2027-01', 7, '2026-12-25'],
  ['2027-03', 1, '2027-02-28'],
  ['2027-01', 35, '2026-11-27'],
])('a contract that starts in %s with a lead time of %i days must be signed by %s', (month, days, expected) => {
  expect(signByDate(month, days)).toBe(expected);
});

test('accepts a signature on the last day to sign, and treats the day after as too late', () => {
  expect(isTooLateToSwitch('2027-01', 7, new Date(2026, 11, 25, 23, 59))).toBe(false);
  expect(isTooLateToSwitch('2027-01', 7, new Date(2026, 11, 26, 0, 1))).toBe(true);
});
