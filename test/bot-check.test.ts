import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../src/bff/app.ts';
import { createRateLimiter, DEFAULT_RATE_LIMITS } from '../src/bff/middleware/rate-limiter.ts';
import { problem } from '../src/wire/problem.ts';
import { createSession } from '../src/wire/session.ts';
import { createTestBff, pageOrigin, sendRequest, type TestBff } from './fixtures/bff.ts';
import { startWebhookReceiver } from './fixtures/webhook-receiver.ts';

let bff: TestBff;
let captchaService: Awaited<ReturnType<typeof startWebhookReceiver>>;
let app: TestBff['app'];
let partners: TestBff['appContext']['partners'];
beforeEach(async () => {
  bff = await createTestBff();
  captchaService = await startWebhookReceiver();
  const site = bff.appContext.partners.sites.get('pk_test_demo');
  if (!site) throw new Error('no site');
  const botCheck = { verifyUrl: captchaService.url, secret: 'secret shared with the service' };
  const sites = new Map([...bff.appContext.partners.sites, [site.key, { ...site, botCheck }] as const]);
  partners = { ...bff.appContext.partners, sites };
  app = createApp({ ...bff.appContext, partners });
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

const MINUTE_MS = 60_000;
function setMinutes(minutes: number): void {
  const start = Date.now();
  bff.clock.now = () => new Date(start + minutes * MINUTE_MS);
}
const fail = (): void => captchaService.respondWith((_, response) => void response.writeHead(503).end());

test('for 15 minutes after the bot check service fails, sessions are created unchecked, and the failure is logged', async () => {
  fail();
  expect((await postSession('a-proof')).status).toBe(201);
  setMinutes(14);
  expect((await postSession('a-proof')).status).toBe(201);
  setMinutes(16);
  expect(await parseProblemCode(await postSession('a-proof'))).toBe('bot_check_required');
  expect(bff.logLines.join('')).toContain('bot_check_unavailable');
  expect(bff.logLines.join('')).not.toContain('secret shared');
  respondWithVerdict({ success: true });
  expect((await postSession('a-proof')).status).toBe(201);
  // The service has responded, so the next failure starts a new outage.
  fail();
  expect((await postSession('a-proof')).status).toBe(201);
});

test('a broken connection to the bot check service counts as an outage, so the session is created', async () => {
  captchaService.respondWith((_, response) => void response.destroy());
  expect((await postSession('a-proof')).status).toBe(201);
  captchaService.respondWith((_, response) => {
    response.writeHead(200, { 'Content-Length': '1000' }).write('{"success":');
    setImmediate(() => response.destroy());
  });
  expect((await postSession('a-proof')).status).toBe(201);
});

test('during an outage of the bot check service, one IP address can open only a few sessions', async () => {
  const rateLimiter = createRateLimiter(DEFAULT_RATE_LIMITS, bff.appContext.log);
  app = createApp({ ...bff.appContext, partners, rateLimiter });
  fail();
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 7; attempt++) statuses.push((await postSession('a-proof')).status);
  expect(statuses).toEqual([201, 201, 201, 201, 201, 429, 429]);
  expect((await sendRequest(app, '/v1/sessions', { body: { siteKey: 'pk_test_electric' } })).status).toBe(201);
  await rateLimiter.close();
});

test.each([
  ['a rejection', 400, '{"success":false}'],
  ['a 404', 404, 'not found'],
  ['a success with the wrong status', 401, '{"success":true}'],
  ['a redirect', 302, ''],
  ['an HTML page', 200, '<html></html>'],
  ['no verdict', 200, '{}'],
  ['a verdict of another type', 200, '{"success":"true"}'],
  ['an oversized response', 200, `{"success":true,"padding":"${'x'.repeat(20_000)}"}`],
])(
  'rejects a session request when the service responds with %s, and logs that the bot check is misconfigured',
  async (_, status, body) => {
    captchaService.respondWith(
      (_, response) => void response.writeHead(status, { Location: 'http://127.0.0.1:9/' }).end(body),
    );
    expect(await parseProblemCode(await postSession('a-proof'))).toBe('bot_check_required');
    expect(bff.logLines.join('')).toContain('bot_check_misconfigured');
  },
);

test('a site without a bot check requires no bot check token', async () => {
  const response = await sendRequest(app, '/v1/sessions', { body: { siteKey: 'pk_test_electric' } });
  expect(response.status).toBe(201);
});
