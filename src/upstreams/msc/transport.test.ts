import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, decodeProtectedHeader, generateKeyPair } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import type { MscCredentials } from './transport.ts';
import { createMscTransport, MscUnavailableError } from './transport.ts';

let server: Server;
let credentials: MscCredentials;
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
  createMscTransport(credentials, { timeouts }).call('prices', 'v1/prices', schema, options);
const json =
  (body: unknown, status = 200) =>
  (_: IncomingMessage, response: ServerResponse) => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };

test('sends the API key and a single-use token that is valid for one minute in this environment', async () => {
  handleRequest = json({ prices: [] });
  await call();
  await call();
  const tokens = receivedRequests.map(({ headers }) => headers.authorization?.replace('Bearer ', '') ?? '');
  expect(receivedRequests[0]?.headers['x-api-key']).toBe('an-api-key');
  expect(decodeProtectedHeader(tokens[0] ?? '')).toMatchObject({ alg: 'ES256', kid: 'k1' });
  const [first, second] = tokens.map((token) => decodeJwt(token));
  expect(first).toMatchObject({ iss: 'lonestar', aud: credentials.baseUrl });
  expect(Number(first?.exp) - Number(first?.iat)).toBe(60);
  expect(first?.jti).not.toBe(second?.jti);
});

test('retries a read request once, with a new token', async () => {
  handleRequest = (request, response) =>
    receivedRequests.length === 1 ? json({}, 503)(request, response) : json({ prices: [] })(request, response);
  await call();
  expect(new Set(receivedRequests.map(({ headers }) => headers.authorization)).size).toBe(2);
});

test('does not follow redirects, so that the API key is sent only to the upstream', async () => {
  handleRequest = (_, response) => void response.writeHead(302, { Location: '/elsewhere' }).end();
  await expect(call()).rejects.toThrow(MscUnavailableError);
  expect(receivedRequests.every(({ url }) => url?.startsWith('/msc/test/v1/prices'))).toBe(true);
});

test('authorizes an upload with a signed token', async () => {
  handleRequest = (request, response) =>
    void request.resume().on('end', () => json({ id: 'doc_1' }, 201)(request, response));
  async function* bytes() {
    yield Buffer.from('%PDF-1.7');
  }
  const file = { type: 'application/pdf', bytes: bytes() };
  await createMscTransport(credentials).upload('documents', 'v1/documents', z.object({ id: z.string() }), file);
  expect(receivedRequests[0]?.headers).toMatchObject({
    'x-api-key': 'an-api-key',
    authorization: expect.stringMatching(/^Bearer /),
  });
});
