import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Endpoint } from '../src/wire/endpoint.ts';
import { endpoints } from '../src/wire/endpoints.ts';
import { problem } from '../src/wire/problem.ts';
import { contractFor, createStack, dallas, firstOffer, openSession, page, type Stack, say } from './stack.ts';

let stack: Stack;
let token: string;
beforeAll(async () => {
  stack = await createStack();
  ({ token } = await openSession(stack.app));
});
afterAll(() => stack.close());

/** The problem an answer carries: it must be one, with nothing of our insides in it. */
const problemOf = async (answer: Response) => {
  const text = await answer.text();
  expect(answer.headers.get('Content-Type')).toBe('application/problem+json');
  expect(text).not.toMatch(/\.ts|node_modules| {4}at /);
  const parsed = problem.parse(JSON.parse(text));
  expect(parsed.status).toBe(answer.status);
  return parsed;
};

test('an unknown site key opens nothing', async () => {
  const answer = await say(stack.app, '/v1/sessions', { body: { siteKey: 'pk_test_nobody' } });
  expect(await problemOf(answer)).toMatchObject({ status: 403, code: 'unknown_site' });
});

test.each(['https://evil.example', 'https://www.lonestar.example.evil.example', 'null'])(
  'a page of %s opens no session',
  async (origin) => {
    const answer = await say(stack.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' }, origin });
    expect(await problemOf(answer)).toMatchObject({ status: 403, code: 'origin_not_allowed' });
  },
);

test('a page of no site may not even ask, and a page of a site may', async () => {
  const ask = (origin: string) => stack.app.request('/v1/offers', { method: 'OPTIONS', headers: { Origin: origin } });
  const answers = [await ask('https://evil.example'), await ask(page)];
  expect(answers.map(({ status, headers }) => [status, headers.get('Access-Control-Allow-Origin')])).toEqual([
    [403, null],
    [204, page],
  ]);
});

test('any page may read why it opens no session, and nothing else', async () => {
  const origin = 'https://evil.example';
  const ask = (path: string) => stack.app.request(path, { method: 'OPTIONS', headers: { Origin: origin } });
  const asked = await ask('/v1/sessions');
  expect([asked.status, asked.headers.get('Access-Control-Allow-Origin')]).toEqual([204, origin]);
  const refused = await say(stack.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' }, origin });
  expect(refused.headers.get('Access-Control-Allow-Origin')).toBe(origin);
  expect(await problemOf(refused)).toMatchObject({ code: 'origin_not_allowed' });
  expect((await ask('/v1/contracts')).headers.get('Access-Control-Allow-Origin')).toBeNull();
});

test('a problem can be read by the page it is for', async () => {
  const answer = await say(stack.app, '/v1/sessions', { body: { siteKey: 'pk_test_nobody' } });
  expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(page);
});

test.each([
  ['JSON that ends early', '{"siteKey":', 'malformed_json'],
  ['no body at all', '', 'malformed_json'],
  ['an array', '[]', 'invalid_request'],
  ['a wrong type', '{"siteKey":1}', 'invalid_request'],
  ['a field nobody knows', '{"siteKey":"pk_test_demo","admin":true}', 'invalid_request'],
  ['a prototype', '{"siteKey":"pk_test_demo","__proto__":{"a":1}}', 'invalid_request'],
  ['a deep prototype', '{"siteKey":{"__proto__":{"a":1}}}', 'invalid_request'],
])('%s is a problem and not an accident', async (_, body, code) => {
  expect(await problemOf(await say(stack.app, '/v1/sessions', { body }))).toMatchObject({ code });
});

test('a field nobody knows is named', async () => {
  const answer = await say(stack.app, '/v1/offers', {
    body: { ...dallas, annualUsage: { ...dallas.annualUsage, x: 1 } },
    token,
  });
  expect((await problemOf(answer)).errors).toEqual([
    { path: '/annualUsage/x', code: 'unknown_field', detail: 'no such field' },
  ]);
});

test('a body past the limit is refused, said or not', async () => {
  const body = `{"siteKey":"${'x'.repeat(70_000)}"}`;
  expect(await problemOf(await say(stack.app, '/v1/sessions', { body }))).toMatchObject({
    status: 413,
    code: 'body_too_large',
  });
  const stream = new Blob([body]).stream();
  const unsaid = new Request('http://shop.example/v1/sessions', {
    method: 'POST',
    headers: { Origin: page, 'Content-Type': 'application/json' },
    body: stream,
    duplex: 'half',
  } as RequestInit);
  expect(await problemOf(await stack.app.request(unsaid))).toMatchObject({ code: 'body_too_large' });
});

test('a body that is no JSON by its type, or compressed, is refused', async () => {
  for (const headers of [{ 'Content-Type': 'text/plain' }, { 'Content-Encoding': 'gzip' }]) {
    const answer = await say(stack.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' }, headers });
    expect(await problemOf(answer)).toMatchObject({ status: 415, code: 'unsupported_media_type' });
  }
});

test.each(Object.values<Endpoint>(endpoints).filter(({ session }) => session))(
  '$method $path is served, to a session only',
  async (endpoint) => {
    const path = endpoint.path.replace(/\{\w+\}/g, 'ct_1');
    const body = endpoint.method === 'POST' ? {} : undefined;
    for (const bearer of [undefined, `${token}x`]) {
      const answer = await say(stack.app, path, { body, ...(bearer ? { token: bearer } : {}) });
      expect(await problemOf(answer)).toMatchObject({ status: 401, code: 'session_required' });
    }
  },
);

test('a session ends', async () => {
  const now = stack.clock.now;
  stack.clock.now = () => new Date(Date.now() + 5 * 60 * 60_000);
  const answer = await say(stack.app, '/v1/utilities?postalCode=75201&commodity=electric', { token });
  stack.clock.now = now;
  expect(await problemOf(answer)).toMatchObject({ status: 401, code: 'session_expired' });
});

test('a token carried to another page is worth nothing', async () => {
  const answer = await say(stack.app, '/v1/offers', { body: dallas, token, origin: 'https://www.other.example' });
  expect(await problemOf(answer)).toMatchObject({ code: 'origin_not_allowed' });
});

test.each([
  ['99501', 'postal_code_regulated'],
  ['00001', 'postal_code_unknown'],
  ['78701', 'postal_code_not_served'],
])('at the postal code %s it is said why there is nobody: %s', async (postalCode, code) => {
  const answer = await say(stack.app, `/v1/utilities?postalCode=${postalCode}&commodity=electric`, { token });
  expect(await problemOf(answer)).toMatchObject({ status: 404, code });
});

test.each(['7520', '752011', 'ABCDE', '75 01'])('the postal code %j is told as wrong at its field', async (typed) => {
  const answer = await say(stack.app, `/v1/utilities?postalCode=${encodeURIComponent(typed)}&commodity=electric`, {
    token,
  });
  expect((await problemOf(answer)).errors).toEqual([
    { path: '/postalCode', code: 'postal_code', detail: 'postal code' },
  ]);
});

test('electricity asked for in therms is told at the unit', async () => {
  const answer = await say(stack.app, '/v1/offers', {
    body: { ...dallas, annualUsage: { amount: '1', unit: 'therm' } },
    token,
  });
  expect((await problemOf(answer)).errors?.[0]).toMatchObject({ path: '/annualUsage/unit', code: 'unit' });
});

test.each([
  [-1, 422],
  [0, 200],
  [36, 200],
  [37, 422],
])('a start %i months from now is answered with %i', async (ahead, status) => {
  const { token } = await openSession(stack.app);
  const now = new Date();
  const startMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead)).toISOString().slice(0, 7);
  const answer = await say(stack.app, '/v1/offers', { body: { ...dallas, startMonth }, token });
  expect(answer.status).toBe(status);
  if (status === 422) {
    expect((await problemOf(answer)).errors?.[0]).toMatchObject({ path: '/startMonth', code: 'start_month' });
  }
});

test('a contract names each wrong field, and stores nothing', async () => {
  const good = contractFor(await firstOffer(stack.app, token));
  const body = {
    ...good,
    customer: { ...good.customer, taxId: '12-3' },
    signer: { ...good.signer, email: 'dana' },
    accounts: [],
  };
  const answer = await say(stack.app, '/v1/contracts', {
    body,
    token,
    headers: { 'Idempotency-Key': 'a-key-of-sixteen-or-more' },
  });
  expect((await problemOf(answer)).errors?.map(({ path, code }) => `${path} ${code}`)).toEqual([
    '/customer/taxId tax_id',
    '/signer/email email',
    '/accounts required',
  ]);
  expect(await stack.deps.store.selectFrom('contracts').selectAll().execute()).toEqual([]);
});

test('a contract without an idempotency key is not begun', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  expect(await problemOf(await say(stack.app, '/v1/contracts', { body, token }))).toMatchObject({
    code: 'idempotency_key_required',
  });
});

test('an offer token of another site, or one that was touched, makes no contract', async () => {
  const other = await openSession(stack.app, 'pk_test_other', 'https://www.other.example');
  const answer = await say(stack.app, '/v1/offers', {
    body: dallas,
    token: other.token,
    origin: 'https://www.other.example',
  });
  const foreign = contractFor((await answer.json()).offers[0]);
  const own = contractFor(await firstOffer(stack.app, token));
  for (const body of [foreign, { ...own, offerToken: `${own.offerToken.slice(0, -2)}AA` }]) {
    const refused = await say(stack.app, '/v1/contracts', {
      body,
      token,
      headers: { 'Idempotency-Key': crypto.randomUUID() },
    });
    expect(await problemOf(refused)).toMatchObject({ code: 'offer_invalid' });
  }
});

test('what a site does not sell is not priced for it', async () => {
  const { token: electric } = await openSession(stack.app, 'pk_test_electric');
  const gas = { ...dallas, commodity: 'gas', utility: 'NICOR', annualUsage: { amount: '1000', unit: 'therm' } };
  for (const answer of [
    await say(stack.app, '/v1/utilities?postalCode=60601&commodity=gas', { token: electric }),
    await say(stack.app, '/v1/offers', { body: gas, token: electric }),
  ]) {
    expect((await problemOf(answer)).errors?.[0]).toMatchObject({ path: '/commodity', code: 'commodity' });
  }
});

test('a question the upstream refuses is the asker’s to mend', async () => {
  const answer = await say(stack.app, '/v1/offers', { body: { ...dallas, utility: 'ZZZZ' }, token });
  expect(await problemOf(answer)).toMatchObject({ status: 422, code: 'invalid_request' });
});

test('a stream or a document is not opened by HEAD', async () => {
  for (const path of ['/v1/contracts/ct_1/events', '/v1/contracts/ct_1/document']) {
    const headers = { Origin: page, Authorization: `Bearer ${token}` };
    expect((await stack.app.request(path, { method: 'HEAD', headers })).status).toBe(405);
  }
});

test('an address nobody serves is a problem too', async () => {
  expect(await problemOf(await say(stack.app, '/v1/nothing'))).toMatchObject({ status: 404, code: 'not_found' });
});

test('a session that has ended goes on with what belongs to it, for a week and on its own page only', async () => {
  const { token: first } = await openSession(stack.app);
  const body = contractFor(await firstOffer(stack.app, first));
  const made = await say(stack.app, '/v1/contracts', {
    body,
    token: first,
    headers: { 'Idempotency-Key': crypto.randomUUID() },
  });
  const { id } = await made.json();
  const now = stack.clock.now;
  const statusAfter = async (hours: number, siteKey = 'pk_test_demo', origin = page): Promise<number> => {
    stack.clock.now = () => new Date(Date.now() + hours * 60 * 60_000);
    const opened = await say(stack.app, '/v1/sessions', { body: { siteKey }, token: first, origin });
    const { token: renewed } = await opened.json();
    const { status } = await say(stack.app, `/v1/contracts/${id}`, { token: renewed, origin });
    stack.clock.now = now;
    return status;
  };
  expect(await statusAfter(24)).toBe(200);
  expect(await statusAfter(8 * 24)).toBe(404);
  expect(await statusAfter(24, 'pk_test_other', 'https://www.other.example')).toBe(404);
});

test.each([
  ['without a length', {}],
  ['with one', { 'Content-Length': '40' }],
])('a body %s that does not come is not waited for', async (_, more: Record<string, string>) => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  try {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"siteKey":')),
    });
    const init: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { Origin: page, 'Content-Type': 'application/json', ...more },
      body,
      duplex: 'half',
    };
    let answered: Response | undefined;
    const asked = Promise.resolve(stack.app.request(new Request('http://shop.example/v1/sessions', init)));
    asked.then((answer) => {
      answered = answer;
    });
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(5_000);
      expect(answered).toBeDefined();
    }, 5_000);
    expect(await (await asked).json()).toMatchObject({ status: 408, code: 'body_too_slow' });
  } finally {
    vi.useRealTimers();
  }
});
