import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { Severity } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { documentLink } from '../src/wire/contract-document.ts';
import { createSigningSession } from '../src/wire/signing.ts';
import {
  createTestBff,
  createTestContract,
  dallasOffersRequest,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

let bff: TestBff;
let token: string;
let id: string;
beforeEach(async () => {
  bff = await createTestBff();
  ({ token } = await openSession(bff.app));
  ({ id } = await createTestContract(bff.app, token));
});
afterEach(() => bff.close());

const get = async (path: string) => bff.app.request(path, { headers: { Origin: pageOrigin } });
async function signingReturnPath(): Promise<string> {
  const signingResponse = await sendRequest(bff.app, `/v1/contracts/${id}/signing-sessions`, {
    body: { presentation: 'popup' },
    token,
  });
  const { url } = createSigningSession.response.parse(await signingResponse.json());
  const ceremony = await fetch(url, { redirect: 'follow' });
  const cancelResponse = await fetch(ceremony.url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: bff.simulator.origin },
    body: 'ending=cancel',
  });
  const { pathname, search } = new URL(cancelResponse.headers.get('Location') ?? '');
  return pathname + search;
}
async function documentPath(): Promise<string> {
  const created = await sendRequest(bff.app, `/v1/contracts/${id}/document-links`, { body: { as: 'inline' }, token });
  return new URL(documentLink.parse(await created.json()).url).pathname;
}

const responses: readonly [string, () => Promise<Response>][] = [
  ['a health check', () => get('/healthz')],
  ['the OpenAPI document', () => get('/openapi.json')],
  [
    'a preflight response',
    async () => bff.app.request('/v1/offers', { method: 'OPTIONS', headers: { Origin: pageOrigin } }),
  ],
  ['a session', () => sendRequest(bff.app, '/v1/sessions', { body: { siteKey: 'pk_test_demo' } })],
  ['offers', () => sendRequest(bff.app, '/v1/offers', { body: dallasOffersRequest, token })],
  ['a contract', () => sendRequest(bff.app, `/v1/contracts/${id}`, { token })],
  ['an event stream', () => sendRequest(bff.app, `/v1/contracts/${id}/events`, { token })],
  ['a document', () => sendRequest(bff.app, `/v1/contracts/${id}/document`, { token })],
  ['a document link', async () => get(await documentPath())],
  ['an invalid document link', () => get('/documents/made-up')],
  ['the return page of signing', async () => get(await signingReturnPath())],
  ['a return page with an unknown state', () => get('/signing/return?state=made-up')],
  ['a not-found response', () => get('/nothing')],
  ['a method-not-allowed response', () => get('/v1/offers')],
  ['a denied request', () => sendRequest(bff.app, `/v1/contracts/${id}`)],
  ['an unsigned webhook', async () => bff.app.request('/webhooks/msc/lonestar/test', { method: 'POST', body: '{}' })],
];

test.each(responses)(
  'response headers prevent MIME sniffing, restrict framing, omit referrers and require HTTPS: %s',
  async (_, fetchResponse) => {
    const { headers, body } = await fetchResponse();
    await body?.cancel();
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Referrer-Policy')).toBe('no-referrer');
    expect(headers.get('Strict-Transport-Security')).toBe('max-age=31536000; includeSubDomains');
    const policy = new CspParser(headers.get('Content-Security-Policy') ?? '').csp;
    expect(policy.directives['frame-ancestors']).toBeDefined();
    expect(policy.directives['frame-ancestors']).not.toContain('*');
  },
);

test.each(responses.filter(([name]) => !name.startsWith('a document')))(
  'CSP Evaluator finds no weakness in the content security policy: %s',
  async (_, fetchResponse) => {
    const { headers, body } = await fetchResponse();
    await body?.cancel();
    const policy = new CspParser(headers.get('Content-Security-Policy') ?? '').csp;
    const findings = new CspEvaluator(policy).evaluate().filter(({ severity }) => severity <= Severity.MEDIUM_MAYBE);
    expect(findings.map(({ description }) => description)).toEqual([]);
  },
);

test('logs the reason for a denied request, but neither its token nor its origin', async () => {
  await sendRequest(bff.app, `/v1/contracts/${id}`, { token: 'made-up' });
  await sendRequest(bff.app, `/v1/contracts/${id}`, { token, origin: 'https://evil.example' });
  const line = z.object({ msg: z.string(), code: z.string().optional(), route: z.string().optional() });
  const lines = bff.logLines.map((text) => line.parse(JSON.parse(text))).filter(({ msg }) => msg === 'request_denied');
  expect(lines.map(({ code, route }) => [code, route])).toEqual([
    ['session_required', '/v1/contracts/:id'],
    ['origin_not_allowed', '/v1/contracts/:id'],
  ]);
  expect(bff.logLines.join('')).not.toMatch(/made-up|evil/);
});
