import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseContract } from '../src/bff/commands/erase.ts';
import { encryptLegacyPayloads, readPayload, rewrapPayloads } from '../src/bff/encryption/contract-payload.ts';
import { readPayloadKeys } from '../src/bff/encryption/envelope-encryption.ts';
import { readSignerAddress } from '../src/bff/encryption/signer-address.ts';
import { deleteExpired } from '../src/bff/retention/retention.ts';
import type { Contract } from '../src/wire/contract.ts';
import { createContract } from '../src/wire/create-contract.ts';
import {
  contractRequestFor,
  createTestBff,
  createTestContract,
  dallasOffersRequest,
  firstOffer,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

let bff: TestBff;
let token: string;
let created: Contract;
let sentence: string;
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
  created = await createTestContract(bff.app, token);
  sentence = bff.simulator.state.contracts.list()[0]?.input.attestation?.text ?? '';
});
afterEach(() => bff.close());

function advanceDays(days: number): void {
  bff.clock.now = () => new Date(Date.now() + days * 24 * 60 * 60_000 + 1_000);
}
async function readAllTables(): Promise<string> {
  const { store } = bff.appContext;
  const tables = (['contracts', 'contract_payloads', 'webhook_inbox', 'signing_states', 'uploads'] as const).map(
    (name) => store.selectFrom(name).selectAll().execute(),
  );
  return JSON.stringify(await Promise.all(tables));
}

test('consent, terms and purchase are stored and cannot be read without the key; the payload has no tax ID', async () => {
  const stored = await readAllTables();
  expect(stored).not.toMatch(/Trinity|Dana|123456789|10443720012345678/);
  const payload = await readPayload(bff.appContext, created.id);
  expect(payload).toMatchObject({ consent: sentence, told: { rate: created.terms.rate, accounts: 1 } });
  expect(sentence).toContain('I am authorized to sign for Trinity Bakery LLC.');
  expect(JSON.stringify(payload)).not.toContain('123456789');
});

test('data keys can be rewrapped with a new key, after which the old key is no longer needed', async () => {
  const [from, to] = ['a', 'b'].map((id) => `${id}:${randomBytes(32).toString('base64')}`);
  const BFF_SECRET = 'a secret of the tests, long enough to be one';
  const at = (PAYLOAD_KEYS: string, secret = BFF_SECRET) => ({
    store: bff.appContext.store,
    payloadKeys: readPayloadKeys({ BFF_SECRET: secret, PAYLOAD_KEYS }),
  });
  expect(await rewrapPayloads(at(`${from}`))).toBe(1);
  expect(await rewrapPayloads(at(`${to} ${from}`))).toBe(1);
  expect(await rewrapPayloads(at(`${to} ${from}`))).toBe(0);
  const newKeysOnly = at(`${to}`, 'another secret of the server, and long enough');
  expect((await readPayload(newKeysOnly, created.id))?.consent).toBe(sentence);
});

test('payloads that an older version stored unencrypted are encrypted at startup', async () => {
  await bff.appContext.store
    .updateTable('contract_payloads')
    .set({ key_id: 'none', wrapped_key: '', sealed: JSON.stringify({ consent: 'Trinity agrees' }) })
    .execute();
  await encryptLegacyPayloads(bff.appContext);
  expect(await readAllTables()).not.toContain('Trinity');
  expect(await readPayload(bff.appContext, created.id)).toEqual({ consent: 'Trinity agrees' });
});

test('a payload is kept for thirty days while its contract is in progress', async () => {
  advanceDays(29);
  await deleteExpired(bff.appContext);
  expect(await readPayload(bff.appContext, created.id)).toBeDefined();
  advanceDays(30);
  await deleteExpired(bff.appContext);
  expect(await readPayload(bff.appContext, created.id)).toBeUndefined();
});

test('a payload is kept after its contract is accepted, and deleted once supply has started', async () => {
  await bff.appContext.store.updateTable('contracts').set({ status: 'accepted' }).execute();
  await deleteExpired(bff.appContext);
  expect(await readPayload(bff.appContext, created.id)).toBeDefined();
  await bff.appContext.store.updateTable('contracts').set({ status: 'flowing' }).execute();
  await deleteExpired(bff.appContext);
  expect(await readPayload(bff.appContext, created.id)).toBeUndefined();
});

test('the payload of a rejected contract is kept for thirty days, so that the contract can be corrected', async () => {
  await bff.appContext.store.updateTable('contracts').set({ status: 'rejected' }).execute();
  advanceDays(29);
  await deleteExpired(bff.appContext);
  expect(await readPayload(bff.appContext, created.id)).toBeDefined();
  advanceDays(30);
  await deleteExpired(bff.appContext);
  expect(await readPayload(bff.appContext, created.id)).toBeUndefined();
});

test('the payload of a request with an unknown outcome is kept for a day, and its idempotency record for longer', async () => {
  const other = contractRequestFor(await firstOffer(bff.app, token), 'Another Bakery LLC');
  bff.simulator.state.scenario.update({ contracting: 'down' });
  const headers = { 'Idempotency-Key': 'a-request-of-unknown-outcome' };
  expect((await sendRequest(bff.app, createContract.path, { body: other, token, headers })).status).toBe(503);
  const pending = () =>
    bff.appContext.store.selectFrom('contracts').select('id').where('intent', '=', 'pending').execute();
  const [row] = await pending();
  const id = row?.id ?? '';
  await deleteExpired(bff.appContext);
  expect(await readPayload(bff.appContext, id)).toBeDefined();
  await expect(eraseContract(bff.appContext.store, id)).rejects.toThrow('not known yet');
  advanceDays(1);
  await deleteExpired(bff.appContext);
  expect(await readPayload(bff.appContext, id)).toBeUndefined();
  expect(await readPayload(bff.appContext, created.id)).toBeDefined();
  advanceDays(400);
  await deleteExpired(bff.appContext);
  expect(await pending()).toHaveLength(1);
});

test('a request that is repeated after retention stores its data again', async () => {
  const other = contractRequestFor(await firstOffer(bff.app, token), 'Another Bakery LLC');
  const headers = { 'Idempotency-Key': 'a-request-of-unknown-outcome' };
  const submit = () => sendRequest(bff.app, createContract.path, { body: other, token, headers });
  bff.simulator.state.scenario.update({ contracting: 'down' });
  expect((await submit()).status).toBe(503);
  bff.simulator.state.scenario.update({ contracting: 'up' });
  const { store, payloadKeys } = bff.appContext;
  const row = await store.selectFrom('contracts').select('id').where('intent', '=', 'pending').executeTakeFirst();
  const id = row?.id ?? '';
  // What retention deletes after a day.
  await store.deleteFrom('contract_payloads').where('contract_id', '=', id).execute();
  await store.deleteFrom('signer_addresses').where('contract_id', '=', id).execute();
  expect((await submit()).status).toBe(201);
  expect((await readPayload(bff.appContext, id))?.purchase).toBeDefined();
  expect(await readSignerAddress(store, payloadKeys, id)).toBe(other.signer.email);
});

test('a request whose outcome has been unknown for a day can be erased, and repeating it creates no contract', async () => {
  const other = contractRequestFor(await firstOffer(bff.app, token), 'Another Bakery LLC');
  const headers = { 'Idempotency-Key': 'a-request-of-unknown-outcome' };
  const submit = () => sendRequest(bff.app, createContract.path, { body: other, token, headers });
  bff.simulator.state.scenario.update({ contracting: 'down' });
  expect((await submit()).status).toBe(503);
  const { store } = bff.appContext;
  const { id } = await store
    .selectFrom('contracts')
    .select('id')
    .where('intent', '=', 'pending')
    .executeTakeFirstOrThrow();
  await eraseContract(store, id, new Date(Date.now() + 25 * 60 * 60_000));
  bff.simulator.state.scenario.update({ contracting: 'up' });
  const before = bff.simulator.state.contracts.list().length;
  expect((await submit()).status).toBe(422);
  expect(bff.simulator.state.contracts.list()).toHaveLength(before);
});

test('webhooks, signing states and rejected requests are deleted after their retention periods', async () => {
  const { store } = bff.appContext;
  await sendRequest(bff.app, `/v1/contracts/${created.id}/signing-sessions`, {
    token,
    body: { presentation: 'popup' },
  });
  await store
    .insertInto('webhook_inbox')
    .values({
      partner: 'lonestar',
      environment: 'test',
      webhook_id: 'evt_1',
      received_at: new Date().toISOString(),
      body: '{}',
      contract_id: created.id,
    })
    .execute();
  bff.simulator.state.scenario.update({ rate: 'changed' });
  const headers = { 'Idempotency-Key': 'a-request-that-is-refused' };
  const offer = await firstOffer(bff.app, token, { ...dallasOffersRequest, terms: [36] });
  const body = contractRequestFor(offer, 'Another Bakery LLC');
  expect((await sendRequest(bff.app, createContract.path, { body, token, headers })).status).toBe(409);
  const counts = async () =>
    Promise.all(
      (['contracts', 'webhook_inbox', 'signing_states'] as const).map(
        async (name) => (await store.selectFrom(name).selectAll().execute()).length,
      ),
    );
  expect(await counts()).toEqual([2, 1, 1]);
  advanceDays(1.5);
  await deleteExpired(bff.appContext);
  expect(await counts()).toEqual([2, 1, 0]);
  advanceDays(30);
  await deleteExpired(bff.appContext);
  expect(await counts()).toEqual([1, 0, 0]);
});

test('an erased contract no longer identifies its customer, and its session can no longer read it', async () => {
  const { store } = bff.appContext;
  await store
    .insertInto('webhook_inbox')
    .values({
      partner: 'lonestar',
      environment: 'test',
      webhook_id: 'evt_1',
      received_at: new Date().toISOString(),
      body: '{"identifierLast4":"5678"}',
      contract_id: created.id,
    })
    .execute();
  const sessionOf = async () =>
    (await store.selectFrom('contracts').select('session_id').executeTakeFirstOrThrow()).session_id;
  const session = await sessionOf();
  const response = await bff.app.request('/v1/uploads?kind=latest_bill', {
    method: 'POST',
    headers: { Origin: pageOrigin, Authorization: `Bearer ${token}` },
    body: '%PDF-1.7 an invented bill',
  });
  expect(response.status).toBe(201);
  const hash = createHash('sha256').update(sentence).digest('base64url');
  expect(await readAllTables()).toContain(hash);
  await eraseContract(store, created.id);
  const stored = await readAllTables();
  expect([session, '5678', sentence, hash, 'latest_bill'].filter((text) => stored.includes(text))).toEqual([]);
  expect(stored).toContain(created.id);
  expect((await sendRequest(bff.app, `/v1/contracts/${created.id}`, { token })).status).toBe(404);
  await expect(eraseContract(store, 'ct_none')).rejects.toThrow('contract ct_none not found');
});

test('the upstream receives the consent sentence, its hash and the time, and we keep the hash after deleting the sentence', async () => {
  const [{ input } = { input: undefined }] = bff.simulator.state.contracts.list();
  const row = await bff.appContext.store
    .selectFrom('contracts')
    .select(['consent_sha256', 'consent_at'])
    .executeTakeFirstOrThrow();
  const hash = createHash('sha256').update(sentence).digest('base64url');
  expect(row.consent_sha256).toBe(hash);
  expect(input?.attestation).toEqual({ text: sentence, sha256: hash, at: row.consent_at });
  advanceDays(31);
  await deleteExpired(bff.appContext);
  expect(await readPayload(bff.appContext, created.id)).toBeUndefined();
  expect(await readAllTables()).toContain(hash);
});
