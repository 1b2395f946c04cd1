import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createEndpoint } from '../src/bff/outbox/config.ts';
import { dispatchDue } from '../src/bff/outbox/dispatcher.ts';
import type { Contract } from '../src/wire/contract.ts';
import { problem } from '../src/wire/problem.ts';
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
const emailRequest = z.object({
  type: z.literal('contract.resume_link_requested'),
  data: z.object({ url: z.string(), reportUrl: z.url() }),
});

let bff: TestBff;
let receiver: Awaited<ReturnType<typeof startWebhookReceiver>>;
let token: string;
let contract: Contract;
beforeEach(async () => {
  receiver = await startWebhookReceiver();
  bff = await createTestBff({ webhooks: [createEndpoint(receiver.url, [secret], true)] });
  ({ token } = await openSession(bff.app));
  contract = await createTestContract(bff.app, token);
});
afterEach(async () => {
  await bff.close();
  await receiver.close();
});

const requestEmail = () =>
  sendRequest(bff.app, `/v1/contracts/${contract.id}/resume-mails`, {
    body: { email: 'dana@bakery.example', returnTo: `${pageOrigin}/energy` },
    token,
  });
const received = () =>
  receiver.received.map(({ headers, body }) => new Webhook(secret).verify(body, Object.fromEntries(headers)));
async function emailedLinks(): Promise<{ readonly url: string; readonly reportPath: string }> {
  expect((await requestEmail()).status).toBe(201);
  const { url, reportUrl } = emailRequest.parse(received().at(-1)).data;
  return { url, reportPath: new URL(reportUrl).pathname };
}
const reportedAt = async () =>
  (await bff.appContext.store.selectFrom('contracts').select('reported_at').executeTakeFirstOrThrow()).reported_at;
const auditEntries = async () =>
  (await bff.appContext.store.selectFrom('audit_log').select('entry').execute())
    .map(({ entry }) => JSON.parse(entry))
    .filter(({ action }) => action === 'email_reported');

test('opening the page behind "I did not request this" reports nothing, because mail scanners open links', async () => {
  const { reportPath } = await emailedLinks();
  const page = await bff.app.request(reportPath, { headers: { 'Accept-Language': 'es' } });
  expect(page.status).toBe(200);
  expect(page.headers.get('Content-Security-Policy')).toContain("form-action 'self'");
  expect(await page.text()).toMatch(/<form method="post"><button>No lo solicité<\/button>/);
  expect(await reportedAt()).toBeNull();
});

test("a report stops emails, invalidates the emailed link, and is sent to the site's owner and the audit log", async () => {
  const { url, reportPath } = await emailedLinks();
  const page = await bff.app.request(reportPath, { method: 'POST' });
  expect(await page.text()).toContain('Thank you for letting us know');
  expect(await reportedAt()).not.toBeNull();

  const rejected = await requestEmail();
  expect(problem.parse(await rejected.json()).code).toBe('mail_not_sent');
  const resume = new URL(url).hash.replace('#shopper-resume=', '');
  const opened = await sendRequest(bff.app, createSession.path, { body: { siteKey: 'pk_test_demo', resume } });
  expect(problem.parse(await opened.json()).code).toBe('resume_link_spent');

  await dispatchDue(bff.appContext);
  expect(received()).toContainEqual(
    expect.objectContaining({
      type: 'contract.email_reported',
      data: { contractId: contract.id, reference: contract.reference, site: 'pk_test_demo', environment: 'test' },
    }),
  );
  expect(await auditEntries()).toMatchObject([{ contract: contract.id, site: 'pk_test_demo' }]);
});

test('a second report of the same contract changes nothing', async () => {
  const { reportPath } = await emailedLinks();
  await bff.app.request(reportPath, { method: 'POST' });
  const first = await reportedAt();
  expect((await bff.app.request(reportPath, { method: 'POST' })).status).toBe(200);
  expect(await reportedAt()).toBe(first);
  expect(await auditEntries()).toHaveLength(1);
});

test.each([
  ['another tag', (path: string) => `${path.slice(0, -4)}AAAA`],
  ["another contract's ID", (path: string) => path.replace(/ct_.{4}/, 'ct_0000')],
  ['a part of it', (path: string) => path.slice(0, -1)],
  ['more after it', (path: string) => `${path}.x`],
])('a link with %s reports nothing', async (_, change) => {
  const { reportPath } = await emailedLinks();
  const path = change(reportPath);
  expect((await bff.app.request(path)).status).toBe(404);
  expect((await bff.app.request(path, { method: 'POST' })).status).toBe(404);
  expect(await reportedAt()).toBeNull();
});

test('the contract can still be opened, signed and followed by its own session after a report', async () => {
  const { reportPath } = await emailedLinks();
  await bff.app.request(reportPath, { method: 'POST' });
  expect((await sendRequest(bff.app, `/v1/contracts/${contract.id}`, { token })).status).toBe(200);
});
