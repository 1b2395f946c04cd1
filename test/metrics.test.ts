import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findFreePorts } from '../scripts/free-ports.ts';
import { registerGauges } from '../src/bff/metrics/register-gauges.ts';
import { createDemoCredentials } from '../src/simulator/demo-credentials.ts';
import { createContract } from '../src/wire/create-contract.ts';
import {
  contractRequestFor,
  createTestBff,
  createTestContract,
  dallasOffersRequest,
  firstOffer,
  openSession,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';
import { spawnBff } from './fixtures/bff-process.ts';

let bff: TestBff;
beforeEach(async () => {
  bff = await createTestBff();
  registerGauges(bff.appContext);
});
afterEach(() => bff.close());

const readMetrics = async (): Promise<string> => (await bff.appContext.metrics.read()).text;
/** The value of one series, identified by its name and labels as printed. */
async function value(series: string): Promise<number> {
  const line = (await readMetrics()).split('\n').find((each) => each.startsWith(`${series} `));
  if (line === undefined) throw new Error(`no series ${series}`);
  return Number(line.slice(series.length));
}
function advanceClock(minutes: number): void {
  bff.clock.now = () => new Date(Date.now() + minutes * 60_000);
}

test('counts requests by route and status class, and upstream calls by outcome', async () => {
  const { token } = await openSession(bff.app);
  await sendRequest(bff.app, '/v1/offers', { body: dallasOffersRequest, token });
  await sendRequest(bff.app, '/v1/offers', { body: {}, token });
  expect(await value('shopper_http_request_duration_seconds_count{route="/v1/offers",status="2xx"}')).toBe(1);
  expect(await value('shopper_http_request_duration_seconds_count{route="/v1/offers",status="4xx"}')).toBe(1);
  const calls = 'shopper_upstream_requests_total{partner="lonestar",environment="test",operation="prices"';
  expect(await value(`${calls},outcome="ok"}`)).toBe(1);
  bff.simulator.state.scenario.update({ pricing: 'down' });
  await sendRequest(bff.app, '/v1/offers', {
    body: { ...dallasOffersRequest, annualUsage: { amount: '1000', unit: 'kWh' } },
    token,
  });
  expect(await value(`${calls},outcome="status"}`)).toBe(1);
});

test('reports a circuit breaker as open until a call succeeds', async () => {
  const { metrics } = bff.appContext;
  const call = { api: 'pricing', operation: 'prices', durationMs: 1 };
  const series = 'shopper_upstream_circuit_open{partner="lonestar",environment="test",operation="prices"}';
  metrics.upstream('lonestar', 'test', { ...call, outcome: 'circuit_open' });
  expect(await value(series)).toBe(1);
  metrics.upstream('lonestar', 'test', { ...call, outcome: 'ok' });
  expect(await value(series)).toBe(0);
});

test('reports the number of contracts with an unknown outcome, and the age of the oldest', async () => {
  const { token } = await openSession(bff.app);
  const body = contractRequestFor(await firstOffer(bff.app, token));
  bff.simulator.state.scenario.update({ contracting: 'down' });
  await sendRequest(bff.app, createContract.path, { body, token, headers: { 'Idempotency-Key': crypto.randomUUID() } });
  advanceClock(10);
  expect(await value('shopper_contracts_outcome_unknown')).toBe(1);
  expect(await value('shopper_contracts_outcome_unknown_oldest_seconds')).toBeGreaterThan(590);
});

test('reports the number and age of undispatched events and pending webhooks, and the number of open streams', async () => {
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  const stream = await sendRequest(bff.app, `/v1/contracts/${id}/events`, { token });
  advanceClock(5);
  expect(await value('shopper_outbox_undispatched')).toBe(1);
  expect(await value('shopper_outbox_undispatched_oldest_seconds')).toBeGreaterThan(290);
  expect(await value('shopper_outbox_pending')).toBe(0);
  expect(await value('shopper_outbox_pending_oldest_seconds')).toBe(0);
  expect(await value('shopper_event_streams')).toBe(1);
  await stream.body?.cancel();
  await expect.poll(() => value('shopper_event_streams')).toBe(0);
});

test('counts webhooks without a valid signature, and webhooks for unknown contracts', async () => {
  const now = new Date();
  const data = { contractId: 'msc_1', partnerReference: 'ct_nobody', status: 'signed' };
  const type = 'contract.status_changed';
  const body = JSON.stringify({ id: 'evt_1', type, environment: 'test', occurredAt: now.toISOString(), data });
  const send = (secret: string) =>
    bff.app.request('/webhooks/msc/lonestar/test', {
      method: 'POST',
      headers: {
        'webhook-id': 'evt_1',
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign('evt_1', now, body),
      },
      body,
    });
  await send('whsec_b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcg==');
  await send(bff.credentials.webhookSecret);
  expect(await value('shopper_webhook_signature_failures_total{partner="lonestar",environment="test"}')).toBe(1);
  expect(await value('shopper_webhook_inbox_unmatched')).toBe(1);
});

test('neither unknown paths nor new customers add series, and no series contains personal data', async () => {
  const { token } = await openSession(bff.app);
  const requestPath = async (path: string): Promise<void> => {
    const { id } = await createTestContract(bff.app, token);
    await sendRequest(bff.app, `/v1/contracts/${id}`, { token });
    await sendRequest(bff.app, `/v1/contracts/${path}`, { token });
    await sendRequest(bff.app, `/${path}`, { headers: { 'X-Forwarded-For': path } });
    await sendRequest(bff.app, '/v1/sessions', { body: { siteKey: `pk_test_${path}` } });
    await bff.app.request(`/webhooks/msc/${path}/test`, { method: 'POST', body: '{}' });
    await bff.app.request('/v1/offers', { method: path.toUpperCase().slice(0, 6) });
  };
  await requestPath('first');
  const before = await readMetrics();
  for (let count = 0; count < 20; count++) await requestPath(`other${String.fromCharCode(97 + count).repeat(4)}`);
  const after = await readMetrics();
  expect(after.split('\n').length).toBe(before.split('\n').length);
  const { customer, signer, accounts } = contractRequestFor(await firstOffer(bff.app, token));
  const personalData = [
    customer.legalName,
    customer.taxId,
    signer.name,
    signer.email,
    accounts[0]?.identifier ?? '',
    token,
  ];
  for (const secret of [...personalData, 'ct_', 'othera', 'pk_test']) expect(after).not.toContain(secret);
});

test('serves metrics, including the age of mounted keys, only on the metrics port', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopper-metrics-'));
  writeFileSync(join(folder, 'secret'), 'a secret of the tests, long enough to be one\n');
  const [port, metricsPort = 0] = await findFreePorts(2);
  const credentials = await createDemoCredentials('lonestar', 'test');
  const env = { METRICS_PORT: String(metricsPort), BFF_SECRET: '', BFF_SECRET_FILE: join(folder, 'secret') };
  const bff = await spawnBff({ port, folder, credentials, simulatorOrigin: 'http://localhost:9', env });
  try {
    expect((await fetch(`${bff.origin}/metrics`)).status).toBe(404);
    const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(text).toMatch(/^shopper_key_age_seconds\{key="server_secret",partner="",environment=""\} \d/m);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds /m);
    expect(text).toMatch(/^shopper_http_request_duration_seconds_count\{route="\/\*",status="4xx"\} 1$/m);
  } finally {
    await bff.kill();
    rmSync(folder, { recursive: true });
  }
});
