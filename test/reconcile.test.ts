import { afterEach, beforeEach, expect, test } from 'vitest';
import { reconcile } from '../src/bff/contracts/reconcile.ts';
import { type Contract, contract as contractSchema, createContract } from '../src/wire/contract.ts';
import { contractFor, createStack, firstOffer, openSession, type Stack, say } from './stack.ts';

let stack: Stack;
let token: string;
beforeEach(async () => {
  stack = await createStack();
  ({ token } = await openSession(stack.app));
});
afterEach(() => stack.close());

const later = (minutes: number): void => {
  stack.clock.now = () => new Date(Date.now() + minutes * 60_000);
};
const send = async (key: string, legalName = 'Trinity Bakery LLC'): Promise<Response> => {
  const made = contractFor(await firstOffer(stack.app, token));
  const body = { ...made, customer: { ...made.customer, legalName } };
  return say(stack.app, createContract.path, { body, token, headers: { 'Idempotency-Key': key } });
};
const read = async (id: string): Promise<Contract> =>
  contractSchema.parse(await (await say(stack.app, `/v1/contracts/${id}`, { token })).json());

test('a status whose webhook never came is learnt by asking', async () => {
  const { id } = contractSchema.parse(await (await send('a-webhook-that-was-lost')).json());
  const [upstream] = stack.simulator.world.contracts.list();
  if (!upstream) throw new Error('no contract');
  stack.simulator.world.contracts.move(upstream, 'accepted');
  expect(await reconcile(stack.deps)).toBe(0);
  later(3);
  expect(await reconcile(stack.deps)).toBe(1);
  expect((await read(id)).status).toBe('accepted');
});

test('a contract that stays silent is asked about ever more rarely, and one that is over no more', async () => {
  await send('asked-about-more-rarely');
  later(3);
  expect(await reconcile(stack.deps)).toBe(1);
  later(4);
  expect(await reconcile(stack.deps)).toBe(0);
  later(60);
  expect(await reconcile(stack.deps)).toBe(1);
  later(85);
  expect(await reconcile(stack.deps)).toBe(0);
  const [upstream] = stack.simulator.world.contracts.list();
  if (!upstream) throw new Error('no contract');
  stack.simulator.world.contracts.move(upstream, 'declined');
  later(24 * 60);
  await reconcile(stack.deps);
  later(48 * 60);
  await reconcile(stack.deps);
  later(96 * 60);
  expect(await reconcile(stack.deps)).toBe(0);
});

test('a contract whose making was never heard of is found, though nobody sends its key again', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  stack.simulator.world.scenario.change({ latencyMs: 2_500 });
  const lost = await say(stack.app, createContract.path, {
    body,
    token,
    headers: { 'Idempotency-Key': crypto.randomUUID() },
  });
  expect(lost.status).toBe(503);
  stack.simulator.world.scenario.change({ latencyMs: 0 });
  await expect.poll(() => stack.simulator.world.contracts.list().length, { timeout: 5_000 }).toBe(1);
  later(3);
  await reconcile(stack.deps);
  const rows = await stack.deps.store.selectFrom('contracts').select(['id', 'intent', 'upstream_id']).execute();
  expect(rows).toMatchObject([{ intent: 'created', upstream_id: expect.stringMatching(/^msc_/) }]);
});

test('one that cannot be asked about does not hold up the others', async () => {
  await send('the-first-of-two-contracts');
  await send('the-second-of-two-contracts', 'Trinity Bakery Two LLC');
  stack.simulator.world.scenario.change({ contracting: 'down' });
  later(3);
  expect(await reconcile(stack.deps)).toBe(2);
  expect(stack.lines.filter((line) => line.includes('contract_refresh_failed'))).toHaveLength(2);
  stack.simulator.world.scenario.change({ contracting: 'up' });
});
