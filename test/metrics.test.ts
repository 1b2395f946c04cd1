import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findFreePorts } from '../scripts/free-ports.ts';
import { watchStore } from '../src/bff/metrics/watch-store.ts';
import { createDemoCredentials } from '../src/simulator/demo-credentials.ts';
import { createContract } from '../src/wire/contract.ts';
import { spawnBff } from './bff-process.ts';
import { contractFor, createStack, dallas, firstOffer, makeContract, openSession, type Stack, say } from './stack.ts';

let stack: Stack;
beforeEach(async () => {
  stack = await createStack();
  watchStore(stack.deps);
});
afterEach(() => stack.close());

const read = async (): Promise<string> => (await stack.deps.metrics.read()).text;
/** The value of one series, by its name and labels as they are written. */
const value = async (series: string): Promise<number> => {
  const line = (await read()).split('\n').find((each) => each.startsWith(`${series} `));
  if (line === undefined) throw new Error(`there is no ${series}`);
  return Number(line.slice(series.length));
};
const later = (minutes: number): void => {
  stack.clock.now = () => new Date(Date.now() + minutes * 60_000);
};

test('requests are counted by route and class of status, calls upstream by how they ended', async () => {
  const { token } = await openSession(stack.app);
  await say(stack.app, '/v1/offers', { body: dallas, token });
  await say(stack.app, '/v1/offers', { body: {}, token });
  expect(await value('shopper_request_seconds_count{route="/v1/offers",status="2xx"}')).toBe(1);
  expect(await value('shopper_request_seconds_count{route="/v1/offers",status="4xx"}')).toBe(1);
  const calls = 'shopper_upstream_calls_total{partner="lonestar",environment="test",operation="prices"';
  expect(await value(`${calls},outcome="ok"}`)).toBe(1);
  stack.simulator.world.scenario.change({ pricing: 'down' });
  await say(stack.app, '/v1/offers', { body: { ...dallas, annualUsage: { amount: '1000', unit: 'kWh' } }, token });
  expect(await value(`${calls},outcome="status"}`)).toBe(1);
});

test('an API that is left alone shows as resting, until it is asked again', async () => {
  const { metrics } = stack.deps;
  const call = { api: 'pricing', operation: 'prices', milliseconds: 1 };
  const series = 'shopper_upstream_resting{partner="lonestar",environment="test",api="pricing"}';
  metrics.upstream('lonestar', 'test', { ...call, outcome: 'resting' });
  expect(await value(series)).toBe(1);
  metrics.upstream('lonestar', 'test', { ...call, outcome: 'ok' });
  expect(await value(series)).toBe(0);
});

test('a contract of which nobody knows whether it was made is counted, and how long that has been so', async () => {
  const { token } = await openSession(stack.app);
  const body = contractFor(await firstOffer(stack.app, token));
  stack.simulator.world.scenario.change({ contracting: 'down' });
  await say(stack.app, createContract.path, { body, token, headers: { 'Idempotency-Key': crypto.randomUUID() } });
  later(10);
  expect(await value('shopper_contracts_unknown')).toBe(1);
  expect(await value('shopper_contracts_unknown_oldest_seconds')).toBeGreaterThan(590);
});

test('what waits to be told, open streams and keys have their ages and numbers', async () => {
  const { token } = await openSession(stack.app);
  const { id } = await makeContract(stack.app, token);
  const stream = await say(stack.app, `/v1/contracts/${id}/events`, { token });
  later(5);
  expect(await value('shopper_outbox_unaddressed')).toBe(1);
  expect(await value('shopper_outbox_unaddressed_oldest_seconds')).toBeGreaterThan(290);
  expect(await value('shopper_outbox_pending')).toBe(0);
  expect(await value('shopper_outbox_pending_oldest_seconds')).toBe(0);
  expect(await value('shopper_streams')).toBe(1);
  await stream.body?.cancel();
  await expect.poll(() => value('shopper_streams')).toBe(0);
});

test('webhooks that are not signed, and those of nobody’s contract, are counted', async () => {
  const now = new Date();
  const data = { contractId: 'msc_1', partnerReference: 'ct_nobody', status: 'signed' };
  const type = 'contract.status_changed';
  const body = JSON.stringify({ id: 'evt_1', type, environment: 'test', occurredAt: now.toISOString(), data });
  const send = (secret: string) =>
    stack.app.request('/webhooks/msc/lonestar/test', {
      method: 'POST',
      headers: {
        'webhook-id': 'evt_1',
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign('evt_1', now, body),
      },
      body,
    });
  await send('whsec_b3RoZXJvdGhlcm90aGVyb3RoZXJvdGhlcg==');
  await send(stack.credentials.webhookSecret);
  expect(await value('shopper_webhook_signature_failures_total{partner="lonestar",environment="test"}')).toBe(1);
  expect(await value('shopper_inbox_unmatched')).toBe(1);
});

test('whatever is asked, there are no more series for it, and nothing of it is in them', async () => {
  const { token } = await openSession(stack.app);
  const ask = async (some: string): Promise<void> => {
    const { id } = await makeContract(stack.app, token);
    await say(stack.app, `/v1/contracts/${id}`, { token });
    await say(stack.app, `/v1/contracts/${some}`, { token });
    await say(stack.app, `/${some}`, { headers: { 'X-Forwarded-For': some } });
    await say(stack.app, '/v1/sessions', { body: { siteKey: `pk_test_${some}` } });
    await stack.app.request(`/webhooks/msc/${some}/test`, { method: 'POST', body: '{}' });
    await stack.app.request('/v1/offers', { method: some.toUpperCase().slice(0, 6) });
  };
  await ask('first');
  const before = await read();
  for (let count = 0; count < 20; count++) await ask(`other${String.fromCharCode(97 + count).repeat(4)}`);
  const after = await read();
  expect(after.split('\n').length).toBe(before.split('\n').length);
  const { customer, signer, accounts } = contractFor(await firstOffer(stack.app, token));
  const told = [customer.legalName, customer.taxId, signer.name, signer.email, accounts[0]?.identifier ?? '', token];
  for (const secret of [...told, 'ct_', 'othera', 'pk_test']) expect(after).not.toContain(secret);
});

test('figures are served on a port of their own, with the age of mounted keys, and nowhere else', async () => {
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
    expect(text).toMatch(/^shopper_request_seconds_count\{route="\/\*",status="4xx"\} 1$/m);
  } finally {
    await bff.kill();
    rmSync(folder, { recursive: true });
  }
});
