import { Webhook } from 'standardwebhooks';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createEndpoint } from '../src/bff/outbox/config.ts';
import { dispatchDue } from '../src/bff/outbox/dispatcher.ts';
import type { QuotaLimits } from '../src/bff/partners/site.ts';
import { tableNames } from '../src/bff/store/tables.ts';
import { problem } from '../src/wire/problem.ts';
import { createApprovalRequest } from '../src/wire/saved-purchase.ts';
import { openLink, postApproval, postLink, secretIn, statusOf } from './fixtures/approval.ts';
import { createTestBff, openSession, pageOrigin, type TestBff } from './fixtures/bff.ts';
import { startWebhookReceiver } from './fixtures/webhook-receiver.ts';

const secret = `whsec_${Buffer.from('the secret of the owner of mails').toString('base64')}`;
const address = 'dana@findable.example';
const emailRequest = z.object({
  type: z.literal('approval_request.link_requested'),
  data: z.strictObject({
    approvalRequestId: z.string(),
    site: z.string(),
    environment: z.string(),
    email: z.string(),
    locale: z.string(),
    url: z.string(),
    expiresAt: z.string(),
  }),
});

let bff: TestBff;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let token: string;
async function open(quotas: Partial<QuotaLimits> = {}, mailsLinks = true): Promise<void> {
  receiver = await startWebhookReceiver();
  bff = await createTestBff({ webhooks: [createEndpoint(receiver.url, [secret], mailsLinks)], quotas });
  ({ token } = await openSession(bff.app));
}
afterEach(async () => {
  await bff.close();
  await receiver.close();
});

const sendByEmail = (email = address, by = token) => postApproval(bff, by, { email });
const codeOf = async (response: Response) => problem.parse(await response.json()).code;
const rows = () => bff.appContext.store.selectFrom('approval_requests').selectAll().execute();
const sentRequests = () =>
  receiver.received.map(({ headers, body }) =>
    emailRequest.parse(new Webhook(secret).verify(body, Object.fromEntries(headers))),
  );

test('if a link is opened before the owner’s server fails, the email counts as sent, and the request is kept', async () => {
  await open();
  receiver.respondWith(async (_, response) => {
    await openLink(bff, secretIn(sentRequests()[0]?.data.url ?? ''));
    response.writeHead(500).end();
  });
  const response = await sendByEmail();
  expect(response.status).toBe(201);
  const { id } = createApprovalRequest.response.parse(await response.json());
  expect(await statusOf(bff, id, token)).toBe('opened');
});

test("sends the site's owner a signed request to email the link, without the query of the preparer’s page", async () => {
  await open();
  const response = await postApproval(bff, token, { email: address, returnTo: `${pageOrigin}/energy?x=%3Cb%3E` });
  expect(response.status).toBe(201);
  const created = createApprovalRequest.response.parse(await response.json());
  expect(created).toMatchObject({ status: 'pending' });
  expect(created.url).toBeUndefined();
  const [first] = sentRequests();
  expect(first?.data).toMatchObject({ approvalRequestId: created.id, email: address, locale: 'en' });
  expect(first?.data.url).toMatch(/^https:\/\/www\.lonestar\.example\/energy#shopper-approval=[\w-]{43}$/);
  expect((await openLink(bff, secretIn(first?.data.url ?? ''))).approvalRequestId).toBe(created.id);
  expect(await statusOf(bff, created.id, token)).toBe('opened');
});

test('the approver’s address and the link are neither stored, logged nor sent anywhere else', async () => {
  await open();
  const response = await (await sendByEmail()).text();
  const hash = secretIn(sentRequests()[0]?.data.url ?? '');
  await dispatchDue(bff.appContext);
  const stored = JSON.stringify(
    await Promise.all(tableNames.map((name) => bff.appContext.store.selectFrom(name).selectAll().execute())),
  );
  expect(hash).toHaveLength(43);
  for (const text of [response, stored, bff.logLines.join('\n')]) {
    expect(text).not.toContain(address);
    expect(text).not.toContain(hash);
  }
});

test.each([422, 500])(
  'if the owner’s server responds with %i, nothing is stored, and the link opens nothing',
  async (status) => {
    await open();
    receiver.respondWith((_, response) => response.writeHead(status).end());
    expect(await codeOf(await sendByEmail())).toBe('mail_not_sent');
    expect(await rows()).toEqual([]);
    expect(await codeOf(await postLink(bff, secretIn(sentRequests()[0]?.data.url ?? '')))).toBe('approval_link_spent');
  },
);

test('emails no link on a site that does not email links, or to an invalid address', async () => {
  await open({}, false);
  expect(await codeOf(await sendByEmail())).toBe('mail_not_sent');
  expect(await codeOf(await sendByEmail('invalid'))).toBe('invalid_request');
  expect([await rows(), receiver.received]).toEqual([[], []]);
});

test('an approver gets at most three emails a day from all sessions together', async () => {
  await open({ emailsPerRecipient: 3 });
  const statuses: number[] = [];
  for (const email of [address, 'DANA@findable.example', 'dana+x@findable.example', address])
    statuses.push((await sendByEmail(email, (await openSession(bff.app)).token)).status);
  expect(statuses).toEqual([201, 201, 201, 429]);
  expect((await sendByEmail('robin@findable.example')).status).toBe(201);
});

test('an email that the owner’s server refuses does not count for its recipient', async () => {
  await open({ emailsPerRecipient: 1 });
  receiver.respondWith((_, response) => response.writeHead(422).end());
  expect(await codeOf(await sendByEmail())).toBe('mail_not_sent');
  receiver.respondWith((_, response) => response.writeHead(204).end());
  expect((await sendByEmail()).status).toBe(201);
  expect(await codeOf(await sendByEmail())).toBe('quota_reached');
});

test('one IP address can create at most ten links an hour, and emailed links also count against its email limit', async () => {
  await open({ emailsPerAddress: 2 });
  for (const status of [201, 201, 429]) expect((await sendByEmail()).status).toBe(status);
  const statuses: number[] = [];
  for (let count = 0; count < 9; count++)
    statuses.push((await postApproval(bff, (await openSession(bff.app)).token)).status);
  expect(statuses).toEqual([201, 201, 201, 201, 201, 201, 201, 201, 429]);
  expect(await rows()).toHaveLength(10);
});
