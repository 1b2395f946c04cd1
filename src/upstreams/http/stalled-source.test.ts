import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { failWhenStalled, StalledSourceError } from './file-stream.ts';

const chunk = new Uint8Array([1]);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a reader that takes a minute for each chunk receives the whole body', async () => {
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const part of [chunk, chunk, chunk]) controller.enqueue(part);
      controller.close();
    },
  });
  let received = 0;
  for await (const { length } of failWhenStalled(body, 20_000)) {
    received += length;
    await vi.advanceTimersByTimeAsync(60_000);
  }
  expect(received).toBe(3);
});

test('a source that is silent for too long is canceled', async () => {
  const cancel = vi.fn();
  const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(chunk), cancel });
  const chunks = failWhenStalled(body, 20_000);
  expect((await chunks.next()).value).toBe(chunk);
  const next = expect(chunks.next()).rejects.toThrow(StalledSourceError);
  await vi.advanceTimersByTimeAsync(19_999);
  expect(cancel).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await next;
  expect(cancel).toHaveBeenCalledOnce();
});

test('if a reader stops early, its source is canceled', async () => {
  const cancel = vi.fn();
  const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(chunk), cancel });
  for await (const _ of failWhenStalled(body, 20_000)) break;
  expect(cancel).toHaveBeenCalledOnce();
});

test('a reader that stops while it waits for the source cancels the source immediately', async () => {
  const cancel = vi.fn();
  const chunks = failWhenStalled(new ReadableStream<Uint8Array>({ cancel }), 20_000);
  const next = chunks.next();
  await chunks.return?.();
  expect(cancel).toHaveBeenCalledOnce();
  expect((await next).done).toBe(true);
});
