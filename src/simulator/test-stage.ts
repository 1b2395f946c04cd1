import { randomUUID } from 'node:crypto';
import { importPKCS8, type JWTPayload, SignJWT } from 'jose';
import { getResponse } from 'msw';
import { z } from 'zod';
import { createContractOperation, createSigningUrlOperation } from '../upstreams/msc/contracting-operations.ts';
import { createContractData, createSigningUrlData, type MscContract } from '../upstreams/msc/contracting-schema.ts';
import { type MscPrice, pricesResponse } from '../upstreams/msc/pricing-schema.ts';
import type { ContractInput } from './contracting/contract-input.ts';
import { createDemoCredentials, type DemoCredentials, partnerOf } from './demo-credentials.ts';
import { simulatorHandlers } from './handlers.ts';
import type { Environment } from './partner.ts';
import { createWorld, type World, type WorldOptions } from './world.ts';

/** What a token says besides the usual, or instead of it. */
export interface TokenChanges {
  readonly claims?: JWTPayload;
  readonly kid?: string;
  readonly signedBy?: DemoCredentials;
}

/** A world for a test, with a clock to be turned and a partner's client in front of it. No port, no network. */
export interface Stage {
  readonly world: World;
  readonly credentials: DemoCredentials;
  readonly clock: { now: Date };
  token(changes?: TokenChanges): Promise<string>;
  /** As anyone: no credentials are sent. */
  visit(path: string, init?: RequestInit): Promise<Response>;
  /** As the partner. */
  call(path: string, init?: RequestInit): Promise<Response>;
  graphql(query: string, variables?: Record<string, unknown>): Promise<Response>;
  prices(query?: Record<string, string>): Promise<MscPrice[]>;
  /** Input that makes a contract, for a price of this electricity account in Dallas. */
  input(price: MscPrice, changes?: Partial<ContractInput>): ContractInput;
  create(input: ContractInput): Promise<z.infer<typeof createContractData>['createContract']>;
  contract(): Promise<MscContract>;
  signingUrl(contractId: string, returnUrl?: string): Promise<string>;
  close(): void;
}

const origin = 'http://simulator.example';

export async function openStage(
  options: Partial<WorldOptions> = {},
  environment: Environment = 'test',
): Promise<Stage> {
  const clock = { now: new Date('2026-11-21T15:00:00Z') };
  const credentials = await createDemoCredentials('demo', environment);
  const world = createWorld({ partners: [partnerOf(credentials)], origin, now: () => clock.now, pace: 0, ...options });
  const handlers = simulatorHandlers(world);
  const base = `/msc/${environment}`;

  const visit: Stage['visit'] = async (path, init) => {
    const request = new Request(new URL(path, origin), { redirect: 'manual', ...init });
    const response = await getResponse(handlers, request);
    if (!response) throw new Error(`no handler for ${request.method} ${path}`);
    return response;
  };
  const token: Stage['token'] = async ({ claims = {}, kid = credentials.kid, signedBy = credentials } = {}) => {
    const iat = Math.floor(clock.now.getTime() / 1000);
    const usual = { iss: 'demo', aud: `${origin}${base}`, iat, exp: iat + 60, jti: randomUUID() };
    return new SignJWT({ ...usual, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid })
      .sign(await importPKCS8(signedBy.privateKeyPem, 'ES256'));
  };
  const call: Stage['call'] = async (path, init) =>
    visit(base + path, {
      ...init,
      headers: {
        ...Object.fromEntries(new Headers(init?.headers)),
        'X-Api-Key': credentials.apiKey,
        Authorization: `Bearer ${await token()}`,
      },
    });
  const graphql: Stage['graphql'] = (query, variables) =>
    call('/graphql', { method: 'POST', body: JSON.stringify({ query, variables }) });
  const dataOf = async <S extends z.ZodType>(schema: S, response: Response): Promise<z.infer<S>> =>
    schema.parse(z.object({ data: z.unknown() }).parse(await response.json()).data);

  const stage: Stage = {
    world,
    credentials,
    clock,
    token,
    visit,
    call,
    graphql,
    async prices(query = {}) {
      const usual = {
        commodity: 'electric',
        utility: 'ONCOR',
        annualUsage: '120000',
        usageUnit: 'kWh',
        startMonth: '2027-01',
      };
      const response = await call(`/v1/prices?${new URLSearchParams({ ...usual, ...query })}`);
      return pricesResponse.parse(await response.json()).prices;
    },
    input: (price, changes) => ({
      partnerReference: randomUUID(),
      priceId: price.priceId,
      shownRate: price.rate,
      startMonth: price.startMonth,
      annualUsage: '120000',
      usageUnit: 'kWh',
      customer: { legalName: 'Invented Bakery LLC', entityType: 'llc', taxId: '123456789' },
      signer: { name: 'Ada Sample', title: 'Owner', email: 'ada@bakery.example', phone: '+12145550142' },
      accounts: [
        {
          identifier: '10443720000000017',
          serviceAddress: { street: '1 Sample Street', city: 'Dallas', state: 'TX', postalCode: '75201' },
        },
      ],
      ...changes,
    }),
    async create(input) {
      return (await dataOf(createContractData, await graphql(createContractOperation, { input }))).createContract;
    },
    async contract() {
      const [price] = await stage.prices();
      if (!price) throw new Error('no price');
      const { contract, userErrors } = await stage.create(stage.input(price));
      if (!contract) throw new Error(userErrors.map(({ code }) => code).join());
      return contract;
    },
    async signingUrl(contractId, returnUrl = 'https://bff.example/signing/return?contract=1') {
      const input = { contractId, returnUrl, frameAncestors: [], messageOrigins: [], presentation: 'popup' };
      const data = await dataOf(createSigningUrlData, await graphql(createSigningUrlOperation, { input }));
      const { signingUrl, userErrors } = data.createSigningUrl;
      if (!signingUrl) throw new Error(userErrors.map(({ code }) => code).join());
      return signingUrl.url;
    },
    close: () => world.close(),
  };
  return stage;
}
