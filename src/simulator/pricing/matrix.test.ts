import Big from 'big.js';
import { describe, expect, test } from 'vitest';
import { mscPrice } from '../../upstreams/msc/pricing-schema.ts';
import { countRows, findPrice, findPrices } from './matrix.ts';
import { rateUnitOf } from './rate.ts';
import { suppliers } from './suppliers.ts';
import { utilities, utilityByCode } from './utilities.ts';

const now = new Date('2026-11-21T15:00:00Z');
const context = { seed: 'a', origin: 'http://simulator.example', isRaised: () => false, hasRaisedFees: () => false };
const startMonth = '2027-01';
const hour = 3_600_000;
const isPlausible = {
  kWh: { min: 0.04, max: 0.2 },
  therm: { min: 0.3, max: 1 },
  ccf: { min: 0.3, max: 1.1 },
  mcf: { min: 3, max: 11 },
};

const at = (code: string, usage = 120_000, changes = {}) => {
  const utility = utilityByCode(code);
  if (!utility) throw new Error(code);
  return { environment: 'test', utility, usage: Big(usage), startMonth, ...changes } as const;
};
const rowsAt = (code: string, usage?: number, changes = {}) => findPrices(at(code, usage, changes), now, context);

test('counts more than two million prices in the matrix without creating them', () => {
  const started = performance.now();
  expect(countRows()).toBeGreaterThan(2_000_000);
  expect(performance.now() - started).toBeLessThan(100);
});

test('queries for one utility return as many different prices as the suppliers’ offerings define', () => {
  const query = new Set<string>();
  for (const rateClass of ['COM_HEAT', 'COM_NONHEAT', 'COM_TRANSPORT']) {
    for (const usage of [1, 1e3, 2.5e3, 5e3, 10e3, 20e3, 35e3, 50e3, 100e3, 250e3, 500e3, 750e3]) {
      for (const { priceId } of rowsAt('NICOR', usage, { rateClass })) query.add(priceId);
    }
  }
  const perSupplier = suppliers
    .filter(({ states }) => states.gas.includes('IL'))
    .map(({ bands: [first, last], offerings }) => {
      return 3 * (last - first + 1) * offerings.gas.reduce((sum, { terms }) => sum + terms.length, 0);
    });
  expect(query.size).toBe(perSupplier.reduce((sum, rows) => sum + rows));
});

test('at least eight suppliers exist, and each sells an offering in at least one state', () => {
  expect(suppliers.length).toBeGreaterThanOrEqual(8);
  for (const { states, offerings } of suppliers) {
    expect(
      states.electric.length * offerings.electric.length + states.gas.length * offerings.gas.length,
    ).toBeGreaterThan(0);
  }
});

describe.each(utilities.map(({ code, commodity }) => ({ code, commodity })))('$code', ({ code, commodity }) => {
  const usage = commodity === 'electric' ? 120_000 : 2_000;

  test('a typical query returns 20 to 80 prices that match the schema', () => {
    const rows = rowsAt(code, usage);
    expect(rows.length).toBeGreaterThanOrEqual(20);
    expect(rows.length).toBeLessThanOrEqual(80);
    for (const row of rows) expect(mscPrice.parse(row)).toEqual(row);
    expect(new Set(rows.map(({ priceId }) => priceId)).size).toBe(rows.length);
  });

  test('rates are plausible and valid for at least an hour', () => {
    const { min, max } = isPlausible[rateUnitOf(code, commodity)];
    for (const { rate, validUntil } of rowsAt(code, usage)) {
      expect(Number(rate.amount)).toBeGreaterThan(min);
      expect(Number(rate.amount)).toBeLessThan(max);
      expect(rate.amount).toMatch(/^\d+\.\d{5}$/);
      expect(Date.parse(validUntil)).toBeGreaterThanOrEqual(now.getTime() + hour);
    }
  });
});

test('the same seed generates the same prices, and another seed generates different rates', () => {
  expect(rowsAt('PECO')).toEqual(rowsAt('PECO'));
  const other = findPrices(at('PECO'), now, { ...context, seed: 'b' });
  expect(other.map(({ rate }) => rate.amount)).not.toEqual(rowsAt('PECO').map(({ rate }) => rate.amount));
  expect(other.map(({ priceId }) => priceId)).toEqual(rowsAt('PECO').map(({ priceId }) => priceId));
});

test('a price that is looked up by its ID equals the listed price', () => {
  for (const row of rowsAt('CONED')) expect(findPrice(row.priceId, 'test', now, context)).toEqual(row);
});

test('a price can be looked up by its ID until the time in `validUntil`', () => {
  const [row] = rowsAt('ONCOR');
  const until = Date.parse(row?.validUntil ?? '');
  expect(findPrice(row?.priceId ?? '', 'test', new Date(until - 1), context)).toEqual(row);
  expect(findPrice(row?.priceId ?? '', 'test', new Date(until), context)).toBeUndefined();
});

test('prices drift by less than a tenth within six hours', () => {
  const later = findPrices(at('ONCOR'), new Date(now.getTime() + 6 * hour), context);
  const before = rowsAt('ONCOR');
  expect(later.map(({ rate }) => rate.amount)).not.toEqual(before.map(({ rate }) => rate.amount));
  for (const [index, { rate }] of later.entries()) {
    const ratio = Number(rate.amount) / Number(before[index]?.rate.amount);
    expect(Math.abs(ratio - 1)).toBeLessThan(0.1);
  }
});

test('finds no price for a test ID in the live environment, an altered ID or an invalid ID', () => {
  const id = rowsAt('ONCOR')[0]?.priceId ?? '';
  expect(findPrice(id, 'live', now, context)).toBeUndefined();
  const altered = Buffer.from(id.slice(4), 'base64url').toString().replace('ONCOR', 'CONED');
  expect(findPrice(`prc_${Buffer.from(altered).toString('base64url')}`, 'test', now, context)).toBeUndefined();
  expect(findPrice('prc_nonsense', 'test', now, context)).toBeUndefined();
});

test.each([
  [99_999, '50000', '100000'],
  [100_000, '100000', '150000'],
  [149_999.99, '100000', '150000'],
  [150_000, '150000', '250000'],
])('a usage of %d kWh is in the band from %s to under %s', (usage, from, to) => {
  expect(rowsAt('ONCOR', usage)[0]?.usageBand).toEqual({ from, to, unit: 'kWh' });
});

test('returns no prices for a usage above the last band', () => {
  expect(rowsAt('ONCOR', 4_999_999).length).toBeGreaterThan(0);
  expect(rowsAt('ONCOR', 5_000_000)).toEqual([]);
});

test('each filter returns only matching prices', () => {
  expect(new Set(rowsAt('ONCOR', 120_000, { terms: [12, 24] }).map((row) => row.termMonths))).toEqual(
    new Set([12, 24]),
  );
  expect(new Set(rowsAt('ONCOR', 120_000, { green: [100] }).map((row) => row.greenPercent))).toEqual(new Set([100]));
  const indexed = rowsAt('ONCOR', 120_000, { products: ['index'] });
  expect(new Set(indexed.map((row) => row.product.kind))).toEqual(new Set(['index']));
  expect(new Set(rowsAt('ONCOR', 120_000, { zone: 'LZ_WEST' }).map((row) => row.zone))).toEqual(new Set(['LZ_WEST']));
  expect(rowsAt('ONCOR', 120_000, { zone: 'LZ_NOWHERE' })).toEqual([]);
});

test('returns no prices for a start month outside the offered range', () => {
  expect(rowsAt('ONCOR', 120_000, { startMonth: '2026-10' })).toEqual([]);
  expect(rowsAt('ONCOR', 120_000, { startMonth: '2027-11' }).length).toBeGreaterThan(0);
  expect(rowsAt('ONCOR', 120_000, { startMonth: '2027-12' })).toEqual([]);
});

test('every postal prefix of a utility with zones belongs to at least one of its zones', () => {
  for (const { code, zones, prefixes } of utilities.filter(({ zones }) => zones.length > 0)) {
    const missing = [...prefixes].filter((prefix) => !zones.some((zone) => zone.prefixes.has(prefix)));
    expect({ code, missing }).toEqual({ code, missing: [] });
  }
});
