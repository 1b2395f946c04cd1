import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Hono } from 'hono';
import { afterEach, expect, test, vi } from 'vitest';
import { createApp } from '../src/bff/app.ts';
import { outgoingOf } from '../src/bff/http/hono.ts';
import { listen, type RunningServer } from '../src/bff/http/server.ts';
import { parseTrustedProxies } from '../src/bff/middleware/client-ip.ts';
import { createStreamLimiter, DEFAULT_STREAM_LIMITS } from '../src/bff/middleware/stream-limits.ts';
import { problem } from '../src/wire/problem.ts';
import {
  createTestBff,
  createTestContract,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

let bff: TestBff;
let server: RunningServer | undefined;
afterEach(async () => {
  await server?.close(0);
  server = undefined;
  await bff.close();
});

const parseProblemCode = async (response: Response): Promise<string> => problem.parse(await response.json()).code;
const postSession = (headers: Record<string, string> = {}) =>
  sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' }, headers });

test('a session over its rate limit gets a 429 that its page can read; other sessions are not affected', async () => {
  bff = await createTestBff({ rateLimits: { session: 3 } });
  const [{ token }, { token: other }] = [await openSession(bff.app), await openSession(bff.app)];
  const path = '/v1/utilities?postalCode=75201&commodity=electric';
  const send = (as: string) => sendRequest(bff.app, path, { token: as });
  for (let count = 0; count < 3; count++) expect((await send(token)).status).toBe(200);
  const rejected = await send(token);
  expect(Number(rejected.headers.get('Retry-After'))).toBeGreaterThan(50);
  expect(rejected.headers.get('Access-Control-Allow-Origin')).toBe(pageOrigin);
  expect(await parseProblemCode(rejected)).toBe('rate_limited');
  expect((await send(other)).status).toBe(200);
});

test('a site over its rate limit does not affect other sites', async () => {
  bff = await createTestBff({ rateLimits: { site: 2 } });
  expect([(await postSession()).status, (await postSession()).status, (await postSession()).status]).toEqual([
    201, 201, 429,
  ]);
  expect((await openSession(bff.app, 'pk_test_other', 'https://www.other.example')).token).toBeTruthy();
});

test('counts requests per client address, and trusts only forwarded addresses that trusted proxies have added', async () => {
  bff = await createTestBff({ rateLimits: { address: 2 } });
  const trustedProxies = parseTrustedProxies('127.0.0.1 10.0.0.0/8');
  if (!trustedProxies) throw new Error('no list');
  server = await listen(createApp({ ...bff.appContext, trustedProxies }), { port: 0, host: '127.0.0.1' });
  const { port } = server;
  const statusFrom = async (forwarded: string): Promise<number> => {
    const response = await fetch(`http://127.0.0.1:${port}/v1/sessions`, {
      method: 'POST',
      headers: { Origin: pageOrigin, 'Content-Type': 'application/json', 'X-Forwarded-For': forwarded },
      body: JSON.stringify({ siteKey: 'pk_test_demo' }),
    });
    return response.status;
  };
  expect(await statusFrom('198.51.100.7')).toBe(201);
  // The client controls all entries before those that our trusted proxies add.
  expect(await statusFrom('203.0.113.1, 198.51.100.7, 10.1.1.1')).toBe(201);
  expect(await statusFrom('203.0.113.2, 198.51.100.7')).toBe(429);
  expect(await statusFrom('198.51.100.8')).toBe(201);
  // One household has a /64 prefix.
  expect(await statusFrom('2001:db8:1:2::1')).toBe(201);
  expect(await statusFrom('2001:db8:1:2:ffff::9')).toBe(201);
  expect(await statusFrom('2001:db8:1:2:a:b:c:d')).toBe(429);
});

test('without a trusted proxy, X-Forwarded-For has no effect', async () => {
  bff = await createTestBff({ rateLimits: { address: 2 } });
  const statuses = ['1.2.3.4', '1.2.3.5', '1.2.3.6'].map((forwarded) => postSession({ 'X-Forwarded-For': forwarded }));
  expect((await Promise.all(statuses)).map(({ status }) => status).sort()).toEqual([201, 201, 429]);
});

test('a preflight counts only against the rate limit of its IP address', async () => {
  bff = await createTestBff({ rateLimits: { address: 3, site: 1, session: 1 } });
  const preflight = async () =>
    (await bff.app.request('/v1/offers', { method: 'OPTIONS', headers: { Origin: pageOrigin } })).status;
  expect([await preflight(), await preflight(), await preflight(), await preflight()]).toEqual([204, 204, 204, 429]);
});

test.each([
  ['DELETE', '/v1/offers', 'POST'],
  ['PUT', '/v1/contracts/ct_1', 'GET'],
  ['HEAD', '/v1/contracts/ct_1/events', 'GET'],
  ['GET', '/webhooks/msc/lonestar/test', 'POST'],
  ['POST', '/healthz', 'GET'],
  ['POST', '/shopper.js', 'GET'],
])('%s %s responds with 405 and lists the allowed methods', async (method, path, allowed) => {
  bff = await createTestBff();
  const response = await bff.app.request(path, { method, headers: { Origin: pageOrigin } });
  expect([response.status, response.headers.get('Allow')]).toEqual([405, allowed]);
});

test('responds with 404, not 405, to an unknown path', async () => {
  bff = await createTestBff();
  for (const path of ['/v1/nothing', '/v1/contracts/a/b/c', '/healthz/x']) {
    expect((await bff.app.request(path, { method: 'PUT' })).status, path).toBe(404);
  }
});

test('rejects a compressed body in API requests, uploads and webhooks', async () => {
  bff = await createTestBff();
  for (const path of ['/v1/sessions', '/v1/uploads', '/webhooks/msc/lonestar/test']) {
    const response = await bff.app.request(path, {
      method: 'POST',
      headers: { 'Content-Encoding': 'gzip' },
      body: 'x',
    });
    expect(await parseProblemCode(response)).toBe('unsupported_media_type');
  }
});

test.each(['none', 'cross-site', 'same-site'])(
  'rejects a request without Origin if Sec-Fetch-Site is %s',
  async (from) => {
    bff = await createTestBff();
    const { token } = await openSession(bff.app);
    const send = (headers: Record<string, string>) =>
      bff.app.request('/v1/utilities?postalCode=75201&commodity=electric', {
        headers: { Authorization: `Bearer ${token}`, 'Sec-Fetch-Site': from, ...headers },
      });
    expect(await parseProblemCode(await send({}))).toBe('origin_not_allowed');
    expect((await send({ Origin: pageOrigin })).status).toBe(200);
    expect((await send({ 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200);
  },
);

test.each([
  ['IP address', { address: 2 }],
  ['site', { site: 2 }],
] as const)('limits the open streams per %s, and a closed stream frees its slot', async (_, streamLimits) => {
  bff = await createTestBff({ streamLimits: streamLimits });
  const stream = async () => {
    const { token } = await openSession(bff.app);
    const { id } = await createTestContract(bff.app, token);
    return sendRequest(bff.app, `/v1/contracts/${id}/events`, { token });
  };
  const first = await stream();
  await stream();
  expect((await stream()).status).toBe(429);
  await first.body?.cancel();
  await expect.poll(async () => (await stream()).status).toBe(200);
});

async function rawExchange(port: number, send: (write: (text: string) => void) => void): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  send((messages) => socket.writable && socket.write(messages));
  socket.on('error', () => {});
  return text(socket);
}

test('rejects oversized headers', async () => {
  bff = await createTestBff();
  server = await listen(bff.app, { port: 0, host: '127.0.0.1' });
  const response = await rawExchange(server.port, (write) =>
    write(`GET /healthz HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`),
  );
  expect(response).toMatch(/^HTTP\/1.1 431/);
});

test('a connection that sends its headers slowly is closed, and other connections are served meanwhile', {
  timeout: 30_000,
}, async () => {
  bff = await createTestBff();
  server = await listen(bff.app, { port: 0, host: '127.0.0.1' });
  const started = performance.now();
  const slowExchange = rawExchange(server.port, (write) => {
    write('GET /healthz HTTP/1.1\r\nX: ');
    const timer = setInterval(() => write('x'), 200);
    setTimeout(() => clearInterval(timer), 25_000).unref();
  });
  expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200);
  expect(await slowExchange).toMatch(/^HTTP\/1.1 408/);
  expect(performance.now() - started).toBeLessThan(15_000);
});

test('resets the connection of a client that stops reading its stream', async () => {
  bff = await createTestBff();
  const streams = createStreamLimiter(DEFAULT_STREAM_LIMITS, 300);
  server = await listen(createApp({ ...bff.appContext, streamLimiter: streams }), { port: 0, host: '127.0.0.1' });
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  const socket = connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(
    `GET /v1/contracts/${id}/events HTTP/1.1\r\nHost: x\r\nOrigin: ${pageOrigin}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  await once(socket, 'readable');
  await expect.poll(bff.subscriberCount).toBe(1);
  // Sends more than the buffers in between can hold.
  const reasons = JSON.stringify([{ code: 'A76', message: 'x'.repeat(1_000_000) }]);
  await expect
    .poll(
      async () => {
        await bff.appContext.store
          .updateTable('contracts')
          .set((row) => ({ reasons, seq: row('seq', '+', 1) }))
          .execute();
        bff.appContext.contractEvents.publish(id);
        return bff.subscriberCount();
      },
      { timeout: 15_000 },
    )
    .toBe(0);
  expect(bff.logLines.join('')).toContain('sse_client_too_slow');
  // The connection must be reset, rather than closed cleanly when the client reads again.
  expect((await text(socket)).endsWith('0\r\n\r\n')).toBe(false);
});

test('a stream whose client disconnects before the stream starts releases its resources', async () => {
  bff = await createTestBff();
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  const late = new Hono();
  late.use(async (context, next) => {
    socket.destroy();
    const outgoing = outgoingOf(context);
    if (outgoing) await once(outgoing, 'close');
    await next();
  });
  server = await listen(late.route('/', createApp(bff.appContext)), { port: 0, host: '127.0.0.1' });
  const socket = connect(server.port, '127.0.0.1');
  socket.write(
    `GET /v1/contracts/${id}/events HTTP/1.1\r\nHost: x\r\nOrigin: ${pageOrigin}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
  );
  await expect.poll(() => bff.logLines.join('')).toContain('/v1/contracts/:id/events');
  await expect.poll(() => [bff.subscriberCount(), bff.appContext.streamLimiter.count()]).toEqual([0, 0]);
});

test('a stream request that has a body is rejected and does not occupy a stream', async () => {
  bff = await createTestBff();
  server = await listen(bff.app, { port: 0, host: '127.0.0.1' });
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  for (const framing of ['Transfer-Encoding: chunked', 'Content-Length: 5']) {
    const socket = connect(server.port, '127.0.0.1');
    socket.write(
      `GET /v1/contracts/${id}/events HTTP/1.1\r\nHost: x\r\nOrigin: ${pageOrigin}\r\nAuthorization: Bearer ${token}\r\n${framing}\r\n\r\n`,
    );
    expect(await text(socket)).toMatch(/^HTTP\/1.1 422/);
  }
  expect([bff.subscriberCount(), bff.appContext.streamLimiter.count()]).toEqual([0, 0]);
});

test('a stream sends a heartbeat every fifteen seconds and ends after half an hour', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  try {
    bff = await createTestBff();
    const { token } = await openSession(bff.app);
    const { id } = await createTestContract(bff.app, token);
    const stream = await sendRequest(bff.app, `/v1/contracts/${id}/events`, { token });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    const read = async () => (await reader?.read())?.value;
    expect(await read()).toContain('event: contract');
    for (let count = 0; count < 3; count++) {
      const chunk = read();
      await vi.advanceTimersByTimeAsync(15_000);
      expect(await chunk).toBe(': heartbeat\n\n');
    }
    await vi.advanceTimersByTimeAsync(30 * 60_000);
    await expect.poll(bff.subscriberCount).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
