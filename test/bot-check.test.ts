import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../src/bff/app.ts';
import { problem } from '../src/wire/problem.ts';
import { createSession } from '../src/wire/session.ts';
import { createTestBff, pageOrigin, sendRequest, type TestBff } from './fixtures/bff.ts';
import { startWebhookReceiver } from './fixtures/webhook-receiver.ts';

let bff: TestBff;
let captchaService: Awaited<ReturnType<typeof startWebhookReceiver>>;
let app: TestBff['app'];
beforeEach(async () => {
  bff = await createTestBff();
  captchaService = await startWebhookReceiver();
  const { partners } = bff.appContext;
  const site = partners.sites.get('pk_test_demo');
  if (!site) throw new Error('no site');
  const botCheck = { verifyUrl: captchaService.url, secret: 'secret shared with the service' };
  const sites = new Map([...partners.sites, [site.key, { ...site, botCheck }] as const]);
  app = createApp({ ...bff.appContext, partners: { ...partners, sites } });
});
afterEach(async () => {
  await bff.close();
  await captchaService.close();
});

const respondWithVerdict = (verdict: unknown): void =>
  captchaService.respondWith((_, response) => void response.writeHead(200).end(JSON.stringify(verdict)));
const postSession = (proof?: string, token?: string) =>
  sendRequest(app, '/v1/sessions', {
    body: { siteKey: 'pk_test_demo', ...(proof === undefined ? {} : { proof }) },
    ...(token ? { token } : {}),
  });
const parseProblemCode = async (response: Response): Promise<string> => problem.parse(await response.json()).code;

test('a valid bot check token creates a session; the service receives only the secret and the token', async () => {
  respondWithVerdict({ success: true, hostname: new URL(pageOrigin).hostname, action: 'open' });
  expect((await postSession('a-proof')).status).toBe(201);
  const [captchaRequest] = captchaService.received;
  expect(Object.fromEntries(new URLSearchParams(captchaRequest?.body))).toEqual({
    secret: 'secret shared with the service',
    response: 'a-proof',
  });
});

test.each([
  ['is invalid', { success: false, 'error-codes': ['timeout-or-duplicate'] }],
  ['was issued for another host name', { success: true, hostname: 'www.elsewhere.example' }],
])('rejects a session request whose bot check token %s', async (_, verdict) => {
  respondWithVerdict(verdict);
  expect(await parseProblemCode(await postSession('a-proof'))).toBe('bot_check_required');
});

test('without a bot check token, the bot check service is not called', async () => {
  expect(await parseProblemCode(await postSession())).toBe('bot_check_required');
  expect(captchaService.received).toEqual([]);
});

test('renewing a session requires no bot check token', async () => {
  respondWithVerdict({ success: true });
  const { token } = createSession.response.parse(await (await postSession('a-proof')).json());
  expect((await postSession(undefined, token)).status).toBe(201);
  expect(await parseProblemCode(await postSession(undefined, 'no.such.token'))).toBe('bot_check_required');
});

test('while the bot check service is unavailable, sessions are created and the failure is logged', async () => {
  captchaService.respondWith((_, response) => void response.writeHead(503).end());
  expect((await postSession('a-proof')).status).toBe(201);
  expect(bff.logLines.join('')).toContain('bot_check_unavailable');
  expect(bff.logLines.join('')).not.toContain('secret shared');
});

test('a site without a bot check requires no bot check token', async () => {
  const response = await sendRequest(app, '/v1/sessions', { body: { siteKey: 'pk_test_electric' } });
  expect(response.status).toBe(201);
});
