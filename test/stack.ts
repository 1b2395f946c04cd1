import type { Hono } from 'hono';
import { createLive } from '../src/bff/contracts/live.ts';
import { createBff } from '../src/bff/create-bff.ts';
import type { Deps } from '../src/bff/deps.ts';
import { deriveKeys } from '../src/bff/keys.ts';
import { createLog } from '../src/bff/log.ts';
import type { Partners } from '../src/bff/partners/load-partners.ts';
import { openSqliteStore } from '../src/bff/store/sqlite.ts';
import { createDemoCredentials, type DemoCredentials, partnerOf } from '../src/simulator/demo-credentials.ts';
import { startSimulator } from '../src/simulator/serve.ts';
import { importMscPrivateKey } from '../src/upstreams/msc/authorization.ts';
import { createMscClient } from '../src/upstreams/msc/client.ts';
import type { CreateContract } from '../src/wire/contract.ts';
import { listOffers, type Offer } from '../src/wire/offer.ts';
import { createSession, type Session } from '../src/wire/session.ts';

/** The page that the test site stands on. */
export const page = 'https://www.lonestar.example';

/** A BFF without a port, before a simulator over real HTTP. The simulator's webhooks go to `webhookUrl`, if given. */
export const createStack = async (
  options: { readonly webhookUrl?: string; readonly signingOrigins?: readonly string[] } = {},
) => {
  const credentials = await createDemoCredentials('lonestar', 'test');
  const simulator = await startSimulator({
    port: 0,
    host: '127.0.0.1',
    pace: 20,
    partners: [partnerOf(credentials, options.webhookUrl)],
  });
  const store = await openSqliteStore(':memory:');
  const lines: string[] = [];
  const access = await accessFor(credentials, simulator.origin, options.signingOrigins ?? [simulator.origin]);
  const clock = { now: () => new Date() };
  const deps: Deps = {
    partners: onePartner(access),
    msc: () => createMscClient(access.credentials, { attempt: 2_000, total: 4_000 }),
    store,
    live: createLive(),
    keys: deriveKeys('a secret of the tests, long enough to be one'),
    log: createLog({ write: (line) => void lines.push(line) }),
    now: () => clock.now(),
    publicOrigin: 'https://shop.example',
    files: { get: () => undefined },
  };
  return {
    app: createBff(deps),
    deps,
    simulator,
    credentials,
    lines,
    clock,
    async close() {
      await simulator.close();
      await store.destroy();
    },
  };
};
export type Stack = Awaited<ReturnType<typeof createStack>>;

const accessFor = async (credentials: DemoCredentials, simulatorOrigin: string, signingOrigins: readonly string[]) => ({
  partner: credentials.partnerId,
  environment: 'test' as const,
  credentials: {
    partnerId: credentials.partnerId,
    baseUrl: `${simulatorOrigin}/msc/test`,
    apiKey: credentials.apiKey,
    key: {
      kid: credentials.kid,
      alg: credentials.alg,
      privateKey: await importMscPrivateKey(credentials.privateKeyPem, credentials.alg),
    },
  },
  webhookSecrets: [credentials.webhookSecret],
  signingOrigins,
});

const onePartner = (access: Awaited<ReturnType<typeof accessFor>>): Partners => {
  const site = {
    partner: 'lonestar',
    environment: 'test' as const,
    name: 'Lonestar Energy Advisors',
    branding: {},
    commodities: ['electric', 'gas'] as const,
    locales: ['en'],
  };
  return {
    sites: new Map([
      ['pk_test_demo', { ...site, key: 'pk_test_demo', origins: [page] }],
      ['pk_test_other', { ...site, key: 'pk_test_other', origins: ['https://www.other.example'] }],
    ]),
    access: (partner, environment) => (partner === 'lonestar' && environment === 'test' ? access : undefined),
  };
};

/** Sends JSON as a page would. */
export const say = (
  app: Hono,
  path: string,
  {
    body,
    token,
    origin = page,
    headers = {},
  }: { body?: unknown; token?: string; origin?: string; headers?: Record<string, string> } = {},
): Promise<Response> =>
  Promise.resolve(
    app.request(path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        Origin: origin,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  );

export const openSession = async (app: Hono, siteKey = 'pk_test_demo', origin = page): Promise<Session> =>
  createSession.response.parse(await (await say(app, '/v1/sessions', { body: { siteKey }, origin })).json());

/** What a bakery in Dallas asks. */
export const dallas = {
  commodity: 'electric',
  utility: 'ONCOR',
  annualUsage: { amount: '120000', unit: 'kWh' },
  startMonth: nextMonth(2),
};

function nextMonth(ahead: number): string {
  const now = new Date();
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)).toISOString().slice(0, 7);
}

export const firstOffer = async (app: Hono, token: string, inputs: object = dallas): Promise<Offer> => {
  const answer = await say(app, '/v1/offers', { body: inputs, token });
  const [offer] = listOffers.response.parse(await answer.json()).offers;
  if (!offer) throw new Error('the simulator has no offer for this');
  return offer;
};

/** An invented bakery, ready to sign. */
export const contractFor = (offer: Offer): CreateContract => ({
  offerToken: offer.offerToken,
  customer: { legalName: 'Trinity Bakery LLC', entityType: 'llc', taxId: '123456789' },
  signer: { name: 'Dana Example', title: 'Owner', email: 'dana@trinity-bakery.example', phone: '+12145550142' },
  accounts: [
    {
      identifier: '10443720012345678',
      serviceAddress: { street: '1200 Example Ave', city: 'Dallas', state: 'TX', postalCode: '75201' },
    },
  ],
  consent: { accepted: true, text: 'I may sign for the business and agree to these terms.' },
});
