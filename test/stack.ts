import { BlockList } from 'node:net';
import type { Hono } from 'hono';
import { createOpenStreams, type StreamCaps, usualStreamCaps } from '../src/bff/access/open-streams.ts';
import { createLimiter, type RateLimits } from '../src/bff/access/rate-limits.ts';
import { createLive } from '../src/bff/contracts/live.ts';
import { createBff } from '../src/bff/create-bff.ts';
import type { Deps } from '../src/bff/deps.ts';
import { createDrain } from '../src/bff/drain.ts';
import { deriveKeys } from '../src/bff/keys.ts';
import { createLog } from '../src/bff/log.ts';
import { createMetrics } from '../src/bff/metrics/metrics.ts';
import type { WebhookEndpoint } from '../src/bff/outbox/endpoint.ts';
import type { Partners } from '../src/bff/partners/load-partners.ts';
import { readPayloadKeys } from '../src/bff/payload/payload-keys.ts';
import { contractTemplate, createLoaApplication, usageTemplate } from '../src/simulator/agreements/loa-client.ts';
import { createDemoCredentials, type DemoCredentials, partnerOf } from '../src/simulator/demo-credentials.ts';
import { startSimulator } from '../src/simulator/serve.ts';
import { integrationKey } from '../src/simulator/signing/browser-files.ts';
import { createLoaClient, type LoaClient } from '../src/upstreams/ecostruxure-loa/client.ts';
import { importMscPrivateKey } from '../src/upstreams/msc/authorization.ts';
import { createMscClient, type MscClient } from '../src/upstreams/msc/client.ts';
import { type Contract, type CreateContract, createContract } from '../src/wire/contract.ts';
import { listOffers, type Offer } from '../src/wire/offer.ts';
import { createSession, type Session } from '../src/wire/session.ts';
import { openTestStore } from './store.ts';

/** A second partner's webhook secret: its events must never touch the first one's contracts. */
export const pecanSecret = 'whsec_cGVjYW5wZWNhbnBlY2FucGVjYW5wZWNhbg==';

/** The page that the test site stands on. */
export const page = 'https://www.lonestar.example';

export const secret = 'a secret of the tests, long enough to be one';

const unlimited: RateLimits = { address: 1e9, site: 1e9, session: 1e9 };

interface StackOptions {
  readonly webhookUrl?: string;
  readonly rateLimits?: Partial<RateLimits>;
  readonly streamCaps?: Partial<StreamCaps>;
  /** Where the sites' owner is told. */
  readonly webhooks?: readonly WebhookEndpoint[];
  /** Stands between the BFF and its client, to lose or change an answer on its way. */
  readonly onTheWay?: (client: MscClient) => MscClient;
  readonly letterOnTheWay?: (client: LoaClient) => LoaClient;
}

/** A BFF without a port, before a simulator over real HTTP. The simulator's webhooks go to `webhookUrl`, if given. */
export const createStack = async (options: StackOptions = {}) => {
  const credentials = await createDemoCredentials('lonestar', 'test');
  const application = createLoaApplication();
  const simulator = await startSimulator({
    port: 0,
    host: '127.0.0.1',
    pace: 20,
    partners: [partnerOf(credentials, options.webhookUrl)],
    loaApplications: [application],
  });
  const { store, url: databaseUrl, close } = await openTestStore();
  const { onTheWay = (client) => client, letterOnTheWay = (client) => client } = options;
  const live = createLive();
  let listeners = 0;
  const lines: string[] = [];
  const log = createLog({ write: (line) => void lines.push(line) });
  const { clientId, clientSecret } = application;
  const access = {
    ...(await accessFor(credentials, simulator.origin)),
    letters: {
      credentials: { baseUrl: `${simulator.origin}/se`, clientId, clientSecret },
      templates: { usage: usageTemplate.id, contract: contractTemplate.id },
    },
  };
  const loa = createLoaClient(access.letters.credentials, { milliseconds: 2_000 });
  const clock = { now: () => new Date() };
  const metrics = createMetrics();
  const deps: Deps = {
    partners: onePartner(access, options.webhooks ?? []),
    msc: ({ partner, environment }) =>
      onTheWay(
        createMscClient(access.credentials, { attempt: 2_000, total: 4_000 }, (call) =>
          metrics.upstream(partner, environment, call),
        ),
      ),
    loa: () => letterOnTheWay(loa),
    store,
    live: {
      ...live,
      subscribe(id, changed) {
        const end = live.subscribe(id, changed);
        listeners++;
        return () => {
          listeners--;
          end();
        };
      },
    },
    keys: deriveKeys(secret),
    payloadKeys: readPayloadKeys({ BFF_SECRET: secret }),
    limiter: createLimiter({ ...unlimited, ...options.rateLimits }, log),
    streams: createOpenStreams({ ...usualStreamCaps, ...options.streamCaps }),
    drain: createDrain(),
    metrics,
    keyAges: () => [],
    trustedProxies: new BlockList(),
    log,
    now: () => clock.now(),
    publicOrigin: 'https://shop.example',
    files: { get: () => undefined, releases: [] },
  };
  return {
    app: createBff(deps),
    deps,
    databaseUrl,
    simulator,
    credentials,
    lines,
    clock,
    /** Open streams that still listen. */
    listeners: () => listeners,
    async close() {
      await simulator.close();
      await close();
    },
  };
};
export type Stack = Awaited<ReturnType<typeof createStack>>;

const accessFor = async (credentials: DemoCredentials, simulatorOrigin: string) => ({
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
  signingOrigins: [simulatorOrigin],
  signingApp: simulatorOrigin,
  docusign: { bundle: `${simulatorOrigin}/docusign/bundle.js`, integrationKey },
});

const onePartner = (access: Awaited<ReturnType<typeof accessFor>>, webhooks: readonly WebhookEndpoint[]): Partners => {
  const site = {
    partner: 'lonestar',
    environment: 'test' as const,
    name: 'Lonestar Energy Advisors',
    branding: {},
    commodities: ['electric', 'gas'] as const,
    locales: ['en'],
    usageAuthorization: true,
    webhooks,
    signingMethod: 'session' as const,
    presentations: ['focused', 'popup', 'redirect'] as const,
  };
  return {
    sites: new Map([
      ['pk_test_demo', { ...site, key: 'pk_test_demo', origins: [page] }],
      ['pk_test_other', { ...site, key: 'pk_test_other', origins: ['https://www.other.example'] }],
      [
        'pk_test_electric',
        {
          ...site,
          key: 'pk_test_electric',
          origins: [page],
          commodities: ['electric'] as const,
          usageAuthorization: false,
        },
      ],
      ['pk_test_email', { ...site, key: 'pk_test_email', origins: [page], signingMethod: 'email' as const }],
      ['pk_test_popup', { ...site, key: 'pk_test_popup', origins: [page], presentations: ['popup'] as const }],
    ]),
    access: (partner, environment) => {
      if (environment !== 'test') return undefined;
      if (partner === 'lonestar') return access;
      return partner === 'pecan' ? { ...access, partner, webhookSecrets: [pecanSecret] } : undefined;
    },
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

export const firstOffer = async (app: Hono, token: string, inputs: object = dallas, origin = page): Promise<Offer> => {
  const answer = await say(app, '/v1/offers', { body: inputs, token, origin });
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

/** The bakery's contract, made and waiting for its signature. */
export const makeContract = async (app: Hono, token: string, origin = page): Promise<Contract> => {
  const body = contractFor(await firstOffer(app, token, dallas, origin));
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  const answer = await say(app, createContract.path, { body, token, origin, headers });
  return createContract.response.parse(await answer.json());
};
