import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { findFreePorts } from '../../scripts/free-ports.ts';
import { createDemoCredentials, partnerOf } from '../../src/simulator/demo-credentials.ts';
import { startSimulator } from '../../src/simulator/serve.ts';
import { contract } from '../../src/wire/contract.ts';
import { listOffers } from '../../src/wire/offer.ts';
import { session } from '../../src/wire/session.ts';
import { type BffProcess, spawnBff } from '../bff-process.ts';
import { contractFor, dallas } from '../stack.ts';
import { createDatabase } from '../store.ts';

test('two built servers are one: each request goes to the other, and one leaves in the middle', {
  timeout: 60_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopper-balanced-'));
  const database = await createDatabase();
  const credentials = await createDemoCredentials('lonestar', 'test');
  const simulator = await startSimulator({ port: 0, host: '127.0.0.1', partners: [partnerOf(credentials)] });
  const ports = await findFreePorts(2);
  const shared = { folder, credentials, simulatorOrigin: simulator.origin, databaseUrl: database.url };
  const env = { BFF_SECRET: 'a secret that both of them have, as it must be', DRAIN_NOTICE_SECONDS: '0' };
  const servers: BffProcess[] = await Promise.all(ports.map((port) => spawnBff({ ...shared, port, env })));
  const all = [...servers];
  let turn = 0;
  /** As a balancer would: each request to the next server that is there. */
  const ask = (path: string, body?: unknown, headers: Record<string, string> = {}) => {
    turn += 1;
    const server = servers[turn % servers.length];
    if (!server) throw new Error('nobody is there');
    return fetch(`${server.origin}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Origin: 'http://localhost:9', 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
  };
  const tell = async (id: string, status: string): Promise<number> => {
    const event = `evt_${crypto.randomUUID()}`;
    const now = new Date();
    const data = { contractId: 'msc_1', partnerReference: id, status };
    const type = 'contract.status_changed';
    const body = JSON.stringify({ id: event, type, environment: 'test', occurredAt: now.toISOString(), data });
    const answer = await ask('/webhooks/msc/lonestar/test', body, {
      'webhook-id': event,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(credentials.webhookSecret).sign(event, now, body),
    });
    return answer.status;
  };
  try {
    const { token } = session.parse(await (await ask('/v1/sessions', { siteKey: 'pk_test_demo' })).json());
    const authorized = { Authorization: `Bearer ${token}` };
    const [offer] = listOffers.response.parse(await (await ask('/v1/offers', dallas, authorized)).json()).offers;
    if (!offer) throw new Error('no offer');
    const key = { ...authorized, 'Idempotency-Key': crypto.randomUUID() };
    const send = () => ask('/v1/contracts', contractFor(offer), key);
    const [first, second] = await Promise.all([send(), send()]);
    // Whoever comes second is told to wait, or given the same contract if it is done by then.
    for (const { status } of [first, second]) expect([201, 409]).toContain(status);
    const made = contract.parse(await (await send()).json());
    expect(contract.parse(await (await send()).json()).id).toBe(made.id);
    expect(simulator.world.contracts.list()).toHaveLength(1);

    const stream = await ask(`/v1/contracts/${made.id}/events`, undefined, authorized);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const heard = async (what: string): Promise<void> => {
      while (!text.includes(what)) {
        const read = await reader?.read();
        if (!read || read.done) throw new Error(`the stream ended before ${what}`);
        text += read.value;
      }
    };
    await heard('"status":"sent"');
    expect(await tell(made.id, 'viewed')).toBe(204);
    await heard('"status":"viewed"');
    expect(await tell(made.id, 'signed')).toBe(204);
    await heard('"status":"signed"');

    // The one that the stream is on leaves.
    const at = servers.findIndex(({ origin }) => stream.url.startsWith(origin));
    const [watching] = servers.splice(at, 1);
    watching?.signal('SIGTERM');
    await heard('retry: ');
    expect(await watching?.gone).toBe(0);
    expect(await tell(made.id, 'submitted')).toBe(204);
    const now = contract.parse(await (await ask(`/v1/contracts/${made.id}`, undefined, authorized)).json());
    expect([now.status, now.timeline.length]).toEqual(['submitted', 4]);
  } finally {
    await Promise.all(all.map((server) => server.kill()));
    await simulator.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  }
});
