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

let bff: TestBff;
let token: string;
beforeAll(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
});
afterAll(() => bff.close());

/** Parses the problem in a response, and checks that it reveals no internals. */
async function problemOf(answer: Response) {
  const text = await answer.text();
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
  expect(text).not.toMatch(/\.ts|node_modules| {4}at /);
  const parsed = problem.parse(JSON.parse(text));
  expect(parsed.status).toBe(answer.status);
  return parsed;
}

test('an unknown site key creates no session', async () => {
  const answer = await sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_nobody' } });
  expect(await problemOf(answer)).toMatchObject({ status: 403, code: 'unknown_site' });
});

test.each(['https://evil.example', 'https://www.lonestar.example.evil.example', 'null'])(
  'rejects a session request from %s',
  async (origin) => {
    const answer = await sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' }, origin });
    expect(await problemOf(answer)).toMatchObject({ status: 403, code: 'origin_not_allowed' });
  },
);

test("a preflight succeeds for a site's page and fails for other pages", async () => {
  const preflight = (origin: string) =>
    bff.app.request('/v1/offers', { method: 'OPTIONS', headers: { Origin: origin } });
  const answers = [await preflight('https://evil.example'), await preflight(pageOrigin)];
  expect(answers.map(({ status, headers }) => [status, headers.get('Access-Control-Allow-Origin')])).toEqual([
    [403, null],
    [204, pageOrigin],
  ]);
});

test('any page can read why its session request was denied, but no other response', async () => {
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
  const answer = await sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_nobody' } });
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(pageOrigin);
});

test.each([
  ['JSON that ends early', '{"siteKey":', 'malformed_json'],
  ['no body at all', '', 'malformed_json'],
  ['an array', '[]', 'invalid_request'],
  ['a wrong type', '{"siteKey":1}', 'invalid_request'],
  ['an unknown field', '{"siteKey":"pk_test_demo","admin":true}', 'invalid_request'],
  ['a prototype', '{"siteKey":"pk_test_demo","__proto__":{"a":1}}', 'invalid_request'],
  ['a deep prototype', '{"siteKey":{"__proto__":{"a":1}}}', 'invalid_request'],
])('responds to %s with a problem other than an internal error', async (_, body, code) => {
  expect(await problemOf(await sendRequest(bff.app, '/v1/sessions', { body }))).toMatchObject({ code });
});

test('reports an unknown field by name', async () => {
  const answer = await sendRequest(bff.app, '/v1/offers', {
    body: { ...dallasOffersRequest, annualUsage: { ...dallasOffersRequest.annualUsage, x: 1 } },
    token,
  });
  expect((await problemOf(answer)).errors).toEqual([
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
  const unsaid = new Request('http://shop.example/v1/sessions', {
    method: 'POST',
    headers: { Origin: pageOrigin, 'Content-Type': 'application/json' },
    body: stream,
    duplex: 'half',
  } as RequestInit);
  expect(await problemOf(await bff.app.request(unsaid))).toMatchObject({ code: 'body_too_large' });
});

test('rejects a body that is not declared as JSON, or is compressed', async () => {
  for (const headers of [{ 'Content-Type': 'text/plain' }, { 'Content-Encoding': 'gzip' }]) {
    const answer = await sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' }, headers });
    expect(await problemOf(answer)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  }
});

test.each(Object.values<Endpoint>(endpoints).filter(({ session }) => session))(
  '$method $path requires a valid session token',
  async (endpoint) => {
    const path = endpoint.path.replace(/\{\w+\}/g, 'ct_1');
    const body = endpoint.method === 'POST' ? {} : undefined;
    for (const bearer of [undefined, `${token}x`]) {
      const answer = await sendRequest(bff.app, path, { body, ...(bearer ? { token: bearer } : {}) });
      expect(await problemOf(answer)).toMatchObject({ status: 401, code: 'session_required' });
    }
  },
);

test('a session expires', async () => {
  const now = bff.clock.now;
  bff.clock.now = () => new Date(Date.now() + 5 * 60 * 60_000);
  const answer = await sendRequest(bff.app, '/v1/utilities?postalCode=75201&commodity=electric', { token });
  bff.clock.now = now;
  expect(await problemOf(answer)).toMatchObject({ status: 401, code: 'session_expired' });
});

test('a session token is rejected on another page', async () => {
  const answer = await sendRequest(bff.app, '/v1/offers', {
    body: dallasOffersRequest,
    token,
    origin: 'https://www.other.example',
  });
  expect(await problemOf(answer)).toMatchObject({ code: 'origin_not_allowed' });
});

test.each([
  ['99501', 'postal_code_regulated'],
  ['00001', 'postal_code_unknown'],
  ['78701', 'postal_code_not_served'],
])('explains why postal code %s has no utility: %s', async (postalCode, code) => {
  const answer = await sendRequest(bff.app, `/v1/utilities?postalCode=${postalCode}&commodity=electric`, { token });
  expect(await problemOf(answer)).toMatchObject({ status: 404, code });
});

test.each(['7520', '752011', 'ABCDE', '75 01'])('reports the invalid postal code %j at its field', async (typed) => {
  const answer = await sendRequest(
    bff.app,
    `/v1/utilities?postalCode=${encodeURIComponent(typed)}&commodity=electric`,
    {
      token,
    },
  );
  expect((await problemOf(answer)).errors).toEqual([
    { path: '/postalCode', code: 'postal_code', detail: 'postal code' },
  ]);
});

test('reports therms for electricity as an error of the usage unit', async () => {
  const answer = await sendRequest(bff.app, '/v1/offers', {
    body: { ...dallasOffersRequest, annualUsage: { amount: '1', unit: 'therm' } },
    token,
  });
  expect((await problemOf(answer)).errors?.[0]).toMatchObject({ path: '/annualUsage/unit', code: 'unit' });
});

test.each([
  [-1, 422],
  [0, 200],
  [36, 200],
  [37, 422],
])('responds to a start month %i months away with %i', async (ahead, status) => {
  const { token } = await openSession(bff.app);
  const now = new Date();
  const startMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead)).toISOString().slice(0, 7);
  const answer = await sendRequest(bff.app, '/v1/offers', { body: { ...dallasOffersRequest, startMonth }, token });
  expect(answer.status).toBe(status);
  if (status === 422) {
    expect((await problemOf(answer)).errors?.[0]).toMatchObject({ path: '/startMonth', code: 'start_month' });
  }
});

test('a contract request reports each invalid field, and stores nothing', async () => {
  const good = contractRequestFor(await firstOffer(bff.app, token));
  const body = {
    ...good,
    customer: { ...good.customer, taxId: '12-3' },
    signer: { ...good.signer, email: 'dana' },
    accounts: [],
  };
  const answer = await sendRequest(bff.app, '/v1/contracts', {
    body,
    token,
    headers: { 'Idempotency-Key': 'a-key-of-sixteen-or-more' },
  });
  expect((await problemOf(answer)).errors?.map(({ path, code }) => `${path} ${code}`)).toEqual([
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
  const answer = await sendRequest(bff.app, '/v1/offers', {
    body: dallasOffersRequest,
    token: other.token,
    origin: 'https://www.other.example',
  });
  const foreign = contractRequestFor((await answer.json()).offers[0]);
  const own = contractRequestFor(await firstOffer(bff.app, token));
  for (const body of [foreign, { ...own, offerToken: `${own.offerToken.slice(0, -2)}AA` }]) {
    const rejected = await sendRequest(bff.app, '/v1/contracts', {
      body,
      token,
      headers: { 'Idempotency-Key': crypto.randomUUID() },
    });
    expect(await problemOf(rejected)).toMatchObject({ code: 'offer_invalid' });
  }
});

test('returns no offers for a commodity that the site does not sell', async () => {
  const { token: electric } = await openSession(bff.app, 'pk_test_electric');
  const gas = {
    ...dallasOffersRequest,
    commodity: 'gas',
    utility: 'NICOR',
    annualUsage: { amount: '1000', unit: 'therm' },
  };
  for (const answer of [
    await sendRequest(bff.app, '/v1/utilities?postalCode=60601&commodity=gas', { token: electric }),
    await sendRequest(bff.app, '/v1/offers', { body: gas, token: electric }),
  ]) {
    expect((await problemOf(answer)).errors?.[0]).toMatchObject({ path: '/commodity', code: 'commodity' });
  }
});

test('reports an upstream rejection of a request as a client error', async () => {
  const answer = await sendRequest(bff.app, '/v1/offers', { body: { ...dallasOffersRequest, utility: 'ZZZZ' }, token });
  expect(await problemOf(answer)).toMatchObject({ status: 422, code: 'invalid_request' });
});

test('HEAD opens neither an event stream nor a document', async () => {
  for (const path of ['/v1/contracts/ct_1/events', '/v1/contracts/ct_1/document']) {
    const headers = { Origin: pageOrigin, Authorization: `Bearer ${token}` };
    expect((await bff.app.request(path, { method: 'HEAD', headers })).status).toBe(405);
  }
});

test('responds to an unknown path with a problem', async () => {
  expect(await problemOf(await sendRequest(bff.app, '/v1/nothing'))).toMatchObject({ status: 404, code: 'not_found' });
});

test('an expired session can be renewed for a week, but only on its own page', async () => {
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
  ['without a length', {}],
  ['with one', { 'Content-Length': '40' }],
])('does not wait for a request body %s that never arrives', async (_, more: Record<string, string>) => {
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
    let answered: Response | undefined;
    const response = Promise.resolve(bff.app.request(new Request('http://shop.example/v1/sessions', init)));
    response.then((answer) => {
      answered = answer;
    });
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(5_000);
      expect(answered).toBeDefined();
    }, 5_000);
    expect(await (await response).json()).toMatchObject({ status: 408, code: 'body_too_slow' });
  } finally {
    vi.useRealTimers();
  }
});
