import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../src/bff/app.ts';
import { eraseContract } from '../src/bff/commands/erase.ts';
import { rewrapPayloads } from '../src/bff/encryption/contract-payload.ts';
import { readPayloadKeys } from '../src/bff/encryption/envelope-encryption.ts';
import { reportMissingKeys } from '../src/bff/encryption/missing-keys.ts';
import { deriveKeys } from '../src/bff/encryption/server-keys.ts';
import { readEvidence } from '../src/bff/evidence/evidence.ts';
import { reconcileUpstream } from '../src/bff/restore/reconcile-upstream.ts';
import { checkUpstream } from '../src/bff/restore/upstream-check.ts';
import { isContractId } from '../src/bff/store/ids.ts';
import { MscUnavailableError } from '../src/upstreams/msc/transport.ts';
import { type Contract, contract as contractSchema } from '../src/wire/contract.ts';
import { type CreateContractRequest, createContract } from '../src/wire/create-contract.ts';
import { upload } from '../src/wire/upload.ts';
import { openLink, postLink, prepare, statusOf } from './fixtures/approval.ts';
import {
  bffSecret,
  contractRequestFor,
  createTestBff,
  firstOffer,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';
import { deleteContracts } from './fixtures/store.ts';

let bff: TestBff;
let token: string;
let request: CreateContractRequest;
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
  request = contractRequestFor(await firstOffer(bff.app, token));
});
afterEach(() => bff.close());

const submit = (key = 'the-key-of-the-customer') =>
  sendRequest(bff.app, createContract.path, { body: request, token, headers: { 'Idempotency-Key': key } });
const create = async (): Promise<Contract> => contractSchema.parse(await (await submit()).json());

const lose = () => deleteContracts(bff.appContext.store);
async function uploadBill(): Promise<string> {
  const response = await bff.app.request('http://shop.example/v1/uploads?kind=latest_bill', {
    method: 'POST',
    headers: { Origin: pageOrigin, Authorization: `Bearer ${token}`, 'Content-Type': 'application/pdf' },
    body: '%PDF-1.7 an invented bill of an invented bakery',
  });
  return upload.parse(await response.json()).id;
}
async function createInAnotherSession(): Promise<Contract> {
  ({ token } = await openSession(bff.app));
  request = contractRequestFor(await firstOffer(bff.app, token), 'Another Bakery LLC');
  return create();
}
const anHourAgo = () => new Date(Date.now() - 60 * 60_000).toISOString();
async function reconcile(siteKey?: string): Promise<string[]> {
  const outcomes: string[] = [];
  for await (const { outcome, contract } of reconcileUpstream(bff.appContext, anHourAgo(), {
    siteKey,
    isOurs: isContractId,
  }))
    outcomes.push(`${outcome} ${contract}`);
  return outcomes;
}
const rowOf = (id: string) =>
  bff.appContext.store.selectFrom('contracts').selectAll().where('id', '=', id).executeTakeFirst();
const events = async () =>
  (await bff.appContext.store.selectFrom('outbox_events').select('body').orderBy('created_at').execute()).map(
    ({ body }) => JSON.parse(body).data,
  );
const access = () => {
  const found = bff.appContext.partners.access('lonestar', 'test');
  if (!found) throw new Error('no access');
  return found;
};
const upstreamContracts = () => bff.simulator.state.contracts.list();

function receive(reference: string, status: string): Promise<Response> {
  const id = `evt_${crypto.randomUUID()}`;
  const now = new Date();
  const data = { contractId: 'msc_1', partnerReference: reference, status };
  const event = { id, type: 'contract.status_changed', environment: 'test', occurredAt: now.toISOString(), data };
  const body = JSON.stringify(event);
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': new Webhook(bff.credentials.webhookSecret).sign(id, now, body),
  };
  return Promise.resolve(bff.app.request('/webhooks/msc/lonestar/test', { method: 'POST', headers, body }));
}

test('a contract that exists only upstream is adopted, and no session can access it', async () => {
  const { id } = await create();
  const { seq: seqBefore = 0 } = (await rowOf(id)) ?? {};
  await lose();
  expect(await reconcile('pk_test_demo')).toEqual([`adopted ${id}`]);
  expect(await rowOf(id)).toMatchObject({
    status: 'sent',
    intent: 'created',
    upstream_id: upstreamContracts()[0]?.id,
    site_key: 'pk_test_demo',
    partner: 'lonestar',
  });
  expect((await rowOf(id))?.accounts).toContain('"last4":"5678"');
  expect((await sendRequest(bff.app, `/v1/contracts/${id}`, { token })).status).toBe(404);
  const [event] = await events();
  expect(event).toMatchObject({ contractId: id, site: 'pk_test_demo', status: 'sent' });
  expect(event.seq).toBeGreaterThan(seqBefore);
  expect(await reconcile('pk_test_demo')).toEqual([`known ${id}`]);
  expect((await receive(id, 'signed')).status).toBe(204);
  expect((await rowOf(id))?.status).toBe('signed');
});

test('reading an endless list of contracts stops at the first empty page', async () => {
  const { id } = await create();
  await lose();
  let pages = 0;
  const { enrollment } = bff.appContext;
  const endless: typeof enrollment = (partner) => ({
    ...enrollment(partner),
    async listContracts(since, after) {
      pages += 1;
      const page = after === undefined ? await enrollment(partner).listContracts(since, after) : undefined;
      return { contracts: page?.contracts ?? [], unreadable: [], next: `page ${pages}` };
    },
  });
  Object.assign(bff.appContext, { enrollment: endless });
  expect(await reconcile('pk_test_demo')).toEqual([`adopted ${id}`]);
  expect(pages).toBe(2);
});

test('if a partner has several sites, its contract is adopted without a site, and can be assigned to a site later', async () => {
  const { id } = await create();
  await lose();
  expect(await reconcile()).toEqual([`adopted_without_site ${id}`]);
  expect(await rowOf(id)).toMatchObject({ site_key: 'unknown', status: 'sent' });
  expect(await reconcile('pk_test_demo')).toEqual([`adopted ${id}`]);
  expect(await rowOf(id)).toMatchObject({ site_key: 'pk_test_demo' });
  expect((await events()).at(-1)).toMatchObject({ contractId: id, site: 'pk_test_demo', status: 'sent' });
});

test('a customer who repeats the request after the adoption gets the adopted contract, and no second one is created', async () => {
  const before = await create();
  await lose();
  await reconcile();
  const after = await create();
  expect(after).toMatchObject({ id: before.id, status: 'sent', terms: before.terms });
  expect(upstreamContracts()).toHaveLength(1);
  expect((await sendRequest(bff.app, `/v1/contracts/${before.id}`, { token })).status).toBe(200);
  expect(await rowOf(before.id)).toMatchObject({ site_key: 'pk_test_demo' });
});

test('a customer who repeats the request before the adoption receives the same contract', async () => {
  const before = await create();
  await lose();
  expect((await receive(before.id, 'viewed')).status).toBe(204);
  expect((await create()).id).toBe(before.id);
  expect(upstreamContracts()).toHaveLength(1);
  expect(await reconcile()).toEqual([`known ${before.id}`]);
  expect(await rowOf(before.id)).toMatchObject({ status: 'viewed' });
});

test.each([
  ['before', false],
  ['after', true],
])('a customer who repeats a request with a file %s the adoption gets the same contract', async (_, isAdopted) => {
  request = { ...request, latestBill: await uploadBill() };
  const before = await create();
  await lose();
  await bff.appContext.store.deleteFrom('uploads').execute();
  if (isAdopted) await reconcile();
  expect((await create()).id).toBe(before.id);
  expect(upstreamContracts()).toHaveLength(1);
});

test('a new contract request with an unknown file is not stored, and leaves no contract', async () => {
  request = { ...request, latestBill: 'up_00000000000000000000000000000000' };
  const response = await submit();
  expect([response.status, (await response.json()).errors]).toEqual([
    422,
    [expect.objectContaining({ path: '/latestBill', code: 'upload_unknown' })],
  ]);
  expect(await bff.appContext.store.selectFrom('contracts').selectAll().execute()).toEqual([]);
  expect(upstreamContracts()).toEqual([]);
});

test('a repeated contract request also completes its approval request, if the restored backup has that request', async () => {
  const preparer = (await openSession(bff.app)).token;
  const { request: approvalRequest, secret } = await prepare(bff, preparer);
  ({ token } = await openLink(bff, secret));
  request = { ...contractRequestFor(await firstOffer(bff.app, token)), approvalRequestId: approvalRequest.id };
  await create();
  await lose();
  await bff.appContext.store.updateTable('approval_requests').set({ used_at: null, contract_id: null }).execute();
  await reconcile();
  expect(await statusOf(bff, approvalRequest.id, preparer)).toBe('opened');
  await create();
  expect(await statusOf(bff, approvalRequest.id, preparer)).toBe('contract_created');
});

test('a repeated contract request completes its approval request even if the backup predates the opening of the link', async () => {
  const preparer = (await openSession(bff.app)).token;
  const { request: approvalRequest, secret } = await prepare(bff, preparer);
  ({ token } = await openLink(bff, secret));
  request = { ...contractRequestFor(await firstOffer(bff.app, token)), approvalRequestId: approvalRequest.id };
  await create();
  await lose();
  await bff.appContext.store
    .updateTable('approval_requests')
    .set({ opened_at: null, approver_session_id: null, used_at: null, contract_id: null })
    .execute();
  await reconcile();
  expect(await statusOf(bff, approvalRequest.id, preparer)).toBe('pending');
  await create();
  expect(await statusOf(bff, approvalRequest.id, preparer)).toBe('contract_created');
  expect((await postLink(bff, secret)).status).toBe(410);
});

test('a contract that its customer takes over has evidence of the consent', async () => {
  const { id } = await create();
  const before = await readEvidence(bff.appContext, id);
  await lose();
  await reconcile('pk_test_demo');
  expect(await readEvidence(bff.appContext, id)).toBeUndefined();
  await create();
  const after = await readEvidence(bff.appContext, id);
  expect(after?.consent.text).toBe(before?.consent.text);
  expect(after?.offer).toEqual(before?.offer);
});

test('another session cannot take over an adopted contract, even with the same key', async () => {
  const { id } = await create();
  await lose();
  await reconcile('pk_test_demo');
  const own = token;
  ({ token } = await openSession(bff.app));
  request = contractRequestFor(await firstOffer(bff.app, token));
  expect((await create()).id).not.toBe(id);
  token = own;
  expect(await rowOf(id)).toMatchObject({ session_id: 'adopted' });
});

test('webhooks that were acknowledged before the adoption are applied', async () => {
  const { id } = await create();
  await lose();
  expect((await receive(id, 'viewed')).status).toBe(204);
  expect((await receive(id, 'signed')).status).toBe(204);
  const applied: number[] = [];
  for await (const { appliedWebhooks } of reconcileUpstream(bff.appContext, anHourAgo(), { isOurs: isContractId }))
    applied.push(appliedWebhooks);
  expect(applied).toEqual([2]);
  expect((await rowOf(id))?.status).toBe('signed');
  const unmatched = await bff.appContext.store
    .selectFrom('webhook_inbox')
    .select('webhook_id')
    .where('contract_id', 'is', null)
    .execute();
  expect(unmatched).toEqual([]);
});

/** Advances the clock, so that the next check is due. */
const wait = (minutes: number): void => {
  bff.clock.now = () => new Date(Date.now() + minutes * 60_000);
};

test('after a backup is restored, the server automatically adopts the contracts created since the backup', async () => {
  await checkUpstream(bff.appContext);
  const { id } = await create();
  await lose();
  await checkUpstream(bff.appContext);
  expect(await rowOf(id)).toBeUndefined();
  wait(11);
  await checkUpstream(bff.appContext);
  expect(await rowOf(id)).toMatchObject({ status: 'sent', session_id: 'adopted' });
  expect(bff.logLines.some((line) => line.includes('contract_reconciled') && line.includes(id))).toBe(true);
});

test('after a restore, the next event has a higher seq than the events that the backup lacks', async () => {
  const { id } = await create();
  const backup = await rowOf(id);
  if (!backup) throw new Error('no contract');
  for (const status of ['viewed', 'signed', 'submitted']) await receive(id, status);
  const latest = Math.max(...(await events()).map(({ seq }) => seq));
  const { store } = bff.appContext;
  await store.deleteFrom('contract_statuses').where('status', 'in', ['viewed', 'signed', 'submitted']).execute();
  await store.updateTable('contracts').set(backup).where('id', '=', id).execute();
  const now = bff.clock.now().getTime();
  bff.clock.now = () => new Date(now + 60_000);
  expect((await receive(id, 'accepted')).status).toBe(204);
  const next = (await events()).find(({ status }) => status === 'accepted');
  expect(next.seq).toBeGreaterThan(latest);
});

test('an event for a contract that was assigned to a site has another seq than its next event', async () => {
  const { id } = await create();
  await createInAnotherSession();
  await lose();
  await reconcile();
  await reconcile('pk_test_demo');
  expect((await receive(id, 'signed')).status).toBe(204);
  const seqs = (await events()).filter(({ contractId, site }) => contractId === id && site === 'pk_test_demo');
  expect(seqs.map(({ status }) => status)).toEqual(['sent', 'signed']);
  expect(seqs[1].seq).toBeGreaterThan(seqs[0].seq);
});

test('does not adopt contracts of another installation, even though their references have the same format', async () => {
  await checkUpstream(bff.appContext);
  const { id } = await create();
  await lose();
  wait(11);
  await checkUpstream({ ...bff.appContext, keys: deriveKeys('another installation, with a secret of its own') });
  expect(await rowOf(id)).toBeUndefined();
  expect(bff.logLines.join('')).not.toContain('contract_reconciled');
});

test('recognizes and adopts contracts that were created with the server’s previous secret', async () => {
  await checkUpstream(bff.appContext);
  const { id } = await create();
  await lose();
  wait(11);
  const keys = deriveKeys('the secret that replaced the one before', bffSecret);
  await checkUpstream({ ...bff.appContext, keys });
  expect(await rowOf(id)).toBeDefined();
});

test('after the customer has repeated the request, another request for the same purchase gets contract_exists', async () => {
  const before = await create();
  await lose();
  await reconcile('pk_test_demo');
  await create();
  const other = { ...request, contact: { name: 'Robin Sample', email: 'robin@bakery.example', phone: '+12145550143' } };
  const headers = { 'Idempotency-Key': 'another-key-of-the-customer' };
  const response = await sendRequest(bff.app, createContract.path, { body: other, token, headers });
  const body = await response.json();
  expect(body, JSON.stringify(body)).toMatchObject({ code: 'contract_exists', contract: { id: before.id } });
  expect(upstreamContracts()).toHaveLength(1);
});

test('a repeated request receives its contract even if the price has changed since the backup', async () => {
  const before = await create();
  await lose();
  bff.simulator.state.scenario.update({ fees: 'changed' });
  expect((await create()).id).toBe(before.id);
  expect(await rowOf(before.id)).toMatchObject({ intent: 'created', refusal: null });
});

test('if an upstream check completes a request while its price cannot be read, the contract keeps all its data', async () => {
  await checkUpstream(bff.appContext);
  const { id } = await create();
  await lose();
  wait(11);
  const backend = bff.appContext.enrollment(access());
  const price = async () => {
    await checkUpstream(bff.appContext);
    throw new MscUnavailableError('prices', 'timeout');
  };
  const app = createApp({ ...bff.appContext, enrollment: () => ({ ...backend, price }) });
  const headers = { 'Idempotency-Key': 'the-key-of-the-customer' };
  expect((await sendRequest(app, createContract.path, { body: request, token, headers })).status).toBe(503);
  expect(await rowOf(id)).toMatchObject({ intent: 'created' });
  const { store } = bff.appContext;
  for (const table of ['purchase_keys', 'signer_addresses', 'contract_payloads'] as const)
    expect(await store.selectFrom(table).selectAll().execute(), table).not.toEqual([]);
});

test('a repeated request and a simultaneous upstream check result in one contract', async () => {
  await checkUpstream(bff.appContext);
  const { id } = await create();
  await lose();
  wait(11);
  const [response] = await Promise.all([submit(), checkUpstream(bff.appContext)]);
  expect(response.status).toBe(201);
  expect((await rowOf(id))?.intent).toBe('created');
});

test('an unreadable contract is reported if it is ours, and does not prevent the adoption of other contracts', async () => {
  await checkUpstream(bff.appContext);
  const { id } = await create();
  const [own] = upstreamContracts();
  if (!own) throw new Error('no contract');
  const { id: second } = await createInAnotherSession();
  await lose();
  const signers = Array.from({ length: 21 }, () => ({ order: 1, status: 'waiting' as const }));
  Object.assign(own, { signers });
  wait(11);
  await checkUpstream(bff.appContext);
  expect(await rowOf(second)).toMatchObject({ session_id: 'adopted' });
  expect(await rowOf(id)).toBeUndefined();
  expect(bff.logLines.some((line) => line.includes('contract_unreadable') && line.includes(id))).toBe(true);
});

test('an adopted contract gets the partner’s only site, but not if other contracts show that the partner had more sites', async () => {
  const { sites, access: accessFor } = bff.appContext.partners;
  const onlyDemo = new Map([...sites].filter(([key]) => key === 'pk_test_demo'));
  const appContext = { ...bff.appContext, partners: { sites: onlyDemo, access: accessFor } };
  await checkUpstream(appContext);
  const { id } = await create();
  await lose();
  wait(11);
  await checkUpstream(appContext);
  expect(await rowOf(id)).toMatchObject({ site_key: 'pk_test_demo' });

  await bff.appContext.store.updateTable('contracts').set({ site_key: 'pk_test_removed' }).execute();
  const second = await createInAnotherSession();
  await bff.appContext.store.deleteFrom('purchase_keys').execute();
  for (const table of ['contract_statuses', 'contract_payloads', 'contract_evidence', 'signer_addresses'] as const)
    await bff.appContext.store.deleteFrom(table).where('contract_id', '=', second.id).execute();
  await bff.appContext.store.deleteFrom('contracts').where('id', '=', second.id).execute();
  const now = new Date().toISOString();
  await bff.appContext.store.updateTable('upstream_checks').set({ checked_until: now, check_after: now }).execute();
  await checkUpstream(appContext);
  expect(await rowOf(second.id)).toMatchObject({ site_key: 'unknown' });
});

test('a webhook for a refused request makes a check of the upstream due immediately', async () => {
  const { id } = await create();
  await checkUpstream(bff.appContext);
  await bff.appContext.store.updateTable('contracts').set({ intent: 'refused', refusal: '{}' }).execute();
  await checkUpstream(bff.appContext);
  expect(await rowOf(id)).toMatchObject({ intent: 'refused' });
  expect((await receive(id, 'viewed')).status).toBe(204);
  await checkUpstream(bff.appContext);
  expect(await rowOf(id)).toMatchObject({ intent: 'created', status: 'viewed', refusal: null });
});

test('a check of the upstream that failed is repeated for the same period', async () => {
  await checkUpstream(bff.appContext);
  const { id } = await create();
  await lose();
  wait(11);
  const listContracts = () => Promise.reject(new MscUnavailableError('Contracts', 'timeout'));
  const failing = { ...bff.appContext, enrollment: () => ({ ...bff.appContext.enrollment(access()), listContracts }) };
  await checkUpstream(failing);
  expect(bff.logLines.some((line) => line.includes('upstream_check_failed'))).toBe(true);
  expect(await rowOf(id)).toBeUndefined();
  wait(60);
  await checkUpstream(bff.appContext);
  expect(await rowOf(id)).toBeDefined();
});

test('when a check of the upstream is due, only one of several processes runs it', async () => {
  await checkUpstream(bff.appContext);
  wait(11);
  let calls = 0;
  const enrollment = () => {
    calls++;
    return bff.appContext.enrollment(access());
  };
  await Promise.all([1, 2, 3].map(() => checkUpstream({ ...bff.appContext, enrollment })));
  expect(calls).toBe(1);
});

test('a check of the upstream does not change a contract whose upstream status has not changed', async () => {
  await checkUpstream(bff.appContext);
  const { id } = await create();
  const before = await rowOf(id);
  wait(11);
  await checkUpstream(bff.appContext);
  expect(await rowOf(id)).toEqual(before);
});

test('an interrupted or rejected intent that has a contract upstream is completed', async () => {
  const { id } = await create();
  await bff.appContext.store
    .updateTable('contracts')
    .set({ intent: 'pending', upstream_id: null, created_at: '2020-01-01T00:00:00.000Z' })
    .execute();
  expect(await reconcile()).toEqual([`completed ${id}`]);
  await bff.appContext.store.updateTable('contracts').set({ intent: 'refused', refusal: '{}' }).execute();
  expect(await reconcile()).toEqual([`completed ${id}`]);
  expect(await rowOf(id)).toMatchObject({ intent: 'created', upstream_id: upstreamContracts()[0]?.id, refusal: null });
});

test('an erased contract stays erased, and its customer cannot create it again', async () => {
  const { id } = await create();
  await eraseContract(bff.appContext.store, id);
  const before = await rowOf(id);
  expect(await reconcile('pk_test_demo')).toEqual([`erased ${id}`]);
  expect(await rowOf(id)).toEqual(before);
  expect((await submit()).status).toBe(422);
  expect(upstreamContracts()).toHaveLength(1);
});

test('contracts with another system’s reference are only reported, without that reference', async () => {
  await create();
  const [own] = upstreamContracts();
  if (!own) throw new Error('no contract');
  for (const partnerReference of ['Dana Example, 214-555-0142', 'ct_short'])
    bff.simulator.state.contracts.add({ ...own, id: crypto.randomUUID(), input: { ...own.input, partnerReference } });
  expect((await reconcile()).sort()).toEqual([
    'foreign undefined',
    'foreign undefined',
    expect.stringContaining('known'),
  ]);
  expect(await bff.appContext.store.selectFrom('contracts').select('id').execute()).toHaveLength(1);
  expect(bff.logLines.join('')).not.toContain('Dana');
});

test('a contract that is stored for another partner is reported and not changed', async () => {
  const { id } = await create();
  await bff.appContext.store.updateTable('contracts').set({ partner: 'pecan' }).execute();
  const before = await rowOf(id);
  expect(await reconcile('pk_test_demo')).toEqual([`conflicting ${id}`]);
  expect(await rowOf(id)).toEqual(before);
});

test('reconciliation adopts contracts from several result pages, and only those that changed since the given time', async () => {
  await create();
  await lose();
  const [own] = upstreamContracts();
  if (!own) throw new Error('no contract');
  for (let count = 0; count < 230; count++)
    bff.simulator.state.contracts.add({
      ...own,
      id: `msc_${count}`,
      input: { ...own.input, partnerReference: `ct_${randomBytes(16).toString('hex')}` },
      updatedAt: new Date(count < 10 ? Date.now() - 2 * 60 * 60_000 : Date.now()),
    });
  const outcomes = await reconcile('pk_test_demo');
  expect(outcomes).toHaveLength(221);
  expect(new Set(outcomes).size).toBe(221);
  expect(outcomes.every((outcome) => outcome.startsWith('adopted '))).toBe(true);
});

test('each missing payload key is logged with the number of rows that need it', async () => {
  await create();
  const { store, log } = bff.appContext;
  const key = `backup-key:${randomBytes(32).toString('base64')}`;
  await rewrapPayloads({ store, payloadKeys: readPayloadKeys({ BFF_SECRET: bffSecret, PAYLOAD_KEYS: key }) });
  await reportMissingKeys({ store, log, payloadKeys: readPayloadKeys({ BFF_SECRET: bffSecret, PAYLOAD_KEYS: key }) });
  expect(bff.logLines.join('')).not.toContain('payload_key_missing');
  await reportMissingKeys(bff.appContext);
  const [line] = bff.logLines.filter((entry) => entry.includes('payload_key_missing'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ level: 50, code: 'backup-key', count: 1 });
});
