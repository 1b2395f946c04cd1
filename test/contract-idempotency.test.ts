import { afterEach, beforeEach, expect, test } from 'vitest';
import { issueSessionToken } from '../src/bff/auth/session-token.ts';
import { MscInvalidResponseError, MscRejectedError, MscUnavailableError } from '../src/upstreams/msc/transport.ts';
import { contract as contractSchema } from '../src/wire/contract.ts';
import { createContract } from '../src/wire/create-contract.ts';
import { problem } from '../src/wire/problem.ts';
import {
  contractRequestFor,
  createTestBff,
  firstOffer,
  openSession,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';
import { loseContractResponses } from './fixtures/lost-responses.ts';

let bff: TestBff;
let token: string;
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
});
afterEach(() => bff.close());

const send = (body: unknown, key: string, as = token) =>
  sendRequest(bff.app, createContract.path, { body, token: as, headers: { 'Idempotency-Key': key } });
const upstreamContracts = () => bff.simulator.state.contracts.list();

test('five simultaneous identical requests create one contract', async () => {
  const { promise: othersHaveResponse, resolve } = Promise.withResolvers<void>();
  const busy = await createTestBff({
    wrapMscClient: (client) => ({
      ...client,
      contracting: {
        ...client.contracting,
        async createContract(input) {
          await othersHaveResponse;
          return client.contracting.createContract(input);
        },
      },
    }),
  });
  try {
    const session = await openSession(busy.app);
    const body = contractRequestFor(await firstOffer(busy.app, session.token));
    let responseCount = 0;
    const sendOne = async (): Promise<number> => {
      const headers = { 'Idempotency-Key': 'one-intent-one-contract' };
      const { status } = await sendRequest(busy.app, createContract.path, { body, token: session.token, headers });
      responseCount += 1;
      if (responseCount === 4) resolve();
      return status;
    };
    const statuses = await Promise.all(Array.from({ length: 5 }, sendOne));
    expect(statuses.sort()).toEqual([201, 409, 409, 409, 409]);
    expect(busy.simulator.state.contracts.list()).toHaveLength(1);
  } finally {
    await busy.close();
  }
});

test('repeating a request returns the same contract', async () => {
  const body = contractRequestFor(await firstOffer(bff.app, token));
  const first = contractSchema.parse(await (await send(body, 'again-and-again-1')).json());
  const second = contractSchema.parse(await (await send(body, 'again-and-again-1')).json());
  expect(second.id).toBe(first.id);
  expect(upstreamContracts()).toHaveLength(1);
});

test('the same request with another key, as sent after a reload, returns the same contract unless it has ended', async () => {
  const body = contractRequestFor(await firstOffer(bff.app, token));
  const first = contractSchema.parse(await (await send(body, 'the-key-before-the-reload')).json());
  const second = contractSchema.parse(await (await send(body, 'the-key-after-the-reload')).json());
  expect(second.id).toBe(first.id);
  expect(upstreamContracts()).toHaveLength(1);

  await bff.appContext.store.updateTable('contracts').set({ status: 'declined' }).execute();
  const thirdContract = contractSchema.parse(await (await send(body, 'the-key-after-declining')).json());
  expect(thirdContract.id).not.toBe(first.id);
});

test('keeps a status that was recorded before the response to contract creation arrived', async () => {
  const bffWithEarlyWebhook = await createTestBff({
    wrapMscClient: (client) => ({
      ...client,
      contracting: {
        ...client.contracting,
        async createContract(input) {
          const response = await client.contracting.createContract(input);
          await bffWithEarlyWebhook.appContext.store.updateTable('contracts').set({ status: 'accepted' }).execute();
          return response;
        },
      },
    }),
  });
  try {
    const session = await openSession(bffWithEarlyWebhook.app);
    const body = contractRequestFor(await firstOffer(bffWithEarlyWebhook.app, session.token));
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    const response = await sendRequest(bffWithEarlyWebhook.app, createContract.path, {
      body,
      token: session.token,
      headers,
    });
    expect(contractSchema.parse(await response.json()).status).toBe('accepted');
  } finally {
    await bffWithEarlyWebhook.close();
  }
});

test("the server fetches a document only from the upstream's own origin", async () => {
  const bffWithForeignDocument = await createTestBff({
    wrapMscClient: (client) => ({
      ...client,
      contracting: {
        ...client.contracting,
        documentUrl: async () => 'http://127.0.0.1:9/elsewhere',
      },
    }),
  });
  try {
    const session = await openSession(bffWithForeignDocument.app);
    const body = contractRequestFor(await firstOffer(bffWithForeignDocument.app, session.token));
    const headers = { 'Idempotency-Key': crypto.randomUUID() };
    const created = await sendRequest(bffWithForeignDocument.app, createContract.path, {
      body,
      token: session.token,
      headers,
    });
    const { id } = contractSchema.parse(await created.json());
    const response = await sendRequest(bffWithForeignDocument.app, `/v1/contracts/${id}/document`, {
      token: session.token,
    });
    expect(problem.parse(await response.json()).code).toBe('upstream_invalid');
  } finally {
    await bffWithForeignDocument.close();
  }
});

test('rejects a different request with the same key', async () => {
  const body = contractRequestFor(await firstOffer(bff.app, token));
  await send(body, 'one-key-two-requests');
  const other = { ...body, customer: { ...body.customer, legalName: 'Trinity Bakeries LLC' } };
  expect(problem.parse(await (await send(other, 'one-key-two-requests')).json()).code).toBe('idempotency_key_reused');
});

test("when the upstream's response is lost, the contract is found instead of created again", async () => {
  let isLost = true;
  const lost = await createTestBff({ wrapMscClient: loseContractResponses(() => isLost) });
  try {
    const session = await openSession(lost.app);
    const body = contractRequestFor(await firstOffer(lost.app, session.token));
    const headers = { 'Idempotency-Key': 'an-answer-that-was-lost' };
    const submit = () => sendRequest(lost.app, createContract.path, { body, token: session.token, headers });
    expect(problem.parse(await (await submit()).json()).code).toBe('contract_outcome_unknown');
    isLost = false;
    expect((await submit()).status).toBe(201);
    expect(lost.simulator.state.contracts.list()).toHaveLength(1);
    const creations = lost.simulator.state.journal
      .entriesAfter(0)
      .filter(({ summary }) => summary.startsWith('createContract'));
    expect(creations).toHaveLength(1);
  } finally {
    await lost.close();
  }
});

test('repeating a request with its key creates the contract after the upstream has recovered', async () => {
  const body = contractRequestFor(await firstOffer(bff.app, token));
  bff.simulator.state.scenario.update({ contracting: 'down' });
  const response = await send(body, 'down-and-then-back-again');
  expect(response.status).toBe(503);
  expect(response.headers.get('Retry-After')).toBe('3');
  bff.simulator.state.scenario.update({ contracting: 'up' });
  expect((await send(body, 'down-and-then-back-again')).status).toBe(201);
  expect(upstreamContracts()).toHaveLength(1);
});

test('if the rate has changed, the response contains the current offer, and a repeated request gets the same response', async () => {
  const offer = await firstOffer(bff.app, token);
  bff.simulator.state.scenario.update({ rate: 'changed' });
  const rejected = problem.parse(await (await send(contractRequestFor(offer), 'a-rate-that-has-moved')).json());
  expect(rejected).toMatchObject({ status: 409, code: 'rate_changed', offer: { id: offer.id } });
  expect(Number(rejected.offer?.rate.amount)).toBeGreaterThan(Number(offer.rate.amount));
  expect(rejected.offer?.estimate.usage).toEqual(offer.estimate.usage);
  expect(problem.parse(await (await send(contractRequestFor(offer), 'a-rate-that-has-moved')).json())).toEqual(
    rejected,
  );
  expect(upstreamContracts()).toEqual([]);

  if (!rejected.offer) throw new Error('no offer in the response');
  expect((await send(contractRequestFor(rejected.offer), 'agreed-to-once-more')).status).toBe(201);
});

test('an expired offer creates no contract', async () => {
  const offer = await firstOffer(bff.app, token);
  bff.clock.now = () => new Date(Date.parse(offer.expiresAt) + 1_000);
  const session = await openSession(bff.app);
  const response = await send(contractRequestFor(offer), 'an-offer-that-ran-out', session.token);
  expect(problem.parse(await response.json()).code).toBe('offer_expired');
});

test('reports an upstream rejection at the affected field, in our own words', async () => {
  const validRequest = contractRequestFor(await firstOffer(bff.app, token));
  const body = { ...validRequest, accounts: [{ ...validRequest.accounts[0], identifier: '10089010000000001' }] };
  const rejected = problem.parse(await (await send(body, 'an-account-of-elsewhere')).json());
  expect(rejected.code).toBe('invalid_request');
  expect(rejected.errors?.[0]).toMatchObject({
    path: '/accounts/0/identifier',
    code: 'account_identifier_malformed',
    detail: 'account identifier malformed',
  });
  expect(JSON.stringify(rejected)).not.toContain('10089010000000001');
});

test('only the session that created a contract can view, follow, sign or download the contract', async () => {
  const body = contractRequestFor(await firstOffer(bff.app, token));
  const { id } = contractSchema.parse(await (await send(body, 'a-key-of-another-session')).json());
  const otherSession = await openSession(bff.app);
  const otherSiteSession = await openSession(bff.app, 'pk_test_other', 'https://www.other.example');
  for (const path of ['', '/events', '/document']) {
    const other = await sendRequest(bff.app, `/v1/contracts/${id}${path}`, { token: otherSession.token });
    expect(other.status, path).toBe(404);
    const site = await sendRequest(bff.app, `/v1/contracts/${id}${path}`, {
      token: otherSiteSession.token,
      origin: 'https://www.other.example',
    });
    expect(site.status, path).toBe(404);
  }
  // A token with the same session ID on another site gives no access either.
  const sid = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).sid;
  const otherSiteToken = await issueSessionToken(
    bff.appContext.keys,
    new Date(),
    'pk_test_other',
    'https://www.other.example',
    { sessionId: sid, openedAt: Math.floor(Date.now() / 1000) },
  );
  const otherSiteResponse = await sendRequest(bff.app, `/v1/contracts/${id}`, {
    token: otherSiteToken.token,
    origin: 'https://www.other.example',
  });
  expect(otherSiteResponse.status).toBe(404);
  const signing = await sendRequest(bff.app, `/v1/contracts/${id}/signing-sessions`, {
    body: { presentation: 'popup' },
    token: otherSession.token,
  });
  expect(signing.status).toBe(404);
});

test("the customer's names, numbers, addresses and tokens are neither logged nor stored in the contract", async () => {
  const body = contractRequestFor(await firstOffer(bff.app, token));
  const created = await send(body, 'logged-without-a-name');
  expect(created.status).toBe(201);
  const stored = JSON.stringify(await bff.appContext.store.selectFrom('contracts').selectAll().execute());
  const logsAndStore = bff.logLines.join('') + stored;
  expect(bff.logLines.join('')).toContain('contract_created');
  const { customer, signer, accounts } = body;
  const personalValues = [
    customer.legalName,
    customer.taxId,
    signer.name,
    signer.email,
    signer.phone,
    accounts[0]?.identifier,
    accounts[0]?.serviceAddress.street,
  ];
  expect([...personalValues, token, body.offerToken].filter((text) => text && logsAndStore.includes(text))).toEqual([]);
});

/** Errors after which the request may nevertheless have reached the upstream. */
const UPSTREAM_ERRORS = [
  new MscUnavailableError('CreateContract', 'timeout'),
  new MscInvalidResponseError('CreateContract', 'errors', 'number of GraphQL errors: 1'),
  new MscRejectedError('CreateContract', 400, 'status'),
];
test.each(UPSTREAM_ERRORS.flatMap((creation) => UPSTREAM_ERRORS.map((lookUp) => [creation, lookUp] as const)))(
  'if the creation fails with %s and the lookup with %s, the outcome is unknown',
  async (creation, lookUp) => {
    let isFailing = true;
    const failing = await createTestBff({
      wrapMscClient: (client) => ({
        ...client,
        contracting: {
          ...client.contracting,
          async createContract(input) {
            const payload = await client.contracting.createContract(input);
            if (isFailing) throw creation;
            return payload;
          },
          async contractByReference(reference) {
            if (isFailing) throw lookUp;
            return client.contracting.contractByReference(reference);
          },
        },
      }),
    });
    try {
      const session = await openSession(failing.app);
      const body = contractRequestFor(await firstOffer(failing.app, session.token));
      const headers = { 'Idempotency-Key': 'an-outcome-that-is-unknown' };
      const submit = () => sendRequest(failing.app, createContract.path, { body, token: session.token, headers });
      for (const _ of ['the first time', 'an interrupted request']) {
        const answer = await submit();
        expect(answer.headers.get('Retry-After')).toBe('3');
        expect(problem.parse(await answer.json()).code).toBe('contract_outcome_unknown');
      }
      isFailing = false;
      expect((await submit()).status).toBe(201);
      expect(failing.simulator.state.contracts.list()).toHaveLength(1);
    } finally {
      await failing.close();
    }
  },
);
