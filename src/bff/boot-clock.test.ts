import { beforeEach, expect, test } from 'vitest';
import { createBootClock } from './boot-clock.ts';
import { createLog } from './log.ts';
import { createSteadyClock } from './steady-clock.ts';

const HOUR_MS = 60 * 60_000;

let wallMs: number;
let monotonicMs: number;
let uptimeMs: number;
beforeEach(() => {
  wallMs = Date.parse('2026-11-27T09:00:00Z');
  monotonicMs = 5_000;
  uptimeMs = 90_000;
});
const sources = { wall: () => wallMs, monotonic: () => monotonicMs, uptime: () => uptimeMs / 1000 };

function pass(ms: number): void {
  wallMs += ms;
  monotonicMs += ms;
  uptimeMs += ms;
}
/** Suspends the machine: the monotonic clock stops, and the machine's clock is right again when the machine resumes. */
function suspend(ms: number): void {
  wallMs += ms;
  uptimeMs += ms;
}

test('the boot clock includes the time of every suspension of the machine', () => {
  const now = createBootClock(sources);
  const startedAt = now();
  pass(1_000);
  suspend(HOUR_MS);
  expect(now() - startedAt).toBe(HOUR_MS + 1_000);
  pass(1_000);
  suspend(HOUR_MS);
  expect(now() - startedAt).toBe(2 * HOUR_MS + 2_000);
});

test.each([HOUR_MS, -HOUR_MS])(
  'the boot clock is not affected by a change of the machine’s clock by %i ms',
  (change) => {
    const now = createBootClock(sources);
    const startedAt = now();
    wallMs += change;
    pass(1_000);
    expect(now() - startedAt).toBe(1_000);
  },
);

test('a server that was suspended has the right time immediately, without waiting for the clock to settle', () => {
  const clock = createSteadyClock(60_000, createLog({ write: () => {} }), {
    wall: sources.wall,
    monotonic: createBootClock(sources),
  });
  expect(clock().getTime()).toBe(wallMs);
  suspend(HOUR_MS);
  expect(clock().getTime()).toBe(wallMs);
});
