import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulatorHarness, type SimulatorHarness } from '../../../test/support/simulator-harness.ts';
import { defaultScenario } from '../scenario.ts';

let harness: SimulatorHarness;
beforeEach(async () => {
  harness = await createSimulatorHarness();
});
afterEach(() => harness.close());

const put = (body: string, headers = {}) => harness.fetch('/simulator/scenario', { method: 'PUT', body, headers });

test('updates individual values of the scenario and keeps the others', async () => {
  expect(await (await harness.fetch('/simulator/scenario')).json()).toEqual(defaultScenario);
  await put('{"pricing":"down"}');
  const both = await (await put('{"latencyMs":5}')).json();
  expect(both).toEqual({ ...defaultScenario, pricing: 'down', latencyMs: 5 });
});

test.each(['{"pricing":"sideways"}', '{"price":"down"}', '{"latencyMs":-1}', '[]', '{'])(
  'rejects the scenario %s and changes nothing',
  async (body) => {
    expect((await put(body)).status).toBe(422);
    expect(harness.state.scenario.current()).toEqual(defaultScenario);
  },
);

test('accepts control requests only from pages on a loopback origin', async () => {
  const allowed = await put('{}', { origin: 'http://localhost:4400' });
  expect(allowed.headers.get('access-control-allow-origin')).toBe('http://localhost:4400');
  for (const origin of ['https://evil.example', 'http://localhost.evil.example', 'null']) {
    const denied = await put('{"pricing":"down"}', { origin });
    expect(denied.status).toBe(403);
    expect(denied.headers.get('access-control-allow-origin')).toBeNull();
  }
  expect(harness.state.scenario.current().pricing).toBe('up');
});

test('responds to a preflight request from a loopback origin', async () => {
  const headers = { origin: 'http://127.0.0.1:4400', 'access-control-request-method': 'PUT' };
  const response = await harness.fetch('/simulator/scenario', { method: 'OPTIONS', headers });
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-methods')).toContain('PUT');
});

test('lists contracts newest first, without personal data', async () => {
  const first = await harness.createAnyContract();
  const second = await harness.createAnyContract();
  const text = await (await harness.fetch('/simulator/contracts')).text();
  expect(JSON.parse(text)).toMatchObject([
    { id: second.id, number: 2, reference: second.partnerReference, status: 'sent', accounts: [{ last4: '0017' }] },
    { id: first.id, number: 1 },
  ]);
  expect(text).not.toMatch(/Ada|Bakery|123456789|Sample Street/);
});

test('advances a contract by one status, and responds with 409 if there is no next status', async () => {
  const { id } = await harness.createAnyContract();
  const listed = async () => (await harness.fetch('/simulator/contracts')).json();
  expect(await listed()).toMatchObject([{ status: 'sent', nextStatus: 'viewed' }]);
  const advance = (status: string) => harness.fetch(`/simulator/contracts/${status}/advance`, { method: 'POST' });
  expect(await (await advance(id)).json()).toEqual({ id, status: 'viewed' });
  const contract = harness.state.contracts.get(id);
  if (contract) harness.state.contracts.setStatus(contract, 'declined');
  expect((await advance(id)).status).toBe(409);
  expect((await listed())[0]).not.toHaveProperty('nextStatus');
  expect((await advance('none')).status).toBe(404);
});

test('the journal contains no personal data and keeps only the last 200 entries', async () => {
  await harness.createAnyContract();
  const entries = await (await harness.fetch('/simulator/journal')).json();
  expect(entries.map(({ summary }: { summary: string }) => summary)).toEqual([
    expect.stringMatching(/^\d+ prices for ONCOR$/),
    expect.stringMatching(/^createContract msc_test_/),
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/Ada|Bakery|123456789|10443720000000017/);

  for (let at = 0; at < 250; at++) {
    harness.state.journal.record({ kind: 'request', summary: '', method: '', path: '', status: 0, durationMs: 0 });
  }
  expect(harness.state.journal.entriesAfter(0)).toHaveLength(200);
  expect(harness.state.journal.entriesAfter(0)[0]?.seq).toBe(53);
});

test('streams stored and new journal entries after the last event ID', async () => {
  const entry = { kind: 'request', method: 'GET', path: '/', status: 200, durationMs: 0 } as const;
  for (const summary of ['one', 'two']) harness.state.journal.record({ ...entry, summary });
  const headers = { 'last-event-id': '1' };
  const response = await harness.fetch('/simulator/journal/events', { headers });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  harness.state.journal.record({ ...entry, summary: 'three' });
  harness.state.close();
  const text = await response.text();
  expect([...text.matchAll(/"summary":"(\w+)"/g)].map(([, summary]) => summary)).toEqual(['two', 'three']);
  expect(text).toContain('id: 3\n');
});

test('a reset deletes contracts and signing links, and restores the default scenario', async () => {
  const { id } = await harness.createAnyContract();
  const link = await harness.createSigningUrl(id);
  await put('{"rate":"changed"}');
  expect((await harness.fetch('/simulator/reset', { method: 'POST' })).status).toBe(204);
  expect(harness.state.contracts.list()).toEqual([]);
  expect((await harness.fetch(link)).status).toBe(404);
  expect(harness.state.scenario.current()).toEqual(defaultScenario);
});

test('sets a contract to any valid status, with reasons', async () => {
  const { id } = await harness.createAnyContract();
  const setStatus = (status: string, body: object) =>
    harness.fetch(`/simulator/contracts/${status}/status`, { method: 'PUT', body: JSON.stringify(body) });
  const reasons = [{ code: 'A76', message: 'Account not found' }];
  expect(await (await setStatus(id, { status: 'rejected', reasons })).json()).toEqual({ id, status: 'rejected' });
  expect(harness.state.contracts.get(id)).toMatchObject({ status: 'rejected', reasons });
  expect((await setStatus(id, { status: 'teleported' })).status).toBe(422);
  expect((await setStatus('none', { status: 'voided' })).status).toBe(404);
  expect(harness.state.contracts.get(id)?.status).toBe('rejected');
});
