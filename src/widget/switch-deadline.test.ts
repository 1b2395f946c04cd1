import { expect, test } from 'vitest';
import { isShortNotice, isTooLateToSwitch, signByDate } from './switch-deadline.ts';

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

test('treats the last five days to sign as short notice', () => {
  expect(isShortNotice('2027-01', 7, new Date(2026, 11, 20, 23, 59))).toBe(false);
  expect(isShortNotice('2027-01', 7, new Date(2026, 11, 21, 0, 1))).toBe(true);
});
