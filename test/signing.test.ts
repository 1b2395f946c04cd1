import { afterEach, beforeEach, expect, test } from 'vitest';
import { refreshContract } from '../src/bff/contracts/reconcile.ts';
import { signAsNextSigner } from '../src/simulator/contracting/lifecycle.ts';
import { integrationKey } from '../src/simulator/signing/static-handlers.ts';
import { type Contract, contract as contractSchema } from '../src/wire/contract.ts';
import { problem } from '../src/wire/problem.ts';
import { createSigningSession } from '../src/wire/signing.ts';
import {
  createTestBff,
  createTestContract,
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

const requestSigningSession = (body: object) =>
  sendRequest(bff.app, `/v1/contracts/${id}/signing-sessions`, { body, token });

const signingUrlRequestCount = () =>
  bff.simulator.state.journal.entriesAfter(0).filter(({ summary }) => summary.startsWith('createSigningUrl')).length;

async function fetchReturnUrl(body: object): Promise<string> {
  const { url } = createSigningSession.response.parse(await (await requestSigningSession(body)).json());
  const ceremony = await fetch(url, { redirect: 'follow' });
  return finishCeremony(ceremony.url, 'ending=cancel');
}

async function finishCeremony(ceremony: string, body: string): Promise<string> {
  const cancelResponse = await fetch(ceremony, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body,
  });
  const back = new URL(cancelResponse.headers.get('Location') ?? '');
  expect(back.origin).toBe('https://shop.example');
  return back.pathname + back.search;
}

const current = async (): Promise<Contract> =>
  contractSchema.parse(await (await sendRequest(bff.app, `/v1/contracts/${id}`, { token })).json());

test("the focused view is offered with its settings, and may be framed by DocuSign's, the page's and our origin", async () => {
  const { site } = await openSession(bff.app);
  expect(site.signing).toEqual({
    presentations: ['focused', 'popup', 'redirect'],
    docusign: { bundle: `${bff.simulator.origin}/docusign/bundle.js`, integrationKey },
  });
  const { url, presentation } = createSigningSession.response.parse(
    await (await requestSigningSession({ presentation: 'focused' })).json(),
  );
  expect(presentation).toBe('focused');
  const ceremony = await fetch(url);
  expect(ceremony.headers.get('Content-Security-Policy')).toContain(
    `frame-ancestors ${bff.simulator.origin} ${pageOrigin} https://shop.example`,
  );
});

test('a presentation that the site disables is neither offered nor accepted, and its settings are not sent', async () => {
  const session = await openSession(bff.app, 'pk_test_popup');
  expect(session.site.signing).toEqual({ presentations: ['popup'] });
  const { id: created } = await createTestContract(bff.app, session.token);
  const response = await sendRequest(bff.app, `/v1/contracts/${created}/signing-sessions`, {
    body: { presentation: 'focused' },
    token: session.token,
  });
  expect(problem.parse(await response.json()).errors?.[0]).toMatchObject({ path: '/presentation' });
});

test('a double click creates one envelope and makes one upstream call that returns one URL', async () => {
  const before = signingUrlRequestCount();
  // The upstream responds only after both clicks have arrived.
  bff.simulator.state.scenario.update({ latencyMs: 1_000 });
  const urls = await Promise.all(
    [1, 2].map(
      async () =>
        createSigningSession.response.parse(await (await requestSigningSession({ presentation: 'popup' })).json()).url,
    ),
  );
  expect(new Set(urls).size).toBe(1);
  expect(signingUrlRequestCount()).toBe(before + 1);
  expect(bff.simulator.state.contracts.list()).toHaveLength(1);
});

test('each signing request returns a new URL, which is neither cacheable nor logged', async () => {
  const [first, second] = [
    await requestSigningSession({ presentation: 'popup' }),
    await requestSigningSession({ presentation: 'popup' }),
  ];
  expect(first.headers.get('Cache-Control')).toBe('no-store');
  const urls = [await first.json(), await second.json()].map(({ url }) => url);
  expect(new Set(urls).size).toBe(2);
  expect(urls.some((url) => bff.logLines.join('').includes(url))).toBe(false);
});

test.each([
  'https://evil.example/',
  'javascript:alert(1)',
  `blob:${pageOrigin}/x`,
  pageOrigin.replace('//', '//user:word@'),
  `${pageOrigin}.evil.example/`,
  '//evil.example',
  undefined,
])('rejects %j as the return URL of a signer', async (returnTo) => {
  const response = await requestSigningSession({
    presentation: 'redirect',
    ...(returnTo === undefined ? {} : { returnTo }),
  });
  expect(problem.parse(await response.json()).errors?.[0]).toMatchObject({ path: '/returnTo', code: 'return_to' });
});

test('the return URL redirects once to the page that the signer came from', async () => {
  const returnUrl = await fetchReturnUrl({ presentation: 'redirect', returnTo: `${pageOrigin}/energy?a=1` });
  const first = await bff.app.request(returnUrl);
  expect([first.status, first.headers.get('Location')]).toEqual([303, `${pageOrigin}/energy?a=1`]);
  const second = await bff.app.request(returnUrl);
  expect([second.status, second.headers.get('Location')]).toEqual([410, null]);
  expect(await second.text()).toContain(`<a href="${pageOrigin}/energy?a=1">`);
});

test('reloading the return window sends no second message', async () => {
  const returnUrl = await fetchReturnUrl({ presentation: 'popup', returnTo: `${pageOrigin}/energy` });
  await bff.app.request(returnUrl);
  const again = await (await bff.app.request(returnUrl)).text();
  expect(again).not.toContain('<script');
  expect(again).not.toContain('<a ');
});

test('the return URL of another session changes only the page and the contract of that session', async () => {
  const other = await openSession(bff.app, 'pk_test_other', 'https://www.other.example');
  const otherSession = await createTestContract(bff.app, other.token, 'https://www.other.example');
  const response = await sendRequest(bff.app, `/v1/contracts/${otherSession.id}/signing-sessions`, {
    body: { presentation: 'popup' },
    token: other.token,
    origin: 'https://www.other.example',
  });
  const ceremony = await fetch(createSigningSession.response.parse(await response.json()).url);
  const returnUrl = await finishCeremony(ceremony.url, 'ending=signing_complete&name=Dana+Example');
  const before = await current();
  const html = await (await bff.app.request(returnUrl, { headers: { Origin: pageOrigin } })).text();
  expect(html).toContain(otherSession.id);
  expect(html).toContain('"https://www.other.example"');
  expect(html).not.toContain(id);
  expect(html).not.toContain(pageOrigin);
  expect(await current()).toEqual(before);
});

test('a return URL expires after an hour', async () => {
  const returnUrl = await fetchReturnUrl({ presentation: 'redirect', returnTo: `${pageOrigin}/energy` });
  bff.clock.now = () => new Date(Date.now() + 61 * 60_000);
  expect((await bff.app.request(returnUrl)).status).toBe(410);
});

test("the return window posts only to the origin of the page that opened it, and does not forward the upstream's event", async () => {
  const returnUrl = await fetchReturnUrl({ presentation: 'popup' });
  const response = await bff.app.request(returnUrl.replace('event=cancel', 'event=signing_complete'));
  const html = await response.text();
  expect(html).toContain(`"https://www.lonestar.example"`);
  expect(html).not.toContain('signing_complete');
  expect(response.headers.get('Content-Security-Policy')).toMatch(/default-src 'none'; script-src 'nonce-/);
  const { status } = contractSchema.parse(await (await sendRequest(bff.app, `/v1/contracts/${id}`, { token })).json());
  expect(status).toBe('viewed');
});

test('a HEAD request, which link scanners send, does not consume the return URL', async () => {
  const returnUrl = await fetchReturnUrl({ presentation: 'redirect', returnTo: `${pageOrigin}/energy` });
  expect((await bff.app.request(returnUrl, { method: 'HEAD' })).status).toBe(405);
  expect((await bff.app.request(returnUrl)).status).toBe(303);
});

test('/signing/return does not redirect without a valid state', async () => {
  for (const query of ['', '?event=signing_complete', '?state=x&event=signing_complete']) {
    const response = await bff.app.request(`/signing/return${query}`);
    expect([response.status, response.headers.get('Location')]).toEqual([410, null]);
  }
});

test.each([
  ['a URL of another host', () => 'https://evil.example/Signing/1'],
  ['a URL of a host with the expected prefix', (origin: string) => `${origin}.evil.example/`],
  ['a javascript: URL', () => 'javascript:alert(document.domain)'],
  ['a blob: URL with the expected origin', (origin: string) => `blob:${origin}/1`],
  ['a URL with credentials before the host', (origin: string) => origin.replace('//', '//user:word@')],
])('if the signing URL is %s, it is neither returned nor logged', async (_, invalid) => {
  let url = '';
  const strict = await createTestBff({
    wrapMscClient: (client) => ({
      ...client,
      contracting: {
        ...client.contracting,
        createSigningUrl: async () => ({ ok: true, value: { url, expiresAt: new Date().toISOString() } }),
      },
    }),
  });
  url = invalid(strict.simulator.origin);
  try {
    const session = await openSession(strict.app);
    const { id: created } = await createTestContract(strict.app, session.token);
    const path = `/v1/contracts/${created}/signing-sessions`;
    const response = await sendRequest(strict.app, path, { body: { presentation: 'popup' }, token: session.token });
    const text = await response.text();
    expect(problem.parse(JSON.parse(text)).code).toBe('upstream_invalid');
    expect(text).not.toContain(url);
    expect(strict.logLines.join('')).toContain('signing_url_untrusted');
    expect(strict.logLines.join('')).not.toContain(url);
  } finally {
    await strict.close();
  }
});

test('a signing session cannot be opened for a signed contract', async () => {
  const [upstream] = bff.simulator.state.contracts.list();
  if (!upstream) throw new Error('no contract');
  bff.simulator.state.contracts.setStatus(upstream, 'signed');
  expect(problem.parse(await (await requestSigningSession({ presentation: 'popup' })).json()).code).toBe(
    'signing_not_possible',
  );
  const { status } = contractSchema.parse(await (await sendRequest(bff.app, `/v1/contracts/${id}`, { token })).json());
  expect(status).toBe('signed');
});

test('after signing, the first of two signers cannot open signing again, and the second signer can complete the contract', async () => {
  bff.simulator.state.scenario.update({ signers: 'two', acceptance: 'immediate' });
  ({ token } = await openSession(bff.app));
  ({ id } = await createTestContract(bff.app, token));
  const { url } = createSigningSession.response.parse(
    await (await requestSigningSession({ presentation: 'popup' })).json(),
  );
  const ceremony = await fetch(url);
  const returnUrl = await finishCeremony(ceremony.url, 'ending=signing_complete&name=Dana+Example');
  await bff.app.request(returnUrl);
  expect(await current()).toMatchObject({ status: 'viewed', signing: { you: 'signed', others: 1 } });
  const before = signingUrlRequestCount();
  expect(problem.parse(await (await requestSigningSession({ presentation: 'popup' })).json()).code).toBe(
    'signing_not_possible',
  );
  expect(signingUrlRequestCount()).toBe(before);

  const [upstream] = bff.simulator.state.contracts.list();
  if (!upstream || !signAsNextSigner(bff.simulator.state, upstream)) throw new Error('no second signer');
  await refreshContract(bff.appContext, id);
  expect(await current()).toMatchObject({ status: 'accepted', signing: { you: 'signed', others: 0 } });
});

test('a contract that is voided during a signing session is not signed, even if the return event says so', async () => {
  const { url } = createSigningSession.response.parse(
    await (await requestSigningSession({ presentation: 'popup' })).json(),
  );
  const ceremony = await fetch(url);
  const [upstream] = bff.simulator.state.contracts.list();
  if (!upstream) throw new Error('no contract');
  bff.simulator.state.contracts.setStatus(upstream, 'voided');
  const returnUrl = await finishCeremony(ceremony.url, 'ending=signing_complete&name=Dana+Example');
  await bff.app.request(returnUrl.replace(/event=\w+/, 'event=signing_complete'));
  expect(await current()).toMatchObject({ status: 'voided', signing: { you: 'waiting', others: 0 } });
});

test("the contract contains the signer's reason for declining, and the log does not", async () => {
  const { url } = createSigningSession.response.parse(
    await (await requestSigningSession({ presentation: 'popup' })).json(),
  );
  const ceremony = await fetch(url);
  await bff.app.request(await finishCeremony(ceremony.url, 'ending=decline&reason=My+cousin+sells+cheaper'));
  expect((await current()).reasons).toEqual([{ code: 'SIGNER_DECLINED', message: 'My cousin sells cheaper' }]);
  expect(bff.logLines.join('')).not.toContain('cousin');
});

test('fetching the contract detects a signature in the focused view, without a return or a webhook', async () => {
  const { url } = createSigningSession.response.parse(
    await (await requestSigningSession({ presentation: 'focused' })).json(),
  );
  const ceremony = await fetch(url);
  const body = new URLSearchParams({ ending: 'signing_complete', name: 'Dana Example' });
  expect((await fetch(ceremony.url, { method: 'POST', body })).status).toBe(200);
  expect((await current()).signing.you).toBe('signed');
});

test('reading the contract calls the upstream only after signing is opened, and simultaneous reads share one call', async () => {
  const upstreamQueryCount = () =>
    bff.simulator.state.journal.entriesAfter(0).filter(({ summary }) => summary === 'query').length;
  await Promise.all([current(), current()]);
  expect(upstreamQueryCount()).toBe(0);
  await requestSigningSession({ presentation: 'popup' });
  await Promise.all(Array.from({ length: 5 }, current));
  expect(upstreamQueryCount()).toBe(1);
});

test('an hour after signing was opened, reading the contract causes no upstream call', async () => {
  await requestSigningSession({ presentation: 'popup' });
  bff.clock.now = () => new Date(Date.now() + 61 * 60_000);
  await current();
  expect(bff.simulator.state.journal.entriesAfter(0).filter(({ summary }) => summary === 'query')).toEqual([]);
});

test('after a signing URL is used or expires, the contract still awaits signature, and a new URL works', async () => {
  const fresh = async () =>
    createSigningSession.response.parse(await (await requestSigningSession({ presentation: 'popup' })).json()).url;
  const used = await fresh();
  expect((await fetch(used)).status).toBe(200);
  expect((await fetch(used)).status).toBe(410);
  const old = await fresh();
  bff.simulator.state.signingLinks.expireAll();
  expect((await fetch(old)).status).toBe(410);
  expect(await current()).toMatchObject({ signing: { you: 'waiting' } });
  expect((await fetch(await fresh())).status).toBe(200);
  expect(bff.simulator.state.contracts.list()).toHaveLength(1);
});
