import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deliverDue } from '../src/bff/outbox/deliver.ts';
import { createEndpoint } from '../src/bff/outbox/endpoint.ts';
import { replay } from '../src/bff/outbox/replay.ts';
import { removeOld } from '../src/bff/payload/retention.ts';
import type { Contract } from '../src/wire/contract.ts';
import { startReceiver } from './receiver.ts';
import { createStack, makeContract, openSession, type Stack } from './stack.ts';

const oldSecret = `whsec_${Buffer.from('the secret before the rotation').toString('base64')}`;
const newSecret = `whsec_${Buffer.from('the secret after the rotation!').toString('base64')}`;

let stack: Stack;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let made: Contract;
beforeEach(async () => {
  receiver = await startReceiver();
  stack = await createStack({ webhooks: [createEndpoint(receiver.url, [newSecret, oldSecret])] });
  const { token } = await openSession(stack.app);
  made = await makeContract(stack.app, token);
});
afterEach(async () => {
  await stack.close();
  await receiver.close();
});

const later = (hours: number): void => {
  stack.clock.now = () => new Date(Date.now() + hours * 60 * 60_000);
};
const states = async (): Promise<string[]> =>
  (await stack.deps.store.selectFrom('deliveries').select('state').execute()).map(({ state }) => state);

test('a site’s owner is told of a contract once, signed with each secret in use, and nothing personal', async () => {
  expect(await deliverDue(stack.deps)).toBe(1);
  expect(await deliverDue(stack.deps)).toBe(0);
  const [{ headers, body } = { headers: new Headers(), body: '' }] = receiver.received;
  for (const secret of [oldSecret, newSecret]) {
    const event = new Webhook(secret).verify(body, Object.fromEntries(headers));
    expect(event).toMatchObject({
      type: 'contract.status_changed',
      data: {
        contractId: made.id,
        reference: made.reference,
        status: 'sent',
        site: 'pk_test_demo',
        environment: 'test',
      },
    });
  }
  expect(body).not.toMatch(/Trinity|Dana|5678|75201|123456789/);
  expect(await states()).toEqual(['delivered']);
});

test('several processes at once deliver each event once', async () => {
  const rounds = await Promise.all([deliverDue(stack.deps), deliverDue(stack.deps), deliverDue(stack.deps)]);
  expect(rounds.reduce((sum, made) => sum + made)).toBe(1);
  expect(receiver.received).toHaveLength(1);
});

test('an endpoint that is away for 71 hours is told in the end, with the id it was to be told with at first', async () => {
  receiver.answers((_, response) => response.writeHead(503).end());
  let hours = 0;
  for (; hours < 71; hours += 0.25) {
    later(hours);
    await deliverDue(stack.deps);
  }
  const missed = receiver.received.length;
  expect(missed).toBeGreaterThanOrEqual(7);
  expect(missed).toBeLessThanOrEqual(12);
  receiver.answers((_, response) => response.writeHead(200).end());
  for (; hours <= 72.5; hours += 0.25) {
    later(hours);
    await deliverDue(stack.deps);
  }
  expect(receiver.received).toHaveLength(missed + 1);
  expect(new Set(receiver.received.map(({ headers }) => headers.get('webhook-id'))).size).toBe(1);
  expect(await states()).toEqual(['delivered']);
});

test('an endpoint that stays away is given up after 72 hours, which an operator can read', async () => {
  receiver.answers((_, response) => response.writeHead(500).end());
  for (const hours of [0, 72.1]) {
    later(hours);
    await deliverDue(stack.deps);
  }
  expect(await states()).toEqual(['given_up']);
  expect(stack.lines.join('')).toContain('webhook_given_up');
  expect(stack.lines.join('')).not.toContain('hidden');
});

test('a receiver that says when to come back is left alone until then', async () => {
  receiver.answers((_, response) => response.writeHead(429, { 'Retry-After': '7200' }).end());
  await deliverDue(stack.deps);
  later(1.9);
  expect(await deliverDue(stack.deps)).toBe(0);
  later(2.1);
  expect(await deliverDue(stack.deps)).toBe(1);
});

test('an endpoint that is gone gets nothing more, until an operator replays', async () => {
  receiver.answers((_, response) => response.writeHead(410).end());
  await deliverDue(stack.deps);
  expect(await states()).toEqual(['disabled']);
  receiver.answers((_, response) => response.writeHead(204).end());
  const { token } = await openSession(stack.app);
  await makeContract(stack.app, token);
  later(100);
  expect(await deliverDue(stack.deps)).toBe(0);
  expect(await replay(stack.deps, 'pk_test_demo')).toBe(2);
  expect(await deliverDue(stack.deps)).toBe(2);
});

test('thirty days can be told again, and what is older is gone', async () => {
  await deliverDue(stack.deps);
  later(29 * 24);
  await removeOld(stack.deps);
  expect(await replay(stack.deps, 'pk_test_demo')).toBe(1);
  expect(await deliverDue(stack.deps)).toBe(1);
  expect(await replay(stack.deps, 'pk_test_other')).toBe(0);
  later(31 * 24);
  await removeOld(stack.deps);
  expect(await replay(stack.deps, 'pk_test_demo')).toBe(0);
  expect(await states()).toEqual([]);
});

test('an attempt that a crash cut off is made again', async () => {
  const neverEnds = () => new Promise<never>(() => {});
  void deliverDue(stack.deps, undefined, neverEnds);
  await expect
    .poll(async () => (await stack.deps.store.selectFrom('deliveries').select('attempts').execute())[0]?.attempts)
    .toBe(1);
  expect(await deliverDue(stack.deps)).toBe(0);
  later(0.02);
  expect(await deliverDue(stack.deps)).toBe(1);
  expect(await states()).toEqual(['delivered']);
});

test('an endpoint that was taken out of the file gets nothing more', async () => {
  receiver.answers((_, response) => response.writeHead(500).end());
  await deliverDue(stack.deps);
  later(1);
  const none = { ...stack.deps, partners: { ...stack.deps.partners, sites: new Map() } };
  expect(await deliverDue(none)).toBe(0);
  expect(await states()).toEqual(['removed']);
});
