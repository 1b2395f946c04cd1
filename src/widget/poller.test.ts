import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPoller, exponentialBackoff } from './poller.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const delayMs = exponentialBackoff({ initialMs: 1_000, maxMs: 3_000, factor: 2 });

test('exponential backoff increases the delays up to the maximum', () => {
  expect([0, 1, 2, 3].map(delayMs)).toEqual([1_000, 2_000, 3_000, 3_000]);
});

test('the poller polls immediately and then after increasing delays', async () => {
  const task = vi.fn(async () => true);
  createPoller({ task, delayMs }).start();
  expect(task).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(task).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1_999);
  expect(task).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(task).toHaveBeenCalledTimes(3);
});

test('a delayed start waits before the first poll, and a restart resets the delays', async () => {
  const task = vi.fn(async () => true);
  const poller = createPoller({ task, delayMs });
  poller.start({ delayed: true });
  expect(task).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(task).toHaveBeenCalledTimes(2);
  poller.start({ delayed: true });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(task).toHaveBeenCalledTimes(3);
});

test('polling ends when the task returns false or the poller is stopped', async () => {
  const once = vi.fn(async () => false);
  createPoller({ task: once, delayMs }).start();
  const stopped = vi.fn(async () => true);
  const poller = createPoller({ task: stopped, delayMs });
  poller.start();
  poller.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(once).toHaveBeenCalledTimes(1);
  expect(stopped).toHaveBeenCalledTimes(1);
});

test('`wake` ends the delay and has no effect while the task is running', async () => {
  const running = Promise.withResolvers<boolean>();
  const task = vi.fn(() => running.promise);
  const poller = createPoller({ task, delayMs });
  poller.start();
  poller.wake();
  expect(task).toHaveBeenCalledTimes(1);
  running.resolve(true);
  await vi.advanceTimersByTimeAsync(0);
  poller.wake();
  expect(task).toHaveBeenCalledTimes(2);
});
