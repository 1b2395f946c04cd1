import { expect, test } from 'vitest';
import { fetchWithProgress } from './fetch-with-progress.ts';

const file = new Blob([new Uint8Array(3_000_000)]);
const send = (signal?: AbortSignal, report: (share: number) => void = () => {}) =>
  fetchWithProgress(report)(location.origin, {
    method: 'POST',
    body: file,
    headers: { 'x-test': '1' },
    ...(signal && { signal }),
  });

test('a file is sent, how far it is said, and the answer is an answer', async () => {
  const shares: number[] = [];
  const response = await send(undefined, (share) => shares.push(share));
  expect(response).toBeInstanceOf(Response);
  expect(response.status).toBeGreaterThanOrEqual(200);
  expect(shares.at(-1)).toBe(1);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
});

test('stopping ends it with the reason, before and after the start', async () => {
  const reason = new Error('the customer pressed Cancel');
  await expect(send(AbortSignal.abort(reason))).rejects.toBe(reason);
  const stop = new AbortController();
  const sending = send(stop.signal, () => stop.abort(reason));
  await expect(sending).rejects.toBe(reason);
});

test('a line that breaks is what fetch says it is', async () => {
  await expect(
    fetchWithProgress(() => {})('http://127.0.0.1:1/', { method: 'POST', body: file }),
  ).rejects.toBeInstanceOf(TypeError);
});
