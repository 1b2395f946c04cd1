import { afterEach, beforeEach, expect, test } from 'vitest';
import { contract as contractSchema, createContract } from '../src/wire/contract.ts';
import { problem } from '../src/wire/problem.ts';
import { contractFor, createStack, firstOffer, openSession, type Stack, say } from './stack.ts';

let stack: Stack;
let token: string;
beforeEach(async () => {
  stack = await createStack();
  ({ token } = await openSession(stack.app));
});
afterEach(() => stack.close());

const send = (body: unknown, key: string, as = token) =>
  say(stack.app, createContract.path, { body, token: as, headers: { 'Idempotency-Key': key } });
const upstreamContracts = () => stack.simulator.world.contracts.list();

test('the same request five times at once makes one contract', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  const answers = await Promise.all(Array.from({ length: 5 }, () => send(body, 'one-intent-one-contract')));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, 409, 409, 409, 409]);
  expect(upstreamContracts()).toHaveLength(1);
});

test('the same request again gets the same contract', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  const first = contractSchema.parse(await (await send(body, 'again-and-again-1')).json());
  const second = contractSchema.parse(await (await send(body, 'again-and-again-1')).json());
  expect(second.id).toBe(first.id);
  expect(upstreamContracts()).toHaveLength(1);
});

test('another request under the same key is refused', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  await send(body, 'one-key-two-requests');
  const other = { ...body, customer: { ...body.customer, legalName: 'Trinity Bakeries LLC' } };
  expect(problem.parse(await (await send(other, 'one-key-two-requests')).json()).code).toBe('idempotency_key_reused');
});

test('when the upstream’s answer is lost, the contract it made is found and not made again', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  // It does the work, then answers later than we wait.
  const made = stack.deps.msc;
  const lost = stack.app;
  stack.simulator.world.scenario.change({ latencyMs: 2_500 });
  const answer = await send(body, 'an-answer-that-was-lost', token);
  stack.simulator.world.scenario.change({ latencyMs: 0 });
  expect([lost, made]).toBeTruthy();
  expect(problem.parse(await answer.json()).code).toBe('contract_outcome_unknown');
  const again = await send(body, 'an-answer-that-was-lost', token);
  expect(again.status).toBe(201);
  expect(upstreamContracts()).toHaveLength(1);
});
