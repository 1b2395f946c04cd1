import { expect, test } from 'vitest';
import { startMonths } from './rates-store.ts';

const today = new Date(2026, 10, 21);

test.each([
  [7, '2026-12'],
  [10, '2026-12'],
  [11, '2027-01'],
  [35, '2027-01'],
  [undefined, '2027-01'],
])('on November 21, 2026, with the lead time %j (in days), the first of 12 start months is %s', (days, first) => {
  const months = startMonths(today, days);
  expect(months[0]).toBe(first);
  expect(new Set(months).size).toBe(12);
});
