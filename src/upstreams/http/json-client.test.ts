import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  mscErrors as errors,
  MscInvalidResponseError,
  MscRejectedError,
  MscUnavailableError,
} from '../msc/transport.ts';
import { withDeadline } from './call-limits.ts';
import { createJsonClient, type JsonClient, type JsonClientOptions, type UpstreamCall } from './json-client.ts';

let server: Server;
let baseUrl: string;
let handleRequest: (request: IncomingMessage, response: ServerResponse) => void;
let receivedRequests: IncomingMessage[];

beforeEach(async () => {
  receivedRequests = [];
  server = createServer((request, response) => {
    receivedRequests.push(request);
    handleRequest(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  baseUrl = `http://127.0.0.1:${port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const schema = z.object({ prices: z.array(z.object({ rate: z.object({ amount: z.string() }) })) });
const createClient = (options: Partial<JsonClientOptions> = {}): JsonClient =>
  createJsonClient({
    baseUrl,
    timeouts: { attemptMs: 500, totalMs: 1_500 },
    maxResponseBytes: 1024 * 1024,
    errors,
    api: 'pricing',
    authorize: async () => ({ Authorization: `Bearer ${crypto.randomUUID()}` }),
    ...options,
  });
const call = (timeouts = { attemptMs: 500, totalMs: 1_500 }, options = {}) =>
  createClient({ timeouts }).call('prices', 'v1/prices', schema, options);
const json =
  (body: unknown, status = 200) =>
  (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };

test('authorizes each attempt separately, and retries a read request once', async () => {
  handleRequest = (request, response) =>
    receivedRequests.length === 1 ? json({}, 503)(request, response) : json({ prices: [] })(request, response);
  await call();
  expect(new Set(receivedRequests.map(({ headers }) => headers.authorization)).size).toBe(2);
});

test('does not retry a read request if retries are disabled', async () => {
  handleRequest = json({}, 503);
  await expect(createClient({ maxRetries: 0 }).call('prices', 'v1/prices', schema)).rejects.toMatchObject({
    status: 503,
  });
  expect(receivedRequests).toHaveLength(1);
});

test('parses an empty body as undefined', async () => {
  handleRequest = (_, response) => void response.writeHead(204).end();
  expect(await createClient().call('remove', 'v1/prices', z.undefined())).toBeUndefined();
});

test('the error for a rejected call includes the description that the caller extracts from the response body', async () => {
  handleRequest = json({ message: 'unknown utility' }, 422);
  const describeRejection = (body: unknown) => z.object({ message: z.string() }).parse(body).message;
  await expect(call(undefined, { describeRejection })).rejects.toThrow(
    'MSC prices: rejected with 422 (unknown utility)',
  );
});

test('reports the outcome of each call to the observer', async () => {
  const calls: UpstreamCall[] = [];
  const client = createClient({ observe: (observed) => void calls.push(observed), maxRetries: 0 });
  handleRequest = json({ prices: [] });
  await client.call('prices', 'v1/prices', schema);
  handleRequest = json({}, 404);
  await client.call('price', 'v1/prices/1', schema).catch(() => {});
  handleRequest = json({});
  await client.call('prices', 'v1/prices', schema).catch(() => {});
  handleRequest = json({}, 500);
  await client.call('prices', 'v1/prices', schema).catch(() => {});
  expect(calls.map(({ api, operation, outcome }) => [api, operation, outcome])).toEqual([
    ['pricing', 'prices', 'ok'],
    ['pricing', 'price', 'rejected'],
    ['pricing', 'prices', 'invalid_response'],
    ['pricing', 'prices', 'status'],
  ]);
});

test('never retries a mutation', async () => {
  handleRequest = json({}, 503);
  await expect(call(undefined, { method: 'post', json: {} })).rejects.toThrow(MscUnavailableError);
  expect(receivedRequests).toHaveLength(1);
});

test('the error for an invalid response contains the path of the invalid field, not its value', async () => {
  handleRequest = json({ prices: [{ rate: { amount: '0.07' } }, { rate: { amount: 4711 } }] });
  const error = await call().catch((rejection: unknown) => rejection);
  expect(error).toBeInstanceOf(MscInvalidResponseError);
  expect(error).toMatchObject({ field: 'prices.1.rate.amount' });
  expect(String(error)).not.toContain('4711');
});

test('reports a non-JSON response as invalid', async () => {
  handleRequest = (_, response) => void response.end('<html>');
  await expect(call()).rejects.toThrow(MscInvalidResponseError);
});

test('reports a 401 response as a rejection, not as an outage', async () => {
  handleRequest = json({}, 401);
  await expect(call()).rejects.toThrow(MscRejectedError);
});

test.each([
  ['application/json', MscRejectedError],
  ['application/problem+json; charset=utf-8', MscRejectedError],
  ['', MscRejectedError],
  ['text/html', MscUnavailableError],
  ['text/plain', MscUnavailableError],
])(
  'a 404 or 410 with the content type "%s" is a rejection only if the API itself can have sent it',
  async (type, expected) => {
    for (const status of [404, 410]) {
      handleRequest = (_, response) => response.writeHead(status, type ? { 'Content-Type': type } : {}).end('{}');
      await expect(createClient({ maxRetries: 0 }).call('price', 'v1/prices/1', schema)).rejects.toThrow(expected);
    }
  },
);

test('times out if the response does not start or does not end', async () => {
  handleRequest = () => {};
  await expect(call({ attemptMs: 100, totalMs: 250 })).rejects.toMatchObject({ reason: 'timeout' });
  handleRequest = (_, response) => void response.writeHead(200).write('{');
  await expect(call({ attemptMs: 100, totalMs: 250 })).rejects.toMatchObject({ reason: 'timeout' });
});

test('aborts an oversized response', async () => {
  handleRequest = (_, response) => {
    const chunk = Buffer.alloc(1024 * 1024, 0x20);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
      response.once('drain', more);
    };
    more();
  };
  await expect(call({ attemptMs: 5_000, totalMs: 10_000 })).rejects.toThrow(/larger than/);
});

test('the error for a 429 response contains the delay from Retry-After', async () => {
  handleRequest = (_, response) => void response.writeHead(429, { 'Retry-After': '7' }).end();
  await expect(call(undefined, { method: 'post', json: {} })).rejects.toMatchObject({ status: 429, retryAfter: 7 });
});

test('does not retry before the time in the upstream’s Retry-After, which can be a date', async () => {
  handleRequest = (_, response) => void response.writeHead(503, { 'Retry-After': '1' }).end();
  await expect(call()).rejects.toMatchObject({ status: 503, retryAfter: 1 });
  expect(receivedRequests).toHaveLength(1);
  const date = new Date(Date.now() + 90_000).toUTCString();
  handleRequest = (_, response) => void response.writeHead(429, { 'Retry-After': date }).end();
  const error = await call().catch((rejection: unknown) => rejection);
  expect(error instanceof MscUnavailableError && error.retryAfter).toBeGreaterThan(85);
});

test('limits retries when an upstream keeps failing, then opens the circuit breaker', async () => {
  const client = createClient();
  const request = () => client.call('prices', 'v1/prices', schema).catch((rejection: unknown) => rejection);
  handleRequest = json({}, 503);
  const errors = [];
  for (let attempts = 0; attempts < 14; attempts++) errors.push(await request());
  expect(errors.slice(-4)).toMatchObject(Array(4).fill({ reason: 'circuit_open', retryAfter: 5 }));
  expect(receivedRequests.length).toBeLessThanOrEqual(16);
});

test('repeated failures of one operation, which a visitor could cause, do not block the API’s other operations', async () => {
  const client = createClient();
  handleRequest = json({}, 503);
  const utilities = () => client.call('utilities', 'v1/utilities', schema).catch((rejection: unknown) => rejection);
  for (let attempts = 0; attempts < 14; attempts++) await utilities();
  expect(await utilities()).toMatchObject({ reason: 'circuit_open' });
  handleRequest = json({ ok: true }, 200);
  await expect(client.call('price', 'v1/prices/1', z.unknown())).resolves.toEqual({ ok: true });
});

test('429 responses do not open the circuit breaker', async () => {
  const client = createClient();
  handleRequest = json({}, 429);
  for (let attempts = 0; attempts < 12; attempts++) {
    await expect(client.call('prices', 'v1/prices', schema)).rejects.toMatchObject({ status: 429 });
  }
});

test('applies one deadline to several calls', async () => {
  handleRequest = () => {};
  const started = performance.now();
  await withDeadline(300, async () => {
    await expect(call({ attemptMs: 5_000, totalMs: 10_000 })).rejects.toMatchObject({ reason: 'timeout' });
    await expect(call()).rejects.toMatchObject({ reason: 'timeout' });
  });
  expect(performance.now() - started).toBeLessThan(1_500);
  expect(receivedRequests).toHaveLength(1);
});

const streamTo = (client: JsonClient, bytes: AsyncIterable<Uint8Array>) =>
  client.upload('documents', 'v1/documents', z.object({ id: z.string() }), { type: 'application/pdf', bytes });
async function* file(failure?: Error) {
  yield Buffer.from('%PDF-1.7 ');
  if (failure) throw failure;
  yield Buffer.from('an invented bill');
}

test('uploads a file as a stream, with authorization and without retries', async () => {
  const client = createClient();
  let received = '';
  handleRequest = async (request, response) => {
    for await (const chunk of request) received += chunk;
    json(receivedRequests.length === 1 ? { id: 'doc_1' } : {}, receivedRequests.length === 1 ? 201 : 503)(
      request,
      response,
    );
  };
  expect(await streamTo(client, file())).toEqual({ id: 'doc_1' });
  expect(received).toBe('%PDF-1.7 an invented bill');
  expect(receivedRequests[0]?.headers).toMatchObject({
    authorization: expect.stringMatching(/^Bearer /),
    'content-type': 'application/pdf',
  });
  await expect(streamTo(client, file())).rejects.toMatchObject({ status: 503 });
  expect(receivedRequests).toHaveLength(2);
});

test('failing uploads open the circuit breaker too', async () => {
  const client = createClient();
  handleRequest = (request, response) => void request.resume().on('end', () => json({}, 503)(request, response));
  for (let attempts = 0; attempts < 10; attempts++) {
    await expect(streamTo(client, file())).rejects.toMatchObject({ status: 503 });
  }
  await expect(streamTo(client, file())).rejects.toMatchObject({ reason: 'circuit_open' });
  expect(receivedRequests).toHaveLength(10);
});

test('uploads that the customer aborts do not open the circuit breaker', async () => {
  const client = createClient();
  handleRequest = (request, response) =>
    void request.resume().on('end', () => json({ id: 'doc_1' }, 201)(request, response));
  for (let attempts = 0; attempts < 12; attempts++) {
    await expect(streamTo(client, file(new Error('connection reset')))).rejects.toThrow(MscUnavailableError);
  }
  expect(await streamTo(client, file())).toEqual({ id: 'doc_1' });
});

test('stops reading a file while the upstream accepts no more data', async () => {
  const client = createClient();
  const [chunk, chunks] = [new Uint8Array(64 * 1024), 1_000];
  let chunkCount = 0;
  async function* large() {
    for (; chunkCount < chunks; chunkCount++) yield chunk;
  }
  let resume = () => {};
  handleRequest = (request, response) => {
    resume = () => void request.resume().on('end', () => json({ id: 'doc_1' }, 201)(request, response));
  };
  const sending = streamTo(client, large());
  // Waits until the socket buffers are full.
  let before = 0;
  await vi.waitFor(
    () => {
      const isIdle = chunkCount > 0 && chunkCount === before;
      before = chunkCount;
      expect(isIdle).toBe(true);
    },
    { interval: 200, timeout: 10_000 },
  );
  expect(chunkCount).toBeLessThan(chunks / 2);
  resume();
  expect(await sending).toEqual({ id: 'doc_1' });
  expect(chunkCount).toBe(chunks);
});
