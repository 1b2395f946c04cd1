import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { Severity } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { documentLink } from '../src/wire/contract.ts';
import { createSigningSession } from '../src/wire/signing.ts';
import { createStack, dallas, makeContract, openSession, page, type Stack, say } from './stack.ts';

let stack: Stack;
let token: string;
let id: string;
beforeEach(async () => {
  stack = await createStack();
  ({ token } = await openSession(stack.app));
  ({ id } = await makeContract(stack.app, token));
});
afterEach(() => stack.close());

const get = async (path: string) => stack.app.request(path, { headers: { Origin: page } });
/** The address a signer comes back to from a window. */
const wayBack = async (): Promise<string> => {
  const minted = await say(stack.app, `/v1/contracts/${id}/signing-sessions`, {
    body: { presentation: 'popup' },
    token,
  });
  const { url } = createSigningSession.response.parse(await minted.json());
  const ceremony = await fetch(url, { redirect: 'follow' });
  const ended = await fetch(ceremony.url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: stack.simulator.origin },
    body: 'ending=cancel',
  });
  const { pathname, search } = new URL(ended.headers.get('Location') ?? '');
  return pathname + search;
};
const documentAddress = async (): Promise<string> => {
  const made = await say(stack.app, `/v1/contracts/${id}/document-links`, { body: { as: 'inline' }, token });
  return new URL(documentLink.parse(await made.json()).url).pathname;
};

/** Each kind of answer there is. */
const answers: readonly [string, () => Promise<Response>][] = [
  ['a health check', () => get('/healthz')],
  ['the description of the API', () => get('/openapi.json')],
  ['a preflight', async () => stack.app.request('/v1/offers', { method: 'OPTIONS', headers: { Origin: page } })],
  ['a session', () => say(stack.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' } })],
  ['offers', () => say(stack.app, '/v1/offers', { body: dallas, token })],
  ['a contract', () => say(stack.app, `/v1/contracts/${id}`, { token })],
  ['an event stream', () => say(stack.app, `/v1/contracts/${id}/events`, { token })],
  ['a document', () => say(stack.app, `/v1/contracts/${id}/document`, { token })],
  ['a document by its address', async () => get(await documentAddress())],
  ['an address that is over', () => get('/documents/made-up')],
  ['the way back from signing', async () => get(await wayBack())],
  ['a way back that is none', () => get('/signing/return?state=made-up')],
  ['nothing', () => get('/nothing')],
  ['a wrong method', () => get('/v1/offers')],
  ['a refusal', () => say(stack.app, `/v1/contracts/${id}`)],
  [
    'a webhook that is not signed',
    async () => stack.app.request('/webhooks/msc/lonestar/test', { method: 'POST', body: '{}' }),
  ],
];

test.each(answers)(
  '%s is taken for nothing else, framed by nobody unasked, and never asked for without TLS',
  async (_, ask) => {
    const { headers, body } = await ask();
    await body?.cancel();
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('Strict-Transport-Security')).toBe('max-age=31536000; includeSubDomains');
    const policy = new CspParser(headers.get('Content-Security-Policy') ?? '').csp;
    expect(policy.directives['frame-ancestors']).toBeDefined();
    expect(policy.directives['frame-ancestors']).not.toContain('*');
  },
);

test.each(answers.filter(([name]) => !name.startsWith('a document')))(
  'an evaluator of policies has nothing against that of %s',
  async (_, ask) => {
    const { headers, body } = await ask();
    await body?.cancel();
    const policy = new CspParser(headers.get('Content-Security-Policy') ?? '').csp;
    const grave = new CspEvaluator(policy).evaluate().filter(({ severity }) => severity <= Severity.MEDIUM_MAYBE);
    expect(grave.map(({ description }) => description)).toEqual([]);
  },
);

test('who is turned away is told to operators with the reason, and no more', async () => {
  await say(stack.app, `/v1/contracts/${id}`, { token: 'made-up' });
  await say(stack.app, `/v1/contracts/${id}`, { token, origin: 'https://evil.example' });
  const line = z.object({ msg: z.string(), code: z.string().optional(), route: z.string().optional() });
  const lines = stack.lines.map((text) => line.parse(JSON.parse(text))).filter(({ msg }) => msg === 'turned_away');
  expect(lines.map(({ code, route }) => [code, route])).toEqual([
    ['session_required', '/v1/contracts/:id'],
    ['origin_not_allowed', '/v1/contracts/:id'],
  ]);
  expect(stack.lines.join('')).not.toMatch(/made-up|evil/);
});
