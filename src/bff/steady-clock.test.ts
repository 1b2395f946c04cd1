import { beforeEach, expect, test } from 'vitest';
import { createLog } from './log.ts';
import { createSteadyClock } from './steady-clock.ts';

const DAY_MS = 24 * 60 * 60_000;
const start = Date.parse('2027-01-04T12:00:00.000Z');

let monotonic: number;
/** How far the machine's clock is ahead of the right time. */
let ahead: number;
let lines: string[];
beforeEach(() => {
  monotonic = 5_000;
  ahead = 0;
  lines = [];
});

function createClock(settleMs = 60_000) {
  const log = createLog({ write: (line) => void lines.push(line) });
  const now = createSteadyClock(settleMs, log, {
    wall: () => start + monotonic - 5_000 + ahead,
    monotonic: () => monotonic,
  });
  return () => now().getTime() - start;
}

test.each([DAY_MS, -DAY_MS])('the clock ignores a jump by %i ms that lasts less than a minute', (jump) => {
  const elapsed = createClock();
  ahead = jump;
  for (; monotonic < 64_000; monotonic += 1_000) expect(elapsed()).toBe(monotonic - 5_000);
  ahead = 0;
  expect(elapsed()).toBe(monotonic - 5_000);
  expect(lines).toEqual([]);
});

test('the clock follows a jump that has lasted for a minute, and logs the jump', () => {
  const elapsed = createClock();
  ahead = DAY_MS;
  elapsed();
  monotonic += 59_000;
  expect(elapsed()).toBe(59_000);
  monotonic += 1_000;
  expect(elapsed()).toBe(60_000 + DAY_MS);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ msg: 'clock_jumped', durationMs: DAY_MS }),
  ]);
});

test('the duration of a jump counts from its own start, even if another jump precedes it', () => {
  const elapsed = createClock();
  ahead = DAY_MS;
  elapsed();
  monotonic += 40_000;
  ahead = 2 * DAY_MS;
  elapsed();
  monotonic += 40_000;
  expect(elapsed()).toBe(80_000);
});

test('the clock follows small adjustments immediately', () => {
  const elapsed = createClock();
  ahead = 1_500;
  expect(elapsed()).toBe(1_500);
  ahead = -400;
  expect(elapsed()).toBe(-400);
});

test('the clock follows every jump immediately if `settleMs` is 0', () => {
  const elapsed = createClock(0);
  ahead = DAY_MS;
  expect(elapsed()).toBe(DAY_MS);
});
