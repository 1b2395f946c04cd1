import { expect, test } from 'vitest';
import { createFakeBff, jsonResponse, problemResponse, session } from '../../../test/support/fake-bff.ts';
import { getContract } from '../../wire/contract.ts';
import { uploadFile } from '../../wire/upload.ts';
import { listUtilities } from '../../wire/utility.ts';
import { createSessionStore } from '../session-storage.ts';
import { createApiClient, InvalidResponseError } from './api-client.ts';
import { NetworkError, ProblemError } from './errors.ts';

function setUp(sessionStore = createSessionStore('pk_test_fake', undefined)) {
  const bff = createFakeBff();
  const client = createApiClient({
    api: 'https://shop.invalid',
    siteKey: 'pk_test_fake',
    locale: 'en-US',
    sessionStore,
    fetch: bff.fetch,
  });
  return { bff, client, sessionStore };
}
const query = { postalCode: '75201', commodity: 'electric' as const };

test('creates one session for concurrent calls, and sends the session token with each call', async () => {
  const { bff, client } = setUp();
  await Promise.all([client.call(listUtilities, { query }), client.call(listUtilities, { query })]);
  expect(bff.requestCount('POST /v1/sessions')).toBe(1);
  expect(bff.requests.at(-1)?.headers.get('authorization')).toBe('Bearer token-1');
});

test('restores the session from sessionStorage after a reload', async () => {
  const { client, sessionStore } = setUp();
  await client.session();
  const after = setUp(sessionStore);
  await after.client.call(listUtilities, { query });
  expect(after.bff.requestCount('POST /v1/sessions')).toBe(0);
});

test('two widgets of one site that create a session simultaneously share the first session that is created', async () => {
  const sessionStore = createSessionStore('pk_test_fake', undefined);
  const [one, other] = [setUp(sessionStore), setUp(sessionStore)];
  other.bff.respondOnce('POST /v1/sessions', () => jsonResponse({ ...session(), token: 'token-2' }, 201));
  const [first, second] = await Promise.all([one.client.session(), other.client.session()]);
  expect(second.token).toBe(first.token);
  expect(sessionStore.read('session')).toContain(first.token);
});

test('renews an expired session only once if several calls fail with 401', async () => {
  const { bff, client } = setUp();
  bff.respondOnce('GET /v1/utilities', () => problemResponse('session_expired', 401));
  bff.respondOnce('GET /v1/utilities', () => problemResponse('session_expired', 401));
  await client.session();
  await Promise.all([client.call(listUtilities, { query }), client.call(listUtilities, { query })]);
  expect(bff.requestCount('POST /v1/sessions')).toBe(2);
});

test('sends the expired session’s token when it creates the next session', async () => {
  const { bff, client } = setUp();
  bff.respondOnce('GET /v1/utilities', () => problemResponse('session_expired', 401));
  await client.call(listUtilities, { query });
  const sessionRequests = bff.requests.filter(({ method, path }) => method === 'POST' && path === '/v1/sessions');
  expect(sessionRequests.map(({ headers }) => headers.get('authorization'))).toEqual([null, 'Bearer token-1']);
});

test('renews the session only once per call, even after a second 401 response', async () => {
  const { bff, client } = setUp();
  for (let attempt = 0; attempt < 3; attempt++)
    bff.respondOnce('GET /v1/utilities', () => problemResponse('session_expired', 401));
  await expect(client.call(listUtilities, { query })).rejects.toThrow(ProblemError);
  expect(bff.requestCount('GET /v1/utilities')).toBe(2);
});

test('retries session creation and a utility lookup once if the server is overloaded', async () => {
  const { bff, client } = setUp();
  const overloaded = () => problemResponse('overloaded', 503, { retryAfter: 0 });
  bff.respondOnce('POST /v1/sessions', overloaded);
  bff.respondOnce('GET /v1/utilities', overloaded);
  await client.call(listUtilities, { query });
  expect([bff.requestCount('POST /v1/sessions'), bff.requestCount('GET /v1/utilities')]).toEqual([2, 2]);
  for (let attempt = 0; attempt < 3; attempt++) bff.respondOnce('GET /v1/utilities', overloaded);
  await expect(client.call(listUtilities, { query })).rejects.toMatchObject({ problem: { code: 'overloaded' } });
  expect(bff.requestCount('GET /v1/utilities')).toBe(4);
});

test('retries a failed session creation on the next call', async () => {
  const { bff, client } = setUp();
  bff.respondOnce('POST /v1/sessions', () => Promise.reject(new TypeError('no route')));
  await expect(client.session()).rejects.toThrow(NetworkError);
  await expect(client.session()).resolves.toMatchObject({ token: 'token-1' });
});

test('throws InvalidResponseError when a response does not match its schema', async () => {
  const { bff, client } = setUp();
  bff.respondOnce('GET /v1/utilities', () => jsonResponse({ utilities: 'none' }));
  await expect(client.call(listUtilities, { query })).rejects.toThrow(InvalidResponseError);
});

test('throws ProblemError for an unknown problem code', async () => {
  const { bff, client } = setUp();
  const unknownProblem = { type: 'about:blank', status: 409, code: 'of_a_later_year', title: 'Something new' };
  bff.respondOnce('GET /v1/utilities', () => jsonResponse(unknownProblem, 409));
  await expect(client.call(listUtilities, { query })).rejects.toMatchObject({ problem: { code: 'of_a_later_year' } });
});

test.each([
  { type: 'https://proxy.example/errors/502', status: 502, code: 'bad_gateway', title: 'Bad gateway' },
  { status: 502, code: 'bad_gateway', message: 'Bad gateway' },
])('throws NetworkError for a JSON error from a proxy', async (problem) => {
  const { bff, client } = setUp();
  bff.respondOnce('GET /v1/utilities', () => jsonResponse(problem, 502));
  await expect(client.call(listUtilities, { query })).rejects.toMatchObject({ kind: 'unreachable' });
});

test('sends files with their own content type, and other bodies as JSON', async () => {
  const types: (string | null)[] = [];
  const { bff } = setUp();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.url.includes('/v1/uploads')) types.push(request.headers.get('content-type'));
    return bff.fetch(input, init);
  };
  const sessionStore = createSessionStore('pk_test_fake', undefined);
  const client = createApiClient({
    api: 'https://shop.invalid',
    siteKey: 'pk_test_fake',
    locale: 'en-US',
    sessionStore,
    fetch,
  });
  const file = new Blob(['%PDF-'], { type: 'application/pdf' });
  await client.call(uploadFile, { query: { kind: 'latest_bill' }, file }).catch(() => {});
  expect(types).toEqual(['application/pdf']);
  expect(bff.requests.find(({ path }) => path === '/v1/sessions')?.headers.get('content-type')).toBe(
    'application/json',
  );
});

test('throws NetworkError for an error page from a proxy', async () => {
  const { bff, client } = setUp();
  bff.respondOnce('GET /v1/utilities', () => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  await expect(client.call(listUtilities, { query })).rejects.toMatchObject({ kind: 'unreachable' });
});

test('escapes parameters in the path of a request', async () => {
  const { bff, client } = setUp();
  await expect(client.call(getContract, { params: { id: '../x' } })).rejects.toThrow(ProblemError);
  expect(bff.requests.at(-1)?.path).toBe('/v1/contracts/..%2Fx');
});
