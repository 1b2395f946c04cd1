import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSimulatorHarness, type SimulatorHarness } from '../../../test/support/simulator-harness.ts';
import { type StatusChanged, statusChanged } from '../../upstreams/msc/status.ts';
import { markViewed, signContract } from '../contracting/lifecycle.ts';
import { createDemoCredentials, type DemoCredentials, partnerOf } from '../demo-credentials.ts';
import type { ScenarioPatch } from '../scenario.ts';

interface Received {
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly event: StatusChanged;
}

let received: Received[];
/** Status codes of the receiver's next responses. All later responses have status 204. */
let responseStatuses: number[];
let url: string;
let credentials: DemoCredentials;
let harness: SimulatorHarness;
const receiver = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const body = Buffer.concat(chunks).toString();
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  received.push({ headers, body, event: statusChanged.parse(JSON.parse(body)) });
  response.writeHead(responseStatuses.shift() ?? 204, { location: '/elsewhere' }).end();
});

beforeEach(async () => {
  received = [];
  responseStatuses = [];
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/webhooks`;
  credentials = await createDemoCredentials('demo', 'test');
});
afterEach(async () => {
  harness.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
});

const setUp = async (scenario: ScenarioPatch = {}) => {
  const partners = [partnerOf(credentials, url)];
  harness = await createSimulatorHarness({
    partners,
    scenario,
    webhookRetryMs: 10,
    lateWebhookMs: 50,
    now: () => new Date(),
  });
};
/** Adds a signed contract directly to the simulator's state, because the harness's client has other credentials. */
const signed = async () => {
  const owner = await createSimulatorHarness();
  const { id } = await owner.createAnyContract();
  const contract = owner.state.contracts.get(id);
  owner.close();
  if (!contract) throw new Error(id);
  const duplicate = harness.state.contracts.add({ ...contract, createdAt: new Date(), updatedAt: new Date() });
  markViewed(harness.state, duplicate);
  signContract(harness.state, duplicate, 'Ada Sample');
  return duplicate;
};
const statuses = () => received.map(({ event }) => event.data.status);
const STATUS_ORDER = ['sent', 'viewed', 'signed', 'submitted', 'accepted'];

test('sends every status change as a signed Standard Webhooks event without personal data', async () => {
  await setUp();
  const { id } = await signed();
  await vi.waitFor(() => expect(statuses()).toEqual(STATUS_ORDER));
  for (const { headers, body, event } of received) {
    expect(() => new Webhook(credentials.webhookSecret).verify(body, headers)).not.toThrow();
    expect(headers['webhook-id']).toBe(event.id);
    expect(event.data).toMatchObject({ contractId: id, accounts: [{ identifierLast4: '0017' }] });
    expect(body).not.toMatch(/Ada|Bakery|123456789|10443720000000017/);
  }
  expect(new Set(received.map(({ event }) => event.id)).size).toBe(5);
});

test('the signature of a webhook cannot be verified with another secret', async () => {
  await setUp();
  await signed();
  await vi.waitFor(() => expect(received.length).toBeGreaterThan(0));
  const [first] = received;
  const other = new Webhook(`whsec_${Buffer.alloc(32).toString('base64')}`);
  expect(() => other.verify(first?.body ?? '', first?.headers ?? {})).toThrow();
});

test('retries an event with the same ID until a 2xx response, and records each attempt', async () => {
  await setUp();
  responseStatuses = [503, 500, 302];
  await signed();
  await vi.waitFor(() => expect(received).toHaveLength(STATUS_ORDER.length + 3));
  const ids = new Set(received.map(({ event }) => event.id));
  expect(ids.size).toBe(STATUS_ORDER.length);
  await vi.waitFor(() => {
    const attempts = harness.state.journal.entriesAfter(0).filter(({ kind }) => kind === 'webhook');
    expect(attempts.filter(({ status }) => status === 204)).toHaveLength(STATUS_ORDER.length);
    expect(
      attempts
        .filter(({ status }) => status !== 204)
        .map(({ status }) => status)
        .sort(),
    ).toEqual([302, 500, 503]);
  });
});

test('delivers all events after the receiver is available again', async () => {
  await setUp();
  receiver.closeAllConnections();
  const { port } = receiver.address() as AddressInfo;
  await new Promise((resolve) => receiver.close(resolve));
  await signed();
  await vi.waitFor(() =>
    expect(harness.state.journal.entriesAfter(0).filter(({ status }) => status === 0).length).toBeGreaterThan(5),
  );
  await new Promise<void>((resolve) => receiver.listen(port, '127.0.0.1', resolve));
  await vi.waitFor(() => expect(statuses().sort()).toEqual([...STATUS_ORDER].sort()), { timeout: 5_000 });
});

test('gives up on an event after seven attempts', async () => {
  await setUp();
  responseStatuses = Array(100).fill(500);
  const contract = await signed();
  const journalEntries = () =>
    harness.state.journal.entriesAfter(0).filter(({ summary }) => summary === 'sent given up');
  await vi.waitFor(() => expect(journalEntries()).toHaveLength(1), { timeout: 5_000 });
  expect(journalEntries()[0]?.detail).toMatchObject({ contractId: contract.id, try: 7 });
  expect(statuses().filter((status) => status === 'sent')).toHaveLength(7);
});

test('in the scenario “duplicated”, sends every event twice with the same ID', async () => {
  await setUp({ webhooks: 'duplicated' });
  await signed();
  await vi.waitFor(() => expect(received).toHaveLength(10));
  expect(new Set(received.map(({ event }) => event.id)).size).toBe(5);
});

test('in the scenario “out_of_order”, swaps the events of each pair and sends all events', async () => {
  await setUp({ webhooks: 'out_of_order', acceptance: 'immediate' });
  await signed();
  await vi.waitFor(() => expect(statuses()).toEqual(['viewed', 'sent', 'submitted', 'signed', 'accepted']));
});

test('in the scenario “delayed”, sends no event before the delay has passed', async () => {
  await setUp({ webhooks: 'delayed', acceptance: 'immediate' });
  const created = performance.now();
  await signed();
  expect(received).toEqual([]);
  await vi.waitFor(() => expect(statuses()).toEqual(STATUS_ORDER));
  expect(performance.now() - created).toBeGreaterThanOrEqual(50);
});

test('a reset drops pending events', async () => {
  await setUp({ webhooks: 'delayed', acceptance: 'immediate' });
  await signed();
  harness.state.reset();
  harness.state.scenario.update({ webhooks: 'normal', acceptance: 'immediate' });
  await signed();
  await vi.waitFor(() => expect(statuses()).toEqual(STATUS_ORDER));
});

test('in the scenario “disabled”, sends no event', async () => {
  await setUp({ webhooks: 'disabled', acceptance: 'immediate' });
  const contract = await signed();
  expect(contract.status).toBe('accepted');
  harness.state.scenario.update({ webhooks: 'normal' });
  const nextContract = await signed();
  await vi.waitFor(() => expect(received.at(-1)?.event.data.status).toBe('accepted'));
  expect(new Set(received.map(({ event }) => event.data.contractId))).toEqual(new Set([nextContract.id]));
});
