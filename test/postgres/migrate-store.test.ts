import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendAudit, verifyAudit } from '../../src/bff/audit/audit-log.ts';
import { runCommand } from '../../src/bff/commands/run-command.ts';
import { createLog } from '../../src/bff/log.ts';
import { openPostgresStore } from '../../src/bff/store/postgres.ts';
import { openSqliteStore } from '../../src/bff/store/sqlite.ts';
import { type Store, tableNames } from '../../src/bff/store/tables.ts';
import {
  bffSecret,
  createTestBff,
  createTestContract,
  openSession,
  sendRequest,
  type TestBff,
} from '../fixtures/bff.ts';
import { createDatabase } from '../fixtures/store.ts';

let bff: TestBff;
let folder: string;
let database: Awaited<ReturnType<typeof createDatabase>>;
beforeEach(async () => {
  bff = await createTestBff();
  folder = mkdtempSync(join(tmpdir(), 'shopper-move-'));
  database = await createDatabase();
});
afterEach(async () => {
  await bff.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const log = createLog({ write: () => {} });
async function readAllRows(store: Store): Promise<string> {
  expect(await verifyAudit(store)).toMatchObject({ isIntact: true });
  // Each move is recorded in its source and target, so their audit logs differ.
  const copiedTables = tableNames.filter((name) => name !== 'audit_log');
  const tables = await Promise.all(copiedTables.map((name) => store.selectFrom(name).selectAll().execute()));
  await store.destroy();
  return JSON.stringify(tables.map((rows) => rows.map((row) => JSON.stringify(row)).sort()));
}

test('a store is copied from one engine to the other and back without losing a row', async () => {
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  await sendRequest(bff.app, `/v1/contracts/${id}/signing-sessions`, { token, body: { presentation: 'popup' } });
  const received = {
    partner: 'lonestar',
    environment: 'test' as const,
    received_at: new Date().toISOString(),
    body: '{"a":"é\'"}',
  };
  await bff.appContext.store
    .insertInto('webhook_inbox')
    .values(
      Array.from({ length: 1_200 }, (_, at) => ({
        ...received,
        webhook_id: `evt_${at}`,
        contract_id: at % 2 ? id : null,
      })),
    )
    .execute();
  const move = (direction: string, url: string, file: string) =>
    runCommand(
      'move',
      [direction],
      { DATABASE_URL: url, DATABASE_FILE: join(folder, file), BFF_SECRET: bffSecret },
      log,
    );
  const from = bff.databaseUrl ?? '';

  expect(await move('to-sqlite', from, 'a.db')).toMatch(/contracts: 1\n.*webhook_inbox: 1200/s);
  await move('to-postgres', database.url, 'a.db');
  const [copiedRows, restoredRows] = [
    await readAllRows(await openSqliteStore(join(folder, 'a.db'))),
    await readAllRows(await openPostgresStore(database.url, log)),
  ];
  expect(copiedRows).toContain(id);
  expect(restoredRows).toBe(copiedRows);
  expect(await readAllRows(await openPostgresStore(from, log))).toBe(copiedRows);

  await expect(move('to-postgres', database.url, 'a.db')).rejects.toThrow('not empty: table contracts has rows');
});

test('copies every table except the rate-limit counters and the readiness check', async () => {
  const tables = await bff.appContext.store.introspection.getTables();
  expect(tables.map(({ name }) => name).sort()).toEqual([...tableNames, 'rate_limits', 'readiness'].sort());
});

test('a misspelled move command reports the usage, and a missing DATABASE_URL is reported by name', async () => {
  await expect(runCommand('move', ['everything'], {}, log)).rejects.toThrow('move to-postgres');
  await expect(runCommand('move', ['to-postgres'], {}, log)).rejects.toThrow('DATABASE_URL');
});

test('concurrent processes keep one chain of audit rows, which cannot be changed', async () => {
  const stores = await Promise.all([1, 2].map(() => openPostgresStore(database.url, log)));
  const at = new Date().toISOString();
  const append = (store: Store, contract: string) =>
    store.transaction().execute((transaction) => appendAudit(transaction, [{ action: 'access_denied', at, contract }]));
  await Promise.all(stores.flatMap((store, process) => [1, 2, 3, 4, 5].map((n) => append(store, `${process}.${n}`))));
  const [store] = stores;
  if (!store) throw new Error('no store');
  expect(await verifyAudit(store)).toMatchObject({ isIntact: true, count: 10 });
  await expect(store.deleteFrom('audit_log').execute()).rejects.toThrow('append-only');
  await expect(store.updateTable('audit_log').set({ hash: '' }).execute()).rejects.toThrow('append-only');
  await Promise.all(stores.map((each) => each.destroy()));
});
