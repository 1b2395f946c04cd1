import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBff } from '../src/bff/create-bff.ts';
import { problem } from '../src/wire/problem.ts';
import { createSession } from '../src/wire/session.ts';
import { startReceiver } from './receiver.ts';
import { createStack, page, type Stack, say } from './stack.ts';

let stack: Stack;
let service: Awaited<ReturnType<typeof startReceiver>>;
let app: Stack['app'];
beforeEach(async () => {
  stack = await createStack();
  service = await startReceiver();
  const { partners } = stack.deps;
  const site = partners.sites.get('pk_test_demo');
  if (!site) throw new Error('no site');
  const botCheck = { verifyUrl: service.url, secret: 'what only we and the service know' };
  const sites = new Map([...partners.sites, [site.key, { ...site, botCheck }] as const]);
  app = createBff({ ...stack.deps, partners: { ...partners, sites } });
});
afterEach(async () => {
  await stack.close();
  await service.close();
});

const says = (verdict: unknown): void =>
  service.answers((_, response) => void response.writeHead(200).end(JSON.stringify(verdict)));
const open = (proof?: string, token?: string) =>
  say(app, '/v1/sessions', {
    body: { siteKey: 'pk_test_demo', ...(proof === undefined ? {} : { proof }) },
    ...(token ? { token } : {}),
  });
const codeOf = async (answer: Response): Promise<string> => problem.parse(await answer.json()).code;

test('a site with a check opens a session for a proof that holds, and asks with its secret and the proof alone', async () => {
  says({ success: true, hostname: new URL(page).hostname, action: 'open' });
  expect((await open('a-proof')).status).toBe(201);
  const [asked] = service.received;
  expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
    secret: 'what only we and the service know',
    response: 'a-proof',
  });
});

test.each([
  ['does not hold', { success: false, 'error-codes': ['timeout-or-duplicate'] }],
  ['was made on another page', { success: true, hostname: 'www.elsewhere.example' }],
])('a proof that %s opens nothing', async (_, verdict) => {
  says(verdict);
  expect(await codeOf(await open('a-proof'))).toBe('bot_check_required');
});

test('without a proof the service is not even asked', async () => {
  expect(await codeOf(await open())).toBe('bot_check_required');
  expect(service.received).toEqual([]);
});

test('a session that goes on needs no proof', async () => {
  says({ success: true });
  const { token } = createSession.response.parse(await (await open('a-proof')).json());
  expect((await open(undefined, token)).status).toBe(201);
  expect(await codeOf(await open(undefined, 'no.such.token'))).toBe('bot_check_required');
});

test('when the service does not answer, customers are let in, and operators are told', async () => {
  service.answers((_, response) => void response.writeHead(503).end());
  expect((await open('a-proof')).status).toBe(201);
  expect(stack.lines.join('')).toContain('bot_check_unavailable');
  expect(stack.lines.join('')).not.toContain('what only we');
});

test('a site without a check wants none', async () => {
  const answer = await say(app, '/v1/sessions', { body: { siteKey: 'pk_test_electric' } });
  expect(answer.status).toBe(201);
});
