import { afterEach, beforeEach, expect, test } from 'vitest';
import { createStaleOffersCache } from '../src/bff/rates/stale-offers.ts';
import { listOffers } from '../src/wire/offer.ts';
import { problem } from '../src/wire/problem.ts';
import { lookUpUtilities } from '../src/wire/utility-lookup.ts';
import { createTestBff, dallasOffersRequest, openSession, sendRequest, type TestBff } from './fixtures/bff.ts';

let bff: TestBff;
let token: string;
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
});
afterEach(() => bff.close());

const requestOffers = (body: object = dallasOffersRequest, as = token) =>
  sendRequest(bff.app, '/v1/offers', { body, token: as });
const upstreamQueryCount = () =>
  bff.simulator.state.journal.entriesAfter(0).filter(({ path }) => path.includes('/v1/prices?')).length;

test('a thousand simultaneous identical requests make one upstream call', async () => {
  const responses = await Promise.all(Array.from({ length: 1_000 }, () => requestOffers()));
  expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
  expect(upstreamQueryCount()).toBe(1);
});

test.each([
  ['usage', { annualUsage: { amount: '120001', unit: 'kWh' } }],
  [
    'start month',
    { startMonth: dallasOffersRequest.startMonth.replace(/\d$/, (digit) => String((Number(digit) % 9) + 1)) },
  ],
  ['terms', { terms: [12] }],
  ['current rate', { currentRate: { amount: '0.1', unit: 'kWh' } }],
  ['zone', { zone: 'LZ_NORTH' }],
])('a request with a different %s is not served from the cache', async (_, change) => {
  await requestOffers();
  await requestOffers({ ...dallasOffersRequest, ...change });
  expect(upstreamQueryCount()).toBe(2);
});

test('two sites never share a cached response: each site gets its own offer tokens', async () => {
  const origin = 'https://www.other.example';
  const other = await openSession(bff.app, 'pk_test_other', origin);
  const ownOffers = listOffers.response.parse(await (await requestOffers()).json());
  const otherSession = listOffers.response.parse(
    await (await sendRequest(bff.app, '/v1/offers', { body: dallasOffersRequest, token: other.token, origin })).json(),
  );
  expect(upstreamQueryCount()).toBe(2);
  expect(otherSession.offers[0]?.id).toBe(ownOffers.offers[0]?.id);
  expect(otherSession.offers[0]?.offerToken).not.toBe(ownOffers.offers[0]?.offerToken);
});

test('a response is cached for 10 seconds, but not for 20', async () => {
  await requestOffers();
  bff.clock.now = () => new Date(Date.now() + 10_000);
  await requestOffers();
  expect(upstreamQueryCount()).toBe(1);
  bff.clock.now = () => new Date(Date.now() + 20_000);
  await requestOffers();
  expect(upstreamQueryCount()).toBe(2);
});

test('a failure is not cached: a request after pricing has recovered gets prices', async () => {
  bff.simulator.state.scenario.update({ pricing: 'down' });
  const down = await requestOffers();
  expect(problem.parse(await down.json())).toMatchObject({ status: 503, code: 'upstream_unavailable' });
  bff.simulator.state.scenario.update({ pricing: 'up' });
  expect((await requestOffers()).status).toBe(200);
});

test('the response is compressed for clients that accept compression', async () => {
  const compressed = await sendRequest(bff.app, '/v1/offers', {
    body: dallasOffersRequest,
    token,
    headers: { 'Accept-Encoding': 'gzip, br' },
  });
  expect(compressed.headers.get('Content-Encoding')).toBe('br');
  const defaultResponse = await requestOffers();
  expect(defaultResponse.headers.get('Content-Encoding')).toBeNull();
  expect((await compressed.arrayBuffer()).byteLength).toBeLessThan(
    (await defaultResponse.arrayBuffer()).byteLength / 5,
  );
});

test('a price that has expired by our clock is not offered', async () => {
  const { offers } = listOffers.response.parse(await (await requestOffers()).json());
  const last = Math.max(...offers.map(({ expiresAt }) => Date.parse(expiresAt)));
  bff.clock.now = () => new Date(last + 1_000);
  const later = await openSession(bff.app);
  expect(
    listOffers.response.parse(await (await requestOffers(dallasOffersRequest, later.token)).json()).offers,
  ).toEqual([]);
});

test('offers are sorted by annual cost, cheapest first', async () => {
  const { offers } = listOffers.response.parse(await (await requestOffers()).json());
  const costs = offers.map(({ estimate }) => Number(estimate.annual.amount));
  expect(costs.length).toBeGreaterThan(10);
  expect(costs).toEqual([...costs].sort((a, b) => a - b));
});

test('looks up each ZIP code in a list once, keeps the requested order, and includes ZIP codes without utilities', async () => {
  const postalCodes = ['75201', '99501', '75201', '77002', '00000'];
  const response = await sendRequest(bff.app, lookUpUtilities.path, {
    body: { commodity: 'electric', postalCodes },
    token,
  });
  const found = lookUpUtilities.response.parse(await response.json());
  expect(found.postalCodes.map(({ postalCode, codes }) => [postalCode, ...codes])).toEqual([
    ['75201', 'ONCOR'],
    ['99501'],
    ['75201', 'ONCOR'],
    ['77002', 'CNP'],
    ['00000'],
  ]);
  expect(found.utilities.map(({ code }) => code).sort()).toEqual(['CNP', 'ONCOR']);
  expect(bff.simulator.state.journal.entriesAfter(0).filter(({ path }) => path.includes('/v1/utilities')).length).toBe(
    4,
  );
});

test('rejects a request with too many postal codes', async () => {
  const postalCodes = Array.from({ length: 201 }, () => '75201');
  const response = await sendRequest(bff.app, lookUpUtilities.path, {
    body: { commodity: 'electric', postalCodes },
    token,
  });
  expect(problem.parse(await response.json()).errors?.[0]).toMatchObject({ path: '/postalCodes', code: 'too_many' });
});

test('while the upstream is unavailable, serves its last valid prices as stale for five minutes', async () => {
  const freshOffers = listOffers.response.parse(await (await requestOffers()).json());
  expect(freshOffers.stale).toBeUndefined();
  bff.simulator.state.scenario.update({ pricing: 'down' });
  const later = (ms: number): void => {
    bff.clock.now = () => new Date(Date.now() + ms);
  };
  later(60_000);
  const staleOffers = listOffers.response.parse(await (await requestOffers()).json());
  expect(staleOffers).toMatchObject({ stale: true, asOf: freshOffers.asOf });
  expect(staleOffers.offers).toEqual(freshOffers.offers);
  expect((await requestOffers({ ...dallasOffersRequest, terms: [12] })).status).toBe(503);

  bff.simulator.state.scenario.update({ pricing: 'up' });
  later(63_000);
  expect(listOffers.response.parse(await (await requestOffers()).json()).stale).toBeUndefined();

  bff.simulator.state.scenario.update({ pricing: 'down' });
  later(63_000 + 5 * 60_000 + 1);
  expect((await requestOffers()).status).toBe(503);
});

test('stale offers do not include expired offers', async () => {
  const { offers } = listOffers.response.parse(await (await requestOffers()).json());
  const [first] = offers;
  const last = createStaleOffersCache();
  const now = new Date();
  const expiringOffers = offers.map((offer) =>
    offer === first ? { ...offer, expiresAt: new Date(now.getTime() + 1_000).toISOString() } : offer,
  );
  last.set('a', { asOf: now.toISOString(), offers: expiringOffers }, now);
  const remaining = last.get('a', new Date(now.getTime() + 2_000));
  expect(remaining?.offers).toEqual(offers.slice(1));
});
