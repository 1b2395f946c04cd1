import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test } from 'vitest';
import { createDocumentLink, documentLink } from '../src/wire/contract-document.ts';
import { createContract } from '../src/wire/create-contract.ts';
import { lookUpUtilities } from '../src/wire/utility-lookup.ts';
import {
  contractRequestFor,
  createTestBff,
  createTestContract,
  dallasOffersRequest,
  firstOffer,
  openSession,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

let bff: TestBff;
afterEach(() => bff.close());

const statusesOf = async (count: number, send: () => Response | Promise<Response>): Promise<number[]> => {
  const statuses: number[] = [];
  for (let sent = 0; sent < count; sent++) statuses.push((await send()).status);
  return statuses;
};

test.each(['/openapi.json', '/documents/x', '/readyz', '/logos/x.webp', '/nothing', '/shopper.js', '/signing/return'])(
  'an IP address over its limit gets 429 from %s',
  async (path) => {
    bff = await createTestBff({ rateLimits: { address: 2 } });
    const statuses = await statusesOf(4, () => bff.app.request(path));
    expect(statuses.slice(0, 2)).not.toContain(429);
    expect(statuses.slice(2)).toEqual([429, 429]);
    expect((await bff.app.request('/healthz')).status).toBe(200);
  },
);

test('health checks have their own limit, but other methods on their path count like other requests', async () => {
  bff = await createTestBff({ rateLimits: { address: 2, health: 3 } });
  expect(await statusesOf(4, () => bff.app.request('/healthz'))).toEqual([200, 200, 200, 429]);
  expect(await statusesOf(3, () => bff.app.request('/healthz', { method: 'POST' }))).toEqual([405, 405, 429]);
});

test('a network’s requests get 429 once they would cause more than its share of upstream calls', async () => {
  bff = await createTestBff({ rateLimits: { upstream: 25 } });
  const { token } = await openSession(bff.app);
  const postalCodes = Array.from({ length: 10 }, (_, index) => `752${10 + index}`);
  const send = () =>
    sendRequest(bff.app, lookUpUtilities.path, { token, body: { commodity: 'electric', postalCodes } });
  expect(await statusesOf(3, send)).toEqual([200, 200, 429]);
});

const upstreamCalls = (part: string) =>
  bff.simulator.state.journal.entriesAfter(0).filter(({ path }) => path.includes(part));

test('once a network has used up its share of upstream calls, requests for other ZIP codes cause no more calls', async () => {
  bff = await createTestBff({ rateLimits: { upstream: 3 } });
  const { token } = await openSession(bff.app);
  let postalCode = 75_200;
  const send = () => sendRequest(bff.app, `/v1/utilities?postalCode=${++postalCode}&commodity=electric`, { token });
  const statuses = await statusesOf(6, send);
  expect(statuses.slice(0, 3)).not.toContain(429);
  expect(statuses.slice(3)).toEqual([429, 429, 429]);
  expect(upstreamCalls('/utilities')).toHaveLength(3);
});

test('an IP address can have at most 20 utility lookups in progress', async () => {
  const blocked = Promise.withResolvers<void>();
  bff = await createTestBff({
    wrapMscClient: (client) => ({
      ...client,
      pricing: {
        ...client.pricing,
        utilities: async (...query) => {
          await blocked.promise;
          return client.pricing.utilities(...query);
        },
      },
    }),
  });
  const { token } = await openSession(bff.app);
  const statuses: number[] = [];
  const lookUps = Array.from({ length: 25 }, async (_, index) => {
    const url = `/v1/utilities?postalCode=${75_200 + index}&commodity=electric`;
    statuses.push((await sendRequest(bff.app, url, { token })).status);
  });
  await expect.poll(() => statuses).toEqual([429, 429, 429, 429, 429]);
  blocked.resolve();
  await Promise.all(lookUps);
  expect(statuses.filter((status) => status === 429)).toHaveLength(5);
});

test('once a network has used up its share of upstream calls, requests for other offers cause no more calls', async () => {
  bff = await createTestBff({ rateLimits: { upstream: 3 } });
  const { token } = await openSession(bff.app);
  let amount = 100_000;
  const list = () =>
    sendRequest(bff.app, '/v1/offers', {
      token,
      body: { ...dallasOffersRequest, annualUsage: { amount: String(++amount), unit: 'kWh' } },
    });
  expect(await statusesOf(5, list)).toEqual([200, 200, 200, 429, 429]);
  expect(upstreamCalls('/prices')).toHaveLength(3);
  amount = 100_000;
  expect(await statusesOf(3, list)).toEqual([200, 200, 200]);
});

test('browsing that uses up a network’s share of upstream calls does not block a purchase from that network', async () => {
  bff = await createTestBff({ rateLimits: { upstream: 3, purchase: 3 } });
  const { token } = await openSession(bff.app);
  const offer = await firstOffer(bff.app, token);
  const browse = () => sendRequest(bff.app, '/v1/utilities?postalCode=75201&commodity=electric', { token });
  expect((await statusesOf(4, browse)).at(-1)).toBe(429);
  const request = contractRequestFor(offer);
  const buy = (identifier: string, { offerToken }: { readonly offerToken: string } = request) => {
    const accounts = request.accounts.map((account) => ({ ...account, identifier }));
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    return sendRequest(bff.app, createContract.path, { token, body: { ...request, accounts, offerToken }, headers });
  };
  // Invalid contract requests, which cause no upstream call, do not block the purchase either.
  expect(await statusesOf(3, () => buy('10443720012345678', { offerToken: 'invalid' }))).not.toContain(429);
  expect((await buy('10443720012345678')).status).toBe(201);
  expect((await buy('10443720012345695')).status).toBe(429);
});

test('each download of a document uses two of the network’s upstream calls, and its URL shares this limit', async () => {
  // The request for offers also causes one call.
  bff = await createTestBff({ rateLimits: { upstream: 7 } });
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  const link = documentLink.parse(
    await (
      await sendRequest(bff.app, createDocumentLink.path.replace('{id}', id), { body: { as: 'inline' }, token })
    ).json(),
  );
  const download = () => sendRequest(bff.app, `/v1/contracts/${id}/document`, { token });
  expect(await statusesOf(4, download)).toEqual([200, 200, 200, 429]);
  const opened = await bff.app.request(new URL(link.url).pathname);
  expect([opened.status, Number(opened.headers.get('Retry-After')) > 0]).toEqual([503, true]);
});

test('a request for offers costs more points the more prices it computes, and a cached response costs none', async () => {
  bff = await createTestBff({ rateLimits: { address: 25 } });
  const { token } = await openSession(bff.app);
  const list = (amount: number) =>
    sendRequest(bff.app, '/v1/offers', {
      token,
      body: { ...dallasOffersRequest, annualUsage: { amount: String(amount), unit: 'kWh' } },
    });
  for (let repeated = 0; repeated < 10; repeated++) expect((await list(100_000)).status).toBe(200);
  const statuses: number[] = [];
  for (let different = 1; different < 10; different++) statuses.push((await list(100_000 + different)).status);
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(4);
});

test('an IP address that requests too many price lists simultaneously gets 429, but identical requests count once', async () => {
  bff = await createTestBff();
  const { token } = await openSession(bff.app);
  const list = (amount: number) =>
    sendRequest(bff.app, '/v1/offers', {
      token,
      body: { ...dallasOffersRequest, annualUsage: { amount: String(amount), unit: 'kWh' } },
    });
  const different = await Promise.all(Array.from({ length: 10 }, (_, index) => list(100_000 + index)));
  expect(different.map(({ status }) => status).sort()).toEqual([...Array(6).fill(200), ...Array(4).fill(429)]);
  const same = await Promise.all(Array.from({ length: 20 }, () => list(200_000)));
  expect(new Set(same.map(({ status }) => status))).toEqual(new Set([200]));
});

test('successful health checks are not logged', async () => {
  bff = await createTestBff();
  expect(await statusesOf(3, () => bff.app.request('/healthz'))).toEqual([200, 200, 200]);
  await bff.app.request('/healthz', { method: 'POST' });
  const lines: readonly Record<string, unknown>[] = bff.logLines.map((line) => JSON.parse(line));
  expect(lines.map(({ msg, method, status }) => [msg, method, status])).toEqual([['request', 'POST', 405]]);
});

test.each([
  ['Content-Length', { 'Content-Length': '61440' }],
  ['Transfer-Encoding', { 'Transfer-Encoding': 'chunked' }],
])('a JSON body of 60 kB that is sent with %s costs as much as 60 requests', async (_, headers) => {
  bff = await createTestBff({ rateLimits: { address: 140 } });
  const unknownFields = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [index.toString(36), 1]));
  const send = () => sendRequest(bff.app, '/v1/sessions', { body: unknownFields, headers });
  expect(await statusesOf(3, send)).toEqual([422, 422, 429]);
});

test('a contract request costs as much as ten ordinary requests', async () => {
  // The session and the offers use up about nine points.
  bff = await createTestBff({ rateLimits: { address: 34 } });
  const { token } = await openSession(bff.app);
  const request = contractRequestFor(await firstOffer(bff.app, token));
  const body = { ...request, consent: { ...request.consent, sha256: 'A'.repeat(43) } };
  const send = () =>
    sendRequest(bff.app, createContract.path, { token, body, headers: { 'Idempotency-Key': crypto.randomUUID() } });
  expect(await statusesOf(4, send)).toEqual([409, 409, 429, 429]);
});

test('a document URL can be opened until the document’s rate limit is reached, and then the response is 429', async () => {
  bff = await createTestBff({ rateLimits: { document: 3 } });
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  const path = createDocumentLink.path.replace('{id}', id);
  const response = await sendRequest(bff.app, path, { token, body: { as: 'inline' } });
  const { pathname } = new URL(documentLink.parse(await response.json()).url);
  const statuses = await statusesOf(5, async () => {
    const opened = await bff.app.request(pathname);
    await opened.body?.cancel();
    return opened;
  });
  expect(statuses).toEqual([200, 200, 200, 429, 429]);
});

test('looking up 200 postal codes costs as much as 200 requests', async () => {
  bff = await createTestBff({ rateLimits: { session: 300 } });
  const { token } = await openSession(bff.app);
  const postalCodes = Array.from({ length: 200 }, (_, index) => String(75_000 + index));
  const lookUp = () =>
    sendRequest(bff.app, lookUpUtilities.path, { token, body: { commodity: 'electric', postalCodes } });
  expect([(await lookUp()).status, (await lookUp()).status]).toEqual([200, 429]);
});

const FORGED_SECRET = 'whsec_Zm9yZ2VkZm9yZ2VkZm9yZ2VkZm9yZ2Vk';

/** Creates a webhook that is signed with `secret`, of a type that the server ignores. */
function webhookRequest(secret: string, id: string, partner = 'lonestar'): Request {
  const body = JSON.stringify({
    type: 'price.updated',
    environment: 'test',
    occurredAt: new Date().toISOString(),
    data: {},
  });
  const now = new Date();
  return new Request(`http://localhost/webhooks/msc/${partner}/test`, {
    method: 'POST',
    body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(secret).sign(id, now, body),
    },
  });
}

test('webhooks with a valid signature have their own limit, which forged webhooks do not use up', async () => {
  bff = await createTestBff({ rateLimits: { webhook: 3, invalidWebhook: 2, address: 1 } });
  const { webhookSecret } = bff.credentials;
  let count = 0;
  const send = (secret: string) => bff.app.request(webhookRequest(secret, `evt_${count++}`));
  expect(await statusesOf(2, () => send(FORGED_SECRET))).toEqual([401, 401]);
  expect(await statusesOf(3, () => send(webhookSecret))).toEqual([204, 204, 204]);
  const overLimit = await send(webhookSecret);
  expect([overLimit.status, Number(overLimit.headers.get('Retry-After')) > 0]).toEqual([429, true]);
});

test('an IP address that keeps sending forged webhooks gets 429', async () => {
  bff = await createTestBff({ rateLimits: { invalidWebhook: 2 } });
  let count = 0;
  const statuses = await statusesOf(5, () => bff.app.request(webhookRequest(FORGED_SECRET, `evt_${count++}`)));
  expect(statuses).toEqual([401, 401, 429, 429, 429]);
});

test('invalid webhooks for one partner do not block another partner’s webhooks from the same address', async () => {
  bff = await createTestBff({ rateLimits: { invalidWebhook: 2 } });
  const { partners } = bff.appContext;
  const lonestar = partners.access('lonestar', 'test');
  const access: typeof partners.access = (partner, environment) =>
    partner === 'harbor' && lonestar ? { ...lonestar, partner } : partners.access(partner, environment);
  Object.assign(bff.appContext, { partners: { ...partners, access } });
  let count = 0;
  const send = (secret: string, partner: string) => bff.app.request(webhookRequest(secret, `evt_${count++}`, partner));
  expect(await statusesOf(3, () => send(FORGED_SECRET, 'harbor'))).toEqual([401, 401, 429]);
  expect((await send(bff.credentials.webhookSecret, 'lonestar')).status).toBe(204);
});

test('the OpenAPI document may be cached for five minutes', async () => {
  bff = await createTestBff();
  const response = await bff.app.request('/openapi.json');
  expect(response.headers.get('Cache-Control')).toBe('public, max-age=300');
  expect(await response.json()).toMatchObject({ openapi: '3.1.0' });
});

test('customers who view their contracts do not use up the upstream calls that are reserved for purchases', async () => {
  bff = await createTestBff({ maxUpstreamCallsPerMinute: 20 });
  const { token } = await openSession(bff.app);
  const offer = await firstOffer(bff.app, token);
  const access = [...bff.appContext.partners.sites.values()].map((site) =>
    bff.appContext.partners.access(site.partner, site.environment),
  )[0];
  if (!access) throw new Error('no access');
  const enrollment = bff.appContext.enrollment(access);
  const outcomes = await Promise.allSettled(Array.from({ length: 30 }, () => enrollment.contract('no-such-contract')));
  expect(outcomes.at(-1)).toMatchObject({ status: 'rejected', reason: { reason: 'call_ceiling' } });
  const created = await sendRequest(bff.app, createContract.path, {
    token,
    body: contractRequestFor(offer),
    headers: { 'Idempotency-Key': crypto.randomUUID() },
  });
  expect(created.status).toBe(201);
});

test('lookups of many postal codes stop at the ceiling on upstream calls, and a contract can still be created', async () => {
  bff = await createTestBff({ maxUpstreamCallsPerMinute: 50 });
  const { token } = await openSession(bff.app);
  const postalCodes = Array.from({ length: 200 }, (_, index) => String(75_000 + index));
  const offer = await firstOffer(bff.app, token);
  const lookUp = await sendRequest(bff.app, lookUpUtilities.path, {
    token,
    body: { commodity: 'electric', postalCodes },
  });
  expect([lookUp.status, Number(lookUp.headers.get('Retry-After')) > 5]).toEqual([503, true]);
  const created = await sendRequest(bff.app, createContract.path, {
    token,
    body: contractRequestFor(offer),
    headers: { 'Idempotency-Key': crypto.randomUUID() },
  });
  expect(created.status).toBe(201);
  const utilityCalls = bff.simulator.state.journal.entriesAfter(0).filter(({ path }) => path.includes('/utilities'));
  expect(utilityCalls.length).toBeLessThan(50);
});
