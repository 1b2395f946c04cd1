import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Endpoint } from '../src/wire/endpoint.ts';
import { endpoints } from '../src/wire/endpoints.ts';
import { problem } from '../src/wire/problem.ts';
import {
  contractRequestFor,
  createTestBff,
  dallasOffersRequest,
  firstOffer,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';
import { tamper } from './fixtures/tamper.ts';

let bff: TestBff;
let token: string;
beforeAll(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
});
afterAll(() => bff.close());

/** Parses the problem in a response, and checks that it reveals no internals. */
async function problemOf(response: Response) {
  const text = await response.text();
  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  expect(text).not.toMatch(/\.ts|node_modules| {4}at /);
  const parsed = problem.parse(JSON.parse(text));
  expect(parsed.status).toBe(response.status);
  return parsed;
}

test('an unknown site key creates no session', async () => {
  const response = await sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_nobody' } });
  expect(await problemOf(response)).toMatchObject({ status: 403, code: 'unknown_site' });
});

test.each(['https://evil.example', 'https://www.lonestar.example.evil.example', 'null'])(
  'rejects a session request from the origin %s',
  async (origin) => {
    const response = await sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' }, origin });
    expect(await problemOf(response)).toMatchObject({ status: 403, code: 'origin_not_allowed' });
  },
);

test("a preflight succeeds for a site's page and fails for other pages", async () => {
  const preflight = (origin: string) =>
    bff.app.request('/v1/offers', { method: 'OPTIONS', headers: { Origin: origin } });
  const responses = [await preflight('https://evil.example'), await preflight(pageOrigin)];
  expect(responses.map(({ status, headers }) => [status, headers.get('Access-Control-Allow-Origin')])).toEqual([
    [403, null],
    [204, pageOrigin],
  ]);
});

test('a page outside the site can read why its session request was denied, but no other response', async () => {
  const origin = 'https://evil.example';
  const preflight = (path: string) => bff.app.request(path, { method: 'OPTIONS', headers: { Origin: origin } });
  const response = await preflight('/v1/sessions');
  expect([response.status, response.headers.get('Access-Control-Allow-Origin')]).toEqual([204, origin]);
  const rejected = await sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' }, origin });
  expect(rejected.headers.get('Access-Control-Allow-Origin')).toBe(origin);
  expect(await problemOf(rejected)).toMatchObject({ code: 'origin_not_allowed' });
  expect((await preflight('/v1/contracts')).headers.get('Access-Control-Allow-Origin')).toBeNull();
});

test("a site's page can read a problem response", async () => {
  const response = await sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_nobody' } });
  expect(response.headers.get('Access-Control-Allow-Origin')).toBe(pageOrigin);
});

test.each([
  ['truncated JSON', '{"siteKey":', 'malformed_json'],
  ['an empty body', '', 'malformed_json'],
  ['an array instead of an object', '[]', 'invalid_request'],
  ['a value of the wrong type', '{"siteKey":1}', 'invalid_request'],
  ['an unknown field', '{"siteKey":"pk_test_demo","admin":true}', 'invalid_request'],
  ['a __proto__ property', '{"siteKey":"pk_test_demo","__proto__":{"a":1}}', 'invalid_request'],
  ['a nested __proto__ property', '{"siteKey":{"__proto__":{"a":1}}}', 'invalid_request'],
])('rejects %s as a client error', async (_, body, code) => {
  expect(await problemOf(await sendRequest(bff.app, '/v1/sessions', { body }))).toMatchObject({ code });
});

test('reports an unknown field by name', async () => {
  const response = await sendRequest(bff.app, '/v1/offers', {
    body: { ...dallasOffersRequest, annualUsage: { ...dallasOffersRequest.annualUsage, x: 1 } },
    token,
  });
  expect((await problemOf(response)).errors).toEqual([
    { path: '/annualUsage/x', code: 'unknown_field', detail: 'no such field' },
  ]);
});

test('rejects an oversized body with or without Content-Length', async () => {
  const body = `{"siteKey":"${'x'.repeat(70_000)}"}`;
  expect(await problemOf(await sendRequest(bff.app, '/v1/sessions', { body }))).toMatchObject({
    status: 413,
    code: 'body_too_large',
  });
  const stream = new Blob([body]).stream();
  const chunkedRequest = new Request('http://shop.example/v1/sessions', {
    method: 'POST',
    headers: { Origin: pageOrigin, 'Content-Type': 'application/json' },
    body: stream,
    duplex: 'half',
  } as RequestInit);
  expect(await problemOf(await bff.app.request(chunkedRequest))).toMatchObject({ code: 'body_too_large' });
});

test('rejects a body that is not declared as JSON, or is compressed', async () => {
  for (const headers of [{ 'Content-Type': 'text/plain' }, { 'Content-Encoding': 'gzip' }]) {
    const response = await sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' }, headers });
    expect(await problemOf(response)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  }
});

test.each(Object.values<Endpoint>(endpoints).filter(({ session }) => session))(
  '$method $path requires a valid session token',
  async (endpoint) => {
    const path = endpoint.path.replace(/\{\w+\}/g, 'ct_1');
    const { method } = endpoint;
    const body = method === 'POST' ? {} : undefined;
    for (const bearer of [undefined, `${token}x`]) {
      const response = await sendRequest(bff.app, path, { method, body, ...(bearer ? { token: bearer } : {}) });
      expect(await problemOf(response)).toMatchObject({ status: 401, code: 'session_required' });
    }
  },
);

test('rejects a session token that has expired', async () => {
  const now = bff.clock.now;
  bff.clock.now = () => new Date(Date.now() + 5 * 60 * 60_000);
  const response = await sendRequest(bff.app, '/v1/utilities?postalCode=75201&commodity=electric', { token });
  bff.clock.now = now;
  expect(await problemOf(response)).toMatchObject({ status: 401, code: 'session_expired' });
});

test('a session token is rejected from a page on another origin', async () => {
  const response = await sendRequest(bff.app, '/v1/offers', {
    body: dallasOffersRequest,
    token,
    origin: 'https://www.other.example',
  });
  expect(await problemOf(response)).toMatchObject({ code: 'origin_not_allowed' });
});

test.each([
  ['99501', 'postal_code_regulated'],
  ['00001', 'postal_code_unknown'],
  ['78701', 'postal_code_not_served'],
])('explains why postal code %s has no utility: %s', async (postalCode, code) => {
  const response = await sendRequest(bff.app, `/v1/utilities?postalCode=${postalCode}&commodity=electric`, { token });
  expect(await problemOf(response)).toMatchObject({ status: 404, code });
});

test.each(['7520', '752011', 'ABCDE', '75 01'])('reports the invalid postal code %j at its field', async (input) => {
  const response = await sendRequest(
    bff.app,
    `/v1/utilities?postalCode=${encodeURIComponent(input)}&commodity=electric`,
    {
      token,
    },
  );
  expect((await problemOf(response)).errors).toEqual([
    { path: '/postalCode', code: 'postal_code', detail: 'postal code' },
  ]);
});

test('reports therms for electricity as an error in the usage unit', async () => {
  const response = await sendRequest(bff.app, '/v1/offers', {
    body: { ...dallasOffersRequest, annualUsage: { amount: '1', unit: 'therm' } },
    token,
  });
  expect((await problemOf(response)).errors?.[0]).toMatchObject({ path: '/annualUsage/unit', code: 'unit' });
});

test.each([
  [-1, 422],
  [0, 200],
  [36, 200],
  [37, 422],
])('responds to a start month %i months away with status %i', async (monthsAhead, status) => {
  const { token } = await openSession(bff.app);
  const now = new Date();
  const startMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + monthsAhead))
    .toISOString()
    .slice(0, 7);
  const response = await sendRequest(bff.app, '/v1/offers', { body: { ...dallasOffersRequest, startMonth }, token });
  expect(response.status).toBe(status);
  if (status === 422) {
    expect((await problemOf(response)).errors?.[0]).toMatchObject({ path: '/startMonth', code: 'start_month' });
  }
});

test('reports each invalid field of a contract request, and stores nothing', async () => {
  const validRequest = contractRequestFor(await firstOffer(bff.app, token));
  const body = {
    ...validRequest,
    customer: { ...validRequest.customer, taxId: '12-3' },
    signer: { ...validRequest.signer, email: 'dana' },
    accounts: [],
  };
  const response = await sendRequest(bff.app, '/v1/contracts', {
    body,
    token,
    headers: { 'Idempotency-Key': 'a-key-of-sixteen-or-more' },
  });
  expect((await problemOf(response)).errors?.map(({ path, code }) => `${path} ${code}`)).toEqual([
    '/customer/taxId tax_id',
    '/signer/email email',
    '/accounts required',
  ]);
  expect(await bff.appContext.store.selectFrom('contracts').selectAll().execute()).toEqual([]);
});

test('a contract request without an idempotency key is rejected', async () => {
  const body = contractRequestFor(await firstOffer(bff.app, token));
  expect(await problemOf(await sendRequest(bff.app, '/v1/contracts', { body, token }))).toMatchObject({
    code: 'idempotency_key_required',
  });
});

test('an offer token that belongs to another site or was modified creates no contract', async () => {
  const other = await openSession(bff.app, 'pk_test_other', 'https://www.other.example');
  const response = await sendRequest(bff.app, '/v1/offers', {
    body: dallasOffersRequest,
    token: other.token,
    origin: 'https://www.other.example',
  });
  const foreign = contractRequestFor((await response.json()).offers[0]);
  const validRequest = contractRequestFor(await firstOffer(bff.app, token));
  for (const body of [foreign, { ...validRequest, offerToken: tamper(validRequest.offerToken) }]) {
    const rejected = await sendRequest(bff.app, '/v1/contracts', {
      body,
      token,
      headers: { 'Idempotency-Key': crypto.randomUUID() },
    });
    expect(await problemOf(rejected)).toMatchObject({ code: 'offer_invalid' });
  }
});

test('rejects requests for a commodity that the site does not sell', async () => {
  const { token: electric } = await openSession(bff.app, 'pk_test_electric');
  const gas = {
    ...dallasOffersRequest,
    commodity: 'gas',
    utility: 'NICOR',
    annualUsage: { amount: '1000', unit: 'therm' },
  };
  for (const response of [
    await sendRequest(bff.app, '/v1/utilities?postalCode=60601&commodity=gas', { token: electric }),
    await sendRequest(bff.app, '/v1/offers', { body: gas, token: electric }),
  ]) {
    expect((await problemOf(response)).errors?.[0]).toMatchObject({ path: '/commodity', code: 'commodity' });
  }
});

test('reports a client error for input that the upstream rejects', async () => {
  const response = await sendRequest(bff.app, '/v1/offers', {
    body: { ...dallasOffersRequest, utility: 'ZZZZ' },
    token,
  });
  expect(await problemOf(response)).toMatchObject({ status: 422, code: 'invalid_request' });
});

test('rejects HEAD requests for event streams and documents with 405', async () => {
  for (const path of ['/v1/contracts/ct_1/events', '/v1/contracts/ct_1/document']) {
    const headers = { Origin: pageOrigin, Authorization: `Bearer ${token}` };
    expect((await bff.app.request(path, { method: 'HEAD', headers })).status).toBe(405);
  }
});

test('responds to an unknown path with a problem', async () => {
  expect(await problemOf(await sendRequest(bff.app, '/v1/nothing'))).toMatchObject({ status: 404, code: 'not_found' });
});

test('an expired session can be renewed within a week of its expiry, but only on its own site', async () => {
  const { token: first } = await openSession(bff.app);
  const body = contractRequestFor(await firstOffer(bff.app, first));
  const created = await sendRequest(bff.app, '/v1/contracts', {
    body,
    token: first,
    headers: { 'Idempotency-Key': crypto.randomUUID() },
  });
  const { id } = await created.json();
  const now = bff.clock.now;
  const statusAfter = async (hours: number, siteKey = 'pk_test_demo', origin = pageOrigin): Promise<number> => {
    bff.clock.now = () => new Date(Date.now() + hours * 60 * 60_000);
    const opened = await sendRequest(bff.app, '/v1/sessions', { body: { siteKey }, token: first, origin });
    const { token: renewed } = await opened.json();
    const { status } = await sendRequest(bff.app, `/v1/contracts/${id}`, { token: renewed, origin });
    bff.clock.now = now;
    return status;
  };
  expect(await statusAfter(24)).toBe(200);
  expect(await statusAfter(8 * 24)).toBe(404);
  expect(await statusAfter(24, 'pk_test_other', 'https://www.other.example')).toBe(404);
});

test.each([
  ['without Content-Length', {}],
  ['with Content-Length', { 'Content-Length': '40' }],
])('a request %s times out if the rest of its body never arrives', async (_, more: Record<string, string>) => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  try {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"siteKey":')),
    });
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { Origin: pageOrigin, 'Content-Type': 'application/json', ...more },
      body,
      duplex: 'half',
    };
    let settled: Response | undefined;
    const response = Promise.resolve(bff.app.request(new Request('http://shop.example/v1/sessions', init)));
    response.then((response) => {
      settled = response;
    });
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(5_000);
      expect(settled).toBeDefined();
    }, 5_000);
    expect(await (await response).json()).toMatchObject({ status: 408, code: 'body_too_slow' });
  } finally {
    vi.useRealTimers();
  }
});

test.each([
  ['signer', '+19995550142'],
  ['signer', '+15550142000'],
  ['contact', '+442079460'],
] as const)(
  'a contract request is rejected if its %s has the phone number %s, which cannot exist',
  async (who, phone) => {
    const request = contractRequestFor(await firstOffer(bff.app, token));
    const contact = { name: 'Robin Example', email: 'robin@bakery.example', phone: '+12145550143' };
    const people = { signer: request.signer, contact };
    const response = await sendRequest(bff.app, '/v1/contracts', {
      body: { ...request, ...people, [who]: { ...people[who], phone } },
      token,
      headers: { 'Idempotency-Key': crypto.randomUUID() },
    });
    expect(await problemOf(response)).toMatchObject({
      code: 'invalid_request',
      errors: [{ path: `/${who}/phone`, code: 'phone' }],
    });
  },
);
