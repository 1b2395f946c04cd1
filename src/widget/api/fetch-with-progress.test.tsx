import { expect, test } from 'vitest';
import { fetchWithProgress } from './fetch-with-progress.ts';

const file = new Blob([new Uint8Array(3_000_000)]);
const send = (signal?: AbortSignal, onProgress: (fraction: number) => void = () => {}) =>
  fetchWithProgress(onProgress)(location.origin, {
    method: 'POST',
    body: file,
    headers: { 'x-test': '1' },
    ...(signal && { signal }),
  });

test('uploads a file, reports progress and resolves with the response', async () => {
  const fractions: number[] = [];
  const response = await send(undefined, (fraction) => fractions.push(fraction));
  expect(response).toBeInstanceOf(Response);
  expect(response.status).toBeGreaterThanOrEqual(200);
  expect(fractions.at(-1)).toBe(1);
  expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
});

test('rejects with the abort reason if an upload is aborted before or after it starts', async () => {
  const reason = new Error('the customer pressed Cancel');
  await expect(send(AbortSignal.abort(reason))).rejects.toBe(reason);
  const controller = new AbortController();
  const sending = send(controller.signal, () => controller.abort(reason));
  await expect(sending).rejects.toBe(reason);
});

test('rejects with a TypeError on a network error, like `fetch`', async () => {
  await expect(
    fetchWithProgress(() => {})('http://127.0.0.1:1/', { method: 'POST', body: file }),
  ).rejects.toBeInstanceOf(TypeError);
});
