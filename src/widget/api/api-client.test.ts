import { expect, test } from 'vitest';
import { createFakeBff, jsonResponse, problemResponse } from '../../../test/support/fake-bff.ts';
import { getContract } from '../../wire/contract.ts';
import { uploadFile } from '../../wire/upload.ts';
import { listUtilities } from '../../wire/utility.ts';
import { createSessionStore } from '../session-storage.ts';
import { createApiClient } from './api-client.ts';
import { InvalidResponseError } from './invalid-response-error.ts';
import { NetworkError } from './network-error.ts';
import { ProblemError } from './problem-error.ts';

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

test('calls made at once share one session and send its token', async () => {
  const { bff, client } = setUp();
  await Promise.all([client.call(listUtilities, { query }), client.call(listUtilities, { query })]);
  expect(bff.requestCount('POST /v1/sessions')).toBe(1);
  expect(bff.requests.at(-1)?.headers.get('authorization')).toBe('Bearer token-1');
});

test('a session outlives a reload through the memory', async () => {
  const { client, sessionStore } = setUp();
  await client.session();
  const after = setUp(sessionStore);
  await after.client.call(listUtilities, { query });
  expect(after.bff.requestCount('POST /v1/sessions')).toBe(0);
});

test('an expired session is renewed once, for all the calls it failed', async () => {
  const { bff, client } = setUp();
  bff.respondOnce('GET /v1/utilities', () => problemResponse('session_expired', 401));
  bff.respondOnce('GET /v1/utilities', () => problemResponse('session_expired', 401));
  await client.session();
  await Promise.all([client.call(listUtilities, { query }), client.call(listUtilities, { query })]);
  expect(bff.requestCount('POST /v1/sessions')).toBe(2);
});

test('a session that ended is gone on with: the next one is asked for with its token', async () => {
  const { bff, client } = setUp();
  bff.respondOnce('GET /v1/utilities', () => problemResponse('session_expired', 401));
  await client.call(listUtilities, { query });
  const asked = bff.requests.filter(({ method, path }) => method === 'POST' && path === '/v1/sessions');
  expect(asked.map(({ headers }) => headers.get('authorization'))).toEqual([null, 'Bearer token-1']);
});

test('a session that is refused again is not renewed for ever', async () => {
  const { bff, client } = setUp();
  for (let turn = 0; turn < 3; turn++)
    bff.respondOnce('GET /v1/utilities', () => problemResponse('session_expired', 401));
  await expect(client.call(listUtilities, { query })).rejects.toThrow(ProblemError);
  expect(bff.requestCount('GET /v1/utilities')).toBe(2);
});

test('a session that could not be opened is tried again by the next call', async () => {
  const { bff, client } = setUp();
  bff.respondOnce('POST /v1/sessions', () => Promise.reject(new TypeError('no route')));
  await expect(client.session()).rejects.toThrow(NetworkError);
  await expect(client.session()).resolves.toMatchObject({ token: 'token-1' });
});

test('an answer in the wrong shape is bad data, and no transport failure', async () => {
  const { bff, client } = setUp();
  bff.respondOnce('GET /v1/utilities', () => jsonResponse({ utilities: 'none' }));
  await expect(client.call(listUtilities, { query })).rejects.toThrow(InvalidResponseError);
});

test('a code that is not known here is a refusal all the same', async () => {
  const { bff, client } = setUp();
  const later = { type: 'about:blank', status: 409, code: 'of_a_later_year', title: 'Something new' };
  bff.respondOnce('GET /v1/utilities', () => jsonResponse(later, 409));
  await expect(client.call(listUtilities, { query })).rejects.toMatchObject({ problem: { code: 'of_a_later_year' } });
});

test.each([
  { type: 'https://proxy.example/errors/502', status: 502, code: 'bad_gateway', title: 'Bad gateway' },
  { status: 502, code: 'bad_gateway', message: 'Bad gateway' },
])('a proxy’s own problem counts as not reached', async (problem) => {
  const { bff, client } = setUp();
  bff.respondOnce('GET /v1/utilities', () => jsonResponse(problem, 502));
  await expect(client.call(listUtilities, { query })).rejects.toMatchObject({ kind: 'unreachable' });
});

test('a file is sent as the type that it is, and JSON as JSON', async () => {
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

test('a proxy’s error page counts as not reached', async () => {
  const { bff, client } = setUp();
  bff.respondOnce('GET /v1/utilities', () => new Response('<h1>Bad gateway</h1>', { status: 502 }));
  await expect(client.call(listUtilities, { query })).rejects.toMatchObject({ kind: 'unreachable' });
});

test('path parameters are escaped', async () => {
  const { bff, client } = setUp();
  await expect(client.call(getContract, { params: { id: '../x' } })).rejects.toThrow(ProblemError);
  expect(bff.requests.at(-1)?.path).toBe('/v1/contracts/..%2Fx');
});
