import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MscPrice } from '../src/upstreams/msc/pricing-schema.ts';
import { listOffers } from '../src/wire/offer.ts';
import { createTestBff, dallasOffersRequest, openSession, sendRequest, type TestBff } from './fixtures/bff.ts';

let bff: TestBff;
let token: string;
/** Changes the first price of the upstream's list. */
let patch: Partial<MscPrice>;
beforeEach(async () => {
  patch = {};
  bff = await createTestBff({
    wrapMscClient: (client) => ({
      ...client,
      pricing: {
        ...client.pricing,
        async prices(query) {
          const { prices, ...rest } = await client.pricing.prices(query);
          return { ...rest, prices: prices.map((price, index) => (index === 0 ? { ...price, ...patch } : price)) };
        },
      },
    }),
  });
  ({ token } = await openSession(bff.app));
});
afterEach(() => bff.close());

const request = { ...dallasOffersRequest, zone: 'LZ_NORTH', terms: [12, 24] };
/** Increases with each request, so that no response comes from the cache. */
let usage = 120_000;
async function fetchOffers() {
  usage += 1;
  const body = { ...request, annualUsage: { amount: String(usage), unit: 'kWh' } };
  return listOffers.response.parse(await (await sendRequest(bff.app, '/v1/offers', { body, token })).json()).offers;
}
const droppedLines = () =>
  bff.logLines.filter((line) => line.includes('prices_dropped')).map((line) => JSON.parse(line));

test.each<[string, Partial<MscPrice>]>([
  ['the other commodity', { commodity: 'gas' }],
  ['another utility', { utility: 'CENTERPOINT' }],
  ['another zone', { zone: 'LZ_SOUTH' }],
  ['no zone', { zone: null }],
  ['another start month', { startMonth: '2031-01' }],
  ['a term that was not requested', { termMonths: 60 }],
  ['a usage band below the usage', { usageBand: { from: '0', to: '100000', unit: 'kWh' } }],
  ['a usage band above the usage', { usageBand: { from: '200000', to: '300000', unit: 'kWh' } }],
  ['a usage band of the other commodity', { usageBand: { from: '0', to: '999999', unit: 'therm' } }],
  ['a rate of the other commodity', { rate: { amount: '0.5', unit: 'therm' } }],
  [
    'texts that make its token too long for a contract request',
    // JSON encodes each of these characters with six characters.
    {
      priceId: '\u0001'.repeat(200),
      product: { code: 'X', kind: 'fixed', name: '\u0001'.repeat(200) },
      supplier: { id: 'X', name: '\u0001'.repeat(200), licences: [] },
    },
  ],
])('a price with %s is dropped and counted', async (_, change) => {
  const all = await fetchOffers();
  expect(droppedLines()).toEqual([]);
  patch = change;
  const offers = await fetchOffers();
  expect(offers).toHaveLength(all.length - 1);
  expect(droppedLines()).toMatchObject([{ msg: 'prices_dropped', partner: 'lonestar', environment: 'test', count: 1 }]);
  expect((await bff.appContext.metrics.read()).text).toContain(
    'shopper_prices_dropped_total{partner="lonestar",environment="test"} 1',
  );
});
