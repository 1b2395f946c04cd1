import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { decryptPayload, rewrapApprovalRequests } from '../src/bff/approval-requests/payload.ts';
import { eraseById } from '../src/bff/commands/erase.ts';
import { readPayloadKeys } from '../src/bff/encryption/envelope-encryption.ts';
import { reportMissingKeys } from '../src/bff/encryption/missing-keys.ts';
import { deleteExpired } from '../src/bff/retention/retention.ts';
import { tableNames } from '../src/bff/store/tables.ts';
import { createContract } from '../src/wire/create-contract.ts';
import { problem } from '../src/wire/problem.ts';
import { createApprovalRequest } from '../src/wire/saved-purchase.ts';
import { fetchStatus, openLink, postLink, prepare, preparedBy, readOpened, revoke } from './fixtures/approval.ts';
import {
  bffSecret,
  contractRequestFor,
  createTestBff,
  firstOffer,
  openSession,
  sendRequest,
  type TestBff,
  withConsent,
} from './fixtures/bff.ts';
import { textFields, valueAt } from './fixtures/text-fields.ts';

let folder: string;
let bff: TestBff;
let token: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shopper-approval-'));
  bff = await createTestBff({ databaseFile: join(folder, 'data', 'shopper.db') });
  ({ token } = await openSession(bff.app));
});
afterEach(async () => {
  await bff.close();
  rmSync(folder, { recursive: true });
});

function advanceDays(days: number): void {
  bff.clock.now = () => new Date(Date.now() + days * 24 * 60 * 60_000);
}
const rows = () => bff.appContext.store.selectFrom('approval_requests').selectAll().execute();
/** All rows, and the bytes of the database file and its log, if there is a file. */
async function stored(): Promise<string> {
  const tables = await Promise.all(
    tableNames.map((name) => bff.appContext.store.selectFrom(name).selectAll().execute()),
  );
  const files = bff.databaseUrl ? [] : readdirSync(join(folder, 'data'));
  return [JSON.stringify(tables), ...files.map((name) => readFileSync(join(folder, 'data', name), 'latin1'))].join('');
}
async function signAs(approver: string, id: string) {
  const { purchase, offer } = await readOpened(bff, id, approver);
  const body = withConsent({
    approvalRequestId: id,
    offerToken: offer?.offerToken ?? '',
    customer: { ...purchase.customer, taxId: '987654321' },
    signer: { name: 'Dana Findable', title: 'Chief Finder', email: 'dana@findable.example', phone: '+12145550187' },
    accounts: purchase.accounts,
  });
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  return sendRequest(bff.app, createContract.path, { body, token: approver, headers });
}

test('neither the tax ID, the secret nor any personal input can be found in the store or the log', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  expect((await signAs(approver.token, request.id)).status).toBe(201);
  const open = await prepare(bff, token);
  const everything = (await stored()) + bff.logLines.join('\n');
  expect(everything).toContain(open.request.id);
  const purchase = preparedBy({ offerToken: '' });
  const notPersonal =
    /^\/(?:offerToken|returnTo|email|postalCode|currentSupply\/contractEnd|accounts\/0\/serviceAddress\/(?:city|state|postalCode))$/;
  const personal = textFields(createApprovalRequest.body)
    .filter((path) => !notPersonal.test(path))
    .map((path) => valueAt(purchase, path))
    .filter((value) => typeof value === 'string');
  expect(personal).toContain('77 Findable Avenue');
  const searched = [...personal, '987654321', 'Dana Findable', secret, open.secret];
  expect(searched.filter((value) => everything.includes(value))).toEqual([]);
});

test('a purchase can be read only with its key and only in its own row', async () => {
  await prepare(bff, token);
  const [row] = await rows();
  if (!row) throw new Error('nothing is stored');
  expect(decryptPayload(bff.appContext.payloadKeys, row)?.purchase.customer.legalName).toBe('Findable Bakery LLC');
  const other = readPayloadKeys({ BFF_SECRET: 'another secret of the server, and long enough' });
  expect(() => decryptPayload(other, row)).toThrow('no payload key');
  expect(() => decryptPayload(bff.appContext.payloadKeys, { ...row, id: 'ap_1' })).toThrow('decryption failed');
});

test('a prepared purchase is deleted when its contract is created or its link is revoked', async () => {
  const [used, revoked] = [await prepare(bff, token), await prepare(bff, token)];
  const approver = await openLink(bff, used.secret);
  await signAs(approver.token, used.request.id);
  await revoke(bff, revoked.request.id, token);
  expect((await rows()).map(({ key_id, wrapped_key, sealed }) => [key_id, wrapped_key, sealed])).toEqual([
    [null, null, null],
    [null, null, null],
  ]);
});

test('retention deletes the purchase after seven days, and the approval request a day later', async () => {
  await prepare(bff, token);
  advanceDays(6.99);
  await deleteExpired(bff.appContext);
  const [row] = await rows();
  expect(row?.sealed).toBeTypeOf('string');
  advanceDays(7.01);
  await deleteExpired(bff.appContext);
  const [expired] = await rows();
  expect(expired).toMatchObject({ key_id: null, wrapped_key: null, sealed: null });
  if (!bff.databaseUrl) expect(await stored()).not.toContain(row?.sealed);
  advanceDays(8.01);
  await deleteExpired(bff.appContext);
  expect(await rows()).toEqual([]);
});

test('erasing an approval request leaves none of its bytes, makes its link open nothing, and is audited', async () => {
  const { request, secret } = await prepare(bff, token);
  const [row] = await rows();
  await eraseById(bff.appContext.store, request.id);
  const everything = await stored();
  for (const text of [row?.sealed, row?.wrapped_key, row?.session_id]) expect(everything).not.toContain(text);
  expect(problem.parse(await (await postLink(bff, secret)).json()).code).toBe('approval_link_spent');
  expect((await fetchStatus(bff, request.id, token)).status).toBe(404);
  expect(everything).toContain(`"action":"approval_request_erased"`.replaceAll('"', '\\"'));
  await expect(eraseById(bff.appContext.store, request.id)).rejects.toThrow('not found');
});

test('erasing a contract also erases the approval request that led to it', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  const { id } = createContract.response.parse(await (await signAs(approver.token, request.id)).json());
  await eraseById(bff.appContext.store, id);
  expect(await rows()).toEqual([]);
});

test('erasing a second contract for an approval request keeps the request, which belongs to the first contract', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  const { id } = createContract.response.parse(await (await signAs(approver.token, request.id)).json());
  const offer = await firstOffer(bff.app, approver.token);
  const other = { ...contractRequestFor(offer, 'Findable Kiosk LLC'), approvalRequestId: request.id };
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  const created = await sendRequest(bff.app, createContract.path, { body: other, token: approver.token, headers });
  await eraseById(bff.appContext.store, createContract.response.parse(await created.json()).id);
  expect((await rows()).map(({ contract_id }) => contract_id)).toEqual([id]);
});

test('data keys can be rewrapped with a new key, after which the old key is no longer needed', async () => {
  await prepare(bff, token);
  const key = `b:${randomBytes(32).toString('base64')}`;
  const both = readPayloadKeys({ BFF_SECRET: bffSecret, PAYLOAD_KEYS: key });
  const { store } = bff.appContext;
  expect(await rewrapApprovalRequests(store, both)).toBe(1);
  expect(await rewrapApprovalRequests(store, both)).toBe(0);
  const newKeyOnly = readPayloadKeys({
    BFF_SECRET: 'another secret of the server, and long enough',
    PAYLOAD_KEYS: key,
  });
  const [row] = await rows();
  expect(row && decryptPayload(newKeyOnly, row)?.purchase.postalCode).toBe('75201');
  await reportMissingKeys(bff.appContext);
  expect(bff.logLines.join('')).toContain('"msg":"payload_key_missing"');
});

test('a purchase with 50 accounts is stored completely', async () => {
  const purchase = preparedBy(await firstOffer(bff.app, token));
  const [account] = purchase.accounts;
  const accounts = Array.from({ length: 50 }, (_, index) => ({
    ...account,
    identifier: `104437200987${String(index).padStart(5, '0')}`,
  }));
  const response = await sendRequest(bff.app, createApprovalRequest.path, { body: { ...purchase, accounts }, token });
  const { id, url } = createApprovalRequest.response.parse(await response.json());
  const approver = await openLink(bff, url?.slice(-43) ?? '');
  expect((await readOpened(bff, id, approver.token)).purchase.accounts).toEqual(accounts);
});
