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

/** The built server before a simulator, with a contract made; `restart` kills it with -9 and starts it on the same store. */
const startWithContract = async () => {
  const credentials = await createDemoCredentials('lonestar', 'test');
  const simulator = await startSimulator({ port: 0, host: '127.0.0.1', partners: [partnerOf(credentials)] });
  const [port] = await findFreePorts(1);
  const settings = { port, folder, credentials, simulatorOrigin: simulator.origin };
  let bff = await spawnBff(settings);
  const ask = (path: string, body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${bff.origin}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Origin: 'http://localhost:9', 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      // A stream that says nothing must fail its test, not hold it.
      signal: AbortSignal.timeout(10_000),
    });
  const { token } = session.parse(await (await ask('/v1/sessions', { siteKey: 'pk_test_demo' })).json());
  const authorized = { Authorization: `Bearer ${token}` };
  const [offer] = listOffers.response.parse(await (await ask('/v1/offers', dallas, authorized)).json()).offers;
  if (!offer) throw new Error('no offer');
  const key = { ...authorized, 'Idempotency-Key': crypto.randomUUID() };
  const made = contract.parse(await (await ask('/v1/contracts', contractFor(offer), key)).json());
  return {
    made,
    read: async () => contract.parse(await (await ask(`/v1/contracts/${made.id}`, undefined, authorized)).json()),
    /** An open stream, for a reader who has seen `lastSeen`. */
    open: (lastSeen: number) =>
      ask(`/v1/contracts/${made.id}/events`, undefined, { ...authorized, 'Last-Event-ID': String(lastSeen) }),
    webhook: (status: string) => {
      const id = `evt_${crypto.randomUUID()}`;
      const now = new Date();
      const body = JSON.stringify({
        id,
        type: 'contract.status_changed',
        environment: 'test',
        occurredAt: now.toISOString(),
        data: { contractId: 'msc_1', partnerReference: made.id, status },
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
};

const firstEvent = async (stream: Response) => {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const data = /^data: (.*)\n/m.exec(text)?.[1];
    if (data) return contract.parse(JSON.parse(data));
  }
  throw new Error('the stream ended');
};

test('a status is there after kill -9 right after its webhook was acknowledged', async () => {
  const server = await startWithContract();
  try {
    expect((await server.webhook('accepted')).status).toBe(204);
    await server.restart();
    expect((await server.read()).status).toBe('accepted');
  } finally {
    await server.end();
  }
});

test('a stream that comes back after a restart hears what it missed, and not what it knows', async () => {
  const server = await startWithContract();
  try {
    await server.webhook('signed');
    await server.restart();
    const missed = await firstEvent(await server.open(server.made.seq));
    expect(missed.status).toBe('signed');

    const stream = await server.open(missed.seq);
    await server.webhook('submitted');
    expect((await firstEvent(stream)).status).toBe('submitted');
  } finally {
    await server.end();
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
