import { afterEach, beforeEach, expect, test } from 'vitest';
import { fairWeather } from '../scenario.ts';
import { openStage, type Stage } from '../test-stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const put = (body: string, headers = {}) => stage.visit('/simulator/scenario', { method: 'PUT', body, headers });

test('a scenario is changed flag by flag, the others stay', async () => {
  expect(await (await stage.visit('/simulator/scenario')).json()).toEqual(fairWeather);
  await put('{"pricing":"down"}');
  const both = await (await put('{"latencyMs":5}')).json();
  expect(both).toEqual({ ...fairWeather, pricing: 'down', latencyMs: 5 });
});

test.each(['{"pricing":"sideways"}', '{"price":"down"}', '{"latencyMs":-1}', '[]', '{'])(
  'the scenario %s is refused and changes nothing',
  async (body) => {
    expect((await put(body)).status).toBe(422);
    expect(stage.world.scenario.current()).toEqual(fairWeather);
  },
);

test('pages on this machine may steer, pages elsewhere may not', async () => {
  const near = await put('{}', { origin: 'http://localhost:4400' });
  expect(near.headers.get('access-control-allow-origin')).toBe('http://localhost:4400');
  for (const origin of ['https://evil.example', 'http://localhost.evil.example', 'null']) {
    const far = await put('{"pricing":"down"}', { origin });
    expect(far.status).toBe(403);
    expect(far.headers.get('access-control-allow-origin')).toBeNull();
  }
  expect(stage.world.scenario.current().pricing).toBe('up');
});

test('a preflight from this machine is answered', async () => {
  const headers = { origin: 'http://127.0.0.1:4400', 'access-control-request-method': 'PUT' };
  const response = await stage.visit('/simulator/scenario', { method: 'OPTIONS', headers });
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-methods')).toContain('PUT');
});

test('contracts are listed newest first, without personal data', async () => {
  const one = await stage.contract();
  const two = await stage.contract();
  const text = await (await stage.visit('/simulator/contracts')).text();
  expect(JSON.parse(text)).toMatchObject([
    { id: two.id, number: 2, reference: two.partnerReference, status: 'sent', accounts: [{ last4: '0017' }] },
    { id: one.id, number: 1 },
  ]);
  expect(text).not.toMatch(/Ada|Bakery|123456789|Sample Street/);
});

test('a contract is moved one step by hand, until nothing follows', async () => {
  const { id } = await stage.contract();
  const advance = (which: string) => stage.visit(`/simulator/contracts/${which}/advance`, { method: 'POST' });
  expect(await (await advance(id)).json()).toEqual({ id, status: 'viewed' });
  const contract = stage.world.contracts.get(id);
  if (contract) stage.world.contracts.move(contract, 'declined');
  expect((await advance(id)).status).toBe(409);
  expect((await advance('none')).status).toBe(404);
});

test('the journal tells what was asked, without personal data, and keeps the last 200', async () => {
  await stage.contract();
  const entries = await (await stage.visit('/simulator/journal')).json();
  expect(entries.map(({ summary }: { summary: string }) => summary)).toEqual([
    expect.stringMatching(/^\d+ prices for ONCOR$/),
    expect.stringMatching(/^createContract msc_test_/),
  ]);
  expect(JSON.stringify(entries)).not.toMatch(/Ada|Bakery|123456789|10443720000000017/);

  for (let at = 0; at < 250; at++) {
    stage.world.journal.record({ kind: 'request', summary: '', method: '', path: '', status: 0, durationMs: 0 });
  }
  expect(stage.world.journal.since(0)).toHaveLength(200);
  expect(stage.world.journal.since(0)[0]?.seq).toBe(53);
});

test('the journal streams what came before and what comes, resuming after the id last seen', async () => {
  const entry = { kind: 'request', method: 'GET', path: '/', status: 200, durationMs: 0 } as const;
  for (const summary of ['one', 'two']) stage.world.journal.record({ ...entry, summary });
  const headers = { 'last-event-id': '1' };
  const response = await stage.visit('/simulator/journal/events', { headers });
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  stage.world.journal.record({ ...entry, summary: 'three' });
  stage.world.close();
  const text = await response.text();
  expect([...text.matchAll(/"summary":"(\w+)"/g)].map(([, summary]) => summary)).toEqual(['two', 'three']);
  expect(text).toContain('id: 3\n');
});

test('a reset forgets contracts, moved prices, signing links and the scenario', async () => {
  const { id } = await stage.contract();
  const link = await stage.signingUrl(id);
  await put('{"rate":"moved"}');
  expect((await stage.visit('/simulator/reset', { method: 'POST' })).status).toBe(204);
  expect(stage.world.contracts.list()).toEqual([]);
  expect((await stage.visit(link)).status).toBe(404);
  expect(stage.world.scenario.current()).toEqual(fairWeather);
});

test('a contract is put where a test wants it, with reasons, and nowhere that is no status', async () => {
  const { id } = await stage.contract();
  const move = (which: string, body: object) =>
    stage.visit(`/simulator/contracts/${which}/status`, { method: 'PUT', body: JSON.stringify(body) });
  const reasons = [{ code: 'A76', message: 'Account not found' }];
  expect(await (await move(id, { status: 'rejected', reasons })).json()).toEqual({ id, status: 'rejected' });
  expect(stage.world.contracts.get(id)).toMatchObject({ status: 'rejected', reasons });
  expect((await move(id, { status: 'teleported' })).status).toBe(422);
  expect((await move('none', { status: 'voided' })).status).toBe(404);
  expect(stage.world.contracts.get(id)?.status).toBe('rejected');
});
