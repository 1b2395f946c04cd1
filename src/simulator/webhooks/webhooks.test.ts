import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type StatusChanged, statusChanged } from '../../upstreams/msc/webhook.ts';
import { sign, view } from '../contracting/progress.ts';
import { createDemoCredentials, type DemoCredentials, partnerOf } from '../demo-credentials.ts';
import type { ScenarioPatch } from '../scenario.ts';
import { openStage, type Stage } from '../test-stage.ts';

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly event: StatusChanged;
}

let received: Received[];
/** Statuses to answer next; 204 once they are used up. */
let answers: number[];
let url: string;
let credentials: DemoCredentials;
let stage: Stage;
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString();
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  received.push({ headers, body, event: statusChanged.parse(JSON.parse(body)) });
  response.writeHead(answers.shift() ?? 204, { location: '/elsewhere' }).end();
});

beforeEach(async () => {
  received = [];
  answers = [];
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks`;
  credentials = await createDemoCredentials('demo', 'test');
});
afterEach(async () => {
  stage.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

const open = async (scenario: ScenarioPatch = {}) => {
  const partners = [partnerOf(credentials, url)];
  stage = await openStage({ partners, scenario, retryMs: 10, lateMs: 50, now: () => new Date() });
};
/** A contract made behind the API's back, as this stage's client has other credentials. */
const signed = async () => {
  const owner = await openStage();
  const { id } = await owner.contract();
  const contract = owner.world.contracts.get(id);
  owner.close();
  if (!contract) throw new Error(id);
  const copy = stage.world.contracts.add({ ...contract, createdAt: new Date(), updatedAt: new Date() });
  view(stage.world, copy);
  sign(stage.world, copy, 'Ada Sample');
  return copy;
};
const statuses = () => received.map(({ event }) => event.data.status);
const road = ['sent', 'viewed', 'signed', 'submitted', 'accepted'];

test('every change of status is told, signed as Standard Webhooks says, without personal data', async () => {
  await open();
  const { id } = await signed();
  await vi.waitFor(() => expect(statuses()).toEqual(road));
  for (const { headers, body, event } of received) {
    expect(() => new Webhook(credentials.webhookSecret).verify(body, headers)).not.toThrow();
    expect(headers['webhook-id']).toBe(event.id);
    expect(event.data).toMatchObject({ contractId: id, accounts: [{ identifierLast4: '0017' }] });
    expect(body).not.toMatch(/Ada|Bakery|123456789|10443720000000017/);
  }
  expect(new Set(received.map(({ event }) => event.id)).size).toBe(5);
});

test('another secret does not verify it', async () => {
  await open();
  await signed();
  await vi.waitFor(() => expect(received.length).toBeGreaterThan(0));
  const [first] = received;
  const other = new Webhook(`whsec_${Buffer.alloc(32).toString('base64')}`);
  expect(() => other.verify(first?.body ?? '', first?.headers ?? {})).toThrow();
});

test('it is sent again, with the same id, until a 2xx answers, and the journal shows each try', async () => {
  await open();
  answers = [503, 500, 302];
  await signed();
  await vi.waitFor(() => expect(received).toHaveLength(road.length + 3));
  const ids = new Set(received.map(({ event }) => event.id));
  expect(ids.size).toBe(road.length);
  await vi.waitFor(() => {
    const tries = stage.world.journal.since(0).filter(({ kind }) => kind === 'webhook');
    expect(tries.filter(({ status }) => status === 204)).toHaveLength(road.length);
    expect(
      tries
        .filter(({ status }) => status !== 204)
        .map(({ status }) => status)
        .sort(),
    ).toEqual([302, 500, 503]);
  });
});

test('a receiver that is away gets everything when it is back', async () => {
  await open();
  receiver.closeAllConnections();
  const { port } = receiver.address() as AddressInfo;
  await new Promise((resolve) => receiver.close(resolve));
  await signed();
  await vi.waitFor(() =>
    expect(stage.world.journal.since(0).filter(({ status }) => status === 0).length).toBeGreaterThan(5),
  );
  await new Promise<void>((resolve) => receiver.listen(port, '127.0.0.1', resolve));
  await vi.waitFor(() => expect(statuses().sort()).toEqual([...road].sort()), { timeout: 5_000 });
});

test('a receiver that never takes it is given up on after seven tries', async () => {
  await open();
  answers = Array(100).fill(500);
  const contract = await signed();
  const given = () => stage.world.journal.since(0).filter(({ summary }) => summary === 'sent given up');
  await vi.waitFor(() => expect(given()).toHaveLength(1), { timeout: 5_000 });
  expect(given()[0]?.detail).toMatchObject({ contractId: contract.id, try: 7 });
  expect(statuses().filter((status) => status === 'sent')).toHaveLength(7);
});

test('duplicated: every event comes twice under one id', async () => {
  await open({ webhooks: 'duplicated' });
  await signed();
  await vi.waitFor(() => expect(received).toHaveLength(10));
  expect(new Set(received.map(({ event }) => event.id)).size).toBe(5);
});

test('out of order: pairs come swapped and none is lost', async () => {
  await open({ webhooks: 'out_of_order', acceptance: 'at_once' });
  await signed();
  await vi.waitFor(() => expect(statuses()).toEqual(['viewed', 'sent', 'submitted', 'signed', 'accepted']));
});

test('late: nothing comes until the time is up', async () => {
  await open({ webhooks: 'late', acceptance: 'at_once' });
  const made = performance.now();
  await signed();
  expect(received).toEqual([]);
  await vi.waitFor(() => expect(statuses()).toEqual(road));
  expect(performance.now() - made).toBeGreaterThanOrEqual(50);
});

test('what waits to be sent is forgotten by a reset', async () => {
  await open({ webhooks: 'late', acceptance: 'at_once' });
  await signed();
  stage.world.reset();
  stage.world.scenario.change({ webhooks: 'normal', acceptance: 'at_once' });
  await signed();
  await vi.waitFor(() => expect(statuses()).toEqual(road));
});

test('in the scenario “never” nobody is told anything', async () => {
  await open({ webhooks: 'never', acceptance: 'at_once' });
  const contract = await signed();
  expect(contract.status).toBe('accepted');
  stage.world.scenario.change({ webhooks: 'normal' });
  const told = await signed();
  await vi.waitFor(() => expect(received.at(-1)?.event.data.status).toBe('accepted'));
  expect(new Set(received.map(({ event }) => event.data.contractId))).toEqual(new Set([told.id]));
});
