import { expect, test } from 'vitest';
import { nextAttempt } from './post-webhook.ts';

const startedAt = new Date('2027-01-01T00:00:00Z');
const hours = (date: Date): number => (date.getTime() - startedAt.getTime()) / 3_600_000;

test.each([0, 0.5, 1])(
  'retries an unavailable receiver about ten times, with the last attempt after exactly 72 hours',
  (random) => {
    const attempts = [startedAt];
    for (let now = startedAt; ; ) {
      const next = nextAttempt(startedAt, now, attempts.length, 0, () => random);
      if (!next) break;
      attempts.push(next);
      now = next;
    }
    expect(attempts.length).toBeGreaterThanOrEqual(9);
    expect(attempts.length).toBeLessThanOrEqual(13);
    expect(hours(attempts.at(-1) ?? startedAt)).toBe(72);
    expect(hours(attempts[1] ?? startedAt)).toBeLessThan(0.002);
  },
);

test('honors the delay that the receiver requests, up to 72 hours', () => {
  expect(hours(nextAttempt(startedAt, startedAt, 1, 7_200, () => 0) ?? startedAt)).toBe(2);
  expect(hours(nextAttempt(startedAt, startedAt, 1, 99_999_999, () => 0) ?? startedAt)).toBe(72);
});

test('a first attempt that was recorded while the clock was ahead does not prolong the retries', () => {
  const next = nextAttempt(new Date(startedAt.getTime() + 31 * 24 * 60 * 60_000), startedAt, 1, 99_999_999, () => 0);
  expect(hours(next ?? startedAt)).toBe(72);
});
