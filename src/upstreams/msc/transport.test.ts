import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, decodeProtectedHeader, generateKeyPair } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { withDeadline } from '../resilience/deadline.ts';
import type { MscCredentials } from './authorization.ts';
import { MscInvalidResponseError, MscRejectedError, MscUnavailableError } from './errors.ts';
import { createMscTransport } from './transport.ts';

let server: Server;
let credentials: MscCredentials;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let seen: IncomingMessage[];

beforeEach(async () => {
  seen = [];
  server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { privateKey } = await generateKeyPair('ES256');
  const key = { kid: 'k1', alg: 'ES256' as const, privateKey };
  credentials = { partnerId: 'lonestar', baseUrl: `http://127.0.0.1:${port}/msc/test`, apiKey: 'an-api-key', key };
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const schema = z.object({ prices: z.array(z.object({ rate: z.object({ amount: z.string() }) })) });
const call = (timeouts = { attemptMs: 500, totalMs: 1_500 }, options = {}) =>
  createMscTransport(credentials, timeouts).call('prices', 'v1/prices', schema, options);
const json =
  (body: unknown, status = 200) =>
  (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };

test('a call carries the key and a token for this environment, good for a minute and once', async () => {
  answer = json({ prices: [] });
  await call();
  await call();
  const tokens = seen.map(({ headers }) => headers.authorization?.replace('Bearer ', '') ?? '');
  expect(seen[0]?.headers['x-api-key']).toBe('an-api-key');
  expect(decodeProtectedHeader(tokens[0] ?? '')).toMatchObject({ alg: 'ES256', kid: 'k1' });
  const [first, second] = tokens.map((token) => decodeJwt(token));
  expect(first).toMatchObject({ iss: 'lonestar', aud: credentials.baseUrl });
  expect(Number(first?.exp) - Number(first?.iat)).toBe(60);
  expect(first?.jti).not.toBe(second?.jti);
});

test('a read is tried once more, with a token of its own', async () => {
  answer = (request, response) =>
    seen.length === 1 ? json({}, 503)(request, response) : json({ prices: [] })(request, response);
  await call();
  expect(new Set(seen.map(({ headers }) => headers.authorization)).size).toBe(2);
});

test('a mutation is never tried again', async () => {
  answer = json({}, 503);
  await expect(call(undefined, { method: 'post', json: {} })).rejects.toThrow(MscUnavailableError);
  expect(seen).toHaveLength(1);
});

test('what cannot be read names the field and not its value', async () => {
  answer = json({ prices: [{ rate: { amount: '0.07' } }, { rate: { amount: 4711 } }] });
  const error = await call().catch((rejection: unknown) => rejection);
  expect(error).toBeInstanceOf(MscInvalidResponseError);
  expect(error).toMatchObject({ field: 'prices.1.rate.amount' });
  expect(String(error)).not.toContain('4711');
});

test('an answer that is no JSON is unreadable', async () => {
  answer = (_, response) => void response.end('<html>');
  await expect(call()).rejects.toThrow(MscInvalidResponseError);
});

test('a refusal is told apart from an outage', async () => {
  answer = json({}, 401);
  await expect(call()).rejects.toThrow(MscRejectedError);
});

test('an answer that does not come, or never ends, is given up on', async () => {
  answer = () => {};
  await expect(call({ attemptMs: 100, totalMs: 250 })).rejects.toMatchObject({ reason: 'timeout' });
  answer = (_, response) => void response.writeHead(200).write('{');
  await expect(call({ attemptMs: 100, totalMs: 250 })).rejects.toMatchObject({ reason: 'timeout' });
});

test('a redirect is not followed: our key goes to nobody else', async () => {
  answer = (_, response) => void response.writeHead(302, { Location: '/elsewhere' }).end();
  await expect(call()).rejects.toThrow(MscUnavailableError);
  expect(seen.every(({ url }) => url?.startsWith('/msc/test/v1/prices'))).toBe(true);
});

test('an answer beyond all bounds is broken off', async () => {
  answer = (_, response) => {
    const chunk = Buffer.alloc(1024 * 1024, 0x20);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
      response.once('drain', more);
    };
    more();
  };
  await expect(call({ attemptMs: 5_000, totalMs: 10_000 })).rejects.toThrow(/larger than/);
});

test('how long to wait is passed on', async () => {
  answer = (_, response) => void response.writeHead(429, { 'Retry-After': '7' }).end();
  await expect(call(undefined, { method: 'post', json: {} })).rejects.toMatchObject({ status: 429, retryAfter: 7 });
});

test('a wait that the upstream asks for is not cut short by a retry, and can be a date', async () => {
  answer = (_, response) => void response.writeHead(503, { 'Retry-After': '1' }).end();
  await expect(call()).rejects.toMatchObject({ status: 503, retryAfter: 1 });
  expect(seen).toHaveLength(1);
  const date = new Date(Date.now() + 90_000).toUTCString();
  answer = (_, response) => void response.writeHead(429, { 'Retry-After': date }).end();
  const error = await call().catch((rejection: unknown) => rejection);
  expect(error instanceof MscUnavailableError && error.retryAfter).toBeGreaterThan(85);
});

test('an upstream that fails all the time is asked little more often for it, and then not at all', async () => {
  const transport = createMscTransport(credentials, { attemptMs: 500, totalMs: 1_500 });
  const request = () => transport.call('prices', 'v1/prices', schema).catch((rejection: unknown) => rejection);
  answer = json({}, 503);
  const errors = [];
  for (let attempts = 0; attempts < 14; attempts++) errors.push(await request());
  expect(errors.slice(-4)).toMatchObject(Array(4).fill({ reason: 'circuit_open', retryAfter: 5 }));
  expect(seen.length).toBeLessThanOrEqual(16);
});

test('too many questions is an answer: the upstream is not taken for broken', async () => {
  const transport = createMscTransport(credentials);
  answer = json({}, 429);
  for (let attempts = 0; attempts < 12; attempts++) {
    await expect(transport.call('prices', 'v1/prices', schema)).rejects.toMatchObject({ status: 429 });
  }
});

test('all that is asked for one action has one deadline', async () => {
  answer = () => {};
  const started = performance.now();
  await withDeadline(300, async () => {
    await expect(call({ attemptMs: 5_000, totalMs: 10_000 })).rejects.toMatchObject({ reason: 'timeout' });
    await expect(call()).rejects.toMatchObject({ reason: 'timeout' });
  });
  expect(performance.now() - started).toBeLessThan(1_500);
  expect(seen).toHaveLength(1);
});

const streamTo = (transport: ReturnType<typeof createMscTransport>, bytes: AsyncIterable<Uint8Array>) =>
  transport.stream('documents', 'v1/documents', z.object({ id: z.string() }), { type: 'application/pdf', bytes });
async function* file(failure?: Error) {
  yield Buffer.from('%PDF-1.7 ');
  if (failure) throw failure;
  yield Buffer.from('an invented bill');
}

test('a file is sent as it comes, signed, and once only', async () => {
  const transport = createMscTransport(credentials);
  let received = '';
  answer = async (request, response) => {
    for await (const chunk of request) received += chunk;
    json(seen.length === 1 ? { id: 'doc_1' } : {}, seen.length === 1 ? 201 : 503)(request, response);
  };
  expect(await streamTo(transport, file())).toEqual({ id: 'doc_1' });
  expect(received).toBe('%PDF-1.7 an invented bill');
  expect(seen[0]?.headers).toMatchObject({ 'x-api-key': 'an-api-key', 'content-type': 'application/pdf' });
  await expect(streamTo(transport, file())).rejects.toMatchObject({ status: 503 });
  expect(seen).toHaveLength(2);
});

test('files that an upstream does not take make it rest too', async () => {
  const transport = createMscTransport(credentials);
  answer = (request, response) => void request.resume().on('end', () => json({}, 503)(request, response));
  for (let attempts = 0; attempts < 10; attempts++) {
    await expect(streamTo(transport, file())).rejects.toMatchObject({ status: 503 });
  }
  await expect(streamTo(transport, file())).rejects.toMatchObject({ reason: 'circuit_open' });
  expect(seen).toHaveLength(10);
});

test('files that break off on their way to us say nothing of the upstream', async () => {
  const transport = createMscTransport(credentials);
  answer = (request, response) => void request.resume().on('end', () => json({ id: 'doc_1' }, 201)(request, response));
  for (let attempts = 0; attempts < 12; attempts++) {
    await expect(streamTo(transport, file(new Error('the line went dead')))).rejects.toThrow(MscUnavailableError);
  }
  expect(await streamTo(transport, file())).toEqual({ id: 'doc_1' });
});

test('no more of a file is taken in than an upstream takes on', async () => {
  const transport = createMscTransport(credentials);
  const [chunk, chunks] = [new Uint8Array(64 * 1024), 1_000];
  let taken = 0;
  async function* large() {
    for (; taken < chunks; taken++) yield chunk;
  }
  let resume = () => {};
  answer = (request, response) => {
    resume = () => void request.resume().on('end', () => json({ id: 'doc_1' }, 201)(request, response));
  };
  const sending = streamTo(transport, large());
  // Until the sockets' own buffers are full.
  let before = 0;
  await vi.waitFor(
    () => {
      const isIdle = taken > 0 && taken === before;
      before = taken;
      expect(isIdle).toBe(true);
    },
    { interval: 200, timeout: 10_000 },
  );
  expect(taken).toBeLessThan(chunks / 2);
  resume();
  expect(await sending).toEqual({ id: 'doc_1' });
  expect(taken).toBe(chunks);
});
