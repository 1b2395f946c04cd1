import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulatorHarness, type SimulatorHarness } from '../../../test/support/simulator-harness.ts';
import { priceResponse, utilitiesResponse } from '../../upstreams/msc/pricing-schema.ts';

let harness: SimulatorHarness;
beforeEach(async () => {
  harness = await createSimulatorHarness();
});
afterEach(() => harness.close());

const utilitiesAt = async (postalCode: string, commodity: string) => {
  const response = await harness.fetchAsPartner(`/v1/utilities?${new URLSearchParams({ postalCode, commodity })}`);
  return utilitiesResponse.parse(await response.json()).utilities;
};

test('returns the utilities at a postal code, with the zones that include the postal code', async () => {
  const [oncor, ...more] = await utilitiesAt('75201', 'electric');
  expect(more).toEqual([]);
  expect(oncor).toMatchObject({ code: 'ONCOR', state: 'TX', zones: [{ code: 'LZ_NORTH' }] });
});

test('returns all utilities that serve a postal code', async () => {
  expect((await utilitiesAt('75501', 'electric')).map(({ code }) => code)).toEqual(['ONCOR', 'TNMP']);
});

test('returns an empty list for a postal code without utilities', async () => {
  expect(await utilitiesAt('99501', 'electric')).toEqual([]);
  expect(await utilitiesAt('75201', 'gas')).toEqual([]);
});

test('finds a price by its ID, and responds with 410 after the price has expired', async () => {
  const [listed] = await harness.prices();
  const path = `/v1/prices/${listed?.priceId}`;
  expect(priceResponse.parse(await (await harness.fetchAsPartner(path)).json()).price).toEqual(listed);
  harness.clock.now = new Date(listed?.validUntil ?? '');
  expect((await harness.fetchAsPartner(path)).status).toBe(410);
  expect((await harness.fetchAsPartner('/v1/prices/prc_never')).status).toBe(410);
});

test('converts gas usage to the utility’s billing unit', async () => {
  const inTherms = await harness.prices({
    commodity: 'gas',
    utility: 'COLOH',
    annualUsage: '20740',
    usageUnit: 'therm',
  });
  const inCcf = await harness.prices({ commodity: 'gas', utility: 'COLOH', annualUsage: '20000', usageUnit: 'ccf' });
  expect(inTherms[0]?.usageBand).toEqual({ from: '20000', to: '35000', unit: 'ccf' });
  expect(inTherms).toEqual(inCcf);
});

test.each([
  ['commodity', { commodity: 'steam' }],
  ['utility', { utility: 'UNKNOWN' }],
  ['utility', { commodity: 'gas' }],
  ['annualUsage', { annualUsage: '-5' }],
  ['annualUsage', { annualUsage: '0' }],
  ['annualUsage', { usageUnit: 'therm' }],
  ['startMonth', { startMonth: '2027-13' }],
  ['terms', { terms: '12,x' }],
])('reports an invalid %s in the query', async (parameter, invalidValue) => {
  const validQuery = {
    commodity: 'electric',
    utility: 'ONCOR',
    annualUsage: '1',
    usageUnit: 'kWh',
    startMonth: '2027-01',
  };
  const response = await harness.fetchAsPartner(
    `/v1/prices?${new URLSearchParams({ ...validQuery, ...invalidValue })}`,
  );
  expect(response.status).toBe(400);
  expect((await response.json()).error.message).toContain(parameter);
});

test('serves the documents for a price', async () => {
  const [electricInTexas] = await harness.prices();
  expect(electricInTexas?.documents.map(({ kind }) => kind)).toEqual(['terms', 'EFL']);
  const [gas] = await harness.prices({ commodity: 'gas', utility: 'NICOR', annualUsage: '2000', usageUnit: 'therm' });
  expect(gas?.documents.map(({ kind }) => kind)).toEqual(['terms', 'contract_summary']);
  for (const { url } of [...(electricInTexas?.documents ?? []), ...(gas?.documents ?? [])]) {
    const response = await harness.fetch(url);
    expect(response.headers.get('content-type')).toBe('application/pdf');
    expect(Buffer.from(await response.arrayBuffer()).toString('latin1', 0, 5)).toBe('%PDF-');
  }
});
