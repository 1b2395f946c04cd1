import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import type { Hono } from 'hono';
import { decodeJwt } from 'jose';
import { type CompiledQuery, sql } from 'kysely';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { createApp } from '../src/bff/app.ts';
import { contractsOfSession } from '../src/bff/auth/ended-sessions.ts';
import { openServerStore } from '../src/bff/bootstrap/open-server-store.ts';
import { eraseContract } from '../src/bff/commands/erase.ts';
import { createContractEventBus } from '../src/bff/contract-events/contract-event-bus.ts';
import { findExistingPurchase } from '../src/bff/contracts/purchase.ts';
import { listen } from '../src/bff/http/server.ts';
import { createMetrics } from '../src/bff/metrics/metrics.ts';
import { registerGauges } from '../src/bff/metrics/register-gauges.ts';
import { selectUnmatchedWebhooks } from '../src/bff/restore/adopt-contract.ts';
import { openSqliteStore, SERVER_LOCK_WAIT_MS } from '../src/bff/store/sqlite.ts';
import type { Store } from '../src/bff/store/tables.ts';
import { createContract } from '../src/wire/create-contract.ts';
import { problem } from '../src/wire/problem.ts';
import {
  contractRequestFor,
  createTestBff,
  createTestContract,
  firstOffer,
  offerIn,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

let folder: string;
let bff: TestBff;
let store: Store;
let app: Hono;
let otherProcess: DatabaseSync;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shopper-store-'));
  const file = join(folder, 'shopper.db');
  bff = await createTestBff();
  store = await openSqliteStore(file, SERVER_LOCK_WAIT_MS);
  app = createApp({ ...bff.appContext, store });
  otherProcess = new DatabaseSync(file);
});
afterEach(async () => {
  otherProcess.close();
  await store.destroy();
  await bff.close();
  rmSync(folder, { recursive: true });
});

async function createContracts(count: number, legalName = 'Trinity Bakery LLC'): Promise<Response[]> {
  const { token } = await openSession(app);
  const body = contractRequestFor(await firstOffer(app, token), legalName);
  return Promise.all(
    Array.from({ length: count }, () =>
      sendRequest(app, createContract.path, {
        token,
        body,
        headers: { 'Idempotency-Key': crypto.randomUUID() },
      }),
    ),
  );
}
async function expectUnavailable(response: Response): Promise<void> {
  expect([response.status, problem.parse(await response.json()).code]).toEqual([503, 'store_unavailable']);
  expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
}

test('while another process locks the store, writes get 503 within two seconds, and waiting does not block the event loop', async () => {
  otherProcess.exec('begin immediate');
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const startedAt = performance.now();
  const responses = await createContracts(8);
  const durationMs = performance.now() - startedAt;
  delay.disable();
  for (const response of responses) await expectUnavailable(response);
  expect(delay.max / 1e6).toBeLessThan(SERVER_LOCK_WAIT_MS);
  expect(durationMs).toBeLessThan(5 * SERVER_LOCK_WAIT_MS);
  expect((await app.request('/healthz')).status).toBe(200);
  expect(bff.logLines.join('')).toContain('sqlite 5');
  expect(bff.logLines.join('')).not.toContain('unexpected_error');
  otherProcess.exec('rollback');
  expect((await createContracts(1)).map(({ status }) => status)).toEqual([201]);
});

test('a server starts on a full disk, and passes its health check', async () => {
  expect((await createContracts(1)).map(({ status }) => status)).toEqual([201]);
  otherProcess.exec(`update contracts set intent = 'pending'`);
  otherProcess.exec(
    `create trigger full_disk before update on contracts begin select raise(abort, 'disk is full'); end`,
  );
  await store.destroy();
  const settings = { DATABASE_FILE: join(folder, 'shopper.db') };
  ({ store } = await openServerStore(settings, createContractEventBus(), bff.appContext.log));
  expect((await createApp({ ...bff.appContext, store }).request('/healthz')).status).toBe(200);
  expect(bff.logLines.join('')).toContain('lease_release_failed');
});

test('a write succeeds after a delay if another process releases its lock in time', async () => {
  otherProcess.exec('begin immediate');
  const created = createContracts(1);
  await expect.poll(() => bff.logLines.filter((line) => line.includes('/v1/offers')).length).toBe(1);
  otherProcess.exec('rollback');
  expect((await created).map(({ status }) => status)).toEqual([201]);
});

test('a contract can be read while another process locks the store', async () => {
  const { token } = await openSession(app);
  const { id } = await createTestContract(app, token);
  otherProcess.exec('begin immediate');
  expect((await sendRequest(app, `/v1/contracts/${id}`, { token })).status).toBe(200);
  otherProcess.exec('rollback');
});

test('on a full disk, writes get 503, and the log contains the reason', async () => {
  await sql`pragma max_page_count = 1`.execute(store);
  const outcomes: (string | number)[] = [];
  // The first contracts fit into existing pages. The disk may become full only after the upstream call.
  for (let count = 0; count < 100 && outcomes.at(-1) !== 'store_unavailable'; count++) {
    for (const response of await createContracts(1, `Bakery ${count}`))
      outcomes.push(response.status === 201 ? 201 : problem.parse(await response.json()).code);
  }
  expect(outcomes.at(-1)).toBe('store_unavailable');
  expect(new Set(outcomes)).not.toContain('internal');
  expect(bff.logLines.join('')).toContain('sqlite 13');
});

test('the server is not ready while it cannot write', async () => {
  otherProcess.exec('begin immediate');
  const response = await app.request('/readyz');
  expect([response.status, problem.parse(await response.json()).code]).toEqual([503, 'store_unavailable']);
  otherProcess.exec('rollback');
});

test('the queries for backlogs and for the webhooks of a contract use an index', async () => {
  const row = { id: 'ct_1', partner: 'lonestar', environment: 'test' as const };
  const unmatched = selectUnmatchedWebhooks(store, row).compile();
  const plans = await Promise.all([
    sql<{ detail: string }>`explain query plan select count(*), min(created_at) from contracts
      where intent = 'pending' and lease_until <= '2027'`.execute(store),
    sql<{ detail: string }>`explain query plan select count(*), min(received_at) from webhook_inbox
      where contract_id is null`.execute(store),
    // The upstream check runs this query for each contract that has changed.
    store.executeQuery<{ detail: string }>({ ...unmatched, sql: `explain query plan ${unmatched.sql}` }),
  ]);
  const details = plans.flatMap(({ rows }) => rows.map(({ detail }) => detail)).join('\n');
  expect(details).toContain('contracts_outcome_unknown');
  expect(details).toContain('webhook_inbox_unmatched');
  expect(details).toContain('webhook_inbox_reference (partner=? AND environment=? AND reference=?)');
});

/** The query plans of all queries that `run` executes on SQLite. */
async function plansOf(run: (logged: Store) => Promise<unknown>): Promise<readonly string[]> {
  const queries: CompiledQuery[] = [];
  await run(
    store.withPlugin({
      transformQuery({ node, queryId }) {
        queries.push(store.getExecutor().compileQuery(node, queryId));
        return node;
      },
      transformResult: async ({ result }) => result,
    }),
  );
  const plans = await Promise.all(
    queries.map((query) =>
      store.executeQuery<{ detail: string }>({ ...query, sql: `explain query plan ${query.sql}` }),
    ),
  );
  return plans.flatMap(({ rows }) => rows.map(({ detail }) => detail));
}

test('finding a purchase, and the contracts of a session, does not read all contracts of the site', async () => {
  const { token } = await openSession(app);
  const created = await createTestContract(app, token);
  const { sid: sessionId = '' } = z.object({ sid: z.string() }).parse(decodeJwt(token));
  await store.insertInto('contract_sessions').values({ contract_id: created.id, session_id: 'guest' }).execute();
  const found: (readonly string[])[] = [];
  const ofSession = await plansOf(async (logged) => {
    for (const id of [sessionId, 'guest']) found.push(await contractsOfSession(logged, 'pk_test_demo', id));
  });
  expect(found).toEqual([[created.id], [created.id]]);
  const offer = await firstOffer(app, token);
  const request = contractRequestFor(offer);
  const site = bff.appContext.partners.sites.get('pk_test_demo');
  const access = bff.appContext.partners.access('lonestar', 'test');
  if (!site || !access) throw new Error('no site');
  const caller = { sessionId, ipKeys: [], origin: pageOrigin, site, access };
  const ofPurchase = await plansOf(async (logged) => {
    const existing = await findExistingPurchase(logged, bff.appContext.keys, caller, request, offerIn(offer));
    expect(existing?.row.id).toBe(created.id);
  });
  await store.updateTable('contracts').set({ status: 'rejected' }).execute();
  const ofCorrection = await plansOf(async (logged) => {
    const correction = { ...request, corrects: created.id };
    expect(await findExistingPurchase(logged, bff.appContext.keys, caller, correction, offerIn(offer))).toBeUndefined();
  });
  expect(ofCorrection.join()).toContain('contracts_corrected');
  expect(
    [...ofSession, ...ofPurchase, ...ofCorrection].filter((plan) => /SCAN contracts|\(site_key=\?\)/.test(plan)),
  ).toEqual([]);
});

test('erasing a contract reads only the rows of that contract', async () => {
  const { token } = await openSession(app);
  const { id } = await createTestContract(app, token);
  const plans = await plansOf((logged) => eraseContract(logged, id));
  expect(plans.length).toBeGreaterThan(5);
  // The newest row of the audit log is found by its number.
  expect(plans.filter((plan) => plan.startsWith('SCAN') && plan !== 'SCAN audit_log')).toEqual([]);
});

test('scraping the metrics runs one query per backlog', async () => {
  const select = vi.spyOn(store, 'selectFrom');
  const metrics = createMetrics();
  registerGauges({ ...bff.appContext, metrics, store });
  await metrics.read();
  expect(select).toHaveBeenCalledTimes(6);
});

test('a client that disconnects while sending its body is not counted as a server error', async () => {
  const server = await listen(app, { port: 0, host: '127.0.0.1' });
  for (let count = 0; count < 3; count++) {
    const socket = connect(server.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `POST /v1/sessions HTTP/1.1\r\nHost: x\r\nOrigin: ${pageOrigin}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"siteKey":`,
      () => setImmediate(() => socket.destroy()),
    );
  }
  const requests = () => bff.logLines.filter((line) => line.includes('"route":"/v1/sessions"'));
  await expect.poll(() => requests().length).toBe(3);
  expect(requests().every((line) => line.includes('"status":499'))).toBe(true);
  expect(bff.logLines.join('')).not.toContain('unexpected_error');
  expect((await bff.appContext.metrics.read()).text).not.toContain('route="/v1/sessions",status="5xx"');
  await server.close(0);
});
