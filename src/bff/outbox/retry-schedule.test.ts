import { expect, test } from 'vitest';
import { nextAttempt } from './retry-schedule.ts';

const begun = new Date('2027-01-01T00:00:00Z');
const hours = (date: Date): number => (date.getTime() - begun.getTime()) / 3_600_000;

test.each([0, 0.5, 1])(
  'retries an unavailable receiver about ten times within 72 hours, with the last attempt at the end',
  (random) => {
    const tries = [begun];
    for (let now = begun; ; ) {
      const next = nextAttempt(begun, now, tries.length, 0, () => random);
      if (!next) break;
      tries.push(next);
      now = next;
    }
    expect(tries.length).toBeGreaterThanOrEqual(9);
    expect(tries.length).toBeLessThanOrEqual(13);
    expect(hours(tries.at(-1) ?? begun)).toBe(72);
    expect(hours(tries[1] ?? begun)).toBeLessThan(0.002);
  },
);

test('waits as long as the receiver requests, within the 72 hours', () => {
  expect(hours(nextAttempt(begun, begun, 1, 7_200, () => 0) ?? begun)).toBe(2);
  expect(hours(nextAttempt(begun, begun, 1, 99_999_999, () => 0) ?? begun)).toBe(72);
});
