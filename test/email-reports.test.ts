import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createEndpoint } from '../src/bff/outbox/config.ts';
import { dispatchDue } from '../src/bff/outbox/dispatcher.ts';
import { emailLink } from '../src/bff/resume-links/email-link.ts';
import { pollSignatureRequests } from '../src/bff/signature-requests/poll.ts';
import { sendSignatureRequest } from '../src/bff/signature-requests/send.ts';
import { type Contract, getContract } from '../src/wire/contract.ts';
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
  (
    await bff.appContext.store
      .selectFrom('contracts')
      .select('reported_at')
      .where('id', '=', contract.id)
      .executeTakeFirstOrThrow()
  ).reported_at;
const auditEntries = async () =>
  (await bff.appContext.store.selectFrom('audit_log').select('entry').execute())
    .map(({ entry }) => JSON.parse(entry))
    .filter(({ action }) => action === 'email_reported');

test('opening the "I did not request this" link does not submit a report, because mail scanners open links', async () => {
  const { reportPath } = await emailedLinks();
  const page = await bff.app.request(reportPath, { headers: { 'Accept-Language': 'es' } });
  expect(page.status).toBe(200);
  expect(page.headers.get('Content-Security-Policy')).toContain("form-action 'self'");
  expect(await page.text()).toMatch(/<form method="post"><button>No lo solicité<\/button>/);
  expect(await reportedAt()).toBeNull();
});

test("a report stops emails, invalidates the emailed link, notifies the site's owner, and is audited", async () => {
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

test.each([
  ['reported as not requested', { reported_at: '2026-11-27T09:00:00.000Z' }],
  ['sent to a corrected address', { signer_key: 'another' }],
])('a link is not emailed if its contract was %s while the email was being prepared', async (_, change) => {
  const { partners, store } = bff.appContext;
  const site = partners.sites.get('pk_test_demo');
  const access = partners.access('lonestar', 'test');
  if (!site || !access) throw new Error('no site');
  const row = await store.selectFrom('contracts').selectAll().executeTakeFirstOrThrow();
  const caller = { sessionId: row.session_id, ipKeys: ['a'], origin: pageOrigin, site, access };
  const email = { recipient: 'dana@bakery.example', action: 'requestedLink' } as const;
  await store.updateTable('contracts').set(change).execute();
  await expect(emailLink(bff.appContext, caller, row, email, `${pageOrigin}/`)).rejects.toThrow('mail_not_sent');
  expect(received()).toEqual([]);
  expect(await store.selectFrom('resume_links').selectAll().execute()).toEqual([]);
});

test('a report link from an older email, which has no signer tag, still works', async () => {
  const tag = createHmac('sha256', bff.appContext.keys.request)
    .update(JSON.stringify(['email report', contract.id]))
    .digest('base64url')
    .slice(0, 22);
  expect((await bff.app.request(`/reports/${contract.id}.${tag}`, { method: 'POST' })).status).toBe(200);
  expect(await reportedAt()).not.toBeNull();
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
  ['its last character missing', (path: string) => path.slice(0, -1)],
  ['an added suffix', (path: string) => `${path}.x`],
])('a report link with %s is rejected and reports nothing', async (_, change) => {
  const { reportPath } = await emailedLinks();
  const path = change(reportPath);
  expect((await bff.app.request(path)).status).toBe(404);
  expect((await bff.app.request(path, { method: 'POST' })).status).toBe(404);
  expect(await reportedAt()).toBeNull();
});

async function startEmailSigning(): Promise<{ readonly reportPath: string }> {
  ({ token } = await openSession(bff.app, 'pk_test_email'));
  contract = await createTestContract(bff.app, token);
  await expect.poll(sentDocuments).toHaveLength(1);
  advanceClock(60_000);
  await pollSignatureRequests(bff.appContext);
  expect((await signatureRequest())?.status).toBe('sent');
  return emailedLinks();
}
const sentDocuments = () => bff.simulator.state.mailbox.list();
function advanceClock(ms: number): void {
  const now = bff.clock.now().getTime() + ms;
  bff.clock.now = () => new Date(now);
}
const readContract = async () =>
  getContract.response.parse(await (await sendRequest(bff.app, `/v1/contracts/${contract.id}`, { token })).json());
const signatureRequest = async () => (await readContract()).signing.signatureRequest;
const resend = async (body: object = {}) => {
  const path = `/v1/contracts/${contract.id}/signature-request/resends`;
  return problem.parse(await (await sendRequest(bff.app, path, { body, token })).json()).code;
};
const agreementStatuses = () => bff.simulator.state.agreements.list().map(({ status }) => status);

test('a report cancels an open signature request and its contract, and no further request can be sent to any address', async () => {
  const { reportPath } = await startEmailSigning();
  await bff.app.request(reportPath, { method: 'POST' });
  expect(agreementStatuses()).toEqual(['deleted']);
  expect(await readContract()).toMatchObject({
    status: 'voided',
    signing: { signatureRequest: { status: 'cancelled', canCancel: false } },
  });
  advanceClock(60_000);
  for (const body of [{}, { email: 'another@bakery.example' }]) expect(await resend(body)).toBe('mail_not_sent');
  await pollSignatureRequests(bff.appContext);
  expect(sentDocuments()).toHaveLength(1);
});

test('a report from an email address that has since been corrected cancels nothing', async () => {
  const { reportPath } = await startEmailSigning();
  const path = `/v1/contracts/${contract.id}/signature-request/resends`;
  const body = { email: 'office@trinity-bakery.example' };
  expect((await sendRequest(bff.app, path, { body, token })).status).toBe(201);
  const page = await bff.app.request(reportPath, { method: 'POST' });
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Thank you for letting us know')]);
  expect(await reportedAt()).toBeNull();
  await expect.poll(agreementStatuses).toEqual(expect.arrayContaining(['sent']));
  // A report from the corrected address counts.
  await bff.app.request((await emailedLinks()).reportPath, { method: 'POST' });
  expect(await reportedAt()).not.toBeNull();
});

test('after a report during an outage of the LOA API, nothing is resent, and the job later cancels the signature request', async () => {
  const { reportPath } = await startEmailSigning();
  bff.simulator.state.scenario.update({ agreements: 'down' });
  expect((await bff.app.request(reportPath, { method: 'POST' })).status).toBe(200);
  expect(await reportedAt()).not.toBeNull();
  advanceClock(60_000);
  for (const body of [{}, { email: 'another@bakery.example' }]) expect(await resend(body)).toBe('mail_not_sent');
  bff.simulator.state.scenario.update({ agreements: 'up' });
  await pollSignatureRequests(bff.appContext);
  expect(agreementStatuses()).toEqual(['deleted']);
  expect((await signatureRequest())?.status).toBe('cancelled');
  expect(sentDocuments()).toHaveLength(1);
});

test('a signature request that was waiting to be sent is not sent after a report', async () => {
  await startEmailSigning();
  const { store } = bff.appContext;
  await store.updateTable('letters').set({ status: 'preparing', upstream_id: null, sending: 2, attempts: 0 }).execute();
  await store
    .updateTable('contracts')
    .set({ reported_at: new Date().toISOString() })
    .where('id', '=', contract.id)
    .execute();
  const { id } = await store.selectFrom('letters').select('id').executeTakeFirstOrThrow();
  await sendSignatureRequest(bff.appContext, id);
  expect(bff.simulator.state.agreements.list()).toHaveLength(1);
});

test('a report does not change a signature request that has been signed', async () => {
  const { reportPath } = await startEmailSigning();
  const [agreement] = bff.simulator.state.agreements.list();
  expect(agreement && bff.simulator.state.agreements.setStatus(agreement, 'signed')).toBe(true);
  await bff.app.request(reportPath, { method: 'POST' });
  expect(agreementStatuses()).toEqual(['signed']);
  expect((await signatureRequest())?.status).toBe('signed');
});

test('after a report, the session that created the contract can still read it', async () => {
  const { reportPath } = await emailedLinks();
  await bff.app.request(reportPath, { method: 'POST' });
  expect((await sendRequest(bff.app, `/v1/contracts/${contract.id}`, { token })).status).toBe(200);
});
