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
import { contractRequestFor, dallasOffersRequest } from '../fixtures/bff.ts';
import { type BffProcess, spawnBff } from '../fixtures/bff-process.ts';
import { createDatabase } from '../fixtures/store.ts';

test('two servers act as one while requests alternate between them and one shuts down midway', {
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
  let requestIndex = 0;
  /** Sends each request to the next available server, like a load balancer. */
  const send = (path: string, body?: unknown, headers: Record<string, string> = {}) => {
    requestIndex += 1;
    const server = servers[requestIndex % servers.length];
    if (!server) throw new Error('no server is available');
    return fetch(`${server.origin}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { Origin: 'http://localhost:9', 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(15_000),
    });
  };
  const sendWebhook = async (id: string, status: string): Promise<number> => {
    const event = `evt_${crypto.randomUUID()}`;
    const now = new Date();
    const data = { contractId: 'msc_1', partnerReference: id, status };
    const type = 'contract.status_changed';
    const body = JSON.stringify({ id: event, type, environment: 'test', occurredAt: now.toISOString(), data });
    const response = await send('/webhooks/msc/lonestar/test', body, {
      'webhook-id': event,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(credentials.webhookSecret).sign(event, now, body),
    });
    return response.status;
  };
  try {
    const { token } = session.parse(await (await send('/v1/sessions', { siteKey: 'pk_test_demo' })).json());
    const authorized = { Authorization: `Bearer ${token}` };
    const [offer] = listOffers.response.parse(
      await (await send('/v1/offers', dallasOffersRequest, authorized)).json(),
    ).offers;
    if (!offer) throw new Error('no offer');
    const key = { ...authorized, 'Idempotency-Key': crypto.randomUUID() };
    const create = () => send('/v1/contracts', contractRequestFor(offer), key);
    const [first, second] = await Promise.all([create(), create()]);
    // Either request may win. The other gets 409 while the first is in progress, or 201 with the same contract
    // afterward.
    for (const { status } of [first, second]) expect([201, 409]).toContain(status);
    const created = contract.parse(await (await create()).json());
    expect(contract.parse(await (await create()).json()).id).toBe(created.id);
    expect(simulator.state.contracts.list()).toHaveLength(1);

    const stream = await send(`/v1/contracts/${created.id}/events`, undefined, authorized);
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const waitForEvent = async (expectedText: string): Promise<void> => {
      while (!text.includes(expectedText)) {
        const read = await reader?.read();
        if (!read || read.done) throw new Error(`the stream ended before ${expectedText}`);
        text += read.value;
      }
    };
    await waitForEvent('"status":"sent"');
    expect(await sendWebhook(created.id, 'viewed')).toBe(204);
    await waitForEvent('"status":"viewed"');
    expect(await sendWebhook(created.id, 'signed')).toBe(204);
    await waitForEvent('"status":"signed"');

    // The server that has the open stream shuts down.
    const at = servers.findIndex(({ origin }) => stream.url.startsWith(origin));
    const [streamServer] = servers.splice(at, 1);
    streamServer?.signal('SIGTERM');
    await waitForEvent('retry: ');
    expect(await streamServer?.exited).toBe(0);
    expect(await sendWebhook(created.id, 'submitted')).toBe(204);
    const now = contract.parse(await (await send(`/v1/contracts/${created.id}`, undefined, authorized)).json());
    expect([now.status, now.timeline.length]).toEqual(['submitted', 4]);
  } finally {
    await Promise.all(all.map((server) => server.kill()));
    await simulator.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  }
});
