import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../../src/bff/app.ts';
import type { AppContext } from '../../src/bff/app-context.ts';
import { openServerStore } from '../../src/bff/bootstrap/open-server-store.ts';
import { createContractEventBus } from '../../src/bff/contract-events/contract-event-bus.ts';
import { recordStatus } from '../../src/bff/contracts/record-status.ts';
import { DEFAULT_QUOTAS } from '../../src/bff/quotas/counters.ts';
import { createQuotas } from '../../src/bff/quotas/quotas.ts';
import { lockContract } from '../../src/bff/store/locks.ts';
import type { Store } from '../../src/bff/store/tables.ts';
import type { ContractStatus } from '../../src/wire/contract.ts';
import { createContract } from '../../src/wire/create-contract.ts';
import { openLink, prepare, readOpened } from '../fixtures/approval.ts';
import {
  contractRequestFor,
  createTestBff,
  createTestContract,
  firstOffer,
  openSession,
  sendRequest,
  type TestBff,
  withConsent,
} from '../fixtures/bff.ts';
import { createDatabase } from '../fixtures/store.ts';

let bff: TestBff;
let token: string;
let second: { readonly appContext: AppContext; readonly app: ReturnType<typeof createApp>; close(): Promise<void> };
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
  const contractEvents = createContractEventBus();
  const { store, close } = await openServerStore(
    { DATABASE_URL: bff.databaseUrl, DATABASE_FILE: '' },
    contractEvents,
    bff.appContext.log,
  );
  const appContext = { ...bff.appContext, store, contractEvents };
  second = { appContext, app: createApp(appContext), close };
});
afterEach(async () => {
  await second.close();
  await bff.close();
});

const change = (store: Store, id: string, status: ContractStatus): Promise<boolean> =>
  store.transaction().execute(async (transaction) => {
    const row = await lockContract(transaction, id);
    if (!row) throw new Error('no contract');
    return recordStatus(transaction, row, { status, at: new Date().toISOString() }, new Date());
  });

test('one request sent simultaneously to two servers with different keys creates one contract', async () => {
  const body = contractRequestFor(await firstOffer(bff.app, token));
  const send = (app: typeof bff.app, key: string) =>
    sendRequest(app, createContract.path, { body, token, headers: { 'Idempotency-Key': key } });
  const responses = await Promise.all(
    Array.from({ length: 6 }, (_, at) => send(at % 2 ? bff.app : second.app, `a-key-of-its-own-${at}`)),
  );
  const created = responses.filter(({ status }) => status === 201);
  expect(responses.filter(({ status }) => status === 409)).toHaveLength(responses.length - created.length);
  const ids = await Promise.all(
    created.map(async (response) => createContract.response.parse(await response.json()).id),
  );
  expect(new Set(ids).size).toBe(1);
  expect(bff.simulator.state.contracts.list()).toHaveLength(1);
});

test.each([
  ['different signers', 'owner@trading.example'],
  ['the same signer', undefined],
])(
  'a preparer and an approver who submit an account with %s simultaneously on two servers create one contract',
  async (_, email) => {
    const { request, secret } = await prepare(bff, token);
    const approver = await openLink(bff, secret);
    const { purchase, offer } = await readOpened(bff, request.id, approver.token);
    if (!offer) throw new Error('the offer is gone');
    const own = { ...contractRequestFor(await firstOffer(bff.app, token)), accounts: purchase.accounts };
    const signer = { ...own.signer, ...(email && { email }) };
    const theirs = { ...own, signer, offerToken: offer.offerToken, approvalRequestId: request.id };
    const headers = () => ({ 'Idempotency-Key': crypto.randomUUID() });
    const responses = await Promise.all([
      sendRequest(bff.app, createContract.path, { body: withConsent(own), token, headers: headers() }),
      sendRequest(second.app, createContract.path, {
        body: withConsent(theirs),
        token: approver.token,
        headers: headers(),
      }),
    ]);
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(bff.simulator.state.contracts.list()).toHaveLength(1);
  },
);

test('each status that two servers receive simultaneously counts once, and none moves the contract backwards', async () => {
  const { id, seq } = await createTestContract(bff.app, token);
  const statuses: ContractStatus[] = ['accepted', 'viewed', 'submitted', 'signed', 'enrolled', 'on_hold'];
  const reports = statuses.flatMap((status) => [
    change(bff.appContext.store, id, status),
    change(second.appContext.store, id, status),
  ]);
  expect((await Promise.all(reports)).filter(Boolean)).toHaveLength(statuses.length);
  const row = await bff.appContext.store.selectFrom('contracts').selectAll().executeTakeFirstOrThrow();
  expect(row.status).toBe('enrolled');
  expect(row.seq).toBeGreaterThanOrEqual(seq + statuses.length);
});

test('a stream receives changes made by another server, even after the change listener was disconnected', async () => {
  const { id } = await createTestContract(bff.app, token);
  const response = await sendRequest(second.app, `/v1/contracts/${id}/events`, { token });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const waitForStatus = async (status: ContractStatus): Promise<void> => {
    while (!text.includes(`"status":"${status}"`)) {
      const read = await reader?.read();
      if (!read || read.done) throw new Error('the stream ended');
      text += read.value;
    }
  };
  await waitForStatus('sent');
  await change(bff.appContext.store, id, 'viewed');
  await waitForStatus('viewed');

  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where query like 'listen %' and datname = current_database()`.execute(bff.appContext.store);
  await change(bff.appContext.store, id, 'signed');
  await waitForStatus('signed');
  await change(bff.appContext.store, id, 'submitted');
  await waitForStatus('submitted');
  await expect.poll(() => bff.logLines.join('')).toContain('change_listener_disconnected');
  await reader?.cancel();
});

test('several servers can start simultaneously on an empty database', async () => {
  const database = await createDatabase();
  const opened = await Promise.all(
    Array.from({ length: 4 }, () =>
      openServerStore({ DATABASE_URL: database.url, DATABASE_FILE: '' }, createContractEventBus(), bff.appContext.log),
    ),
  );
  await Promise.all(opened.map(({ close }) => close()));
  await database.drop();
});

test('a starting server does not release a lease that another server holds', async () => {
  const lease = new Date(Date.now() + 40_000).toISOString();
  await createTestContract(bff.app, token);
  await bff.appContext.store.updateTable('contracts').set({ intent: 'pending', lease_until: lease }).execute();
  const third = await openServerStore(
    { DATABASE_URL: bff.databaseUrl, DATABASE_FILE: '' },
    createContractEventBus(),
    bff.appContext.log,
  );
  const { lease_until } = await third.store.selectFrom('contracts').selectAll().executeTakeFirstOrThrow();
  await third.close();
  expect(lease_until).toBe(lease);
});

test('two servers together allow no more actions than the quota', async () => {
  const limits = { ...DEFAULT_QUOTAS, authorizationsPerAddress: 5 };
  const apps = [bff.appContext, second.appContext].map((context) =>
    createApp({ ...context, quotas: createQuotas(context, limits) }),
  );
  const statuses = await Promise.all(
    Array.from({ length: 30 }, async (_, at) => {
      const app = apps[at % 2];
      if (!app) throw new Error('no app');
      const { token: as } = await openSession(app);
      const body = {
        commodity: 'electric',
        utility: 'ONCOR',
        customer: { legalName: 'Example Trading House LLC' },
        signer: { name: 'Dana Example', email: `dana${at}@trading.example` },
        accounts: [{ identifier: '10443720001234567' }],
      };
      const headers = { 'Idempotency-Key': crypto.randomUUID() };
      return (await sendRequest(app, '/v1/authorizations', { body, token: as, headers })).status;
    }),
  );
  expect([statuses.filter((status) => status === 201), statuses.filter((status) => status === 429)]).toEqual([
    Array(5).fill(201),
    Array(25).fill(429),
  ]);
});
