import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Hono } from 'hono';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listen, type RunningServer } from '../src/bff/http/server.ts';
import { clientIp, parseTrustedProxies } from '../src/bff/middleware/client-ip.ts';
import { dispatchDue } from '../src/bff/outbox/dispatcher.ts';
import { reconcilePartner } from '../src/bff/restore/reconcile-upstream.ts';
import { deleteExpired } from '../src/bff/retention/retention.ts';
import { isContractId } from '../src/bff/store/ids.ts';
import { MscUnavailableError } from '../src/upstreams/msc/transport.ts';
import { createContract } from '../src/wire/create-contract.ts';
import { problem } from '../src/wire/problem.ts';
import {
  contractRequestFor,
  createTestBff,
  createTestContract,
  firstOffer,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

let bff: TestBff;
let server: RunningServer | undefined;
beforeEach(async () => {
  bff = await createTestBff();
});
afterEach(async () => {
  await server?.close(0);
  server = undefined;
  await bff.close();
});

async function exchange(port: number, head: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(`${head}\r\nHost: x\r\nConnection: close\r\n\r\n`);
  return text(socket);
}

test('finds the client’s address in an X-Forwarded-For header with thousands of entries in less than 20 ms', async () => {
  const trustedProxies = parseTrustedProxies('127.0.0.1');
  if (!trustedProxies) throw new Error('no list');
  const addresses: string[] = [];
  const app = new Hono().get('/', (context) => {
    const startedAt = performance.now();
    addresses.push(clientIp(context, trustedProxies));
    return context.text(String(performance.now() - startedAt));
  });
  server = await listen(app, { port: 0, host: '127.0.0.1' });
  const durations: number[] = [];
  for (let run = 0; run < 5; run++) {
    const response = await fetch(`http://127.0.0.1:${server.port}/`, {
      headers: { 'X-Forwarded-For': `${','.repeat(14_000)}198.51.100.7` },
    });
    durations.push(Number(await response.text()));
  }
  expect(new Set(addresses)).toEqual(new Set(['198.51.100.7']));
  expect(Math.min(...durations)).toBeLessThan(20);
});

test.each([
  ['is longer than 2,048 characters', `/${'a'.repeat(2_100)}`],
  ['has escapes that are not UTF-8', `/x${'%ffa'.repeat(100)}`],
  ['contains a NUL', '/v1/contracts/%00'],
])('a URL that %s is rejected before it is routed', async (_, url) => {
  server = await listen(bff.app, { port: 0, host: '127.0.0.1' });
  expect(await exchange(server.port, `GET ${url} HTTP/1.1`)).toMatch(/^HTTP\/1.1 400 /);
  expect(bff.logLines.filter((line) => line.includes('"msg":"request"'))).toEqual([]);
});

test('accepts an unescaped percent sign in the query, which may contain the options of a script tag', async () => {
  server = await listen(bff.app, { port: 0, host: '127.0.0.1' });
  expect(await exchange(server.port, 'GET /openapi.json?label=100% HTTP/1.1')).toMatch(/^HTTP\/1.1 200 /);
});

test('a stranger learns of a contract only with valid consent, and never which sections differ', async () => {
  const { token } = await openSession(bff.app);
  const body = contractRequestFor(await firstOffer(bff.app, token));
  const send = (as: string, request: object) =>
    sendRequest(bff.app, createContract.path, {
      token: as,
      body: request,
      headers: { 'Idempotency-Key': crypto.randomUUID() },
    });
  expect((await send(token, body)).status).toBe(201);
  const { token: stranger } = await openSession(bff.app);
  const guess = contractRequestFor(await firstOffer(bff.app, stranger));
  const wrongConsent = { ...guess, consent: { ...guess.consent, sha256: 'A'.repeat(43) } };
  expect(problem.parse(await (await send(stranger, wrongConsent)).json()).code).toBe('consent_changed');
  const taxIdGuess = { ...guess, customer: { ...guess.customer, taxId: '987654321' } };
  const existing = problem.parse(await (await send(stranger, taxIdGuess)).json());
  expect([existing.code, existing.contract?.differs]).toEqual(['contract_exists', []]);
});

test('signing out without a contract stores nothing', async () => {
  const { token } = await openSession(bff.app);
  const response = await sendRequest(bff.app, '/v1/sessions', { method: 'DELETE', token });
  expect(await response.json()).toEqual({ ended: 0 });
  expect(await bff.appContext.store.selectFrom('ended_sessions').selectAll().execute()).toEqual([]);
});

test('signing out everywhere makes unused resume links invalid', async () => {
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  await sendRequest(bff.app, `/v1/contracts/${id}/resume-links`, { token, body: { returnTo: `${pageOrigin}/` } });
  await sendRequest(bff.app, '/v1/sessions', { method: 'DELETE', token });
  expect(await bff.appContext.store.selectFrom('resume_links').selectAll().execute()).toEqual([]);
});

test('retention deletes a refused request even if a webhook has added a status to it', async () => {
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  const { store } = bff.appContext;
  await store.updateTable('contracts').set({ intent: 'refused' }).where('id', '=', id).execute();
  bff.clock.now = () => new Date(Date.now() + 31 * 24 * 60 * 60_000);
  await deleteExpired(bff.appContext);
  expect(await store.selectFrom('contracts').select('id').execute()).toEqual([]);
});

test('deliveries to a busy endpoint do not use up the delivery slots of other endpoints', async () => {
  const { token } = await openSession(bff.app);
  await createTestContract(bff.app, token);
  const endpoint = (index: number) => ({
    id: `endpoint-${index}`,
    url: `https://hooks-${index}.example/`,
    secrets: ['whsec_cGVjYW5wZWNhbnBlY2FucGVjYW4='],
    mailsLinks: false,
  });
  const { partners, store } = bff.appContext;
  const sites = new Map(
    [...partners.sites].map(([key, site]) => [key, { ...site, webhooks: [endpoint(1), endpoint(2)] }]),
  );
  const context = { ...bff.appContext, partners: { ...partners, sites } };
  const attempted: string[] = [];
  const inFlight = { counts: new Map([['pk_test_demo endpoint-1', 20]]), attempts: new Set<Promise<unknown>>() };
  await dispatchDue(
    context,
    undefined,
    async ({ id }) => {
      attempted.push(id);
      return { status: 204 };
    },
    inFlight,
  );
  expect(attempted).toEqual(['endpoint-2']);
  expect(await store.selectFrom('deliveries').select('endpoint').where('attempts', '=', 0).execute()).toEqual([
    { endpoint: 'endpoint-1' },
  ]);
});

test('if the call ceiling denies the upstream call, nothing is stored, and the same request works later', async () => {
  let isDenied = true;
  const denied = await createTestBff({
    wrapMscClient: (client) => ({
      ...client,
      contracting: {
        ...client.contracting,
        async createContract(input) {
          if (isDenied) throw new MscUnavailableError('CreateContract', 'call_ceiling', { retryAfter: 7 });
          return client.contracting.createContract(input);
        },
      },
    }),
  });
  try {
    const { token } = await openSession(denied.app);
    const body = contractRequestFor(await firstOffer(denied.app, token));
    const headers = { 'Idempotency-Key': 'a-creation-not-sent' };
    const submit = () => sendRequest(denied.app, createContract.path, { body, token, headers });
    expect(problem.parse(await (await submit()).json()).code).toBe('upstream_unavailable');
    for (const table of ['contracts', 'contract_evidence', 'signer_addresses', 'purchase_keys'] as const)
      expect(await denied.appContext.store.selectFrom(table).selectAll().execute(), table).toEqual([]);
    isDenied = false;
    expect((await submit()).status).toBe(201);
  } finally {
    await denied.close();
  }
});

/** Counts the turns of the event loop in which the process could serve requests while `work` runs. */
async function countTurns(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const count = () => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isDone = true;
  return turns;
}

test('retention lets the server serve requests between its steps', async () => {
  expect(await countTurns(() => deleteExpired(bff.appContext))).toBeGreaterThan(10);
});

test('the comparison with the upstream lets the server serve requests between two contracts', async () => {
  const { id } = await createTestContract(bff.app, (await openSession(bff.app)).token);
  const access = bff.appContext.partners.access('lonestar', 'test');
  if (!access) throw new Error('no access');
  const backend = bff.appContext.enrollment(access);
  const { contracts } = await backend.listContracts(new Date(0).toISOString(), undefined);
  expect(contracts.map(({ reference }) => reference)).toEqual([id]);
  const page = { contracts: Array.from({ length: 20 }, () => contracts).flat(), unreadable: [], next: undefined };
  const enrollment = () => ({ ...backend, listContracts: async () => page });
  const outcomes: string[] = [];
  const turns = await countTurns(async () => {
    const options = { since: new Date(0).toISOString(), isOurs: isContractId };
    for await (const { outcome } of reconcilePartner({ ...bff.appContext, enrollment }, access, undefined, options))
      outcomes.push(outcome);
  });
  expect(outcomes).toHaveLength(20);
  expect(turns).toBeGreaterThanOrEqual(20);
});
