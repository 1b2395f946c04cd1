import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { recordStatus } from '../src/bff/contracts/record-status.ts';
import type { MscPrice } from '../src/upstreams/msc/pricing-schema.ts';
import { contract as contractSchema } from '../src/wire/contract.ts';
import { type CreateContractRequest, createContract } from '../src/wire/create-contract.ts';
import { problem } from '../src/wire/problem.ts';
import {
  fetchPurchase,
  fetchStatus,
  openLink,
  postApproval,
  postLink,
  prepare,
  preparedBy,
  readOpened,
  revoke,
  statusOf,
} from './fixtures/approval.ts';
import {
  contractRequestFor,
  createTestBff,
  createTestContract,
  firstOffer,
  offerIn,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
  withConsent,
} from './fixtures/bff.ts';
import { loseContractResponses } from './fixtures/lost-responses.ts';

let bff: TestBff;
let token: string;
/** Changes the price that the upstream returns by its ID. */
let readPrice: (price: MscPrice | undefined) => MscPrice | undefined | Promise<never>;
beforeEach(async () => {
  readPrice = (price) => price;
  bff = await createTestBff({
    wrapMscClient: (client) => ({
      ...client,
      pricing: { ...client.pricing, price: async (id) => readPrice(await client.pricing.price(id)) },
    }),
  });
  ({ token } = await openSession(bff.app));
});
afterEach(() => bff.close());

function advanceDays(days: number): void {
  bff.clock.now = () => new Date(Date.now() + days * 24 * 60 * 60_000);
}
const codeOf = async (response: Response | Promise<Response>): Promise<string> =>
  problem.parse(await (await response).json()).code;
const upstreamContracts = () => bff.simulator.state.contracts.list();

/** The approver's contract request: the prepared purchase, completed. */
async function signable(id: string, by: string): Promise<CreateContractRequest> {
  const { purchase, offer } = await readOpened(bff, id, by);
  if (!offer) throw new Error('the offer is gone');
  const { customer, accounts, contact } = purchase;
  return withConsent({
    approvalRequestId: id,
    offerToken: offer.offerToken,
    customer: { ...customer, taxId: '987654321' },
    signer: { name: 'Dana Example', title: 'Owner', email: 'dana@findable.example', phone: '+12145550142' },
    accounts,
    ...(contact ? { contact } : {}),
  });
}
const sign = (body: CreateContractRequest, by: string) =>
  sendRequest(bff.app, createContract.path, {
    body,
    token: by,
    headers: { 'Idempotency-Key': crypto.randomUUID() },
  });

test('an approval link opens the page where it was created, without the page’s query, and has its secret in the fragment', async () => {
  const response = await postApproval(bff, token, { returnTo: `${pageOrigin}/energy?a=1#top` });
  const { url, ...request } = z
    .object({ id: z.string(), status: z.string(), expiresAt: z.string(), url: z.string() })
    .parse(await response.json());
  expect(url).toMatch(/^https:\/\/www\.lonestar\.example\/energy#shopper-approval=[\w-]{43}$/);
  expect((Date.parse(request.expiresAt) - Date.now()) / (24 * 60 * 60_000)).toBeCloseTo(7, 2);
  expect(request).toMatchObject({ id: expect.stringMatching(/^ap_[0-9a-f]{32}$/), status: 'pending' });
});

test('the approver gets the prepared purchase with a new offer token, completes it and creates the contract', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  expect(approver.approvalRequestId).toBe(request.id);
  expect(await statusOf(bff, request.id, token)).toBe('opened');
  const opened = await readOpened(bff, request.id, approver.token);
  const { offerToken, returnTo: _, ...purchase } = preparedBy(await firstOffer(bff.app, token));
  expect(opened.purchase).toEqual(purchase);
  expect(opened.change).toBeUndefined();
  expect(opened).toMatchObject({ expiresAt: request.expiresAt, createdAt: expect.any(String) });
  expect(opened.offer?.id).toBe(offerIn({ offerToken }).priceId);
  expect(upstreamContracts()).toEqual([]);

  const created = await sign(await signable(request.id, approver.token), approver.token);
  expect(created.status).toBe(201);
  expect(upstreamContracts()[0]?.input.customer).toMatchObject({ legalName: 'Findable Bakery LLC' });
  const status = await fetchStatus(bff, request.id, token);
  // The contract belongs to the approver: the preparer sees only its reference and status.
  const { id, reference } = contractSchema.parse(await created.json());
  expect(await status.json()).toEqual({
    id: request.id,
    status: 'contract_created',
    expiresAt: request.expiresAt,
    contract: { reference, status: 'sent' },
  });
  expect((await sendRequest(bff.app, `/v1/contracts/${id}`, { token })).status).toBe(404);
  expect((await sendRequest(bff.app, `/v1/contracts/${id}`, { token: approver.token })).status).toBe(200);
});

test('an approver learns that the preparer already has a contract for the account, and can still create another', async () => {
  const { request, secret } = await prepare(bff, token);
  const { accounts } = preparedBy(await firstOffer(bff.app, token));
  const own = withConsent({ ...contractRequestFor(await firstOffer(bff.app, token)), accounts });
  const { reference } = contractSchema.parse(await (await sign(own, token)).json());
  const approver = await openLink(bff, secret);
  const body = await signable(request.id, approver.token);
  const refused = problem.parse(await (await sign(body, approver.token)).json());
  expect(refused).toMatchObject({ code: 'contract_exists', contract: { reference, differs: [] } });
  expect(refused.contract).not.toHaveProperty('id');
  expect(upstreamContracts()).toHaveLength(1);
  expect((await sign({ ...body, replaces: reference }, approver.token)).status).toBe(201);
});

test('a preparer learns that the approver already has a contract for the account', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  const signed = await sign(await signable(request.id, approver.token), approver.token);
  const { reference } = contractSchema.parse(await signed.json());
  const { accounts } = preparedBy(await firstOffer(bff.app, token));
  const own = withConsent({ ...contractRequestFor(await firstOffer(bff.app, token)), accounts });
  const refused = problem.parse(await (await sign(own, token)).json());
  expect(refused).toMatchObject({ code: 'contract_exists', contract: { reference, differs: [] } });
  expect(upstreamContracts()).toHaveLength(1);
});

test('of two people who open links to the same prepared account, the second learns that there is a contract', async () => {
  const [first, second] = [await prepare(bff, token), await prepare(bff, token)];
  const approver = await openLink(bff, first.secret);
  const other = await openLink(bff, second.secret);
  const signed = await sign(await signable(first.request.id, approver.token), approver.token);
  const { reference } = contractSchema.parse(await signed.json());
  const body = await signable(second.request.id, other.token);
  const signer = { ...body.signer, email: 'other@findable.example' };
  const refused = problem.parse(await (await sign(withConsent({ ...body, signer }), other.token)).json());
  expect(refused).toMatchObject({ code: 'contract_exists', contract: { reference } });
  expect(upstreamContracts()).toHaveLength(1);
});

test('the preparer sees that the contract has been signed', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  await sign(await signable(request.id, approver.token), approver.token);
  await bff.appContext.store.updateTable('contracts').set({ status: 'declined' }).execute();
  expect(await statusOf(bff, request.id, token)).toBe('contract_created');
  await bff.appContext.store.updateTable('contracts').set({ status: 'submitted' }).execute();
  expect(await statusOf(bff, request.id, token)).toBe('signed');
});

test('a signed contract that is put on hold or canceled later stays signed for the preparer', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  await sign(await signable(request.id, approver.token), approver.token);
  const { store } = bff.appContext;
  const row = await store.selectFrom('contracts').selectAll().executeTakeFirstOrThrow();
  for (const status of ['signed', 'on_hold', 'cancelled'] as const) {
    await store.transaction().execute(async (transaction) => {
      const report = { status, at: new Date().toISOString() };
      await recordStatus(transaction, row, report, new Date());
    });
    expect(await statusOf(bff, request.id, token)).toBe('signed');
  }
});

test('the preparer sees the contract that corrects a rejected one', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  const body = await signable(request.id, approver.token);
  const rejected = contractSchema.parse(await (await sign(body, approver.token)).json());
  await bff.appContext.store.updateTable('contracts').set({ status: 'rejected' }).execute();
  const { approvalRequestId: _, ...rest } = body;
  const accounts = rest.accounts.map((account) => ({ ...account, identifier: '10443720012345695' }));
  const corrected = await sign({ ...rest, accounts, corrects: rejected.id }, approver.token);
  const { id, reference } = contractSchema.parse(await corrected.json());
  expect(id).not.toBe(rejected.id);
  expect(await (await fetchStatus(bff, request.id, token)).json()).toMatchObject({
    status: 'contract_created',
    contract: { reference },
  });
});

test('an approver who lost the response finds the contract through the approval request, but the preparer does not', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  const signed = await sign(await signable(request.id, approver.token), approver.token);
  const { id, reference } = contractSchema.parse(await signed.json());
  const response = await fetchPurchase(bff, request.id, approver.token);
  expect(response.status).toBe(409);
  expect(problem.parse(await response.json())).toMatchObject({ code: 'contract_exists', contract: { id, reference } });
  expect((await fetchPurchase(bff, request.id, token)).status).toBe(404);
});

test('an approval link works only once, even when it is opened twice simultaneously', async () => {
  const { secret } = await prepare(bff, token);
  const responses = await Promise.all([postLink(bff, secret), postLink(bff, secret)]);
  expect(responses.map(({ status }) => status).sort()).toEqual([201, 410]);
  expect(await codeOf(postLink(bff, secret))).toBe('approval_link_spent');
});

test('an approval link is valid for seven days', async () => {
  const [one, other] = [await prepare(bff, token), await prepare(bff, token)];
  advanceDays(6.99);
  expect((await postLink(bff, one.secret)).status).toBe(201);
  advanceDays(7.01);
  expect(await codeOf(postLink(bff, other.secret))).toBe('approval_link_spent');
});

test('an expired approval request has the status expired, and its purchase can no longer be read', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  advanceDays(7.01);
  const renew = async (by: string) => {
    const response = await sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' }, token: by });
    return z.object({ token: z.string() }).parse(await response.json()).token;
  };
  expect(await statusOf(bff, request.id, await renew(token))).toBe('expired');
  expect(await codeOf(fetchPurchase(bff, request.id, await renew(approver.token)))).toBe('approval_link_spent');
});

test('a revoked link opens nothing, and an approver who has opened it can no longer read the purchase', async () => {
  const [unopened, opened] = [await prepare(bff, token), await prepare(bff, token)];
  expect(await (await revoke(bff, unopened.request.id, token)).json()).toMatchObject({ status: 'revoked' });
  expect(await codeOf(postLink(bff, unopened.secret))).toBe('approval_link_spent');
  const approver = await openLink(bff, opened.secret);
  await revoke(bff, opened.request.id, token);
  expect(await codeOf(fetchPurchase(bff, opened.request.id, approver.token))).toBe('approval_link_spent');
  expect(await statusOf(bff, opened.request.id, token)).toBe('revoked');
});

test('the preparer sees a contract that the approver creates after the request was revoked', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  const body = await signable(request.id, approver.token);
  await revoke(bff, request.id, token);
  expect((await sign(body, approver.token)).status).toBe(201);
  expect(await statusOf(bff, request.id, token)).toBe('contract_created');
});

test('once the contract exists, revoking the request has no effect, and the prepared purchase has been deleted', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  await sign(await signable(request.id, approver.token), approver.token);
  expect(await (await revoke(bff, request.id, token)).json()).toMatchObject({ status: 'contract_created' });
  expect(await codeOf(fetchPurchase(bff, request.id, approver.token))).toBe('contract_exists');
  const rows = await bff.appContext.store.selectFrom('approval_requests').select('revoked_at').execute();
  expect(rows).toEqual([{ revoked_at: null }]);
});

test("a contract created by any other session does not change an approval request's status", async () => {
  const { request, secret } = await prepare(bff, token);
  await createTestContract(bff.app, token);
  expect(await statusOf(bff, request.id, token)).toBe('pending');
  await openLink(bff, secret);
  await createTestContract(bff.app, (await openSession(bff.app)).token);
  expect(await statusOf(bff, request.id, token)).toBe('opened');
});

test('a contract completes the approval request that it refers to, not another one that its session has opened', async () => {
  const [first, second] = [await prepare(bff, token), await prepare(bff, token)];
  const approver = await openLink(bff, first.secret);
  const body = { siteKey: 'pk_test_demo', approval: second.secret };
  expect((await sendRequest(bff.app, '/v1/sessions', { body, token: approver.token })).status).toBe(201);
  await createTestContract(bff.app, approver.token);
  expect(await statusOf(bff, first.request.id, token)).toBe('opened');
  expect(await statusOf(bff, second.request.id, token)).toBe('opened');
  const request = await signable(first.request.id, approver.token);
  expect((await sign(request, approver.token)).status).toBe(201);
  expect(await statusOf(bff, first.request.id, token)).toBe('contract_created');
  expect(await statusOf(bff, second.request.id, token)).toBe('opened');
});

test('a contract whose response was lost later completes its approval request, even after another attempt', async () => {
  let isLost = true;
  const lost = await createTestBff({ wrapMscClient: loseContractResponses(() => isLost) });
  try {
    const preparer = (await openSession(lost.app)).token;
    const { request, secret } = await prepare(lost, preparer);
    const approver = await openLink(lost, secret);
    const offer = await firstOffer(lost.app, approver.token);
    const submit = (identifier: string, key: string) => {
      const { accounts, ...rest } = contractRequestFor(offer);
      const body = { ...rest, accounts: accounts.map((account) => ({ ...account, identifier })) };
      return sendRequest(lost.app, createContract.path, {
        body: { ...body, approvalRequestId: request.id },
        token: approver.token,
        headers: { 'Idempotency-Key': key },
      });
    };
    const first = () => submit('10443720012345678', 'the-key-of-the-first-request');
    expect(await codeOf(first())).toBe('contract_outcome_unknown');
    expect(await codeOf(submit('10443720012345695', 'the-key-of-the-corrected-request'))).toBe(
      'contract_outcome_unknown',
    );
    isLost = false;
    expect((await first()).status).toBe(201);
    expect(await statusOf(lost, request.id, preparer)).toBe('contract_created');
  } finally {
    await lost.close();
  }
});

test('a contract created by a session that did not open the approval request does not complete the request', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  const body = await signable(request.id, approver.token);
  expect((await sign(body, (await openSession(bff.app)).token)).status).toBe(201);
  expect(await statusOf(bff, request.id, token)).toBe('opened');
});

test('only the preparer can read the status, and only the approver the purchase; other attempts are audited', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  const stranger = await openSession(bff.app);
  const attempts = [
    fetchStatus(bff, request.id, approver.token),
    revoke(bff, request.id, approver.token),
    fetchPurchase(bff, request.id, token),
    fetchStatus(bff, request.id, stranger.token),
    revoke(bff, request.id, stranger.token),
    fetchPurchase(bff, request.id, stranger.token),
  ];
  expect((await Promise.all(attempts)).map(({ status }) => status)).toEqual(attempts.map(() => 404));
  expect(await statusOf(bff, request.id, token)).toBe('opened');
  await bff.appContext.audit.flush();
  const entries = await bff.appContext.store.selectFrom('audit_log').select(['action', 'entry']).execute();
  expect(entries.map(({ action }) => action)).toContain('access_denied');
  expect(entries[0]?.entry).toContain(`"approvalRequest":"${request.id}"`);
});

test('an approval link works only on its own site, and opening it on another site does not use it up', async () => {
  const { secret } = await prepare(bff, token);
  expect(await codeOf(postLink(bff, secret, 'pk_test_other', 'https://www.other.example'))).toBe('approval_link_spent');
  expect(await codeOf(postLink(bff, secret, 'pk_test_demo', 'https://www.evil.example'))).toBe('origin_not_allowed');
  expect((await postLink(bff, secret)).status).toBe(201);
});

test('an unknown secret opens nothing, and an approval secret is not accepted as a resume token', async () => {
  expect(await codeOf(postLink(bff, 'x'.repeat(43)))).toBe('approval_link_spent');
  expect(await codeOf(postLink(bff, 'x'))).toBe('invalid_request');
  const { secret } = await prepare(bff, token);
  const resumed = sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo', resume: secret } });
  expect(await codeOf(resumed)).toBe('resume_link_spent');
});

test.each([
  ['a tax ID', { customer: { legalName: 'Findable Bakery LLC', entityType: 'llc', taxId: '987654321' } }],
  ['a signer', { signer: { name: 'Dana Example' } }],
  ['a page of another site', { returnTo: 'https://www.evil.example/' }],
  ['no account', { accounts: [] }],
  ['a phone number that cannot exist', { contact: { name: 'R', email: 'r@f.example', phone: '+15555555555' } }],
])('rejects a purchase with %s', async (_, change) => {
  expect(await codeOf(postApproval(bff, token, change))).toBe('invalid_request');
  expect(await bff.appContext.store.selectFrom('approval_requests').selectAll().execute()).toEqual([]);
});

test('rejects an offer that belongs to another site or has expired', async () => {
  const elsewhere = await openSession(bff.app, 'pk_test_other', 'https://www.other.example');
  const foreign = await firstOffer(bff.app, elsewhere.token, undefined, 'https://www.other.example');
  expect(await codeOf(postApproval(bff, token, { offerToken: foreign.offerToken }))).toBe('offer_invalid');
  const { offerToken } = await firstOffer(bff.app, token);
  const body = { ...preparedBy({ offerToken }) };
  advanceDays(3);
  const later = await openSession(bff.app);
  const expired = sendRequest(bff.app, '/v1/approval-requests', { body, token: later.token });
  expect(await codeOf(expired)).toBe('offer_expired');
});

test('if terms have changed, the approver gets the old and the new terms, and can sign the new ones', async () => {
  const { request, secret } = await prepare(bff, token);
  const before = await firstOffer(bff.app, token);
  readPrice = (price) => price && { ...price, greenPercent: 3.5, monthlyFee: '499.00' };
  const approver = await openLink(bff, secret);
  const { change, offer } = await readOpened(bff, request.id, approver.token);
  expect(change?.terms.map(({ term }) => term)).toEqual(['monthlyFee', 'greenPercent']);
  const { rate, monthlyFee, brokerFee, earlyTermination, swingPercent, greenPercent, estimate } = before;
  expect(change?.from).toEqual({
    rate,
    monthlyFee,
    brokerFee,
    earlyTermination,
    swingPercent,
    greenPercent,
    estimate,
  });
  expect(offer).toMatchObject({ id: before.id, greenPercent: 3.5, monthlyFee: { amount: '499.00' } });
  expect((await sign(await signable(request.id, approver.token), approver.token)).status).toBe(201);
});

test('if the offer is no longer available, the approver gets the purchase without an offer', async () => {
  const { request, secret } = await prepare(bff, token);
  readPrice = () => undefined;
  const approver = await openLink(bff, secret);
  const { purchase, offer, change } = await readOpened(bff, request.id, approver.token);
  expect([purchase.customer.legalName, offer, change]).toEqual(['Findable Bakery LLC', undefined, undefined]);
});

test('if the price cannot be read, the approver can try again', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  readPrice = () => Promise.reject(new Error('no response'));
  expect(await codeOf(fetchPurchase(bff, request.id, approver.token))).toBe('price_check_unavailable');
  readPrice = (price) => price;
  expect((await readOpened(bff, request.id, approver.token)).offer).toBeDefined();
});

test('signing out everywhere ends the session’s access to its approval requests', async () => {
  const { request, secret } = await prepare(bff, token);
  const approver = await openLink(bff, secret);
  for (const by of [token, approver.token])
    expect((await sendRequest(bff.app, '/v1/sessions', { method: 'DELETE', token: by })).status).toBe(200);
  expect(await codeOf(fetchStatus(bff, request.id, token))).toBe('session_ended');
  expect(await codeOf(fetchPurchase(bff, request.id, approver.token))).toBe('session_ended');
});
