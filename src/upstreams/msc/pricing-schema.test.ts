import { expect, test } from 'vitest';
import type { JsonClient } from '../http/json-client.ts';
import { createMscPricing } from './pricing.ts';
import { mscPrice, mscUtility } from './pricing-schema.ts';

const price = {
  priceId: 'prc_1',
  supplier: { id: 'TTE', name: 'Tall Tale Energy', licences: [] },
  commodity: 'electric',
  state: 'TX',
  utility: 'ONCOR',
  zone: 'LZ_NORTH',
  rateClass: 'BUSMED',
  product: { code: 'FIX', name: 'Fixed, all in', kind: 'fixed' },
  termMonths: 24,
  startMonth: '2027-01',
  usageBand: { from: '0', to: '500000', unit: 'kWh' },
  rate: { amount: '0.0786', unit: 'kWh' },
  monthlyFee: '0',
  brokerFeeMils: '3.0',
  greenPercent: 20,
  swingPercent: null,
  earlyTermination: { kind: 'none', amount: '0' },
  billing: 'dual',
  validFrom: '2026-11-21T00:00:00Z',
  validUntil: '2026-11-21T23:00:00Z',
  documents: [{ kind: 'EFL', url: 'https://docs.example/efl.pdf' }],
};

test('parses a price in the assumed format', () => {
  expect(mscPrice.parse(price)).toEqual(price);
});

test.each([
  ['a link with a javascript: URL', { documents: [{ kind: 'terms', url: 'javascript:alert(1)' }] }, 'documents.0.url'],
  ['a negative rate', { rate: { amount: '-0.05', unit: 'kWh' } }, 'rate.amount'],
  ['more decimal places than the wire allows', { rate: { amount: '0.0785123456789', unit: 'kWh' } }, 'rate.amount'],
  ['a rate of a thousand dollars per unit', { rate: { amount: '1000.0', unit: 'kWh' } }, 'rate.amount'],
  [
    'a charge of a thousand dollars per unit',
    { components: [{ kind: 'energy', treatment: 'fixed', estimate: '1000' }] },
    'components.0.estimate',
  ],
  ['a fee in the trillions', { monthlyFee: '1234567890123' }, 'monthlyFee'],
  ['a month in another century', { startMonth: '1999-01' }, 'startMonth'],
  ['an excessively long zone', { zone: 'Z'.repeat(1_000_000) }, 'zone'],
  ['an excessively long utility', { utility: 'U'.repeat(100) }, 'utility'],
  ['an excessively long rate class', { rateClass: 'R'.repeat(100) }, 'rateClass'],
  [
    'an excessively long document URL',
    { documents: [{ kind: 'terms', url: `https://docs.example/${'d'.repeat(2_000)}` }] },
    'documents.0.url',
  ],
  ['an excessively long name', { product: { ...price.product, name: 'x'.repeat(3000) } }, 'product.name'],
])('rejects %s, and reports the field', (_, mutate, field) => {
  const { error } = mscPrice.safeParse({ ...price, ...mutate });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
});

const clientFor = (prices: readonly unknown[]): JsonClient => ({
  call: async (_operation, _path, schema) => schema.parse({ asOf: '2026-11-21T00:00:00Z', prices }),
  upload: () => Promise.reject(new Error('not part of this test')),
});
const query = {
  commodity: 'electric',
  utility: 'ONCOR',
  annualUsage: '1',
  usageUnit: 'kWh',
  startMonth: '2027-01',
} as const;

test('prices that cannot be read are dropped and counted', async () => {
  const tooLong = { ...price, zone: 'Z'.repeat(1_000_000) };
  const { prices, dropped } = await createMscPricing(clientFor([tooLong, price, 'no price', null])).prices(query);
  expect(prices).toEqual([price]);
  expect(dropped).toBe(3);
  expect(await createMscPricing(clientFor([])).prices(query)).toMatchObject({ prices: [], dropped: 0 });
});

test('a name from the upstream cannot change the direction of the text around it', async () => {
  const named = {
    ...price,
    supplier: { ...price.supplier, name: 'Paper\u202e Lantern\u2066' },
    product: { ...price.product, name: '\u200fAll-in' },
  };
  const { prices } = await createMscPricing(clientFor([named])).prices(query);
  expect(prices[0]).toMatchObject({ supplier: { name: 'Paper Lantern' }, product: { name: 'All-in' } });
});

test('a response without a single readable price is invalid, and the error contains the path of a field', async () => {
  const unreadable = { ...price, rate: { amount: 'much', unit: 'kWh' } };
  await expect(createMscPricing(clientFor([unreadable])).prices(query)).rejects.toThrow(
    'MSC prices: invalid response at prices.0.rate.amount: invalid_format',
  );
});

test.each([
  ['a code', { code: 'U'.repeat(100) }],
  ['a name', { name: 'U'.repeat(300) }],
  ['a zone', { zones: [{ code: 'Z'.repeat(100), name: 'Z' }] }],
])('rejects a utility with %s that is too long', (_, change) => {
  const utility = {
    code: 'ONCOR',
    name: 'Oncor',
    state: 'TX',
    commodity: 'electric',
    zones: [{ code: 'LZ_NORTH', name: 'North' }],
    leadTimeDays: 7,
    accountIdentifier: { name: 'ESI ID', rule: '^1$', certainty: 'published' },
  };
  expect(mscUtility.safeParse(utility).success).toBe(true);
  expect(mscUtility.safeParse({ ...utility, ...change }).success).toBe(false);
});
