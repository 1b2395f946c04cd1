import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findFreePorts } from '../scripts/free-ports.ts';
import { createDemoCredentials, partnerOf } from '../src/simulator/demo-credentials.ts';
import { startSimulator } from '../src/simulator/serve.ts';
import { contract } from '../src/wire/contract.ts';
import { listOffers } from '../src/wire/offer.ts';
import { session } from '../src/wire/session.ts';
import { failToStart, spawnBff } from './bff-process.ts';
import { contractFor, dallas } from './stack.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shopper-server-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a status is there after kill -9 right after its webhook was acknowledged', async () => {
  const credentials = await createDemoCredentials('lonestar', 'test');
  const simulator = await startSimulator({ port: 0, host: '127.0.0.1', partners: [partnerOf(credentials)] });
  const [port] = await findFreePorts(1);
  const settings = { port, folder, credentials, simulatorOrigin: simulator.origin };
  let bff = await spawnBff(settings);
  try {
    const page = 'http://localhost:9';
    const ask = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
      fetch(`${bff.origin}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { Origin: page, 'Content-Type': 'application/json', ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    const { token } = session.parse(await (await ask('/v1/sessions', { siteKey: 'pk_test_demo' })).json());
    const authorized = { Authorization: `Bearer ${token}` };
    const [offer] = listOffers.response.parse(await (await ask('/v1/offers', dallas, authorized)).json()).offers;
    if (!offer) throw new Error('no offer');
    const made = contract.parse(
      await (
        await ask('/v1/contracts', contractFor(offer), { ...authorized, 'Idempotency-Key': crypto.randomUUID() })
      ).json(),
    );

    const [upstream] = simulator.world.contracts.list();
    const body = JSON.stringify({
      id: 'evt_1',
      type: 'contract.status_changed',
      environment: 'test',
      occurredAt: new Date().toISOString(),
      data: { contractId: upstream?.id, partnerReference: made.id, status: 'accepted' },
    });
    const now = new Date();
    const acknowledged = await fetch(`${bff.origin}/webhooks/msc/lonestar/test`, {
      method: 'POST',
      headers: {
        'webhook-id': 'evt_1',
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(credentials.webhookSecret).sign('evt_1', now, body),
      },
      body,
    });
    expect(acknowledged.status).toBe(204);
    await bff.kill();

    bff = await spawnBff(settings);
    const after = contract.parse(await (await ask(`/v1/contracts/${made.id}`, undefined, authorized)).json());
    expect(after.status).toBe('accepted');
  } finally {
    await bff.kill();
    await simulator.close();
  }
});

test('a partners.yaml with a mistake stops the start and says the line', async () => {
  const { code, said } = await failToStart(folder, 'partners:\n  - id: lonestar\n    sites: []\n    colour: red\n');
  expect(code).toBe(1);
  expect(said).toMatch(/partners\.yaml:4:\d+: partners\.0\.colour/);
  expect(said).not.toMatch(/ at /);
});

test('settings that are missing are named', async () => {
  const { code, said } = await failToStart(folder, '', { BFF_SECRET: 'short' });
  expect(code).toBe(1);
  expect(said).toMatch(/BFF_SECRET: at least 32 characters/);
});
