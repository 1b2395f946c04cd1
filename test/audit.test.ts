import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { appendAudit, verifyAudit } from '../src/bff/audit/audit-log.ts';
import { runCommand } from '../src/bff/commands/run-command.ts';
import { createLog } from '../src/bff/log.ts';
import { createAuthorization } from '../src/wire/authorization.ts';
import {
  bffSecret,
  createTestBff,
  createTestContract,
  openSession,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

let folder: string;
let bff: TestBff;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shopper-audit-'));
  bff = await createTestBff({ databaseFile: join(folder, 'shopper.db') });
});
afterEach(async () => {
  await bff.close();
  rmSync(folder, { recursive: true });
});

const silentLog = createLog({ write: () => {} });
const command = (name: string, ...args: string[]) =>
  runCommand(name, args, { DATABASE_FILE: join(folder, 'shopper.db'), BFF_SECRET: bffSecret }, silentLog);
const entryOf = z.looseObject({ action: z.string(), seq: z.number() });
const entries = async () => {
  await bff.appContext.audit.flush();
  const rows = await bff.appContext.store.selectFrom('audit_log').select('entry').orderBy('seq').execute();
  return rows.map(({ entry }) => entryOf.parse(JSON.parse(entry)));
};
const logged = (event: string) =>
  bff.logLines
    .map((line) => z.looseObject({ msg: z.string() }).parse(JSON.parse(line)))
    .filter(({ msg }) => msg === event);

test.each(['erase', 'backup', 'audit'])(
  'the command %s reports a database file that does not exist, and creates none',
  async (name) => {
    const missing = join(folder, 'typo', 'shopper.db');
    const env = { DATABASE_FILE: missing, BFF_SECRET: bffSecret };
    const argument = { erase: 'ct_00000000000000000000000000000000', backup: join(folder, 'copy.db'), audit: 'verify' }[
      name
    ];
    await expect(runCommand(name, [argument ?? ''], env, silentLog)).rejects.toThrow(
      `there is no database at ${missing}`,
    );
    expect([existsSync(missing), existsSync(join(folder, 'copy.db'))]).toEqual([false, false]);
  },
);

test("an attempt to access another session's contract is logged and audited, but does not reveal that it exists", async () => {
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  const { token: stranger } = await openSession(bff.app);
  const missing = await sendRequest(bff.app, '/v1/contracts/ct_00000000000000000000000000000000', { token: stranger });
  const paths = ['', '/events', '/document'];
  for (const path of paths) {
    const response = await sendRequest(bff.app, `/v1/contracts/${id}${path}`, { token: stranger });
    expect([response.status, await response.json()]).toEqual([404, await missing.clone().json()]);
  }
  const denied = logged('request_denied').filter(({ code }) => code === 'not_owned');
  expect(denied).toHaveLength(paths.length);
  expect(denied[0]).toMatchObject({ contract: id, site: 'pk_test_demo' });
  const keys = new Set(
    logged('request')
      .filter(({ status, sessionKey }) => status === 404 && sessionKey !== undefined)
      .map(({ sessionKey, addressKey, site }) => `${sessionKey} ${addressKey} ${site}`),
  );
  expect([...keys]).toEqual([`${denied[0]?.sessionKey} ${denied[0]?.addressKey} pk_test_demo`]);
  const audited = await entries();
  expect(audited).toEqual([expect.objectContaining({ action: 'access_denied', contract: id, site: 'pk_test_demo' })]);
  expect(JSON.stringify(audited)).not.toContain(stranger);
});

test("an attempt to access another site's contract or another session's authorization is audited", async () => {
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  const other = await openSession(bff.app, 'pk_test_other', 'https://www.other.example');
  await sendRequest(bff.app, `/v1/contracts/${id}`, { token: other.token, origin: 'https://www.other.example' });
  const body = {
    commodity: 'electric',
    utility: 'ONCOR',
    customer: { legalName: 'Trinity Bakery LLC' },
    signer: { name: 'Dana Example', email: 'dana@trinity-bakery.example' },
    accounts: [{ identifier: '10443720012345678' }],
  };
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  const response = await sendRequest(bff.app, createAuthorization.path, { token, body, headers });
  const authorization = z.object({ id: z.string() }).parse(await response.json());
  const { token: stranger } = await openSession(bff.app);
  await sendRequest(bff.app, `/v1/authorizations/${authorization.id}`, { token: stranger });
  expect(await entries()).toMatchObject([
    { action: 'access_denied', contract: id, site: 'pk_test_other' },
    { action: 'access_denied', signatureRequest: authorization.id, site: 'pk_test_demo' },
  ]);
});

test('only log lines of denied requests contain keyed hashes of the session and the address', async () => {
  const { token } = await openSession(bff.app);
  await sendRequest(bff.app, '/v1/utilities?postalCode=75201&commodity=electric', { token });
  await sendRequest(bff.app, '/v1/utilities?postalCode=75201&commodity=electric', {
    token,
    origin: 'https://www.other.example',
  });
  await sendRequest(bff.app, '/v1/utilities?postalCode=75201&commodity=electric');
  const requests = logged('request');
  expect(
    requests.map(({ status, sessionKey, addressKey, site }) => [status, !!sessionKey, !!addressKey, site]),
  ).toEqual([
    [201, false, false, undefined],
    [200, false, false, undefined],
    [403, true, true, 'pk_test_demo'],
    [401, false, true, undefined],
  ]);
});

test('an unavailable audit table does not delay a denied request, and the audit row is written later', async () => {
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  const { token: stranger } = await openSession(bff.app);
  const { store } = bff.appContext;
  await sql`alter table audit_log rename to audit_log_unavailable`.execute(store);
  expect((await sendRequest(bff.app, `/v1/contracts/${id}`, { token: stranger })).status).toBe(404);
  await bff.appContext.audit.flush();
  expect(logged('audit_write_failed')).toHaveLength(1);
  await sql`alter table audit_log_unavailable rename to audit_log`.execute(store);
  expect(await entries()).toMatchObject([{ action: 'access_denied' }]);
});

test('each command is audited before it runs and again with its outcome, with a keyed hash of the operator’s name', async () => {
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  await command('consent', id, '--actor', 'Dana Operator').catch((error: unknown) => error);
  await command('erase', 'dana@bakery.example').catch((error: unknown) => error);
  await command('erase', id, '--actor', 'Dana Operator');
  const actor = await command('audit', 'actor', 'Dana Operator');
  const rows = await entries();
  expect(rows).toMatchObject([
    { action: 'command_started', command: 'consent', args: [id], actor },
    { action: 'command_finished', command: 'consent', outcome: 'succeeded' },
    { action: 'command_started', command: 'erase', args: ['other'] },
    { action: 'command_finished', command: 'erase', outcome: 'failed', error: 'CommandError' },
    { action: 'command_started', command: 'erase', args: [id], actor },
    { action: 'contract_erased', contract: id },
    { action: 'command_finished', command: 'erase', outcome: 'succeeded' },
  ]);
  expect(JSON.stringify(rows)).not.toMatch(/Dana|bakery/);
  expect(await command('audit', 'verify')).toMatch(/^8 rows, intact; last hash [0-9a-f]{64}$/);
  const [, , third] = (await command('audit', 'list', '--since', '2020-01-01')).split('\n');
  expect(JSON.parse(third ?? '')).toMatchObject({ seq: 3, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
  expect(await command('audit', 'list', '--since', '2099-01-01T00:00:00Z')).toBe('');
});

test('a command without the server’s secret does not run', async () => {
  await expect(runCommand('erase', ['ct_1'], { DATABASE_FILE: join(folder, 'shopper.db') }, silentLog)).rejects.toThrow(
    'BFF_SECRET',
  );
});

const at = '2027-01-04T12:00:00.000Z';
async function tamper(statement: ReturnType<typeof sql>): Promise<void> {
  const { store } = bff.appContext;
  await store.transaction().execute((transaction) =>
    appendAudit(
      transaction,
      [1, 2, 3].map((count) => ({ action: 'access_denied', at, contract: `ct_${count}` })),
    ),
  );
  expect(await verifyAudit(store)).toMatchObject({ isIntact: true, count: 3 });
  await expect(statement.execute(store)).rejects.toThrow('append-only');
  await sql`drop trigger audit_log_no_update`.execute(store);
  await sql`drop trigger audit_log_no_delete`.execute(store);
  await statement.execute(store);
}

test.each([
  ['an entry is changed', sql`update audit_log set entry = replace(entry, 'ct_2', 'ct_9') where seq = 2`, 2],
  ['a time is changed', sql`update audit_log set at = '2026-01-01' where seq = 2`, 2],
  ['a row is removed', sql`delete from audit_log where seq = 2`, 3],
  ['the first row is removed', sql`delete from audit_log where seq = 1`, 2],
  ['a hash is changed', sql`update audit_log set hash = 'x' where seq = 3`, 3],
])('finds the first broken row when %s', async (_, statement, broken) => {
  await tamper(statement);
  expect(await verifyAudit(bff.appContext.store)).toMatchObject({ isIntact: false, firstBroken: { seq: broken } });
  await expect(command('audit', 'verify')).rejects.toThrow(`"seq":${broken},`);
});

test('concurrent writers produce one intact chain of audit rows', async () => {
  const { store } = bff.appContext;
  await Promise.all(
    Array.from({ length: 20 }, (_, count) =>
      store
        .transaction()
        .execute((transaction) => appendAudit(transaction, [{ action: 'access_denied', at, contract: `ct_${count}` }])),
    ),
  );
  expect(await verifyAudit(store)).toMatchObject({ isIntact: true, count: 20 });
});

test('repeated denied access is audited once in ten minutes, but each configuration reload is audited', async () => {
  const { audit } = bff.appContext;
  for (let count = 0; count < 3; count++) {
    audit.record('access_denied', { contract: 'ct_1', addressKey: 'a' });
    audit.record('configuration_reloaded', { changes: [] });
  }
  audit.record('access_denied', { contract: 'ct_1', addressKey: 'b' });
  expect((await entries()).map(({ action }) => action).sort()).toEqual([
    'access_denied',
    'access_denied',
    'configuration_reloaded',
    'configuration_reloaded',
    'configuration_reloaded',
  ]);
});

test('when the audit queue is full, further events are dropped and logged', async () => {
  await sql`alter table audit_log rename to audit_log_unavailable`.execute(bff.appContext.store);
  for (let count = 0; count < 1_002; count++) bff.appContext.audit.record('access_denied', { contract: `ct_${count}` });
  expect(logged('audit_event_dropped')).toHaveLength(2);
  await sql`alter table audit_log_unavailable rename to audit_log`.execute(bff.appContext.store);
  expect(await entries()).toHaveLength(1_000);
});
