import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eraseContract } from '../src/bff/commands/erase.ts';
import { moveStore } from '../src/bff/commands/move-store.ts';
import { runCommand } from '../src/bff/commands/run-command.ts';
import { decrypt, readPayloadKeys } from '../src/bff/encryption/envelope-encryption.ts';
import { readEvidence, rewrapEvidence } from '../src/bff/evidence/evidence.ts';
import { createLog } from '../src/bff/log.ts';
import { deleteExpired } from '../src/bff/retention/retention.ts';
import { openSqliteStore } from '../src/bff/store/sqlite.ts';
import { type Contract, contract } from '../src/wire/contract.ts';
import { type CreateContractRequest, createContract } from '../src/wire/create-contract.ts';
import type { Offer } from '../src/wire/offer.ts';
import { problem } from '../src/wire/problem.ts';
import {
  bffSecret,
  consentTextOf,
  contractRequestFor,
  createTestBff,
  firstOffer,
  openSession,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

const USER_AGENT = 'Findable Browser/4711';
const DAY_MS = 24 * 60 * 60_000;
let bff: TestBff;
let token: string;
let offer: Offer;
let request: CreateContractRequest;
let created: Contract;
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
  offer = await firstOffer(bff.app, token);
  request = contractRequestFor(offer);
  created = contract.parse(await (await send(request)).json());
});
afterEach(() => bff.close());

const send = (body: unknown) =>
  sendRequest(bff.app, createContract.path, {
    body,
    token,
    headers: { 'Idempotency-Key': crypto.randomUUID(), 'User-Agent': USER_AGENT },
  });
const rows = () => bff.appContext.store.selectFrom('contract_evidence').selectAll().execute();
const evidenceOf = (id = created.id) => readEvidence(bff.appContext, id);
const fetchDocument = async (headers: Record<string, string> = {}) => {
  const answer = await sendRequest(bff.app, `/v1/contracts/${created.id}/document`, { token, headers });
  return Buffer.from(await answer.arrayBuffer());
};
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('base64url');

test('evidence contains the offer as shown, the consent with its template, the times, and keyed hashes of the client', async () => {
  const evidence = await evidenceOf();
  expect(evidence).toMatchObject({
    offer: {
      priceId: offer.id,
      rate: offer.rate,
      earlyTermination: { kind: offer.earlyTermination.kind, amount: offer.earlyTermination.amount.amount },
      swingPercent: offer.swingPercent,
      greenPercent: offer.greenPercent,
      brokerFeeMils: offer.brokerFee.mils,
    },
    documents: offer.documents,
    consent: { text: consentTextOf(request), sha256: request.consent.sha256, locale: 'en', templateVersion: '1' },
    documentSha256: null,
  });
  expect(Number(evidence?.offer.monthlyFee)).toBe(Number(offer.monthlyFee.amount));
  const times = [evidence?.offerShownAt, evidence?.consent.at, new Date().toISOString()];
  expect(times.map((time) => time?.slice(0, 19))).toEqual(times.map((time) => time?.slice(0, 19)).sort());
  expect(JSON.stringify(evidence)).not.toContain(USER_AGENT);
  expect(evidence?.client.userAgentHash).toMatch(/^[\w-]{43}$/);
});

test('evidence is encrypted with its own key, which can be rewrapped', async () => {
  const [row] = await rows();
  expect(JSON.stringify(row)).not.toMatch(/Trinity|I am authorized/);
  if (!row) throw new Error('no evidence');
  const { key_id: keyId, wrapped_key: wrappedKey, sealed: ciphertext } = row;
  // The evidence cannot be decrypted as the contract's payload.
  expect(() => decrypt(bff.appContext.payloadKeys, created.id, { keyId, wrappedKey, ciphertext })).toThrow();
  const PAYLOAD_KEYS = `next:${randomBytes(32).toString('base64')}`;
  const payloadKeys = readPayloadKeys({ BFF_SECRET: bffSecret, PAYLOAD_KEYS });
  expect(await rewrapEvidence(bff.appContext.store, payloadKeys)).toBe(1);
  expect(await rewrapEvidence(bff.appContext.store, payloadKeys)).toBe(0);
  expect((await readEvidence({ store: bff.appContext.store, payloadKeys }, created.id))?.consent.text).toBe(
    consentTextOf(request),
  );
});

test('evidence has the hash of the first complete document until the hash of the first signed document replaces it', async () => {
  await fetchDocument({ Range: 'bytes=0-9' });
  expect((await evidenceOf())?.documentSha256).toBeNull();
  const unsigned = sha256(await fetchDocument());
  expect(await evidenceOf()).toMatchObject({ documentSha256: unsigned, documentStatus: 'sent' });

  const [upstream] = bff.simulator.state.contracts.list();
  if (!upstream) throw new Error('no contract');
  bff.simulator.state.contracts.setStatus(upstream, 'signed');
  await bff.appContext.store.updateTable('contracts').set({ status: 'signed' }).execute();
  const signed = sha256(await fetchDocument());
  expect(await evidenceOf()).toMatchObject({ documentSha256: signed, documentStatus: 'signed' });

  await bff.appContext.store.updateTable('contracts').set({ status: 'accepted' }).execute();
  await fetchDocument();
  expect((await evidenceOf())?.documentStatus).toBe('signed');
});

test('evidence is kept for years, longer than the payload, and erased with the contract', async () => {
  await bff.appContext.store.updateTable('contracts').set({ status: 'flowing' }).execute();
  bff.clock.now = () => new Date(Date.now() + 6.9 * 365.25 * DAY_MS);
  await deleteExpired(bff.appContext);
  expect(await evidenceOf()).toBeDefined();
  await deleteExpired(bff.appContext, 6);
  expect(await evidenceOf()).toBeUndefined();

  bff.clock.now = () => new Date();
  const other = contract.parse(await (await send({ ...request, replaces: created.id })).json());
  expect(await evidenceOf(other.id)).toBeDefined();
  await eraseContract(bff.appContext.store, other.id);
  expect(await rows()).toEqual([]);
});

test('a command prints the evidence of a contract', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopper-evidence-'));
  try {
    const file = join(folder, 'shopper.db');
    const copy = await openSqliteStore(file);
    await moveStore(bff.appContext.store, copy);
    await copy.destroy();
    const log = createLog({ write: () => {} });
    const print = (id: string) => runCommand('evidence', [id], { DATABASE_FILE: file, BFF_SECRET: bffSecret }, log);
    expect(JSON.parse(await print(created.id))).toMatchObject({
      contract: created.id,
      reference: created.reference,
      site: 'pk_test_demo',
      status: 'sent',
      consent: { text: consentTextOf(request) },
    });
    await expect(print('ct_none')).rejects.toThrow('contract not found, or it has no evidence');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('no evidence is kept for a rejected request', async () => {
  const rejected = await send(contractRequestFor(offer, 'Credit Hold LLC'));
  expect(problem.parse(await rejected.json()).code).toBe('invalid_request');
  expect(await rows()).toHaveLength(1);
});

test('evidence is deleted after a month if the contract’s outcome stays unknown', async () => {
  bff.simulator.state.scenario.update({ contracting: 'down' });
  const unknown = await send(contractRequestFor(offer, 'Another Bakery LLC'));
  expect(problem.parse(await unknown.json()).code).toBe('contract_outcome_unknown');
  expect(await rows()).toHaveLength(2);
  bff.clock.now = () => new Date(Date.now() + 31 * DAY_MS);
  await deleteExpired(bff.appContext);
  expect((await rows()).map(({ contract_id }) => contract_id)).toEqual([created.id]);
});
