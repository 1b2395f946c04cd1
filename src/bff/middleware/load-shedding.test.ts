import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLoadMonitor } from './load-shedding.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How long a server may be busy with its own startup. */
const WARM_UP_MS = 5_000;

const histogramOf = (delayMs: () => number) => ({
  percentile: () => delayMs() * 1e6,
  reset: () => {},
  enable: () => true,
  disable: () => true,
});

test('delays that other processes on the machine cause do not count as overload', () => {
  const monitor = createLoadMonitor(
    histogramOf(() => 2_000),
    () => 0.3,
  );
  vi.advanceTimersByTime(WARM_UP_MS + 1_000);
  expect(monitor.isOverloaded()).toBe(false);
  monitor.stop();
});

test('the server is overloaded once its own code has delayed the event loop by a quarter of a second three times', () => {
  let delayMs = 20;
  const monitor = createLoadMonitor(
    histogramOf(() => delayMs),
    () => 0.95,
  );
  vi.advanceTimersByTime(WARM_UP_MS);
  expect(monitor.isOverloaded()).toBe(false);
  delayMs = 400;
  vi.advanceTimersByTime(2_000);
  expect(monitor.isOverloaded()).toBe(false);
  vi.advanceTimersByTime(1_000);
  expect(monitor.isOverloaded()).toBe(true);
  delayMs = 20;
  vi.advanceTimersByTime(1_000);
  expect(monitor.isOverloaded()).toBe(false);
  monitor.stop();
});

test('a server that is busy with its own startup denies no requests', () => {
  const monitor = createLoadMonitor(
    histogramOf(() => 400),
    () => 0.95,
  );
  for (let second = 1; second <= 5; second++) {
    vi.advanceTimersByTime(1_000);
    expect([second, monitor.isOverloaded()]).toEqual([second, false]);
  }
  vi.advanceTimersByTime(3_000);
  expect(monitor.isOverloaded()).toBe(true);
  monitor.stop();
});

test('a single long task does not make the server overloaded', () => {
  const delaysMs = [20, 900, 20, 900, 900, 20, 900];
  const monitor = createLoadMonitor(
    histogramOf(() => delaysMs[0] ?? 20),
    () => 0.95,
  );
  vi.advanceTimersByTime(WARM_UP_MS);
  while (delaysMs.shift()) {
    vi.advanceTimersByTime(1_000);
    expect(monitor.isOverloaded()).toBe(false);
  }
  monitor.stop();
});
