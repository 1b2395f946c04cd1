import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLoadMonitor } from './load-shedding.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

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
  vi.advanceTimersByTime(1_000);
  expect(monitor.isOverloaded()).toBe(false);
  monitor.stop();
});

test('the server is overloaded while its own code delays the event loop by more than a quarter of a second', () => {
  let delayMs = 20;
  const monitor = createLoadMonitor(
    histogramOf(() => delayMs),
    () => 0.95,
  );
  vi.advanceTimersByTime(1_000);
  expect(monitor.isOverloaded()).toBe(false);
  delayMs = 400;
  vi.advanceTimersByTime(1_000);
  expect(monitor.isOverloaded()).toBe(true);
  delayMs = 20;
  vi.advanceTimersByTime(1_000);
  expect(monitor.isOverloaded()).toBe(false);
  monitor.stop();
});
