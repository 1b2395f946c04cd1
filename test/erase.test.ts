import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DatabaseSync } from 'node:sqlite';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backUp } from '../src/bff/commands/backup.ts';
import { eraseContract } from '../src/bff/commands/erase.ts';
import { createErasureWatcher } from '../src/bff/contract-events/contract-stream.ts';
import { reconcile, refreshContract } from '../src/bff/contracts/reconcile.ts';
import { deleteExpired } from '../src/bff/retention/retention.ts';
import { openSqliteStore } from '../src/bff/store/sqlite.ts';
import type { Contract } from '../src/wire/contract.ts';
import { createDocumentLink } from '../src/wire/contract-document.ts';
import { createTestBff, createTestContract, openSession, sendRequest, type TestBff } from './fixtures/bff.ts';

let folder: string;
let bff: TestBff;
let isClosed = false;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shopper-erase-'));
  bff = await createTestBff({ databaseFile: join(folder, 'data', 'shopper.db') });
  isClosed = false;
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});
async function close(): Promise<void> {
  if (!isClosed) await bff.close();
  isClosed = true;
}

const storedBytes = (): string =>
  readdirSync(join(folder, 'data'))
    .map((name) => readFileSync(join(folder, 'data', name), 'latin1'))
    .join('');

async function createContracts(count: number): Promise<{ readonly token: string; readonly contract: Contract }[]> {
  const created: { readonly token: string; readonly contract: Contract }[] = [];
  for (let at = 0; at < count; at++) {
    const { token } = await openSession(bff.app);
    created.push({ token, contract: await createTestContract(bff.app, token) });
  }
  return created;
}

async function secretsOf(id: string): Promise<string[]> {
  const { store } = bff.appContext;
  const row = await store.selectFrom('contracts').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const payload = await store
    .selectFrom('contract_payloads')
    .selectAll()
    .where('contract_id', '=', id)
    .executeTakeFirstOrThrow();
  return [row.session_id, payload.wrapped_key, payload.sealed];
}

function receive(reference: string, status: string): Promise<Response> {
  const id = `evt_${crypto.randomUUID()}`;
  const now = new Date();
  const data = {
    contractId: 'msc_1',
    partnerReference: reference,
    status,
    reasons: [{ code: 'declined', message: 'Dana has moved' }],
    accounts: [{ identifierLast4: '5678', status }],
  };
  const body = JSON.stringify({
    id,
    type: 'contract.status_changed',
    environment: 'test',
    occurredAt: now.toISOString(),
    data,
  });
  const signature = new Webhook(bff.credentials.webhookSecret).sign(id, now, body);
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signature,
  };
  return Promise.resolve(bff.app.request('/webhooks/msc/lonestar/test', { method: 'POST', headers, body }));
}

test('no bytes of an erased contract remain in the database file or its log, even while the server is running', async () => {
  const contracts = await createContracts(24);
  const erased = contracts.filter((_, at) => at % 3 === 0).map(({ contract }) => contract.id);
  const secrets = (await Promise.all(erased.map(secretsOf))).flat();
  expect(secrets.filter((secret) => !storedBytes().includes(secret))).toEqual([]);
  for (const id of erased) await eraseContract(bff.appContext.store, id);
  expect(secrets.filter((secret) => storedBytes().includes(secret))).toEqual([]);
  const [kept] = contracts.filter(({ contract }) => !erased.includes(contract.id));
  expect(storedBytes()).toContain(kept?.contract.id);
  await close();
  expect(secrets.filter((secret) => storedBytes().includes(secret))).toEqual([]);
});

test('no bytes of a payload remain after its retention period', async () => {
  const [first] = await createContracts(1);
  const [, wrappedKey = '', sealed = ''] = await secretsOf(first?.contract.id ?? '');
  await bff.appContext.store.updateTable('contracts').set({ status: 'flowing' }).execute();
  expect(storedBytes()).toContain(sealed);
  await deleteExpired(bff.appContext);
  expect(storedBytes()).not.toContain(sealed);
  expect(storedBytes()).not.toContain(wrappedKey);
});

test('a webhook for an erased contract is acknowledged, but none of its content is stored', async () => {
  const [first] = await createContracts(1);
  const id = first?.contract.id ?? '';
  await eraseContract(bff.appContext.store, id);
  const before = await bff.appContext.store.selectFrom('contracts').selectAll().execute();
  expect((await receive(id, 'declined')).status).toBe(204);
  expect(await bff.appContext.store.selectFrom('contracts').selectAll().execute()).toEqual(before);
  const bodies = await bff.appContext.store.selectFrom('webhook_inbox').select('body').execute();
  expect(bodies.map(({ body }) => body)).toEqual(['{}']);
  expect(bff.logLines.join('')).not.toContain('webhook_unmatched');
  expect(storedBytes()).not.toContain('Dana has moved');
});

test('no content of a webhook for an erased contract is stored, even after retention has deleted the contract’s row', async () => {
  const [first] = await createContracts(1);
  const id = first?.contract.id ?? '';
  const { store } = bff.appContext;
  await store.updateTable('contracts').set({ intent: 'pending' }).where('id', '=', id).execute();
  const later = new Date(Date.now() + 31 * 24 * 60 * 60_000);
  await eraseContract(store, id, later);
  await deleteExpired({ ...bff.appContext, now: () => later });
  expect(await store.selectFrom('contracts').select('id').execute()).toEqual([]);
  expect((await receive(id, 'declined')).status).toBe(204);
  const bodies = await store.selectFrom('webhook_inbox').select('body').execute();
  expect(bodies.map(({ body }) => body)).toEqual(['{}']);
  expect(bff.logLines.join('')).not.toContain('webhook_unmatched');
  expect(storedBytes()).not.toContain('Dana has moved');
});

test('an erased contract is not queried upstream again, and a query in progress changes nothing', async () => {
  const [first] = await createContracts(1);
  const id = first?.contract.id ?? '';
  const [upstream] = bff.simulator.state.contracts.list();
  if (!upstream) throw new Error('no contract');
  bff.simulator.state.contracts.setStatus(upstream, 'declined', [{ code: 'declined', message: 'Dana has moved' }]);
  await eraseContract(bff.appContext.store, id);
  bff.clock.now = () => new Date(Date.now() + 24 * 60 * 60_000);
  expect(await reconcile(bff.appContext)).toBe(0);
  await refreshContract(bff.appContext, id);
  const [row] = await bff.appContext.store.selectFrom('contracts').selectAll().execute();
  expect(row).toMatchObject({ status: 'sent', reasons: '[]', accounts: '[]' });
});

test('erasing a contract disables its document links and ends its event streams', async () => {
  const [first] = await createContracts(1);
  const { token, contract } = first ?? { token: '', contract: undefined };
  const id = contract?.id ?? '';
  const link = await sendRequest(bff.app, `/v1/contracts/${id}/document-links`, { token, body: { as: 'inline' } });
  const { pathname } = new URL(createDocumentLink.response.parse(await link.json()).url);
  expect((await bff.app.request(pathname)).status).toBe(200);
  const stream = await sendRequest(bff.app, `/v1/contracts/${id}/events`, { token });
  await eraseContract(bff.appContext.store, id);
  expect((await bff.app.request(pathname)).status).toBe(404);
  expect((await sendRequest(bff.app, `/v1/contracts/${id}`, { token })).status).toBe(404);
  // The command runs in another process, so the server finds the tombstone in the store.
  const watch = createErasureWatcher(bff.appContext);
  await watch();
  await watch();
  expect(await stream.text()).toContain('event: contract');
  expect(bff.subscriberCount()).toBe(0);
  expect(bff.logLines.join('')).not.toContain('sse_stream_failed');
  expect(bff.logLines.filter((line) => line.includes('contract_erased'))).toHaveLength(1);
});

test('database files and backups are private, and files of an older version become private', async () => {
  const modeOf = (path: string): number => statSync(path).mode & 0o777;
  await createContracts(1);
  expect(modeOf(join(folder, 'data'))).toBe(0o700);
  expect(readdirSync(join(folder, 'data')).map((name) => modeOf(join(folder, 'data', name)))).toEqual([
    0o600, 0o600, 0o600,
  ]);
  await backUp({ DATABASE_FILE: join(folder, 'data', 'shopper.db') }, join(folder, 'copies', 'one.db'));
  expect(modeOf(join(folder, 'copies', 'one.db'))).toBe(0o600);
  expect(readFileSync(join(folder, 'copies', 'one.db')).byteLength).toBeGreaterThan(50_000);
  const old = join(folder, 'old');
  mkdirSync(old, { mode: 0o755 });
  writeFileSync(join(old, 'shopper.db'), '', { mode: 0o644 });
  const store = await openSqliteStore(join(old, 'shopper.db'));
  expect(readdirSync(old).map((name) => modeOf(join(old, name)))).toEqual([0o600, 0o600, 0o600]);
  // The folder may contain files of other programs.
  expect(modeOf(old)).toBe(0o755);
  await store.destroy();
});

test('while another program reads the file, erasing does not block, and reports that the log still has the bytes', async () => {
  const [first] = await createContracts(1);
  const reader = new DatabaseSync(join(folder, 'data', 'shopper.db'), { readOnly: true });
  reader.exec('begin');
  reader.prepare('select count(*) from contracts').get();
  const eventLoopDelay = monitorEventLoopDelay({ resolution: 5 });
  eventLoopDelay.enable();
  expect(await eraseContract(bff.appContext.store, first?.contract.id ?? '')).toBe(false);
  eventLoopDelay.disable();
  expect(eventLoopDelay.max / 1e6).toBeLessThan(500);
  reader.exec('commit');
  expect(await eraseContract(bff.appContext.store, first?.contract.id ?? '')).toBe(true);
  reader.close();
});
