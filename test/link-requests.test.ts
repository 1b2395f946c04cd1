import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { eraseContract } from '../src/bff/commands/erase.ts';
import { readPayloadKeys } from '../src/bff/encryption/envelope-encryption.ts';
import { readSignerAddress, rewrapSignerAddresses } from '../src/bff/encryption/signer-address.ts';
import { createEndpoint } from '../src/bff/outbox/config.ts';
import { deleteExpired } from '../src/bff/retention/retention.ts';
import type { Contract } from '../src/wire/contract.ts';
import { problem } from '../src/wire/problem.ts';
import { createSession } from '../src/wire/session.ts';
import {
  bffSecret,
  contractRequestFor,
  createTestBff,
  firstOffer,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';
import { startWebhookReceiver } from './fixtures/webhook-receiver.ts';

const secret = `whsec_${Buffer.from('the secret of the owner of mails').toString('base64')}`;
const signerEmail = 'dana@trinity-bakery.example';
const sentEmail = z.object({ data: z.object({ reference: z.string(), email: z.string(), url: z.string() }) });

let bff: TestBff;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let created: Contract;
beforeEach(async () => {
  receiver = await startWebhookReceiver();
  await start(true);
});
afterEach(async () => {
  await bff.close();
  await receiver.close();
});
async function start(mailsLinks: boolean): Promise<void> {
  bff = await createTestBff({
    webhooks: [createEndpoint(receiver.url, [secret], mailsLinks)],
    quotas: { emailsPerRecipient: 3 },
  });
  const { token } = await openSession(bff.app);
  const headers = { 'Idempotency-Key': crypto.randomUUID() };
  const body = contractRequestFor(await firstOffer(bff.app, token));
  created = await (await sendRequest(bff.app, '/v1/contracts', { body, token, headers })).json();
}

const requestLink = async (reference = created.reference, siteKey?: string, returnTo = `${pageOrigin}/energy?q=1`) =>
  sendRequest(bff.app, '/v1/contract-link-requests', {
    body: { reference, returnTo },
    token: (await openSession(bff.app, siteKey)).token,
  });
const codeOf = async (response: Response) => problem.parse(await response.json()).code;
const emails = () =>
  receiver.received.map(({ headers, body }) =>
    sentEmail.parse(new Webhook(secret).verify(body, Object.fromEntries(headers))),
  );
const address = () => readSignerAddress(bff.appContext.store, bff.appContext.payloadKeys, created.id);

test('a link request emails a link to the signer, and the link opens the contract in a new session', async () => {
  const response = await requestLink();
  expect([response.status, await response.json()]).toEqual([202, {}]);
  await expect.poll(() => emails().length).toBe(1);
  const [email] = emails();
  expect(email?.data).toMatchObject({ reference: created.reference, email: signerEmail });
  const url = new URL(email?.data.url ?? '');
  expect(url.search).toBe('');
  const resume = url.hash.replace('#shopper-resume=', '');
  const opened = await sendRequest(bff.app, createSession.path, { body: { siteKey: 'pk_test_demo', resume } });
  expect(createSession.response.parse(await opened.json()).contractId).toBe(created.id);
});

test('a reference that does not exist or belongs to another site gets the same response, and nothing is sent', async () => {
  for (const response of [await requestLink('0000-0000'), await requestLink(created.reference, 'pk_test_electric')])
    expect([response.status, await response.text()]).toEqual([202, '{}']);
  expect((await requestLink()).status).toBe(202);
  await expect.poll(() => emails().length).toBe(1);
  expect(emails()[0]?.data.reference).toBe(created.reference);
});

test('the contract is looked up after a delay, so that response times do not reveal whether it exists', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    const { token } = await openSession(bff.app);
    const response = await sendRequest(bff.app, '/v1/contract-link-requests', {
      body: { reference: created.reference, returnTo: `${pageOrigin}/` },
      token,
    });
    expect(response.status).toBe(202);
    expect(await bff.appContext.store.selectFrom('resume_links').selectAll().execute()).toEqual([]);
    vi.advanceTimersByTime(500);
  } finally {
    vi.useRealTimers();
  }
  await expect.poll(() => emails().length).toBe(1);
});

test('a server that is shutting down sends requested links immediately', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  try {
    expect((await requestLink()).status).toBe(202);
    bff.appContext.shutdown.close();
  } finally {
    vi.useRealTimers();
  }
  await expect.poll(() => emails().length).toBe(1);
});

test('after the recipient’s quota is used up, no more emails are sent, and the responses stay the same', async () => {
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 5; attempt++) statuses.push((await requestLink()).status);
  expect(statuses).toEqual([202, 202, 202, 202, 202]);
  await expect.poll(() => bff.logLines.filter((line) => line.includes('link_request_failed')).length).toBe(2);
  expect(emails()).toHaveLength(3);
  expect(bff.logLines.join('')).not.toContain(signerEmail);
});

test('link requests are limited by IP address, whether or not their references exist', async () => {
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 11; attempt++) statuses.push((await requestLink('0000-0000')).status);
  expect(statuses.at(-2)).toBe(202);
  expect(statuses.at(-1)).toBe(429);
  expect(await codeOf(await requestLink())).toBe('quota_reached');
});

test('rejects a return URL outside the site, and rejects every link request if the site emails no links', async () => {
  expect(await codeOf(await requestLink(created.reference, undefined, 'https://elsewhere.example/'))).toBe(
    'invalid_request',
  );
  await bff.close();
  await start(false);
  expect(await codeOf(await requestLink())).toBe('mail_not_sent');
  expect(receiver.received).toEqual([]);
});

test('the signer’s address is stored encrypted, remains readable after key rotation, and is deleted by erasure', async () => {
  const { store } = bff.appContext;
  const rows = await store.selectFrom('signer_addresses').selectAll().execute();
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain('dana');
  const keys = readPayloadKeys({
    BFF_SECRET: bffSecret,
    PAYLOAD_KEYS: `2027:${Buffer.alloc(32, 7).toString('base64')}`,
  });
  expect(await rewrapSignerAddresses(store, keys)).toBe(1);
  expect(await readSignerAddress(store, keys, created.id)).toBe(signerEmail);
  await eraseContract(store, created.id);
  expect(await store.selectFrom('signer_addresses').selectAll().execute()).toEqual([]);
});

test('the signer’s address is deleted 30 days after the contract has ended', async () => {
  const { store } = bff.appContext;
  const inDays = (days: number) => {
    const now = new Date(Date.now() + days * 24 * 60 * 60_000);
    return deleteExpired({ ...bff.appContext, now: () => now });
  };
  await inDays(40);
  expect(await address()).toBe(signerEmail);
  await store.updateTable('contracts').set({ status: 'dropped' }).where('id', '=', created.id).execute();
  await inDays(29);
  expect(await address()).toBe(signerEmail);
  await inDays(31);
  expect(await address()).toBeUndefined();
});
