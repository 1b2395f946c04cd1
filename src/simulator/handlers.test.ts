import { setupServer } from 'msw/node';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMscClient, type MscClient } from '../upstreams/msc/client.ts';
import { importMscPrivateKey } from '../upstreams/msc/transport.ts';
import { createDemoCredentials, partnerOf } from './demo-credentials.ts';
import { simulatorHandlers } from './serve.ts';
import { createSimulatorState, type SimulatorState } from './simulator-state.ts';

const origin = 'http://msc.example';
const server = setupServer();
let state: SimulatorState;
let msc: MscClient;

beforeEach(async () => {
  const { partnerId, apiKey, kid, alg, privateKeyPem, ...rest } = await createDemoCredentials('demo', 'test');
  state = createSimulatorState({
    origin,
    partners: [partnerOf({ partnerId, apiKey, kid, alg, privateKeyPem, ...rest })],
  });
  const privateKey = await importMscPrivateKey(privateKeyPem, alg);
  msc = createMscClient({ partnerId, baseUrl: `${origin}/msc/test`, apiKey, key: { kid, alg, privateKey } });
  server.use(...simulatorHandlers(state));
  server.listen({ onUnhandledFrame: 'error' });
});
afterEach(() => {
  state.close();
  server.close();
  server.resetHandlers();
});

const startMonth = new Date(Date.now() + 31 * 86_400_000).toISOString().slice(0, 7);

test.each([
  {
    commodity: 'electric',
    postalCode: '75201',
    state: 'TX',
    annualUsage: '120000',
    usageUnit: 'kWh',
    identifier: '10443720000000017',
  },
  {
    commodity: 'gas',
    postalCode: '60601',
    state: 'IL',
    annualUsage: '2000',
    usageUnit: 'therm',
    identifier: '1234567890',
  },
] as const)(
  'our client completes a $commodity purchase with in-process handlers, from the utility lookup to the signing URL',
  async (purchase) => {
    const { commodity, postalCode, state, annualUsage, usageUnit, identifier } = purchase;
    const [utility] = await msc.pricing.utilities(postalCode, commodity);
    const query = {
      commodity,
      utility: utility?.code ?? '',
      zone: utility?.zones[0]?.code,
      annualUsage,
      usageUnit,
      startMonth,
    };
    const [price] = (await msc.pricing.prices(query)).prices;
    if (!price) throw new Error('no price');
    expect(await msc.pricing.price(price.priceId)).toEqual(price);

    const created = await msc.contracting.createContract({
      partnerReference: 'reference-1',
      priceId: price.priceId,
      shownRate: price.rate,
      startMonth,
      annualUsage,
      usageUnit,
      customer: { legalName: 'Invented Bakery LLC', entityType: 'llc', taxId: '123456789' },
      signer: { name: 'Ada Sample', title: 'Owner', email: 'ada@bakery.example', phone: '+12145550142' },
      accounts: [{ identifier, serviceAddress: { street: '1 Sample Street', city: 'Sample', state, postalCode } }],
    });
    if (!created.ok) throw new Error(created.userErrors.map(({ code }) => code).join());
    expect(await msc.contracting.contractByReference('reference-1')).toMatchObject({
      id: created.value.id,
      status: 'sent',
    });

    const signing = await msc.contracting.createSigningUrl({
      contractId: created.value.id,
      returnUrl: 'https://shop.example/signing/return',
      frameAncestors: [],
      messageOrigins: [],
      presentation: 'popup',
    });
    if (!signing.ok) throw new Error('no signing URL');
    expect((await fetch(signing.value.url, { redirect: 'manual' })).status).toBe(303);
  },
);
