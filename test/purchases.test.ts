import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseContract } from '../src/bff/commands/erase.ts';
import { releaseAllClaims } from '../src/bff/contracts/refuse-contract.ts';
import { contract } from '../src/wire/contract.ts';
import { type CreateContractRequest, createContract } from '../src/wire/create-contract.ts';
import { listOffers, type Offer } from '../src/wire/offer.ts';
import { type Problem, problem } from '../src/wire/problem.ts';
import {
  contractRequestFor,
  createTestBff,
  dallasOffersRequest,
  firstOffer,
  openSession,
  sendRequest,
  type TestBff,
  withConsent,
} from './fixtures/bff.ts';
import { loseContractResponses } from './fixtures/lost-responses.ts';

let bff: TestBff;
let token: string;
/** While true, every upstream response to a contract creation or lookup is lost. */
let isUpstreamLost: boolean;
beforeEach(async () => {
  isUpstreamLost = false;
  bff = await createTestBff({ wrapMscClient: loseContractResponses(() => isUpstreamLost) });
  ({ token } = await openSession(bff.app));
});
afterEach(() => bff.close());

const send = (body: unknown, as = token) =>
  sendRequest(bff.app, createContract.path, {
    body,
    token: as,
    headers: { 'Idempotency-Key': crypto.randomUUID() },
  });
const create = async (body: unknown, as = token) => contract.parse(await (await send(body, as)).json());
const sendForProblem = async (body: unknown, as = token): Promise<Problem> =>
  problem.parse(await (await send(body, as)).json());
const upstreamCount = () => bff.simulator.state.contracts.list().length;
const withName = (request: CreateContractRequest, legalName: string) =>
  withConsent({ ...request, customer: { ...request.customer, legalName } });
const ESI_IDS = ['10443720012345678', '10443720012345679', '10443720012345670'];
const withAccounts = (
  request: CreateContractRequest,
  ...identifiers: (string | undefined)[]
): CreateContractRequest => {
  const [account] = request.accounts;
  if (!account) throw new Error('no account');
  return { ...request, accounts: identifiers.map((identifier = '') => ({ ...account, identifier })) };
};

test('a byte-identical request gets the same contract', async () => {
  const body = contractRequestFor(await firstOffer(bff.app, token));
  const { id } = await create(body);
  expect((await create(body)).id).toBe(id);
  expect(upstreamCount()).toBe(1);
});

test.each<[string, (request: CreateContractRequest, offer: Offer) => CreateContractRequest, readonly string[]]>([
  ['a trailing blank in the name', (request) => withName(request, 'Trinity Bakery LLC '), ['customer', 'consent']],
  ['consent in the other language', (request) => withConsent(request, 'es'), ['consent']],
  [
    'the email address in capitals',
    (request) => ({ ...request, signer: { ...request.signer, email: request.signer.email.toUpperCase() } }),
    ['signer'],
  ],
  [
    'another signer',
    (request) => ({ ...request, signer: { ...request.signer, email: 'lee@trinity.example' } }),
    ['signer'],
  ],
  [
    'a current supplier added',
    (request) => ({ ...request, currentSupply: { supplier: 'Old Energy' } }),
    ['currentSupply'],
  ],
  ['another account added', (request) => withAccounts(request, ...ESI_IDS.slice(0, 2)), ['accounts']],
])(
  'a request for the same purchase with %s gets contract_exists with the sections that differ',
  async (_, change, differs) => {
    const offer = await firstOffer(bff.app, token);
    const request = contractRequestFor(offer);
    const { id, reference } = await create(request);
    const { status, code, contract: existing } = await sendForProblem(change(request, offer));
    expect({ status, code, existing }).toEqual({
      status: 409,
      code: 'contract_exists',
      existing: { id, reference, status: 'sent', differs },
    });
    expect(upstreamCount()).toBe(1);
  },
);

test('a request for the same purchase with another price, term or usage gets contract_exists', async () => {
  const request = contractRequestFor(await firstOffer(bff.app, token));
  await create(request);
  const answer = await sendRequest(bff.app, '/v1/offers', {
    body: { ...dallasOffersRequest, annualUsage: { amount: '130000', unit: 'kWh' } },
    token,
  });
  for (const other of listOffers.response.parse(await answer.json()).offers.slice(0, 3)) {
    const { contract: existing } = await sendForProblem(contractRequestFor(other));
    expect(existing?.differs).toContain('offer');
  }
  expect(upstreamCount()).toBe(1);
});

test('a request for some of the accounts is the same purchase, and a request for other accounts is a new one', async () => {
  const request = contractRequestFor(await firstOffer(bff.app, token));
  await create(withAccounts(request, ESI_IDS[0], ESI_IDS[1]));
  expect((await sendForProblem(withAccounts(request, ESI_IDS[1]))).code).toBe('contract_exists');
  expect((await sendForProblem(withAccounts(request, ESI_IDS[1], ESI_IDS[0]))).code).toBe('contract_exists');
  await create(withAccounts(request, ESI_IDS[2]));
  expect(upstreamCount()).toBe(2);
});

test('another session of the same signer gets the contract’s reference and status, but no access', async () => {
  const request = contractRequestFor(await firstOffer(bff.app, token));
  const { id, reference } = await create(request);
  const other = await openSession(bff.app);
  const rejected = await sendForProblem(request, other.token);
  expect(rejected.contract).toEqual({ reference, status: 'sent', differs: [] });
  expect(JSON.stringify(rejected)).not.toContain(id);
  expect((await sendRequest(bff.app, `/v1/contracts/${id}`, { token: other.token })).status).toBe(404);

  const stranger = { ...request, signer: { ...request.signer, email: 'someone@elsewhere.example' } };
  expect((await create(stranger, other.token)).id).not.toBe(id);
});

test('a site does not recognize the purchases of another site', async () => {
  await create(contractRequestFor(await firstOffer(bff.app, token)));
  const origin = 'https://www.other.example';
  const other = await openSession(bff.app, 'pk_test_other', origin);
  const body = contractRequestFor(await firstOffer(bff.app, other.token, dallasOffersRequest, origin));
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  const answer = await sendRequest(bff.app, createContract.path, { body, token: other.token, origin, headers });
  expect(answer.status).toBe(201);
});

test('a request that refers to the contract in `replaces`, by ID or reference, creates exactly one more contract', async () => {
  const request = contractRequestFor(await firstOffer(bff.app, token));
  const first = await create(request);
  const changed = { ...request, currentSupply: { supplier: 'Old Energy' } };
  expect((await sendForProblem({ ...changed, replaces: 'ct_another' })).code).toBe('contract_exists');
  const replacing = { ...changed, replaces: first.id };
  const second = await create(replacing);
  expect(second.id).not.toBe(first.id);
  expect((await create(replacing)).id).toBe(second.id);
  const again = await sendForProblem({ ...replacing, currentSupply: { supplier: 'Older Energy' } });
  expect(again.contract?.id).toBe(second.id);

  const other = await openSession(bff.app);
  await create({ ...request, replaces: second.reference }, other.token);
  expect(upstreamCount()).toBe(3);
});

test('a purchase can be repeated after its contract has ended or been erased', async () => {
  const request = contractRequestFor(await firstOffer(bff.app, token));
  await create(request);
  const { store } = bff.appContext;
  await store.updateTable('contracts').set({ status: 'rescinded' }).execute();
  const second = await create(withConsent(request, 'es'));
  await eraseContract(store, second.id);
  expect(await store.selectFrom('purchase_keys').selectAll().where('contract_id', '=', second.id).execute()).toEqual(
    [],
  );
  await create(request);
  expect(upstreamCount()).toBe(3);
});

test('a rejected request does not block the next request for the same purchase', async () => {
  const offer = await firstOffer(bff.app, token);
  expect((await sendForProblem(contractRequestFor(offer, 'Credit Hold LLC'))).code).toBe('invalid_request');
  await create(contractRequestFor(offer));
});

test('simultaneous requests for one purchase, from two sessions of one signer, create one contract', async () => {
  const request = contractRequestFor(await firstOffer(bff.app, token));
  const other = await openSession(bff.app);
  const answers = await Promise.all([
    send(request),
    send(withConsent(request, 'es')),
    send(withName(request, 'Trinity Bakery, LLC'), other.token),
    send({ ...request, currentSupply: { supplier: 'Old Energy' } }, other.token),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
  expect(upstreamCount()).toBe(1);
});

test('a changed request after a lost response finds the existing contract and creates no second one', async () => {
  const request = contractRequestFor(await firstOffer(bff.app, token));
  isUpstreamLost = true;
  expect((await sendForProblem(request)).code).toBe('contract_outcome_unknown');
  const changed = withConsent(request, 'es');
  const whileLost = await sendForProblem(changed);
  expect(whileLost).toMatchObject({ code: 'contract_exists', contract: { status: 'draft', differs: ['consent'] } });
  expect(whileLost.contract?.id).toBeUndefined();
  isUpstreamLost = false;
  const { contract: found } = await sendForProblem(changed);
  expect(found).toMatchObject({ id: expect.stringMatching(/^ct_/), status: 'sent' });
  expect((await sendRequest(bff.app, `/v1/contracts/${found?.id}`, { token })).status).toBe(200);
  expect(upstreamCount()).toBe(1);
});

test.each([
  ['the same session with a correction', false],
  ['another session of the same signer', true],
])('two minutes after a request that created nothing during an outage, %s can buy', async (_, isOther) => {
  const body = contractRequestFor(await firstOffer(bff.app, token));
  const key = { token, headers: { 'Idempotency-Key': 'the-key-of-the-first-request' } };
  bff.simulator.state.scenario.update({ contracting: 'down' });
  expect((await sendRequest(bff.app, createContract.path, { body, ...key })).status).toBe(503);
  bff.simulator.state.scenario.update({ contracting: 'up' });
  const { token: later } = isOther ? await openSession(bff.app) : { token };
  const changed = { ...body, signer: { ...body.signer, title: 'President' } };
  // The upstream may still be processing the first request.
  expect((await sendForProblem(changed, later)).code).toBe('contract_exists');
  expect((await sendForProblem(changed, later)).code).toBe('contract_exists');
  bff.clock.now = () => new Date(Date.now() + 3 * 60_000);
  expect((await send(changed, later)).status).toBe(201);
  expect(upstreamCount()).toBe(1);
  // The first request must not create a second contract.
  const repeated = await sendRequest(bff.app, createContract.path, { body, ...key });
  expect(problem.parse(await repeated.json()).code).toBe('offer_gone');
  expect(upstreamCount()).toBe(1);
});

test('a restart does not prolong the time for which the outcome of a request counts as unknown', async () => {
  const body = contractRequestFor(await firstOffer(bff.app, token));
  bff.simulator.state.scenario.update({ contracting: 'down' });
  expect((await send(body)).status).toBe(503);
  bff.simulator.state.scenario.update({ contracting: 'up' });
  bff.clock.now = () => new Date(Date.now() + 3 * 60_000);
  await releaseAllClaims(bff.appContext.store, bff.clock.now());
  expect((await send({ ...body, signer: { ...body.signer, title: 'President' } })).status).toBe(201);
});

test('a changed request does not cancel a request that is still in progress', async () => {
  const body = contractRequestFor(await firstOffer(bff.app, token));
  bff.simulator.state.scenario.update({ contracting: 'down' });
  expect((await send(body)).status).toBe(503);
  bff.simulator.state.scenario.update({ contracting: 'up' });
  bff.clock.now = () => new Date(Date.now() + 3 * 60_000);
  const { store } = bff.appContext;
  const leaseUntil = new Date(Date.now() + 4 * 60_000).toISOString();
  await store.updateTable('contracts').set({ lease_until: leaseUntil }).execute();
  const changed = { ...body, signer: { ...body.signer, title: 'President' } };
  expect((await sendForProblem(changed)).code).toBe('request_in_progress');
  expect((await store.selectFrom('contracts').select('intent').execute()).map(({ intent }) => intent)).toEqual([
    'pending',
  ]);
});

test('the stored purchase keys contain no account number, email address or tax ID', async () => {
  const request = contractRequestFor(await firstOffer(bff.app, token));
  await create(request);
  const { store } = bff.appContext;
  const stored = JSON.stringify([
    await store.selectFrom('purchase_keys').selectAll().execute(),
    await store.selectFrom('contracts').selectAll().execute(),
  ]);
  for (const personal of [ESI_IDS[0], request.signer.email, request.customer.taxId])
    expect(stored).not.toContain(personal);
});
