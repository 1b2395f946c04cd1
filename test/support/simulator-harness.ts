import { randomUUID } from 'node:crypto';
import { importPKCS8, type JWTPayload, SignJWT } from 'jose';
import { getResponse } from 'msw';
import { z } from 'zod';
import type { Environment } from '../../src/simulator/authenticate.ts';
import type { ContractInput } from '../../src/simulator/contracting/contract-input.ts';
import { createDemoCredentials, type DemoCredentials, partnerOf } from '../../src/simulator/demo-credentials.ts';
import { simulatorHandlers } from '../../src/simulator/serve.ts';
import {
  createSimulatorState,
  type SimulatorState,
  type SimulatorStateOptions,
} from '../../src/simulator/simulator-state.ts';
import { createContractOperation, createSigningUrlOperation } from '../../src/upstreams/msc/contracting-operations.ts';
import {
  createContractData,
  createSigningUrlData,
  type MscContract,
} from '../../src/upstreams/msc/contracting-schema.ts';
import { type MscPrice, mscPrice, pricesResponse } from '../../src/upstreams/msc/pricing-schema.ts';

/** Claims, a key ID and a signing key that replace those of a valid token. */
export interface TokenOverrides {
  readonly claims?: JWTPayload;
  readonly kid?: string;
  readonly signedBy?: DemoCredentials;
}

/**
 * A simulator in memory with an adjustable clock, and a client with a partner's credentials. It uses no port and no
 * network.
 */
export interface SimulatorHarness {
  readonly state: SimulatorState;
  readonly credentials: DemoCredentials;
  readonly clock: { now: Date };
  token(overrides?: TokenOverrides): Promise<string>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  fetchAsPartner(path: string, init?: RequestInit): Promise<Response>;
  graphql(query: string, variables?: Record<string, unknown>): Promise<Response>;
  prices(query?: Record<string, string>): Promise<MscPrice[]>;
  contractInput(price: MscPrice, overrides?: Partial<ContractInput>): ContractInput;
  createContract(input: ContractInput): Promise<z.infer<typeof createContractData>['createContract']>;
  createAnyContract(): Promise<MscContract>;
  createSigningUrl(contractId: string, returnUrl?: string): Promise<string>;
  close(): void;
}

const origin = 'http://simulator.example';

export async function createSimulatorHarness(
  options: Partial<SimulatorStateOptions> = {},
  environment: Environment = 'test',
): Promise<SimulatorHarness> {
  const clock = { now: new Date('2026-11-21T15:00:00Z') };
  const credentials = await createDemoCredentials('demo', environment);
  const state = createSimulatorState({
    partners: [partnerOf(credentials)],
    origin,
    now: () => clock.now,
    paceMs: 0,
    ...options,
  });
  const handlers = simulatorHandlers(state);
  const base = `/msc/${environment}`;

  const fetch: SimulatorHarness['fetch'] = async (path, init) => {
    const request = new Request(new URL(path, origin), { redirect: 'manual', ...init });
    const response = await getResponse(handlers, request);
    if (!response) throw new Error(`no handler for ${request.method} ${path}`);
    return response;
  };
  const token: SimulatorHarness['token'] = async ({
    claims = {},
    kid = credentials.kid,
    signedBy = credentials,
  } = {}) => {
    const iat = Math.floor(clock.now.getTime() / 1000);
    const defaults = { iss: 'demo', aud: `${origin}${base}`, iat, exp: iat + 60, jti: randomUUID() };
    return new SignJWT({ ...defaults, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid })
      .sign(await importPKCS8(signedBy.privateKeyPem, 'ES256'));
  };
  const fetchAsPartner: SimulatorHarness['fetchAsPartner'] = async (path, init) =>
    fetch(base + path, {
      ...init,
      headers: {
        ...Object.fromEntries(new Headers(init?.headers)),
        'X-Api-Key': credentials.apiKey,
        Authorization: `Bearer ${await token()}`,
      },
    });
  const graphql: SimulatorHarness['graphql'] = (query, variables) =>
    fetchAsPartner('/graphql', { method: 'POST', body: JSON.stringify({ query, variables }) });
  const parseData = async <S extends z.ZodType>(schema: S, response: Response): Promise<z.infer<S>> =>
    schema.parse(z.object({ data: z.unknown() }).parse(await response.json()).data);

  const harness: SimulatorHarness = {
    state,
    credentials,
    clock,
    token,
    fetch,
    fetchAsPartner,
    graphql,
    async prices(query = {}) {
      const defaults = {
        commodity: 'electric',
        utility: 'ONCOR',
        annualUsage: '120000',
        usageUnit: 'kWh',
        startMonth: '2027-01',
      };
      const response = await fetchAsPartner(`/v1/prices?${new URLSearchParams({ ...defaults, ...query })}`);
      return z.array(mscPrice).parse(pricesResponse.parse(await response.json()).prices);
    },
    contractInput: (price, overrides) => ({
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
      ...overrides,
    }),
    async createContract(input) {
      return (await parseData(createContractData, await graphql(createContractOperation, { input }))).createContract;
    },
    async createAnyContract() {
      const [price] = await harness.prices();
      if (!price) throw new Error('the simulator returned no price');
      const { contract, userErrors } = await harness.createContract(harness.contractInput(price));
      if (!contract) throw new Error(`the contract was rejected: ${userErrors.map(({ code }) => code).join(', ')}`);
      return contract;
    },
    async createSigningUrl(contractId, returnUrl = 'https://bff.example/signing/return?contract=1') {
      const input = { contractId, returnUrl, frameAncestors: [], messageOrigins: [], presentation: 'popup' };
      const data = await parseData(createSigningUrlData, await graphql(createSigningUrlOperation, { input }));
      const { signingUrl, userErrors } = data.createSigningUrl;
      if (!signingUrl) throw new Error(`no signing URL was created: ${userErrors.map(({ code }) => code).join(', ')}`);
      return signingUrl.url;
    },
    close: () => state.close(),
  };
  return harness;
}
