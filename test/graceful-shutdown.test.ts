import { afterEach, expect, test } from 'vitest';
import { createApp } from '../src/bff/app.ts';
import { reconnectJitter } from '../src/bff/contract-events/contract-stream.ts';
import { createGracefulShutdown, listen, type RunningServer } from '../src/bff/http/server.ts';
import { createTestBff, createTestContract, openSession, pageOrigin, type TestBff } from './fixtures/bff.ts';

let bff: TestBff;
let server: RunningServer | undefined;
afterEach(async () => {
  await server?.close(0);
  server = undefined;
  await bff.close();
});

test('three hundred open streams end at shutdown, each with a reconnect delay of one to eight seconds', {
  timeout: 30_000,
}, async () => {
  bff = await createTestBff({ streamLimits: { address: 1_000 } });
  const shutdown = createGracefulShutdown();
  server = await listen(createApp({ ...bff.appContext, shutdown }), { port: 0, host: '127.0.0.1' });
  const { port } = server;
  const sessions = await Promise.all(Array.from({ length: 50 }, () => openSession(bff.app)));
  const streams: Response[][] = [];
  // One contract after another: fifty simultaneous requests would overload the simulator on a busy machine.
  for (const { token } of sessions) {
    const { id } = await createTestContract(bff.app, token);
    const open = () =>
      fetch(`http://127.0.0.1:${port}/v1/contracts/${id}/events`, {
        headers: { Origin: pageOrigin, Authorization: `Bearer ${token}` },
      });
    streams.push(await Promise.all(Array.from({ length: 6 }, open)));
  }
  expect(bff.subscriberCount()).toBe(300);
  shutdown.close();
  const closed = server.close(10_000);
  const output = await Promise.all(streams.flat().map((stream) => stream.text()));
  const delays = output.map((text) => Number(/retry: (\d+)\n\n$/.exec(text)?.[1]));
  expect(delays.every((delay) => delay >= 1_000 && delay <= 8_000)).toBe(true);
  expect(new Set(delays).size).toBeGreaterThan(200);
  await closed;
  expect(bff.subscriberCount()).toBe(0);
});

test('a stream that is opened during shutdown gets a reconnect delay immediately', async () => {
  bff = await createTestBff();
  const shutdown = createGracefulShutdown();
  shutdown.close();
  const app = createApp({ ...bff.appContext, shutdown });
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  const stream = await app.request(`/v1/contracts/${id}/events`, {
    headers: { Origin: pageOrigin, Authorization: `Bearer ${token}` },
  });
  expect(await stream.text()).toMatch(/retry: \d+\n\n$/);
  expect((await app.request('/readyz')).status).toBe(503);
});

test('streams close within two seconds, and their clients reconnect within eight more', () => {
  expect(reconnectJitter(() => 0)).toEqual({ closeDelayMs: 0, retryMs: 1_000 });
  expect(reconnectJitter(() => 1)).toEqual({ closeDelayMs: 2_000, retryMs: 8_000 });
});
