import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createLoadMonitor } from './load-shedding.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the server is overloaded while the last second had delays above a quarter of a second', () => {
  let delayMs = 20;
  const monitor = createLoadMonitor({
    percentile: () => delayMs * 1e6,
    reset: () => {},
    enable: () => true,
    disable: () => true,
  });
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
