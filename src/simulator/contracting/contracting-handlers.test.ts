import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulatorHarness, type SimulatorHarness } from '../../../test/support/simulator-harness.ts';
import {
  contractByReferenceOperation,
  contractOperation,
  createSigningUrlOperation,
} from '../../upstreams/msc/contracting-operations.ts';
import type { MscStatus } from '../../upstreams/msc/status.ts';
import { createDemoCredentials, partnerOf } from '../demo-credentials.ts';
import { advance } from './lifecycle.ts';

let harness: SimulatorHarness;
beforeEach(async () => {
  harness = await createSimulatorHarness();
});
afterEach(() => harness.close());

const run = async (query: string, variables?: Record<string, unknown>) =>
  (await harness.graphql(query, variables)).json();
const cancel = 'mutation ($id: ID!) { cancelContract(id: $id) { contract { status } userErrors { code } } }';
const list = `query ($first: Int, $after: String, $since: Instant) {
  contracts(first: $first, after: $after, updatedSince: $since) { nodes { id status } endCursor hasNextPage }
}`;
const storedContract = (id: string) => {
  const contract = harness.state.contracts.get(id);
  if (!contract) throw new Error(id);
  return contract;
};

test('finds a contract by its ID and by the partner’s reference', async () => {
  const { id, partnerReference } = await harness.createAnyContract();
  expect((await run(contractOperation, { id })).data.contract).toMatchObject({ id, status: 'sent' });
  const byReference = await run(contractByReferenceOperation, { partnerReference });
  expect(byReference.data.contractByReference.id).toBe(id);
  expect((await run(contractOperation, { id: 'msc_test_none' })).data.contract).toBeNull();
});

test('returns no contract to another partner or in another environment', async () => {
  const { id, partnerReference } = await harness.createAnyContract();
  const other = { partnerId: 'other', environment: 'test' } as const;
  expect(harness.state.contracts.ownedBy(other, id)).toBeUndefined();
  expect(harness.state.contracts.byReference(other, partnerReference)).toBeUndefined();

  const credentials = await createDemoCredentials('demo', 'live');
  const live = await createSimulatorHarness({ partners: [partnerOf(credentials)] }, 'live');
  expect(live.state.contracts.ownedBy({ partnerId: 'demo', environment: 'live' }, id)).toBeUndefined();
  live.close();
});

test('responds with status 400 and a GraphQL error to a query that does not match the schema', async () => {
  const response = await harness.graphql('{ contracts { nodes { taxId } } }');
  expect(response.status).toBe(400);
  expect((await response.json()).errors[0].message).toContain('taxId');
});

test('responds to an invalid decimal with a GraphQL error that contains the field’s name but not its value', async () => {
  const [price] = await harness.prices();
  if (!price) throw new Error('no price');
  const response = await harness.graphql(
    'mutation ($input: CreateContractInput!) { createContract(input: $input) { contract { id } userErrors { code } } }',
    { input: { ...harness.contractInput(price), annualUsage: 'plenty' } },
  );
  const [error] = (await response.json()).errors;
  expect(error.message).toContain('input.annualUsage');
  expect(error.message).not.toContain('plenty');
});

test('rejects a body that is not JSON', async () => {
  const response = await harness.fetchAsPartner('/graphql', { method: 'POST', body: '{' });
  expect(response.status).toBe(400);
});

test('cancels a contract idempotently, and rejects the cancellation of an accepted contract', async () => {
  const { id } = await harness.createAnyContract();
  for (const _ of [1, 2]) {
    const { data } = await run(cancel, { id });
    expect(data.cancelContract).toEqual({ contract: { status: 'cancelled' }, userErrors: [] });
  }
  const accepted = await harness.createAnyContract();
  harness.state.contracts.setStatus(storedContract(accepted.id), 'accepted');
  const { data } = await run(cancel, { id: accepted.id });
  expect(data.cancelContract.userErrors).toEqual([{ code: 'CONTRACT_NOT_SIGNABLE' }]);
  expect((await run(cancel, { id: 'none' })).data.cancelContract.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
});

test('if a contract changes after the first page of results is read, the second page contains the contract again', async () => {
  const ids = [];
  for (const _ of [1, 2, 3]) ids.push((await harness.createAnyContract()).id);
  const first = (await run(list, { first: 2 })).data.contracts;
  expect(first).toMatchObject({ nodes: [{ id: ids[0] }, { id: ids[1] }], hasNextPage: true });

  harness.state.contracts.setStatus(storedContract(ids[0] ?? ''), 'viewed');
  const second = (await run(list, { first: 2, after: first.endCursor })).data.contracts;
  expect(second).toMatchObject({ nodes: [{ id: ids[2] }, { id: ids[0], status: 'viewed' }], hasNextPage: false });
  const none = (await run(list, { since: '2027-01-01T00:00:00Z' })).data.contracts;
  expect(none).toEqual({ nodes: [], endCursor: null, hasNextPage: false });
});

test('a document URL is valid for one contract and for ten minutes', async () => {
  const { documentUrl } = await harness.createAnyContract();
  const otherContract = await harness.createAnyContract();
  const url = new URL(documentUrl ?? '');
  expect((await harness.fetch(url.href)).headers.get('content-type')).toBe('application/pdf');
  expect((await harness.fetch(`/documents/contracts/${otherContract.id}${url.search}`)).status).toBe(403);
  harness.clock.now = new Date(harness.clock.now.getTime() + 10 * 60_000);
  expect((await harness.fetch(url.href)).status).toBe(403);
});

test('a test can advance a contract step by step to the last status', async () => {
  const delayedHarness = await createSimulatorHarness({ paceMs: 3_600_000 });
  const { id } = await delayedHarness.createAnyContract();
  const contract = delayedHarness.state.contracts.get(id);
  if (!contract) throw new Error(id);
  const visitedStatuses: MscStatus[] = [];
  while (advance(delayedHarness.state, contract)) visitedStatuses.push(contract.status);
  expect(visitedStatuses).toEqual(['viewed', 'signed', 'submitted', 'accepted', 'enrolled', 'flowing']);
  delayedHarness.close();
});

test.each([
  ['a return URL of 471 characters', { returnUrl: `https://a.example/${'x'.repeat(453)}` }],
  ['a return URL that is not http or https', { returnUrl: 'javascript:alert(1)' }],
  ['a frame ancestor with a path', { frameAncestors: ['https://a.example/page'] }],
  [
    'frame ancestors of more than 500 characters',
    {
      frameAncestors: [
        `https://${'a'.repeat(60)}.example`,
        ...Array(9).fill('https://a-very-long-name-for-one-site-of-all.example'),
      ],
    },
  ],
  ['focused signing without the DocuSign origin', { presentation: 'focused' }],
])('creates no signing URL for a request with %s', async (_label, overrides) => {
  const { id } = await harness.createAnyContract();
  const validRequest = {
    returnUrl: 'https://a.example/',
    frameAncestors: [],
    messageOrigins: [],
    presentation: 'popup',
  };
  const { data, errors } = await run(createSigningUrlOperation, {
    input: { contractId: id, ...validRequest, ...overrides },
  });
  expect(data).toBeNull();
  expect(errors[0].extensions.code).toBe('BAD_USER_INPUT');
});

test('accepts a return URL of 470 characters', async () => {
  const { id } = await harness.createAnyContract();
  expect(await harness.createSigningUrl(id, `https://a.example/${'x'.repeat(452)}`)).toMatch(/^http/);
});

test('creates no signing URL for a declined or nonexistent contract', async () => {
  const { id } = await harness.createAnyContract();
  harness.state.contracts.setStatus(storedContract(id), 'declined');
  await expect(harness.createSigningUrl(id)).rejects.toThrow('CONTRACT_NOT_SIGNABLE');
  await expect(harness.createSigningUrl('none')).rejects.toThrow('NOT_FOUND');
});
