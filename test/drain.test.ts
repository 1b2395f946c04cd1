import { afterEach, expect, test } from 'vitest';
import { createBff } from '../src/bff/create-bff.ts';
import { createDrain, farewell } from '../src/bff/drain.ts';
import { type Listening, listen } from '../src/bff/listen.ts';
import { createStack, makeContract, openSession, page, type Stack } from './stack.ts';

let stack: Stack;
let server: Listening | undefined;
afterEach(async () => {
  await server?.close(0);
  server = undefined;
  await stack.close();
});

test('three hundred open streams are told when to come back, and end; nothing is left of them', {
  timeout: 30_000,
}, async () => {
  stack = await createStack({ streamCaps: { address: 1_000 } });
  const drain = createDrain();
  server = await listen(createBff({ ...stack.deps, drain }), { port: 0, host: '127.0.0.1' });
  const { port } = server;
  const sessions = await Promise.all(Array.from({ length: 50 }, () => openSession(stack.app)));
  const streams: Response[][] = [];
  // One contract after the other: fifty at once are too much for a simulator on a busy machine.
  for (const { token } of sessions) {
    const { id } = await makeContract(stack.app, token);
    const open = () =>
      fetch(`http://127.0.0.1:${port}/v1/contracts/${id}/events`, {
        headers: { Origin: page, Authorization: `Bearer ${token}` },
      });
    streams.push(await Promise.all(Array.from({ length: 6 }, open)));
  }
  expect(stack.listeners()).toBe(300);
  drain.end();
  const closed = server.close(10_000);
  const said = await Promise.all(streams.flat().map((stream) => stream.text()));
  const waits = said.map((text) => Number(/retry: (\d+)\n\n$/.exec(text)?.[1]));
  expect(waits.every((wait) => wait >= 1_000 && wait <= 8_000)).toBe(true);
  expect(new Set(waits).size).toBeGreaterThan(200);
  await closed;
  expect(stack.listeners()).toBe(0);
});

test('a stream that is opened as the server leaves is told to come back at once', async () => {
  stack = await createStack();
  const drain = createDrain();
  drain.end();
  const app = createBff({ ...stack.deps, drain });
  const { token } = await openSession(stack.app);
  const { id } = await makeContract(stack.app, token);
  const stream = await app.request(`/v1/contracts/${id}/events`, {
    headers: { Origin: page, Authorization: `Bearer ${token}` },
  });
  expect(await stream.text()).toMatch(/retry: \d+\n\n$/);
  expect((await app.request('/readyz')).status).toBe(503);
});

test('streams end within two seconds, and their readers come back within eight more', () => {
  expect(farewell(() => 0)).toEqual({ after: 0, retry: 1_000 });
  expect(farewell(() => 1)).toEqual({ after: 2_000, retry: 8_000 });
});
