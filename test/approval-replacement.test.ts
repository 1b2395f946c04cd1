import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEndpoint } from '../src/bff/outbox/config.ts';
import type { QuotaLimits } from '../src/bff/partners/site.ts';
import { createContract } from '../src/wire/create-contract.ts';
import { problem } from '../src/wire/problem.ts';
import { replaceApprovalLink } from '../src/wire/saved-purchase.ts';
import {
  fetchPurchase,
  openLink,
  postApproval,
  postLink,
  postReplacement,
  prepare,
  readOpened,
  revoke,
  secretIn,
  statusOf,
} from './fixtures/approval.ts';
import { createTestBff, openSession, sendRequest, type TestBff, withConsent } from './fixtures/bff.ts';
import { startWebhookReceiver } from './fixtures/webhook-receiver.ts';

const secret = `whsec_${Buffer.from('the secret of the owner of mails').toString('base64')}`;
const address = 'dana@findable.example';

let bff: TestBff;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let token: string;
beforeEach(async () => {
  receiver = await startWebhookReceiver();
});
afterEach(async () => {
  await bff.close();
  await receiver.close();
});
async function open(quotas: Partial<QuotaLimits> = {}): Promise<void> {
  bff = await createTestBff({ webhooks: [createEndpoint(receiver.url, [secret], true)], quotas });
  ({ token } = await openSession(bff.app));
}

const codeOf = async (response: Response | Promise<Response>): Promise<string> =>
  problem.parse(await (await response).json()).code;
const emailedSecret = (): string => secretIn(/https:[^"]+/.exec(receiver.received.at(-1)?.body ?? '')?.[0] ?? '');
async function replace(id: string): Promise<{ readonly url: string; readonly expiresAt: string }> {
  const { url = '', ...rest } = replaceApprovalLink.response.parse(
    await (await postReplacement(bff, id, token)).json(),
  );
  return { url, ...rest };
}

/** Prepares the approver's contract request. Returns a function that sends the request. */
async function sign(id: string, by: string) {
  const { purchase, offer } = await readOpened(bff, id, by);
  if (!offer) throw new Error('the offer is gone');
  const { customer, accounts } = purchase;
  const body = await withConsent({
    approvalRequestId: id,
    offerToken: offer.offerToken,
    customer: { ...customer, taxId: '987654321' },
    signer: { name: 'Dana Example', title: 'Owner', email: address, phone: '+12145550142' },
    accounts,
  });
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  return () => sendRequest(bff.app, createContract.path, { body, token: by, headers });
}

test('a replacement link opens the same purchase and expires at the same time as the old link, which opens nothing', async () => {
  await open();
  const { request, secret: lost } = await prepare(bff, token);
  const replaced = await replace(request.id);
  expect(replaced).toMatchObject({ status: 'pending', expiresAt: request.expiresAt });
  expect(await codeOf(postLink(bff, lost))).toBe('approval_link_spent');
  const approver = await openLink(bff, secretIn(replaced.url));
  expect((await readOpened(bff, request.id, approver.token)).purchase.customer.legalName).toBe('Findable Bakery LLC');
});

test('after a link is replaced, the person who opened the old link can no longer read the purchase', async () => {
  await open();
  const { request, secret: misdirected } = await prepare(bff, token);
  const stranger = await openLink(bff, misdirected);
  expect((await fetchPurchase(bff, request.id, stranger.token)).status).toBe(200);
  const { url } = await replace(request.id);
  expect(await statusOf(bff, request.id, token)).toBe('pending');
  expect(await codeOf(fetchPurchase(bff, request.id, stranger.token))).toBe('approval_link_spent');
  const approver = await openLink(bff, secretIn(url));
  expect((await fetchPurchase(bff, request.id, approver.token)).status).toBe(200);
  expect(await codeOf(fetchPurchase(bff, request.id, stranger.token))).toBe('not_found');
});

test('the preparer sees a contract that an approver creates after the link was replaced', async () => {
  await open();
  const { request, secret: first } = await prepare(bff, token);
  const approver = await openLink(bff, first);
  const agree = await sign(request.id, approver.token);
  const { url } = await replace(request.id);
  expect((await agree()).status).toBe(201);
  expect(await statusOf(bff, request.id, token)).toBe('contract_created');
  expect(await codeOf(postLink(bff, secretIn(url)))).toBe('approval_link_spent');
});

test('a link cannot be replaced once it has led to a contract, been revoked or expired', async () => {
  await open();
  const used = await prepare(bff, token);
  const approver = await openLink(bff, used.secret);
  await (await sign(used.request.id, approver.token))();
  const revoked = await prepare(bff, token);
  await revoke(bff, revoked.request.id, token);
  const expired = await prepare(bff, token);
  await bff.appContext.store
    .updateTable('approval_requests')
    .set({ expires_at: new Date().toISOString() })
    .where('id', '=', expired.request.id)
    .execute();
  for (const { request } of [used, revoked, expired])
    expect(await codeOf(postReplacement(bff, request.id, token))).toBe('approval_link_spent');
});

test('only the session that prepared the purchase can replace its link', async () => {
  await open();
  const { request, secret: link } = await prepare(bff, token);
  const approver = await openLink(bff, link);
  for (const other of [approver.token, (await openSession(bff.app)).token])
    expect(await codeOf(postReplacement(bff, request.id, other))).toBe('not_found');
});

test('a replacement link can be emailed in the language of the purchase, and the response does not contain the link', async () => {
  await open();
  const { request } = await prepare(bff, token);
  const response = await postReplacement(bff, request.id, token, { email: address });
  expect(replaceApprovalLink.response.parse(await response.json()).url).toBeUndefined();
  expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({
    type: 'approval_request.link_requested',
    data: { approvalRequestId: request.id, email: address, locale: 'en', expiresAt: request.expiresAt },
  });
  expect((await openLink(bff, emailedSecret())).approvalRequestId).toBe(request.id);
});

test('the old link still works if the owner’s server does not email the replacement', async () => {
  await open();
  const { request, secret: before } = await prepare(bff, token);
  receiver.respondWith((_, response) => response.writeHead(500).end());
  expect(await codeOf(postReplacement(bff, request.id, token, { email: address }))).toBe('mail_not_sent');
  expect(await codeOf(postLink(bff, emailedSecret()))).toBe('approval_link_spent');
  expect((await openLink(bff, before)).approvalRequestId).toBe(request.id);
});

test('an approver who opened the old link can still read the purchase if the replacement is not emailed', async () => {
  await open();
  const { request, secret: before } = await prepare(bff, token);
  const approver = await openLink(bff, before);
  receiver.respondWith((_, response) => response.writeHead(500).end());
  await postReplacement(bff, request.id, token, { email: address });
  expect(await statusOf(bff, request.id, token)).toBe('opened');
  expect((await fetchPurchase(bff, request.id, approver.token)).status).toBe(200);
});

test('if a replacement link is opened before the owner’s server fails, the email counts as sent', async () => {
  await open();
  const { request } = await prepare(bff, token);
  receiver.respondWith(async (_, response) => {
    await openLink(bff, emailedSecret());
    response.writeHead(500).end();
  });
  expect((await postReplacement(bff, request.id, token, { email: address })).status).toBe(200);
  expect(await statusOf(bff, request.id, token)).toBe('opened');
});

test('emails with replacement links count against the recipient’s limit like other emails', async () => {
  await open({ emailsPerRecipient: 2 });
  const response = await postApproval(bff, token, { email: address });
  const { id } = replaceApprovalLink.response.parse(await response.json());
  const statuses: number[] = [];
  for (let count = 0; count < 2; count++)
    statuses.push((await postReplacement(bff, id, token, { email: address })).status);
  expect(statuses).toEqual([200, 429]);
});

test('if a link is replaced while its email is being sent and the owner’s server fails, the email counts as not sent', async () => {
  await open();
  const { request } = await prepare(bff, token);
  let newest = '';
  receiver.respondWith(async (_, response) => {
    newest = (await replace(request.id)).url;
    response.writeHead(500).end();
  });
  expect(await codeOf(postReplacement(bff, request.id, token, { email: address }))).toBe('mail_not_sent');
  expect((await openLink(bff, secretIn(newest))).approvalRequestId).toBe(request.id);
});
