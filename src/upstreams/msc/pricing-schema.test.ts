import { expect, test } from 'vitest';
import { mscPrice } from './pricing-schema.ts';

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
  ['a fee in the trillions', { monthlyFee: '1234567890123' }, 'monthlyFee'],
  ['a month in another century', { startMonth: '1999-01' }, 'startMonth'],
  ['an excessively long name', { product: { ...price.product, name: 'x'.repeat(3000) } }, 'product.name'],
])('rejects %s, and names the field', (_, mutate, field) => {
  const { error } = mscPrice.safeParse({ ...price, ...mutate });
  expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
});
