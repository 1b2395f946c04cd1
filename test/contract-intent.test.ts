import { afterEach, beforeEach, expect, test } from 'vitest';
import { issueSessionToken } from '../src/bff/sites/session-token.ts';
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
  const { promise: othersAreAnswered, resolve } = Promise.withResolvers<void>();
  const busy = await createStack({
    onTheWay: (client) => ({
      ...client,
      contracting: {
        ...client.contracting,
        async createContract(input) {
          await othersAreAnswered;
          return client.contracting.createContract(input);
        },
      },
    }),
  });
  try {
    const session = await openSession(busy.app);
    const body = contractFor(await firstOffer(busy.app, session.token));
    let answered = 0;
    const sendOne = async (): Promise<number> => {
      const headers = { 'Idempotency-Key': 'one-intent-one-contract' };
      const { status } = await say(busy.app, createContract.path, { body, token: session.token, headers });
      answered += 1;
      if (answered === 4) resolve();
      return status;
    };
    const statuses = await Promise.all(Array.from({ length: 5 }, sendOne));
    expect(statuses.sort()).toEqual([201, 409, 409, 409, 409]);
    expect(busy.simulator.world.contracts.list()).toHaveLength(1);
  } finally {
    await busy.close();
  }
});

test('the same request again gets the same contract', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  const first = contractSchema.parse(await (await send(body, 'again-and-again-1')).json());
  const second = contractSchema.parse(await (await send(body, 'again-and-again-1')).json());
  expect(second.id).toBe(first.id);
  expect(upstreamContracts()).toHaveLength(1);
});

test('the same request under another key, by a reload or a step back, is the same contract until that is over', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  const first = contractSchema.parse(await (await send(body, 'the-key-before-the-reload')).json());
  const second = contractSchema.parse(await (await send(body, 'the-key-after-the-reload')).json());
  expect(second.id).toBe(first.id);
  expect(upstreamContracts()).toHaveLength(1);

  await stack.deps.store.updateTable('contracts').set({ status: 'declined' }).execute();
  const third = contractSchema.parse(await (await send(body, 'the-key-after-declining')).json());
  expect(third.id).not.toBe(first.id);
});

test('a status that a webhook brought before the answer to the creation stays', async () => {
  const early = await createStack({
    onTheWay: (client) => ({
      ...client,
      contracting: {
        ...client.contracting,
        async createContract(input) {
          const answer = await client.contracting.createContract(input);
          await early.deps.store.updateTable('contracts').set({ status: 'accepted' }).execute();
          return answer;
        },
      },
    }),
  });
  try {
    const session = await openSession(early.app);
    const body = contractFor(await firstOffer(early.app, session.token));
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    const answer = await say(early.app, createContract.path, { body, token: session.token, headers });
    expect(contractSchema.parse(await answer.json()).status).toBe('accepted');
  } finally {
    await early.close();
  }
});

test('a document is fetched from the upstream’s own origin only', async () => {
  const lured = await createStack({
    onTheWay: (client) => ({
      ...client,
      contracting: {
        ...client.contracting,
        async contract(id) {
          const told = await client.contracting.contract(id);
          return told && { ...told, documentUrl: 'http://127.0.0.1:9/elsewhere' };
        },
      },
    }),
  });
  try {
    const session = await openSession(lured.app);
    const body = contractFor(await firstOffer(lured.app, session.token));
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    const made = await say(lured.app, createContract.path, { body, token: session.token, headers });
    const { id } = contractSchema.parse(await made.json());
    const answer = await say(lured.app, `/v1/contracts/${id}/document`, { token: session.token });
    expect(problem.parse(await answer.json()).code).toBe('upstream_invalid');
  } finally {
    await lured.close();
  }
});

test('another request under the same key is refused', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  await send(body, 'one-key-two-requests');
  const other = { ...body, customer: { ...body.customer, legalName: 'Trinity Bakeries LLC' } };
  expect(problem.parse(await (await send(other, 'one-key-two-requests')).json()).code).toBe('idempotency_key_reused');
});

test('when the upstream’s answer is lost, the contract it made is found and not made again', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  // Every answer comes after we have stopped waiting; the work behind it is done all the same.
  stack.simulator.world.scenario.change({ latencyMs: 2_500 });
  const answer = await send(body, 'an-answer-that-was-lost');
  expect(problem.parse(await answer.json()).code).toBe('contract_outcome_unknown');
  stack.simulator.world.scenario.change({ latencyMs: 0 });
  await expect.poll(upstreamContracts, { timeout: 5_000 }).toHaveLength(1);

  const again = await send(body, 'an-answer-that-was-lost');
  expect(again.status).toBe(201);
  expect(upstreamContracts()).toHaveLength(1);
  const creations = stack.simulator.world.journal
    .since(0)
    .filter(({ summary }) => summary.startsWith('createContract'));
  expect(creations).toHaveLength(1);
});

test('when the upstream was down and made nothing, the same key makes the contract once it is back', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  stack.simulator.world.scenario.change({ contracting: 'down' });
  const answer = await send(body, 'down-and-then-back-again');
  expect(answer.status).toBe(503);
  expect(answer.headers.get('Retry-After')).toBe('3');
  stack.simulator.world.scenario.change({ contracting: 'up' });
  expect((await send(body, 'down-and-then-back-again')).status).toBe(201);
  expect(upstreamContracts()).toHaveLength(1);
});

test('a rate that moved comes back with the offer as it is now, and the same key gives the same answer', async () => {
  const offer = await firstOffer(stack.app, token);
  stack.simulator.world.scenario.change({ rate: 'moved' });
  const refused = problem.parse(await (await send(contractFor(offer), 'a-rate-that-has-moved')).json());
  expect(refused).toMatchObject({ status: 409, code: 'rate_changed', offer: { id: offer.id } });
  expect(Number(refused.offer?.rate.amount)).toBeGreaterThan(Number(offer.rate.amount));
  expect(refused.offer?.estimate.usage).toEqual(offer.estimate.usage);
  expect(problem.parse(await (await send(contractFor(offer), 'a-rate-that-has-moved')).json())).toEqual(refused);
  expect(upstreamContracts()).toEqual([]);

  if (!refused.offer) throw new Error('no offer came');
  expect((await send(contractFor(refused.offer), 'agreed-to-once-more')).status).toBe(201);
});

test('an offer that has run out makes no contract', async () => {
  const offer = await firstOffer(stack.app, token);
  stack.clock.now = () => new Date(Date.parse(offer.expiresAt) + 1_000);
  const session = await openSession(stack.app);
  const answer = await send(contractFor(offer), 'an-offer-that-ran-out', session.token);
  expect(problem.parse(await answer.json()).code).toBe('offer_expired');
});

test('what the upstream refuses is told at its field, in our own words', async () => {
  const good = contractFor(await firstOffer(stack.app, token));
  const body = { ...good, accounts: [{ ...good.accounts[0], identifier: '10089010000000001' }] };
  const refused = problem.parse(await (await send(body, 'an-account-of-elsewhere')).json());
  expect(refused.code).toBe('invalid_request');
  expect(refused.errors?.[0]).toMatchObject({
    path: '/accounts/0/identifier',
    code: 'account_identifier_malformed',
    detail: 'account identifier malformed',
  });
  expect(JSON.stringify(refused)).not.toContain('10089010000000001');
});

test('nobody but the session that made a contract can see, follow, sign or download it', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  const { id } = contractSchema.parse(await (await send(body, 'mine-and-nobody-elses')).json());
  const stranger = await openSession(stack.app);
  const elsewhere = await openSession(stack.app, 'pk_test_other', 'https://www.other.example');
  for (const path of ['', '/events', '/document']) {
    const other = await say(stack.app, `/v1/contracts/${id}${path}`, { token: stranger.token });
    expect(other.status, path).toBe(404);
    const site = await say(stack.app, `/v1/contracts/${id}${path}`, {
      token: elsewhere.token,
      origin: 'https://www.other.example',
    });
    expect(site.status, path).toBe(404);
  }
  // Not even the same session id, on another site.
  const sid = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sid;
  const forged = await issueSessionToken(
    stack.deps.keys,
    new Date(),
    'pk_test_other',
    'https://www.other.example',
    sid,
  );
  const crossed = await say(stack.app, `/v1/contracts/${id}`, {
    token: forged.token,
    origin: 'https://www.other.example',
  });
  expect(crossed.status).toBe(404);
  const signing = await say(stack.app, `/v1/contracts/${id}/signing-sessions`, {
    body: { presentation: 'popup' },
    token: stranger.token,
  });
  expect(signing.status).toBe(404);
});

test('no name, number, address or token of the customer’s is in a log line or in the store', async () => {
  const body = contractFor(await firstOffer(stack.app, token));
  const made = await send(body, 'logged-without-a-name');
  expect(made.status).toBe(201);
  const stored = JSON.stringify(await stack.deps.store.selectFrom('contracts').selectAll().execute());
  const everything = stack.lines.join('') + stored;
  expect(stack.lines.join('')).toContain('contract_created');
  const { customer, signer, accounts } = body;
  const typed = [
    customer.legalName,
    customer.taxId,
    signer.name,
    signer.email,
    signer.phone,
    accounts[0]?.identifier,
    accounts[0]?.serviceAddress.street,
  ];
  expect([...typed, token, body.offerToken].filter((text) => text && everything.includes(text))).toEqual([]);
});
