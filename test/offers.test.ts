import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLastOffers } from '../src/bff/rates/last-offers.ts';
import { listOffers } from '../src/wire/offer.ts';
import { problem } from '../src/wire/problem.ts';
import { lookUpUtilities } from '../src/wire/utility-lookup.ts';
import { createStack, dallas, openSession, type Stack, say } from './stack.ts';

let stack: Stack;
let token: string;
beforeEach(async () => {
  stack = await createStack();
  ({ token } = await openSession(stack.app));
});
afterEach(() => stack.close());

const ask = (question: object = dallas, as = token) => say(stack.app, '/v1/offers', { body: question, token: as });
const upstreamQueries = () =>
  stack.simulator.world.journal.since(0).filter(({ path }) => path.includes('/v1/prices?')).length;

test('a thousand who ask the same at once make one call upstream', async () => {
  const answers = await Promise.all(Array.from({ length: 1_000 }, () => ask()));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(upstreamQueries()).toBe(1);
});

test.each([
  ['usage', { annualUsage: { amount: '120001', unit: 'kWh' } }],
  ['start month', { startMonth: dallas.startMonth.replace(/\d$/, (digit) => String((Number(digit) % 9) + 1)) }],
  ['terms', { terms: [12] }],
  ['current rate', { currentRate: { amount: '0.1', unit: 'kWh' } }],
  ['zone', { zone: 'LZ_NORTH' }],
])('another %s is another question', async (_, change) => {
  await ask();
  await ask({ ...dallas, ...change });
  expect(upstreamQueries()).toBe(2);
});

test('two sites never share an answer: each gets tokens of its own', async () => {
  const origin = 'https://www.other.example';
  const other = await openSession(stack.app, 'pk_test_other', origin);
  const mine = listOffers.response.parse(await (await ask()).json());
  const theirs = listOffers.response.parse(
    await (await say(stack.app, '/v1/offers', { body: dallas, token: other.token, origin })).json(),
  );
  expect(upstreamQueries()).toBe(2);
  expect(theirs.offers[0]?.id).toBe(mine.offers[0]?.id);
  expect(theirs.offers[0]?.offerToken).not.toBe(mine.offers[0]?.offerToken);
});

test('an answer serves for seconds, not longer', async () => {
  await ask();
  stack.clock.now = () => new Date(Date.now() + 10_000);
  await ask();
  expect(upstreamQueries()).toBe(1);
  stack.clock.now = () => new Date(Date.now() + 20_000);
  await ask();
  expect(upstreamQueries()).toBe(2);
});

test('a failure is not kept: who asks once pricing is back gets prices', async () => {
  stack.simulator.world.scenario.change({ pricing: 'down' });
  const down = await ask();
  expect(problem.parse(await down.json())).toMatchObject({ status: 503, code: 'upstream_unavailable' });
  stack.simulator.world.scenario.change({ pricing: 'up' });
  expect((await ask()).status).toBe(200);
});

test('the answer is sent compressed to who takes it so', async () => {
  const packed = await say(stack.app, '/v1/offers', {
    body: dallas,
    token,
    headers: { 'Accept-Encoding': 'gzip, br' },
  });
  expect(packed.headers.get('Content-Encoding')).toBe('br');
  const plain = await ask();
  expect(plain.headers.get('Content-Encoding')).toBeNull();
  expect((await packed.arrayBuffer()).byteLength).toBeLessThan((await plain.arrayBuffer()).byteLength / 5);
});

test('a price that has run out by our clock is not offered', async () => {
  const { offers } = listOffers.response.parse(await (await ask()).json());
  const last = Math.max(...offers.map(({ expiresAt }) => Date.parse(expiresAt)));
  stack.clock.now = () => new Date(last + 1_000);
  const later = await openSession(stack.app);
  expect(listOffers.response.parse(await (await ask(dallas, later.token)).json()).offers).toEqual([]);
});

test('offers come cheapest by the year first', async () => {
  const { offers } = listOffers.response.parse(await (await ask()).json());
  const costs = offers.map(({ estimate }) => Number(estimate.annual.amount));
  expect(costs.length).toBeGreaterThan(10);
  expect(costs).toEqual([...costs].sort((a, b) => a - b));
});

test('a list of sites is looked up at once: each place once, in the order asked, empty where nobody serves', async () => {
  const postalCodes = ['75201', '99501', '75201', '77002', '00000'];
  const answer = await say(stack.app, lookUpUtilities.path, { body: { commodity: 'electric', postalCodes }, token });
  const found = lookUpUtilities.response.parse(await answer.json());
  expect(found.postalCodes.map(({ postalCode, codes }) => [postalCode, ...codes])).toEqual([
    ['75201', 'ONCOR'],
    ['99501'],
    ['75201', 'ONCOR'],
    ['77002', 'CNP'],
    ['00000'],
  ]);
  expect(found.utilities.map(({ code }) => code).sort()).toEqual(['CNP', 'ONCOR']);
  expect(stack.simulator.world.journal.since(0).filter(({ path }) => path.includes('/v1/utilities')).length).toBe(4);
});

test('more places than one request may ask for are refused', async () => {
  const postalCodes = Array.from({ length: 201 }, () => '75201');
  const answer = await say(stack.app, lookUpUtilities.path, { body: { commodity: 'electric', postalCodes }, token });
  expect(problem.parse(await answer.json()).errors?.[0]).toMatchObject({ path: '/postalCodes', code: 'too_many' });
});

test('while the upstream is away its last prices are shown and said to be old, for minutes and while they hold', async () => {
  const fresh = listOffers.response.parse(await (await ask()).json());
  expect(fresh.stale).toBeUndefined();
  stack.simulator.world.scenario.change({ pricing: 'down' });
  const later = (milliseconds: number): void => {
    stack.clock.now = () => new Date(Date.now() + milliseconds);
  };
  later(60_000);
  const old = listOffers.response.parse(await (await ask()).json());
  expect(old).toMatchObject({ stale: true, asOf: fresh.asOf });
  expect(old.offers).toEqual(fresh.offers);
  expect((await ask({ ...dallas, terms: [12] })).status).toBe(503);

  stack.simulator.world.scenario.change({ pricing: 'up' });
  later(63_000);
  expect(listOffers.response.parse(await (await ask()).json()).stale).toBeUndefined();

  stack.simulator.world.scenario.change({ pricing: 'down' });
  later(63_000 + 5 * 60_000 + 1);
  expect((await ask()).status).toBe(503);
});

test('an offer that has run out is not among the old ones', async () => {
  const { offers } = listOffers.response.parse(await (await ask()).json());
  const [first] = offers;
  const last = createLastOffers();
  const now = new Date();
  const ending = offers.map((offer) =>
    offer === first ? { ...offer, expiresAt: new Date(now.getTime() + 1_000).toISOString() } : offer,
  );
  last.keep('a', { asOf: now.toISOString(), offers: ending }, now);
  const left = last.at('a', new Date(now.getTime() + 2_000));
  expect(left?.offers).toEqual(offers.slice(1));
});
