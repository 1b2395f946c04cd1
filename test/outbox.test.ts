import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { registerGauges } from '../src/bff/metrics/register-gauges.ts';
import { createEndpoint } from '../src/bff/outbox/config.ts';
import { dispatchDue } from '../src/bff/outbox/dispatcher.ts';
import { listEndpoints, replay } from '../src/bff/outbox/replay.ts';
import { deleteExpired } from '../src/bff/retention/retention.ts';
import type { Contract } from '../src/wire/contract.ts';
import { createTestBff, createTestContract, openSession, type TestBff } from './fixtures/bff.ts';
import { startWebhookReceiver } from './fixtures/webhook-receiver.ts';

const oldSecret = `whsec_${Buffer.from('the secret before the rotation').toString('base64')}`;
const newSecret = `whsec_${Buffer.from('the secret after the rotation!').toString('base64')}`;

let bff: TestBff;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let created: Contract;
beforeEach(async () => {
  receiver = await startWebhookReceiver();
  bff = await createTestBff({ webhooks: [createEndpoint(receiver.url, [newSecret, oldSecret])] });
  const { token } = await openSession(bff.app);
  created = await createTestContract(bff.app, token);
});
afterEach(async () => {
  await bff.close();
  await receiver.close();
});

function advanceClock(hours: number): void {
  bff.clock.now = () => new Date(Date.now() + hours * 60 * 60_000);
}
const states = async (): Promise<string[]> =>
  (await bff.appContext.store.selectFrom('deliveries').select('state').execute()).map(({ state }) => state);

test('sends one webhook about a new contract, signed with each current secret and without personal data', async () => {
  expect(await dispatchDue(bff.appContext)).toBe(1);
  expect(await dispatchDue(bff.appContext)).toBe(0);
  const [{ headers, body } = { headers: new Headers(), body: '' }] = receiver.received;
  for (const secret of [oldSecret, newSecret]) {
    const event = new Webhook(secret).verify(body, Object.fromEntries(headers));
    expect(event).toMatchObject({
      type: 'contract.status_changed',
      data: {
        contractId: created.id,
        reference: created.reference,
        status: 'sent',
        site: 'pk_test_demo',
        environment: 'test',
      },
    });
  }
  expect(body).not.toMatch(/Trinity|Dana|5678|75201|123456789/);
  expect(await states()).toEqual(['delivered']);
});

test('concurrent processes deliver each event once', async () => {
  const rounds = await Promise.all([
    dispatchDue(bff.appContext),
    dispatchDue(bff.appContext),
    dispatchDue(bff.appContext),
  ]);
  expect(rounds.reduce((sum, created) => sum + created)).toBe(1);
  expect(receiver.received).toHaveLength(1);
});

test('delivers an event to an endpoint that was down for 71 hours, with the original webhook ID', async () => {
  receiver.respondWith((_, response) => response.writeHead(503).end());
  let hours = 0;
  for (; hours < 71; hours += 0.25) {
    advanceClock(hours);
    await dispatchDue(bff.appContext);
  }
  const failedAttempts = receiver.received.length;
  expect(failedAttempts).toBeGreaterThanOrEqual(7);
  expect(failedAttempts).toBeLessThanOrEqual(12);
  receiver.respondWith((_, response) => response.writeHead(200).end());
  for (; hours <= 72.5; hours += 0.25) {
    advanceClock(hours);
    await dispatchDue(bff.appContext);
  }
  expect(receiver.received).toHaveLength(failedAttempts + 1);
  expect(new Set(receiver.received.map(({ headers }) => headers.get('webhook-id'))).size).toBe(1);
  expect(await states()).toEqual(['delivered']);
});

test('stops retrying after 72 hours, and logs that the webhook is exhausted', async () => {
  receiver.respondWith((_, response) => response.writeHead(500).end());
  for (const hours of [0, 72.1]) {
    advanceClock(hours);
    await dispatchDue(bff.appContext);
  }
  expect(await states()).toEqual(['given_up']);
  expect(bff.logLines.join('')).toContain('webhook_exhausted');
  expect(bff.logLines.join('')).not.toContain('hidden');
});

test('the next attempt is made only after the time in Retry-After', async () => {
  receiver.respondWith((_, response) => response.writeHead(429, { 'Retry-After': '7200' }).end());
  await dispatchDue(bff.appContext);
  advanceClock(1.9);
  expect(await dispatchDue(bff.appContext)).toBe(0);
  advanceClock(2.1);
  expect(await dispatchDue(bff.appContext)).toBe(1);
});

test('an attempt fails if the endpoint switches protocols, and the next attempt is made', async () => {
  receiver.respondWith(({ socket }) =>
    socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n'),
  );
  await dispatchDue(bff.appContext);
  expect(await states()).toEqual(['pending']);
  receiver.respondWith((_, response) => response.writeHead(204).end());
  advanceClock(1);
  await dispatchDue(bff.appContext);
  expect(receiver.received).toHaveLength(2);
  expect(await states()).toEqual(['delivered']);
});

test('an attempt fails after a few interim responses if the endpoint keeps sending them', async () => {
  let sent = 0;
  receiver.respondWith(({ socket }) => {
    const send = (): void => {
      if (socket.destroyed) return;
      sent += 1;
      socket.write('HTTP/1.1 103 Early Hints\r\n\r\n', () => setImmediate(send));
    };
    socket.on('error', () => {});
    send();
  });
  await dispatchDue(bff.appContext);
  expect(await states()).toEqual(['pending']);
  expect(sent).toBeLessThan(20_000);
});

test('sends nothing to an endpoint that responded with 410 until an operator replays its events', async () => {
  receiver.respondWith((_, response) => response.writeHead(410).end());
  await dispatchDue(bff.appContext);
  expect(await states()).toEqual(['disabled']);
  receiver.respondWith((_, response) => response.writeHead(204).end());
  const { token } = await openSession(bff.app);
  await createTestContract(bff.app, token);
  advanceClock(100);
  expect(await dispatchDue(bff.appContext)).toBe(0);
  expect(await replay(bff.appContext, 'pk_test_demo')).toBe(2);
  expect(await dispatchDue(bff.appContext)).toBe(2);
});

test('disabled endpoints are listed and counted, and one can be enabled without the others', async () => {
  const second = createEndpoint('https://crm.pecan.example/hooks', ['whsec_cGVjYW5wZWNhbnBlY2FucGVjYW4=']);
  const sites = new Map(
    [...bff.appContext.partners.sites].map(([key, site]) => [key, { ...site, webhooks: [...site.webhooks, second] }]),
  );
  const context = { ...bff.appContext, partners: { ...bff.appContext.partners, sites } };
  await dispatchDue(context, undefined, async () => ({ status: 410 }));
  const endpoints = await listEndpoints(context, 'pk_test_demo');
  expect(endpoints.map(({ disabledAt, deliveries }) => [disabledAt !== undefined, deliveries])).toEqual([
    [true, { disabled: 1 }],
    [true, { disabled: 1 }],
  ]);
  expect(JSON.stringify(endpoints)).not.toContain('/hooks');
  registerGauges(context);
  expect((await context.metrics.read()).text).toContain('shopper_webhook_endpoints_disabled 2');
  expect(await replay(context, 'pk_test_demo', { endpoint: second.id })).toBe(1);
  const afterReplay = await listEndpoints(context, 'pk_test_demo');
  expect(afterReplay.filter(({ disabledAt }) => disabledAt === undefined).map(({ id }) => id)).toEqual([second.id]);
});

test('a replay can be limited to one event or to events since an instant', async () => {
  const { token } = await openSession(bff.app);
  await createTestContract(bff.app, token);
  await dispatchDue(bff.appContext);
  const [event] = await bff.appContext.store.selectFrom('outbox_events').select('id').execute();
  expect(await replay(bff.appContext, 'pk_test_demo', { event: event?.id })).toBe(1);
  expect(await replay(bff.appContext, 'pk_test_demo', { since: new Date(Date.now() + 60_000).toISOString() })).toBe(0);
});

test('replays the events from the last thirty days, and deletes older events', async () => {
  await dispatchDue(bff.appContext);
  advanceClock(29 * 24);
  await deleteExpired(bff.appContext);
  expect(await replay(bff.appContext, 'pk_test_demo')).toBe(1);
  expect(await dispatchDue(bff.appContext)).toBe(1);
  expect(await replay(bff.appContext, 'pk_test_other')).toBe(0);
  advanceClock(31 * 24);
  await deleteExpired(bff.appContext);
  expect(await replay(bff.appContext, 'pk_test_demo')).toBe(0);
  expect(await states()).toEqual([]);
});

test('repeats a delivery attempt that a crash interrupted', async () => {
  const neverResolves = () => new Promise<never>(() => {});
  void dispatchDue(bff.appContext, undefined, neverResolves);
  await expect
    .poll(async () => (await bff.appContext.store.selectFrom('deliveries').select('attempts').execute())[0]?.attempts)
    .toBe(1);
  expect(await dispatchDue(bff.appContext)).toBe(0);
  advanceClock(0.02);
  expect(await dispatchDue(bff.appContext)).toBe(1);
  expect(await states()).toEqual(['delivered']);
});

const withoutSites = () => ({ ...bff.appContext, partners: { ...bff.appContext.partners, sites: new Map() } });

test('sends nothing to an endpoint that has been missing from partners.yaml for a day', async () => {
  receiver.respondWith((_, response) => response.writeHead(500).end());
  await dispatchDue(bff.appContext);
  advanceClock(25);
  expect(await dispatchDue(withoutSites())).toBe(0);
  expect(await states()).toEqual(['removed']);
});

test('an endpoint receives its events, even if another process has not loaded its configuration yet', async () => {
  expect(await dispatchDue(withoutSites())).toBe(0);
  expect(await states()).toEqual([]);
  receiver.respondWith((_, response) => response.writeHead(500).end());
  await dispatchDue(bff.appContext);
  receiver.respondWith((_, response) => response.writeHead(204).end());
  advanceClock(1);
  expect(await dispatchDue(withoutSites())).toBe(0);
  expect(await states()).toEqual(['pending']);
  advanceClock(2);
  expect(await dispatchDue(bff.appContext)).toBe(1);
  expect(await states()).toEqual(['delivered']);
});
