import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../src/bff/app.ts';
import { toRateLimitNetworks } from '../src/bff/http/ip-address.ts';
import { listen, type RunningServer } from '../src/bff/http/server.ts';
import { parseTrustedProxies } from '../src/bff/middleware/client-ip.ts';
import { createRateLimiter, DEFAULT_RATE_LIMITS } from '../src/bff/middleware/rate-limiter.ts';
import { createDocumentLink, documentLink } from '../src/wire/contract-document.ts';
import { createContract } from '../src/wire/create-contract.ts';
import {
  contractRequestFor,
  createTestBff,
  createTestContract,
  firstOffer,
  openSession,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

let bff: TestBff;
let server: RunningServer | undefined;
beforeEach(async () => {
  bff = await createTestBff();
});
afterEach(async () => {
  await server?.close(0);
  server = undefined;
  await bff.close();
});

async function exchange(port: number, ...parts: readonly string[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket
    .on('error', () => {})
    .on('data', (data) => {
      received += data;
    });
  for (const part of parts) socket.write(part);
  // If unread bytes remain, the connection is reset, so an error occurs before it is closed.
  if (!socket.closed) await new Promise((resolve) => socket.once('close', resolve));
  return received;
}

const statusOf = (port: number): Promise<number> =>
  fetch(`http://127.0.0.1:${port}/healthz`, { headers: { Connection: 'close' } }).then(
    ({ status }) => status,
    () => 0,
  );

const chunkedHead = (path: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;

/** Starts an app that reads bodies. `pieces` returns the number of pieces that the app has received. */
async function listenToBodies(): Promise<{ readonly port: number; pieces(): number }> {
  let pieces = 0;
  const app = new Hono().post('/', async (context) => {
    for await (const _ of context.req.raw.body ?? []) pieces += 1;
    return context.text('read');
  });
  // Hono would print the error of an aborted request.
  app.onError(() => new Response(null, { status: 499 }));
  server = await listen(app, { port: 0, host: '127.0.0.1' });
  return { port: server.port, pieces: () => pieces };
}

test.each([
  ['an unknown URL encoding', 'GET /%ff HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['an invalid host', 'GET / HTTP/1.1\r\nHost: a b\r\n\r\n'],
  ['an invalid port', 'GET / HTTP/1.1\r\nHost: x:99999\r\n\r\n'],
  ['an unknown expectation', 'GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: x\r\n\r\n'],
])('an address that keeps sending requests with %s is blocked', async (_, request) => {
  const blocked: string[] = [];
  const onBlock = (network: string) => void blocked.push(network);
  server = await listen(bff.app, { port: 0, host: '127.0.0.1', onBlock });
  for (let count = 0; count < 400 && !blocked.length; count++) await exchange(server.port, request);
  expect(blocked).toEqual(['127.0.0.1']);
});

test.each([
  ['with an unknown expectation', 'GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: x\r\n\r\n', 417],
  ['without a host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
])('pipelined requests %s get at most one response, and the connection is closed', async (_, request, status) => {
  server = await listen(bff.app, { port: 0, host: '127.0.0.1' });
  const received = await exchange(server.port, request.repeat(2_000));
  // A reset can overtake the response.
  expect(['', `HTTP/1.1 ${status}`]).toContain((received.match(/HTTP\/1\.1 \d+/g) ?? []).join());
});

test('a body in one-byte chunks is rejected after the first few chunks', async () => {
  const { port, pieces } = await listenToBodies();
  expect(await exchange(port, chunkedHead('/'), '1\r\na\r\n'.repeat(5_000))).toMatch(/^HTTP\/1.1 400 /);
  expect(pieces()).toBeLessThan(100);
});

test('a chunked body with a few tiny chunks and many ordinary ones is accepted', async () => {
  const { port } = await listenToBodies();
  const ordinary = `400\r\n${'a'.repeat(1_024)}\r\n`.repeat(500);
  const socket = connect(port, '127.0.0.1');
  const response = text(socket);
  socket.write(`${chunkedHead('/').replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')}${'1\r\na\r\n'.repeat(40)}`);
  socket.write(`${ordinary}0\r\n\r\n`);
  expect(await response).toMatch(/^HTTP\/1.1 200 /);
});

test.each(['/nope', '/webhooks/msc/lonestar/test', '/v1/sessions'])(
  'a rejected request to %s with an unfinished chunked body ends its connection',
  async (path) => {
    server = await listen(bff.app, { port: 0, host: '127.0.0.1' });
    const head = chunkedHead(path).replace('application/json', 'text/plain');
    expect(await exchange(server.port, head, '1\r\na\r\n')).toMatch(/^HTTP\/1.1 4\d\d [\s\S]*Connection: close/i);
  },
);

test('an address that keeps sending tiny chunks is blocked for a short time', async () => {
  const blocked: string[] = [];
  server = await listen(bff.app, {
    port: 0,
    host: '127.0.0.1',
    blockMs: 500,
    onBlock: (network) => blocked.push(network),
  });
  const { port } = server;
  for (let sent = 0; sent < 20 && !blocked.length; sent++)
    await exchange(port, chunkedHead('/nope') + '1\r\na\r\n'.repeat(8_000));
  expect(blocked).toEqual(['127.0.0.1']);
  const statuses = await Promise.all(Array.from({ length: 40 }, () => statusOf(port)));
  // Five connections per second of a blocked address are served, and the 40 requests may take more than a second.
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(5);
  expect(statuses.filter((status) => status === 0).length).toBeGreaterThan(20);
  await expect
    .poll(async () => (await Promise.all([1, 2, 3, 4, 5, 6].map(() => statusOf(port)))).every(Boolean))
    .toBe(true);
});

test('a few small bodies in tiny chunks do not block other clients with the same address', async () => {
  const blocked: string[] = [];
  server = await listen(bff.app, { port: 0, host: '127.0.0.1', onBlock: (network) => blocked.push(network) });
  for (let sent = 0; sent < 20; sent++) await exchange(server.port, chunkedHead('/nope') + '1\r\na\r\n'.repeat(90));
  expect(blocked).toEqual([]);
  expect(await statusOf(server.port)).toBe(200);
});

test('webhooks without plausible signature headers are rejected before their bodies arrive', async () => {
  server = await listen(bff.app, { port: 0, host: '127.0.0.1' });
  // The body never arrives.
  const socket = connect(server.port, '127.0.0.1').on('error', () => {});
  socket.write('POST /webhooks/msc/lonestar/test HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n');
  const [data] = await once(socket, 'data');
  expect(String(data)).toMatch(/^HTTP\/1.1 401 /);
  socket.destroy();
});

test('of many pipelined requests, only the first few are processed, and then the connection ends', async () => {
  let processed = 0;
  const app = new Hono().get('/', (context) => {
    processed += 1;
    return context.text('ok');
  });
  server = await listen(app, { port: 0, host: '127.0.0.1' });
  const responses = await exchange(server.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(100));
  expect(responses.match(/HTTP\/1.1 200 /g)).toHaveLength(processed);
  expect(processed).toBeLessThan(5);
});

test('a burst of pipelined requests blocks its address, and a request in progress is completed', async () => {
  const started = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<void>();
  const app = new Hono()
    .get('/slow', async (context) => {
      started.resolve();
      await finished.promise;
      return context.text('done');
    })
    .get('/', (context) => context.text('ok'));
  const blocked: string[] = [];
  server = await listen(app, { port: 0, host: '127.0.0.1', onBlock: (network) => blocked.push(network) });
  const slow = fetch(`http://127.0.0.1:${server.port}/slow`);
  const idle = connect(server.port, '127.0.0.1').on('error', () => {});
  await once(idle, 'connect');
  await started.promise;
  await exchange(server.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(500));
  expect(blocked).toEqual(['127.0.0.1']);
  await expect.poll(() => idle.closed).toBe(true);
  finished.resolve();
  expect(await (await slow).text()).toBe('done');
});

test('a 429 response ends the connection', async () => {
  const app = createApp({
    ...bff.appContext,
    rateLimiter: createRateLimiter({ ...DEFAULT_RATE_LIMITS, address: 1 }, bff.appContext.log),
  });
  server = await listen(app, { port: 0, host: '127.0.0.1' });
  const request = 'GET /nope HTTP/1.1\r\nHost: x\r\n\r\n';
  expect(await exchange(server.port, request, request)).toMatch(/404 [\s\S]*HTTP\/1.1 429 [\s\S]*Connection: close/i);
});

test('for an address over its limit, logs the first denied request and later the number of further denied requests', async () => {
  const { app, appContext, logLines } = await limitedTo({ address: 1 });
  for (let sent = 0; sent < 20; sent++) await app.request('/nope');
  appContext.shutdown.close();
  const lines: readonly Record<string, unknown>[] = logLines.map((line) => JSON.parse(line));
  // Request IDs and times may contain the same digits.
  expect(lines.filter(({ status }) => status === 429)).toMatchObject([
    { msg: 'request_denied', code: 'rate_limited' },
    { msg: 'requests_denied', count: 18 },
  ]);
});

async function limitedTo(rateLimits: { readonly address?: number; readonly document?: number }): Promise<TestBff> {
  await bff.close();
  bff = await createTestBff({ rateLimits });
  return bff;
}

test('all unmatched paths below /webhooks count against the limit of the address', async () => {
  const { app } = await limitedTo({ address: 1 });
  const post = async (path: string) => (await app.request(path, { method: 'POST' })).status;
  expect(await post('/webhooks/msc/a/b/c')).toBe(404);
  for (const path of ['/webhooks/msc/a/b/c', '/webhooks/msc/', '/webhooks/msc/x', '/webhooks/msc/a/b/', '/webhooks'])
    expect(await post(path), path).toBe(429);
});

test('a GET request gets its response without waiting for its body', async () => {
  server = await listen(bff.app, { port: 0, host: '127.0.0.1' });
  // The body never arrives.
  const received = await exchange(server.port, 'GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nx');
  expect(received).toMatch(/^HTTP\/1.1 200 [\s\S]*Connection: close/i);
});

test('requests from an IPv6 address are counted for its /64, /56 and /48', () => {
  expect(toRateLimitNetworks('2001:db8:1:23ff::7').map(({ name }) => name)).toEqual([
    '2001:db8:1:23ff::/64',
    '2001:db8:1:2300::/56',
    '2001:db8:1:0::/48',
  ]);
  expect(toRateLimitNetworks('198.51.100.7').map(({ name }) => name)).toEqual(['198.51.100.7']);
});

test('the /64 networks of a /56 share a rate limit four times as high as that of a single /64', async () => {
  const { app: _, appContext } = await limitedTo({ address: 5 });
  const trustedProxies = parseTrustedProxies('127.0.0.1');
  if (!trustedProxies) throw new Error('no list');
  server = await listen(createApp({ ...appContext, trustedProxies }), { port: 0, host: '127.0.0.1', trustedProxies });
  const { port } = server;
  const statuses: number[] = [];
  for (let network = 0; network < 24; network++) {
    const headers = { 'X-Forwarded-For': `2001:db8:1:${(0x100 + network).toString(16)}::1` };
    statuses.push((await fetch(`http://127.0.0.1:${port}/nope`, { headers })).status);
  }
  expect(statuses).toEqual([...Array(20).fill(404), ...Array(4).fill(429)]);
  const neighbor = { 'X-Forwarded-For': '2001:db8:1:200::1' };
  expect((await fetch(`http://127.0.0.1:${port}/nope`, { headers: neighbor })).status).toBe(404);
});

test('all links to a contract document and the downloads by its session share one rate limit', async () => {
  const { app } = await limitedTo({ document: 2 });
  const { token } = await openSession(app);
  const { id } = await createTestContract(app, token);
  const path = createDocumentLink.path.replace('{id}', id);
  const statuses: number[] = [];
  for (let opened = 0; opened < 3; opened++) {
    const link = await sendRequest(app, path, { token, body: { as: 'inline' } });
    const response = await app.request(new URL(documentLink.parse(await link.json()).url).pathname);
    await response.body?.cancel();
    statuses.push(response.status);
  }
  expect(statuses).toEqual([200, 200, 429]);
  expect((await sendRequest(app, `/v1/contracts/${id}/document`, { token })).status).toBe(429);
});

test('reading documents leaves enough upstream calls to create a contract', async () => {
  await bff.close();
  bff = await createTestBff({ maxUpstreamCallsPerMinute: 50 });
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  const body = contractRequestFor(await firstOffer(bff.app, token), 'Pecan LLC');
  const statuses: number[] = [];
  for (let opened = 0; opened < 60; opened++) {
    const response = await sendRequest(bff.app, `/v1/contracts/${id}/document`, { token });
    await response.body?.cancel();
    statuses.push(response.status);
  }
  expect(statuses).toContain(503);
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  expect((await sendRequest(bff.app, createContract.path, { token, body, headers })).status).toBe(201);
});
