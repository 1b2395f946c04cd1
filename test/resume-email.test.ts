import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createEndpoint } from '../src/bff/outbox/config.ts';
import { dispatchDue } from '../src/bff/outbox/dispatcher.ts';
import { tableNames } from '../src/bff/store/tables.ts';
import type { Contract } from '../src/wire/contract.ts';
import { problem } from '../src/wire/problem.ts';
import { resumeLink } from '../src/wire/resume-link.ts';
import { createSession } from '../src/wire/session.ts';
import {
  createTestBff,
  createTestContract,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';
import { startWebhookReceiver } from './fixtures/webhook-receiver.ts';

const secret = `whsec_${Buffer.from('the secret of the owner of mails').toString('base64')}`;
const address = 'dana@findable.example';
const request = z.object({
  type: z.literal('contract.resume_link_requested'),
  data: z.object({ reference: z.string(), email: z.string(), url: z.string(), expiresAt: z.string() }),
});

let bff: TestBff;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let token: string;
let created: Contract;
async function openSessionWithEmail(mailsLinks: boolean) {
  receiver = await startWebhookReceiver();
  bff = await createTestBff({ webhooks: [createEndpoint(receiver.url, [secret], mailsLinks)] });
  ({ token } = await openSession(bff.app));
  created = await createTestContract(bff.app, token);
}
beforeEach(() => openSessionWithEmail(true));
afterEach(async () => {
  await bff.close();
  await receiver.close();
});

const requestEmail = (body: object = {}, by = token) =>
  sendRequest(bff.app, `/v1/contracts/${created.id}/resume-mails`, {
    body: { email: address, returnTo: `${pageOrigin}/energy`, ...body },
    token: by,
  });
const codeOf = async (response: Response) => problem.parse(await response.json()).code;
const sentRequests = () =>
  receiver.received.map(({ headers, body }) =>
    request.parse(new Webhook(secret).verify(body, Object.fromEntries(headers))),
  );

test("sends the site's owner a signed request to email a link, and the link opens the contract", async () => {
  const response = await requestEmail();
  expect(response.status).toBe(201);
  const [first] = sentRequests();
  expect(first?.data).toMatchObject({ reference: created.reference, email: address });
  expect(await response.json()).toEqual({ expiresAt: first?.data.expiresAt });
  const resume = new URL(first?.data.url ?? '').hash.replace('#shopper-resume=', '');
  const opened = await sendRequest(bff.app, createSession.path, { body: { siteKey: 'pk_test_demo', resume } });
  expect(createSession.response.parse(await opened.json()).contractId).toBe(created.id);
});

test('the customer’s address and the link are neither stored, logged nor sent anywhere else', async () => {
  const response = await (await requestEmail()).text();
  const [first] = sentRequests();
  await dispatchDue(bff.appContext);
  const stored = JSON.stringify(
    await Promise.all(tableNames.map((name) => bff.appContext.store.selectFrom(name).selectAll().execute())),
  );
  const hash = first && new URL(first.data.url).hash.slice(-43);
  expect(hash).toHaveLength(43);
  for (const text of [response, stored, bff.logLines.join('\n')]) {
    expect(text).not.toContain(address);
    expect(text).not.toContain(hash);
  }
});

test("reports immediately that no email was sent, and calls the site owner's server again on a retry", async () => {
  receiver.respondWith((_, response) => response.writeHead(500).end());
  const rejected = await requestEmail();
  expect([rejected.status, await codeOf(rejected)]).toEqual([503, 'mail_not_sent']);
  expect(bff.logLines.join('\n')).toContain('resume_email_failed');
  expect(bff.logLines.join('\n')).not.toContain(address);
  receiver.respondWith((_, response) => response.writeHead(204).end());
  expect((await requestEmail()).status).toBe(201);
  expect(receiver.received).toHaveLength(2);
});

test('a link whose email was refused opens nothing', async () => {
  receiver.respondWith((_, response) => response.writeHead(422).end());
  expect(await codeOf(await requestEmail())).toBe('mail_not_sent');
  const resume = new URL(sentRequests()[0]?.data.url ?? '').hash.replace('#shopper-resume=', '');
  const opened = await sendRequest(bff.app, createSession.path, { body: { siteKey: 'pk_test_demo', resume } });
  expect(await codeOf(opened)).toBe('resume_link_spent');
});

test('sends no email if the session cannot access the contract, the return URL is not on the site, or the address is invalid', async () => {
  const { token: other } = await openSession(bff.app);
  expect((await requestEmail({}, other)).status).toBe(404);
  expect(await codeOf(await requestEmail({ returnTo: 'https://elsewhere.example/' }))).toBe('invalid_request');
  expect(await codeOf(await requestEmail({ email: 'invalid' }))).toBe('invalid_request');
  expect(receiver.received).toEqual([]);
});

test('an emailed link omits the query of the page’s URL, which its sender could choose, but other links keep it', async () => {
  const returnTo = `${pageOrigin}/energy?x=%3Cb%3Ehi%3C%2Fb%3E&u=http%3A%2F%2Fevil.example`;
  expect((await requestEmail({ returnTo })).status).toBe(201);
  expect(sentRequests()[0]?.data.url).toMatch(/^https:\/\/www\.lonestar\.example\/energy#shopper-resume=[\w-]{43}$/);
  const path = `/v1/contracts/${created.id}/resume-links`;
  const link = await (await sendRequest(bff.app, path, { body: { returnTo }, token })).json();
  expect(resumeLink.parse(link).url).toContain('?x=');
});

test('limits emails to ten an hour per contract', async () => {
  for (let count = 0; count < 10; count++) expect((await requestEmail()).status).toBe(201);
  expect(await codeOf(await requestEmail())).toBe('quota_reached');
});

test("the session says whether the site's owner emails links, and if not, the owner's server is never called", async () => {
  expect((await openSession(bff.app)).site.mailsLinks).toBe(true);
  await bff.close();
  await receiver.close();
  await openSessionWithEmail(false);
  expect((await openSession(bff.app)).site.mailsLinks).toBe(false);
  expect(await codeOf(await requestEmail())).toBe('mail_not_sent');
  expect(receiver.received).toEqual([]);
});
