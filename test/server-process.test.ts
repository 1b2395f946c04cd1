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
import { contractRequestFor, dallasOffersRequest } from './fixtures/bff.ts';
import { spawnBff, spawnFailingBff } from './fixtures/bff-process.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shopper-server-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Starts the production build of the server and a simulator, and creates one contract. `restart` stops the server with
 * kill -9 and starts it on the same store.
 */
async function startWithContract() {
  const credentials = await createDemoCredentials('lonestar', 'test');
  const simulator = await startSimulator({ port: 0, host: '127.0.0.1', partners: [partnerOf(credentials)] });
  const [port] = await findFreePorts(1);
  const settings = { port, folder, credentials, simulatorOrigin: simulator.origin };
  let bff = await spawnBff(settings);
  const send = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${bff.origin}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Origin: 'http://localhost:9', 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // If the stream sends nothing, the test must fail instead of hanging.
      signal: AbortSignal.timeout(10_000),
    });
  const { token } = session.parse(await (await send('/v1/sessions', { siteKey: 'pk_test_demo' })).json());
  const authorized = { Authorization: `Bearer ${token}` };
  const [offer] = listOffers.response.parse(
    await (await send('/v1/offers', dallasOffersRequest, authorized)).json(),
  ).offers;
  if (!offer) throw new Error('no offer');
  const key = { ...authorized, 'Idempotency-Key': crypto.randomUUID() };
  const created = contract.parse(await (await send('/v1/contracts', contractRequestFor(offer), key)).json());
  return {
    contract: created,
    read: async () => contract.parse(await (await send(`/v1/contracts/${created.id}`, undefined, authorized)).json()),
    /** Opens a stream as a client that has received events up to and including `lastSeen`. */
    open: (lastSeen: number) =>
      send(`/v1/contracts/${created.id}/events`, undefined, { ...authorized, 'Last-Event-ID': String(lastSeen) }),
    webhook: (status: string) => {
      const id = `evt_${crypto.randomUUID()}`;
      const now = new Date();
      const body = JSON.stringify({
        id,
        type: 'contract.status_changed',
        environment: 'test',
        occurredAt: now.toISOString(),
        data: { contractId: 'msc_1', partnerReference: created.id, status },
      });
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(credentials.webhookSecret).sign(id, now, body),
      };
      return fetch(`${bff.origin}/webhooks/msc/lonestar/test`, { method: 'POST', headers, body });
    },
    async restart() {
      await bff.kill();
      bff = await spawnBff(settings);
    },
    async end() {
      await bff.kill();
      await simulator.close();
    },
  };
}

async function firstEvent(stream: Response) {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const data = /^data: (.*)\n/m.exec(text)?.[1];
    if (data) return contract.parse(JSON.parse(data));
  }
  throw new Error('the stream ended');
}

test('a status survives kill -9 immediately after its webhook was acknowledged', async () => {
  const server = await startWithContract();
  try {
    expect((await server.webhook('accepted')).status).toBe(204);
    await server.restart();
    expect((await server.read()).status).toBe('accepted');
  } finally {
    await server.end();
  }
});

test('a stream that reconnects after a restart receives missed events, and no event twice', async () => {
  const server = await startWithContract();
  try {
    await server.webhook('signed');
    await server.restart();
    const missedEvent = await firstEvent(await server.open(server.contract.seq));
    expect(missedEvent.status).toBe('signed');

    const stream = await server.open(missedEvent.seq);
    await server.webhook('submitted');
    expect((await firstEvent(stream)).status).toBe('submitted');
  } finally {
    await server.end();
  }
});

test('an error in partners.yaml prevents the server from starting, and its line number is printed', async () => {
  const { code, output } = await spawnFailingBff(
    folder,
    'partners:\n  - id: lonestar\n    sites: []\n    unknownKey: red\n',
  );
  expect(code).toBe(1);
  expect(output).toMatch(/partners\.yaml:4:\d+: partners\.0\.unknownKey/);
  expect(output).not.toMatch(/ at /);
});

test('an invalid setting prevents the server from starting, and the error contains the name of the setting', async () => {
  const { code, output } = await spawnFailingBff(folder, '', { BFF_SECRET: 'short' });
  expect(code).toBe(1);
  expect(output).toMatch(/BFF_SECRET: must have at least 32 characters/);
});
