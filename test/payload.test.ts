import { createHash, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseContract } from '../src/bff/commands/erase-contract.ts';
import { readPayload, rewrapPayloads, sealOldPayloads } from '../src/bff/payload/contract-payload.ts';
import { readPayloadKeys } from '../src/bff/payload/payload-keys.ts';
import { removeOld } from '../src/bff/payload/retention.ts';
import { type Contract, createContract } from '../src/wire/contract.ts';
import {
  contractFor,
  createStack,
  dallas,
  firstOffer,
  makeContract,
  openSession,
  page,
  type Stack,
  say,
} from './stack.ts';

let stack: Stack;
let token: string;
let made: Contract;
beforeEach(async () => {
  stack = await createStack();
  ({ token } = await openSession(stack.app));
  made = await makeContract(stack.app, token);
});
afterEach(() => stack.close());

const sentence = 'I may sign for the business and agree to these terms.';
const daysLater = (days: number): void => {
  stack.clock.now = () => new Date(Date.now() + days * 24 * 60 * 60_000 + 1_000);
};
const everythingStored = async (): Promise<string> => {
  const { store } = stack.deps;
  const tables = (['contracts', 'contract_payloads', 'webhook_inbox', 'signing_states', 'uploads'] as const).map(
    (name) => store.selectFrom(name).selectAll().execute(),
  );
  return JSON.stringify(await Promise.all(tables));
};

test('what was agreed to and told upstream is stored, and cannot be read without the key', async () => {
  const stored = await everythingStored();
  expect(stored).not.toContain(sentence);
  const payload = await readPayload(stack.deps, made.id);
  expect(payload).toMatchObject({ consent: sentence, told: { rate: made.terms.rate, accounts: 1 } });
  expect(JSON.stringify(payload)).not.toMatch(/Trinity|Dana|123456789|10443720012345678/);
});

test('another key takes over, and the old one can be thrown away', async () => {
  const [from, to] = ['a', 'b'].map((id) => `${id}:${randomBytes(32).toString('base64')}`);
  const BFF_SECRET = 'a secret of the tests, long enough to be one';
  const at = (PAYLOAD_KEYS: string, secret = BFF_SECRET) => ({
    store: stack.deps.store,
    payloadKeys: readPayloadKeys({ BFF_SECRET: secret, PAYLOAD_KEYS }),
  });
  expect(await rewrapPayloads(at(`${from}`))).toBe(1);
  expect(await rewrapPayloads(at(`${to} ${from}`))).toBe(1);
  expect(await rewrapPayloads(at(`${to} ${from}`))).toBe(0);
  const alone = at(`${to}`, 'another secret of the server, and long enough');
  expect((await readPayload(alone, made.id))?.consent).toBe(sentence);
});

test('what an older version left unsealed is sealed at the start', async () => {
  await stack.deps.store
    .updateTable('contract_payloads')
    .set({ key_id: 'none', wrapped_key: '', sealed: JSON.stringify({ consent: 'Trinity agrees' }) })
    .execute();
  await sealOldPayloads(stack.deps);
  expect(await everythingStored()).not.toContain('Trinity');
  expect(await readPayload(stack.deps, made.id)).toEqual({ consent: 'Trinity agrees' });
});

test('a payload is kept for thirty days, while its contract is under way', async () => {
  daysLater(29);
  await removeOld(stack.deps);
  expect(await readPayload(stack.deps, made.id)).toBeDefined();
  daysLater(30);
  await removeOld(stack.deps);
  expect(await readPayload(stack.deps, made.id)).toBeUndefined();
});

test('a payload is gone once its contract is over or runs', async () => {
  await stack.deps.store.updateTable('contracts').set({ status: 'accepted' }).execute();
  await removeOld(stack.deps);
  expect(await readPayload(stack.deps, made.id)).toBeDefined();
  await stack.deps.store.updateTable('contracts').set({ status: 'flowing' }).execute();
  await removeOld(stack.deps);
  expect(await readPayload(stack.deps, made.id)).toBeUndefined();
});

test('the payload of a request that came to nothing is kept for a day, and the request so that it is not made twice', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  const other = { ...body, customer: { ...body.customer, legalName: 'Another Bakery LLC' } };
  stack.simulator.world.scenario.change({ contracting: 'down' });
  const headers = { 'Idempotency-Key': 'a-request-of-unknown-outcome' };
  expect((await say(stack.app, createContract.path, { body: other, token, headers })).status).toBe(503);
  const pending = () => stack.deps.store.selectFrom('contracts').select('id').where('intent', '=', 'pending').execute();
  const [row] = await pending();
  const id = row?.id ?? '';
  await removeOld(stack.deps);
  expect(await readPayload(stack.deps, id)).toBeDefined();
  await expect(eraseContract(stack.deps.store, id)).rejects.toThrow('not known yet');
  daysLater(1);
  await removeOld(stack.deps);
  expect(await readPayload(stack.deps, id)).toBeUndefined();
  expect(await readPayload(stack.deps, made.id)).toBeDefined();
  daysLater(400);
  await removeOld(stack.deps);
  expect(await pending()).toHaveLength(1);
});

test('webhooks, ways back from signing and refusals go when their time is over', async () => {
  const { store } = stack.deps;
  await say(stack.app, `/v1/contracts/${made.id}/signing-sessions`, { token, body: { presentation: 'popup' } });
  await store
    .insertInto('webhook_inbox')
    .values({
      partner: 'lonestar',
      environment: 'test',
      webhook_id: 'evt_1',
      received_at: new Date().toISOString(),
      body: '{}',
      contract_id: made.id,
    })
    .execute();
  stack.simulator.world.scenario.change({ rate: 'moved' });
  const headers = { 'Idempotency-Key': 'a-request-that-is-refused' };
  const body = contractFor(await firstOffer(stack.app, token, { ...dallas, terms: [36] }));
  expect((await say(stack.app, createContract.path, { body, token, headers })).status).toBe(409);
  const counts = async () =>
    Promise.all(
      (['contracts', 'webhook_inbox', 'signing_states'] as const).map(
        async (name) => (await store.selectFrom(name).selectAll().execute()).length,
      ),
    );
  expect(await counts()).toEqual([2, 1, 1]);
  daysLater(1.5);
  await removeOld(stack.deps);
  expect(await counts()).toEqual([2, 1, 0]);
  daysLater(30);
  await removeOld(stack.deps);
  expect(await counts()).toEqual([1, 0, 0]);
});

test('an erased contract tells nobody whose it was, and its session sees it no more', async () => {
  const { store } = stack.deps;
  await store
    .insertInto('webhook_inbox')
    .values({
      partner: 'lonestar',
      environment: 'test',
      webhook_id: 'evt_1',
      received_at: new Date().toISOString(),
      body: '{"identifierLast4":"5678"}',
      contract_id: made.id,
    })
    .execute();
  const sessionOf = async () =>
    (await store.selectFrom('contracts').select('session_id').executeTakeFirstOrThrow()).session_id;
  const session = await sessionOf();
  const answer = await stack.app.request('/v1/uploads?kind=latest_bill', {
    method: 'POST',
    headers: { Origin: page, Authorization: `Bearer ${token}` },
    body: '%PDF-1.7 an invented bill',
  });
  expect(answer.status).toBe(201);
  const hash = createHash('sha256').update(sentence).digest('base64url');
  expect(await everythingStored()).toContain(hash);
  await eraseContract(store, made.id);
  const stored = await everythingStored();
  expect([session, '5678', sentence, hash, 'latest_bill'].filter((text) => stored.includes(text))).toEqual([]);
  expect(stored).toContain(made.id);
  expect((await say(stack.app, `/v1/contracts/${made.id}`, { token })).status).toBe(404);
  await expect(eraseContract(store, 'ct_none')).rejects.toThrow('there is no contract ct_none');
});

test('the hash of the agreed sentence outlives the sentence, and the upstream has both with their time', async () => {
  const [{ input } = { input: undefined }] = stack.simulator.world.contracts.list();
  const row = await stack.deps.store
    .selectFrom('contracts')
    .select(['consent_sha256', 'consent_at'])
    .executeTakeFirstOrThrow();
  const hash = createHash('sha256').update(sentence).digest('base64url');
  expect(row.consent_sha256).toBe(hash);
  expect(input?.attestation).toEqual({ text: sentence, sha256: hash, at: row.consent_at });
  daysLater(31);
  await removeOld(stack.deps);
  expect(await readPayload(stack.deps, made.id)).toBeUndefined();
  expect(await everythingStored()).toContain(hash);
});
