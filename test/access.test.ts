import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Hono } from 'hono';
import { afterEach, expect, test, vi } from 'vitest';
import { parseTrustedProxies } from '../src/bff/access/client-address.ts';
import { createOpenStreams, usualStreamCaps } from '../src/bff/access/open-streams.ts';
import { createBff } from '../src/bff/create-bff.ts';
import { outgoingOf } from '../src/bff/http/connection.ts';
import { type Listening, listen } from '../src/bff/listen.ts';
import { problem } from '../src/wire/problem.ts';
import { createStack, dallas, makeContract, openSession, page, type Stack, say } from './stack.ts';

let stack: Stack;
let server: Listening | undefined;
afterEach(async () => {
  await server?.close(0);
  server = undefined;
  await stack.close();
});

const codeOf = async (answer: Response): Promise<string> => problem.parse(await answer.json()).code;
const open = (headers: Record<string, string> = {}) =>
  say(stack.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' }, headers });

test('a session that asks too much waits, and says so to its page; another goes on', async () => {
  stack = await createStack({ rateLimits: { session: 3 } });
  const [{ token }, { token: other }] = [await openSession(stack.app), await openSession(stack.app)];
  const ask = (as: string) => say(stack.app, '/v1/offers', { body: dallas, token: as });
  for (let count = 0; count < 3; count++) expect((await ask(token)).status).toBe(200);
  const refused = await ask(token);
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(50);
  expect(refused.headers.get('Access-Control-Allow-Origin')).toBe(page);
  expect(await codeOf(refused)).toBe('rate_limited');
  expect((await ask(other)).status).toBe(200);
});

test('a site that is asked too much does not slow another', async () => {
  stack = await createStack({ rateLimits: { site: 2 } });
  expect([(await open()).status, (await open()).status, (await open()).status]).toEqual([201, 201, 429]);
  expect((await openSession(stack.app, 'pk_test_other', 'https://www.other.example')).token).toBeTruthy();
});

test('an address is counted across sites and sessions, told by the proxy we trust and by nobody else', async () => {
  stack = await createStack({ rateLimits: { address: 2 } });
  const trustedProxies = parseTrustedProxies('127.0.0.1 10.0.0.0/8');
  if (!trustedProxies) throw new Error('no list');
  server = await listen(createBff({ ...stack.deps, trustedProxies }), { port: 0, host: '127.0.0.1' });
  const { port } = server;
  const statusFrom = async (forwarded: string): Promise<number> => {
    const answer = await fetch(`http://127.0.0.1:${port}/v1/sessions`, {
      method: 'POST',
      headers: { Origin: page, 'Content-Type': 'application/json', 'X-Forwarded-For': forwarded },
      body: JSON.stringify({ siteKey: 'pk_test_demo' }),
    });
    return answer.status;
  };
  expect(await statusFrom('198.51.100.7')).toBe(201);
  // What stands before is anyone's invention; proxies behind are ours.
  expect(await statusFrom('203.0.113.1, 198.51.100.7, 10.1.1.1')).toBe(201);
  expect(await statusFrom('203.0.113.2, 198.51.100.7')).toBe(429);
  expect(await statusFrom('198.51.100.8')).toBe(201);
  // One household has a /64.
  expect(await statusFrom('2001:db8:1:2::1')).toBe(201);
  expect(await statusFrom('2001:db8:1:2:ffff::9')).toBe(201);
  expect(await statusFrom('2001:db8:1:2:a:b:c:d')).toBe(429);
});

test('without a proxy we trust, a header changes nothing', async () => {
  stack = await createStack({ rateLimits: { address: 2 } });
  const statuses = ['1.2.3.4', '1.2.3.5', '1.2.3.6'].map((forwarded) => open({ 'X-Forwarded-For': forwarded }));
  expect((await Promise.all(statuses)).map(({ status }) => status).sort()).toEqual([201, 201, 429]);
});

test('a preflight is never counted', async () => {
  stack = await createStack({ rateLimits: { address: 1 } });
  for (let count = 0; count < 3; count++) {
    const asked = await stack.app.request('/v1/offers', { method: 'OPTIONS', headers: { Origin: page } });
    expect(asked.status).toBe(204);
  }
});

test.each([
  ['DELETE', '/v1/offers', 'POST'],
  ['PUT', '/v1/contracts/ct_1', 'GET'],
  ['HEAD', '/v1/contracts/ct_1/events', 'GET'],
  ['GET', '/webhooks/msc/lonestar/test', 'POST'],
  ['POST', '/healthz', 'GET'],
  ['POST', '/shopper.js', 'GET'],
])('%s %s is told which method there is', async (method, path, allowed) => {
  stack = await createStack();
  const answer = await stack.app.request(path, { method, headers: { Origin: page } });
  expect([answer.status, answer.headers.get('Allow')]).toEqual([405, allowed]);
});

test('an address that nobody serves is not told methods', async () => {
  stack = await createStack();
  for (const path of ['/v1/nothing', '/v1/contracts/a/b/c', '/healthz/x']) {
    expect((await stack.app.request(path, { method: 'PUT' })).status, path).toBe(404);
  }
});

test('a compressed request is refused wherever a body is read', async () => {
  stack = await createStack();
  for (const path of ['/v1/sessions', '/v1/uploads', '/webhooks/msc/lonestar/test']) {
    const answer = await stack.app.request(path, {
      method: 'POST',
      headers: { 'Content-Encoding': 'gzip' },
      body: 'x',
    });
    expect(await codeOf(answer)).toBe('unsupported_media_type');
  }
});

test.each(['none', 'cross-site', 'same-site'])(
  'a browser that asks for itself (%s) and no page gets nothing',
  async (from) => {
    stack = await createStack();
    const { token } = await openSession(stack.app);
    const ask = (headers: Record<string, string>) =>
      stack.app.request('/v1/utilities?postalCode=75201&commodity=electric', {
        headers: { Authorization: `Bearer ${token}`, 'Sec-Fetch-Site': from, ...headers },
      });
    expect(await codeOf(await ask({}))).toBe('origin_not_allowed');
    expect((await ask({ Origin: page })).status).toBe(200);
    expect((await ask({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
  },
);

test.each([
  ['address', { address: 2 }],
  ['site', { site: 2 }],
] as const)('streams are capped by %s too, and one that ends makes room', async (_, streamCaps) => {
  stack = await createStack({ streamCaps });
  const stream = async () => {
    const { token } = await openSession(stack.app);
    const { id } = await makeContract(stack.app, token);
    return say(stack.app, `/v1/contracts/${id}/events`, { token });
  };
  const first = await stream();
  await stream();
  expect((await stream()).status).toBe(429);
  await first.body?.cancel();
  await expect.poll(async () => (await stream()).status).toBe(200);
});

/** What a raw connection is answered, until it ends. */
const converse = async (port: number, say: (write: (text: string) => void) => void): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  say((words) => socket.writable && socket.write(words));
  socket.on('error', () => {});
  return text(socket);
};

test('headers beyond all bounds are refused', async () => {
  stack = await createStack();
  server = await listen(stack.app, { port: 0, host: '127.0.0.1' });
  const answer = await converse(server.port, (write) =>
    write(`GET /healthz HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
  );
  expect(answer).toMatch(/^HTTP\/1.1 431/);
});

test('a client that dribbles its headers is cut off, and others are served meanwhile', {
  timeout: 30_000,
}, async () => {
  stack = await createStack();
  server = await listen(stack.app, { port: 0, host: '127.0.0.1' });
  const started = performance.now();
  const dribbling = converse(server.port, (write) => {
    write('GET /healthz HTTP/1.1\r\nX: ');
    const drip = setInterval(() => write('x'), 200);
    setTimeout(() => clearInterval(drip), 25_000).unref();
  });
  expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200);
  expect(await dribbling).toMatch(/^HTTP\/1.1 408/);
  expect(performance.now() - started).toBeLessThan(15_000);
});

test('a stream whose reader stops reading is dropped, and its memory with it', async () => {
  stack = await createStack();
  const streams = createOpenStreams(usualStreamCaps, 300);
  server = await listen(createBff({ ...stack.deps, streams }), { port: 0, host: '127.0.0.1' });
  const { token } = await openSession(stack.app);
  const { id } = await makeContract(stack.app, token);
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    `GET /v1/contracts/${id}/events HTTP/1.1\r\nHost: x\r\nOrigin: ${page}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  await once(socket, 'readable');
  await expect.poll(stack.listeners).toBe(1);
  // More than the buffers on the way take.
  const reasons = JSON.stringify([{ code: 'A76', message: 'x'.repeat(1_000_000) }]);
  await expect
    .poll(
      async () => {
        await stack.deps.store
          .updateTable('contracts')
          .set((row) => ({ reasons, seq: row('seq', '+', 1) }))
          .execute();
        stack.deps.live.publish(id);
        return stack.listeners();
      },
      { timeout: 15_000 },
    )
    .toBe(0);
  expect(stack.lines.join('')).toContain('stream_reader_too_slow');
  // Broken off, and not brought to its end when somebody reads at last.
  expect((await text(socket)).endsWith('0\r\n\r\n')).toBe(false);
});

test('a stream whose reader is gone before it begins holds nothing', async () => {
  stack = await createStack();
  const { token } = await openSession(stack.app);
  const { id } = await makeContract(stack.app, token);
  const late = new Hono();
  late.use(async (context, next) => {
    socket.destroy();
    const outgoing = outgoingOf(context);
    if (outgoing) await once(outgoing, 'close');
    await next();
  });
  server = await listen(late.route('/', createBff(stack.deps)), { port: 0, host: '127.0.0.1' });
  const socket = connect(server.port, '127.0.0.1');
  socket.write(
    `GET /v1/contracts/${id}/events HTTP/1.1\r\nHost: x\r\nOrigin: ${page}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  await expect.poll(() => stack.lines.join('')).toContain('/v1/contracts/:id/events');
  await expect.poll(() => [stack.listeners(), stack.deps.streams.count()]).toEqual([0, 0]);
});

test('a stream says something every fifteen seconds, and ends after half an hour', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  try {
    stack = await createStack();
    const { token } = await openSession(stack.app);
    const { id } = await makeContract(stack.app, token);
    const stream = await say(stack.app, `/v1/contracts/${id}/events`, { token });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const read = async () => (await reader?.read())?.value;
    expect(await read()).toContain('event: contract');
    for (let beat = 0; beat < 3; beat++) {
      const heard = read();
      await vi.advanceTimersByTimeAsync(15_000);
      expect(await heard).toBe(': still here\n\n');
    }
    await vi.advanceTimersByTimeAsync(30 * 60_000);
    await expect.poll(stack.listeners).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
