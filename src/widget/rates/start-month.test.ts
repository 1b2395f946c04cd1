import { expect, test } from 'vitest';
import { startMonths } from './start-month.ts';

test('starts lie two to thirteen months ahead, across the end of the year', () => {
  const months = startMonths(new Date(2026, 10, 30));
  expect(months).toHaveLength(12);
  expect(months[0]).toBe('2027-01');
  expect(months.at(-1)).toBe('2027-12');
});
