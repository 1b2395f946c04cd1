import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  contractByReferenceOperation,
  contractOperation,
  createSigningUrlOperation,
} from '../../upstreams/msc/contracting-operations.ts';
import type { MscStatus } from '../../upstreams/msc/status.ts';
import { createDemoCredentials, partnerOf } from '../demo-credentials.ts';
import { openStage, type Stage } from '../test-stage.ts';
import { advance } from './progress.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const run = async (query: string, variables?: Record<string, unknown>) =>
  (await stage.graphql(query, variables)).json();
const cancel = 'mutation ($id: ID!) { cancelContract(id: $id) { contract { status } userErrors { code } } }';
const list = `query ($first: Int, $after: String, $since: Instant) {
  contracts(first: $first, after: $after, updatedSince: $since) { nodes { id status } endCursor hasNextPage }
}`;
const kept = (id: string) => {
  const contract = stage.world.contracts.get(id);
  if (!contract) throw new Error(id);
  return contract;
};

test('a contract is found by its id and by our reference', async () => {
  const { id, partnerReference } = await stage.contract();
  expect((await run(contractOperation, { id })).data.contract).toMatchObject({ id, status: 'sent' });
  const byReference = await run(contractByReferenceOperation, { partnerReference });
  expect(byReference.data.contractByReference.id).toBe(id);
  expect((await run(contractOperation, { id: 'msc_test_none' })).data.contract).toBeNull();
});

test('another partner neither sees the contract nor makes a URL to sign it', async () => {
  const { id, partnerReference } = await stage.contract();
  const other = { partnerId: 'other', environment: 'test' } as const;
  expect(stage.world.contracts.ownedBy(other, id)).toBeUndefined();
  expect(stage.world.contracts.byReference(other, partnerReference)).toBeUndefined();

  const credentials = await createDemoCredentials('demo', 'live');
  const live = await openStage({ partners: [partnerOf(credentials)] }, 'live');
  expect(live.world.contracts.ownedBy({ partnerId: 'demo', environment: 'live' }, id)).toBeUndefined();
  live.close();
});

test('a document the SDL does not allow is refused with GraphQL errors', async () => {
  const response = await stage.graphql('{ contracts { nodes { taxId } } }');
  expect(response.status).toBe(400);
  expect((await response.json()).errors[0].message).toContain('taxId');
});

test('an input that is no decimal is a GraphQL error that names the field and not its value', async () => {
  const [price] = await stage.prices();
  if (!price) throw new Error('no price');
  const response = await stage.graphql(
    'mutation ($input: CreateContractInput!) { createContract(input: $input) { contract { id } userErrors { code } } }',
    { input: { ...stage.input(price), annualUsage: 'plenty' } },
  );
  const [error] = (await response.json()).errors;
  expect(error.message).toContain('input.annualUsage');
  expect(error.message).not.toContain('plenty');
});

test('a body that is no JSON is refused', async () => {
  const response = await stage.call('/graphql', { method: 'POST', body: '{' });
  expect(response.status).toBe(400);
});

test('a contract is cancelled once, and not after it went to the supplier', async () => {
  const { id } = await stage.contract();
  for (const _ of [1, 2]) {
    const { data } = await run(cancel, { id });
    expect(data.cancelContract).toEqual({ contract: { status: 'cancelled' }, userErrors: [] });
  }
  const accepted = await stage.contract();
  stage.world.contracts.move(kept(accepted.id), 'accepted');
  const { data } = await run(cancel, { id: accepted.id });
  expect(data.cancelContract.userErrors).toEqual([{ code: 'CONTRACT_NOT_SIGNABLE' }]);
  expect((await run(cancel, { id: 'none' })).data.cancelContract.userErrors).toEqual([{ code: 'NOT_FOUND' }]);
});

test('pages of contracts leave out none that changed between two of them', async () => {
  const ids = [];
  for (const _ of [1, 2, 3]) ids.push((await stage.contract()).id);
  const first = (await run(list, { first: 2 })).data.contracts;
  expect(first).toMatchObject({ nodes: [{ id: ids[0] }, { id: ids[1] }], hasNextPage: true });

  stage.world.contracts.move(kept(ids[0] ?? ''), 'viewed');
  const second = (await run(list, { first: 2, after: first.endCursor })).data.contracts;
  expect(second).toMatchObject({ nodes: [{ id: ids[2] }, { id: ids[0], status: 'viewed' }], hasNextPage: false });
  const none = (await run(list, { since: '2027-01-01T00:00:00Z' })).data.contracts;
  expect(none).toEqual({ nodes: [], endCursor: null, hasNextPage: false });
});

test('the document has an address that works for ten minutes, for that contract only', async () => {
  const { documentUrl } = await stage.contract();
  const another = await stage.contract();
  const url = new URL(documentUrl ?? '');
  expect((await stage.visit(url.href)).headers.get('content-type')).toBe('application/pdf');
  expect((await stage.visit(`/documents/contracts/${another.id}${url.search}`)).status).toBe(403);
  stage.clock.now = new Date(stage.clock.now.getTime() + 10 * 60_000);
  expect((await stage.visit(url.href)).status).toBe(403);
});

test('by hand a contract goes down the whole road and no further', async () => {
  const slow = await openStage({ pace: 3_600_000 });
  const { id } = await slow.contract();
  const contract = slow.world.contracts.get(id);
  if (!contract) throw new Error(id);
  const road: MscStatus[] = [];
  while (advance(slow.world, contract)) road.push(contract.status);
  expect(road).toEqual(['viewed', 'signed', 'submitted', 'accepted', 'enrolled', 'flowing']);
  slow.close();
});

test.each([
  ['a return URL of 471 characters', { returnUrl: `https://a.example/${'x'.repeat(453)}` }],
  ['a return URL that is no web address', { returnUrl: 'javascript:alert(1)' }],
  ['a frame ancestor with a path', { frameAncestors: ['https://a.example/page'] }],
  [
    'frame ancestors of over 500 characters',
    {
      frameAncestors: [
        `https://${'a'.repeat(60)}.example`,
        ...Array(9).fill('https://a-very-long-name-for-one-site-of-all.example'),
      ],
    },
  ],
  ['focused signing without DocuSign’s own origin', { presentation: 'focused' }],
])('no signing URL is made for %s', async (_what, wrong) => {
  const { id } = await stage.contract();
  const right = { returnUrl: 'https://a.example/', frameAncestors: [], messageOrigins: [], presentation: 'popup' };
  const { data, errors } = await run(createSigningUrlOperation, { input: { contractId: id, ...right, ...wrong } });
  expect(data).toBeNull();
  expect(errors[0].extensions.code).toBe('BAD_USER_INPUT');
});

test('a return URL of 470 characters is taken', async () => {
  const { id } = await stage.contract();
  expect(await stage.signingUrl(id, `https://a.example/${'x'.repeat(452)}`)).toMatch(/^http/);
});

test('a contract that is declined gets no more signing URLs', async () => {
  const { id } = await stage.contract();
  stage.world.contracts.move(kept(id), 'declined');
  await expect(stage.signingUrl(id)).rejects.toThrow('CONTRACT_NOT_SIGNABLE');
  await expect(stage.signingUrl('none')).rejects.toThrow('NOT_FOUND');
});
