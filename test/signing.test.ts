import { afterEach, beforeEach, expect, test } from 'vitest';
import { refreshContract } from '../src/bff/contracts/refresh.ts';
import { signNext } from '../src/simulator/contracting/progress.ts';
import { integrationKey } from '../src/simulator/signing/browser-files.ts';
import { type Contract, contract as contractSchema } from '../src/wire/contract.ts';
import { problem } from '../src/wire/problem.ts';
import { createSigningSession } from '../src/wire/signing.ts';
import { createStack, makeContract, openSession, page, type Stack, say } from './stack.ts';

let stack: Stack;
let token: string;
let id: string;
beforeEach(async () => {
  stack = await createStack();
  ({ token } = await openSession(stack.app));
  ({ id } = await makeContract(stack.app, token));
});
afterEach(() => stack.close());

const mint = (body: object) => say(stack.app, `/v1/contracts/${id}/signing-sessions`, { body, token });

/** How often the upstream was asked for a signing URL. */
const urlsAsked = () =>
  stack.simulator.world.journal.since(0).filter(({ summary }) => summary.startsWith('createSigningUrl')).length;

/** The address the signer comes back to, as the ceremony was told it. */
const returnAddress = async (body: object): Promise<string> => {
  const { url } = createSigningSession.response.parse(await (await mint(body)).json());
  const ceremony = await fetch(url, { redirect: 'follow' });
  return end(ceremony.url, 'ending=cancel');
};

/** Ends a ceremony; the way back it sends its signer on. */
const end = async (ceremony: string, body: string): Promise<string> => {
  const ended = await fetch(ceremony, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body,
  });
  const back = new URL(ended.headers.get('Location') ?? '');
  expect(back.origin).toBe('https://shop.example');
  return back.pathname + back.search;
};

const current = async (): Promise<Contract> =>
  contractSchema.parse(await (await say(stack.app, `/v1/contracts/${id}`, { token })).json());

test('focused view is offered with all it needs, and asked for with DocuSign’s own origins', async () => {
  const { site } = await openSession(stack.app);
  expect(site.signing).toEqual({
    presentations: ['focused', 'popup', 'redirect'],
    docusign: { bundle: `${stack.simulator.origin}/docusign/bundle.js`, integrationKey },
  });
  const { url, presentation } = createSigningSession.response.parse(
    await (await mint({ presentation: 'focused' })).json(),
  );
  expect(presentation).toBe('focused');
  const ceremony = await fetch(url);
  expect(ceremony.headers.get('Content-Security-Policy')).toContain(
    `frame-ancestors ${stack.simulator.origin} ${page} https://shop.example`,
  );
});

test('a site that leaves a way of signing out is not given it, nor what it would need', async () => {
  const session = await openSession(stack.app, 'pk_test_popup');
  expect(session.site.signing).toEqual({ presentations: ['popup'] });
  const { id: made } = await makeContract(stack.app, session.token);
  const answer = await say(stack.app, `/v1/contracts/${made}/signing-sessions`, {
    body: { presentation: 'focused' },
    token: session.token,
  });
  expect(problem.parse(await answer.json()).errors?.[0]).toMatchObject({ path: '/presentation' });
});

test('a double click is one envelope, one call and one URL', async () => {
  const before = urlsAsked();
  // The upstream answers once both clicks are surely there.
  stack.simulator.world.scenario.change({ latencyMs: 1_000 });
  const urls = await Promise.all(
    [1, 2].map(
      async () => createSigningSession.response.parse(await (await mint({ presentation: 'popup' })).json()).url,
    ),
  );
  expect(new Set(urls).size).toBe(1);
  expect(urlsAsked()).toBe(before + 1);
  expect(stack.simulator.world.contracts.list()).toHaveLength(1);
});

test('each click mints its own address, which nothing may keep', async () => {
  const [first, second] = [await mint({ presentation: 'popup' }), await mint({ presentation: 'popup' })];
  expect(first.headers.get('Cache-Control')).toBe('no-store');
  const urls = [await first.json(), await second.json()].map(({ url }) => url);
  expect(new Set(urls).size).toBe(2);
  expect(urls.some((url) => stack.lines.join('').includes(url))).toBe(false);
});

test.each([
  'https://evil.example/',
  'javascript:alert(1)',
  `blob:${page}/x`,
  page.replace('//', '//user:word@'),
  `${page}.evil.example/`,
  '//evil.example',
  undefined,
])('nobody is sent back to %j', async (returnTo) => {
  const answer = await mint({ presentation: 'redirect', ...(returnTo === undefined ? {} : { returnTo }) });
  expect(problem.parse(await answer.json()).errors?.[0]).toMatchObject({ path: '/returnTo', code: 'return_to' });
});

test('the way back leads to the page the signer came from, once', async () => {
  const way = await returnAddress({ presentation: 'redirect', returnTo: `${page}/energy?a=1` });
  const first = await stack.app.request(way);
  expect([first.status, first.headers.get('Location')]).toEqual([303, `${page}/energy?a=1`]);
  const second = await stack.app.request(way);
  expect([second.status, second.headers.get('Location')]).toEqual([410, null]);
  expect(await second.text()).toContain(`<a href="${page}/energy?a=1">`);
});

test('a window that is reloaded tells nobody anything again', async () => {
  const way = await returnAddress({ presentation: 'popup', returnTo: `${page}/energy` });
  await stack.app.request(way);
  const again = await (await stack.app.request(way)).text();
  expect(again).not.toContain('<script');
  expect(again).not.toContain('<a ');
});

test('another session’s way back speaks to that session’s page of that session’s contract, and moves nothing of ours', async () => {
  const other = await openSession(stack.app, 'pk_test_other', 'https://www.other.example');
  const theirs = await makeContract(stack.app, other.token, 'https://www.other.example');
  const answer = await say(stack.app, `/v1/contracts/${theirs.id}/signing-sessions`, {
    body: { presentation: 'popup' },
    token: other.token,
    origin: 'https://www.other.example',
  });
  const ceremony = await fetch(createSigningSession.response.parse(await answer.json()).url);
  const way = await end(ceremony.url, 'ending=signing_complete&name=Dana+Example');
  const before = await current();
  const html = await (await stack.app.request(way, { headers: { Origin: page } })).text();
  expect(html).toContain(theirs.id);
  expect(html).toContain('"https://www.other.example"');
  expect(html).not.toContain(id);
  expect(html).not.toContain(page);
  expect(await current()).toEqual(before);
});

test('a way back is good for an hour', async () => {
  const way = await returnAddress({ presentation: 'redirect', returnTo: `${page}/energy` });
  stack.clock.now = () => new Date(Date.now() + 61 * 60_000);
  expect((await stack.app.request(way)).status).toBe(410);
});

test('a window that comes back speaks to its own page’s origin only, and says nothing it was told', async () => {
  const way = await returnAddress({ presentation: 'popup' });
  const answer = await stack.app.request(way.replace('event=cancel', 'event=signing_complete'));
  const html = await answer.text();
  expect(html).toContain(`"https://www.lonestar.example"`);
  expect(html).not.toContain('signing_complete');
  expect(answer.headers.get('Content-Security-Policy')).toMatch(/default-src 'none'; script-src 'nonce-/);
  const { status } = contractSchema.parse(await (await say(stack.app, `/v1/contracts/${id}`, { token })).json());
  expect(status).toBe('viewed');
});

test('an address typed by hand leads nowhere', async () => {
  for (const query of ['', '?event=signing_complete', '?state=x&event=signing_complete']) {
    const answer = await stack.app.request(`/signing/return${query}`);
    expect([answer.status, answer.headers.get('Location')]).toEqual([410, null]);
  }
});

test.each([
  ['another host', () => 'https://evil.example/Signing/1'],
  ['a host that begins alike', (origin: string) => `${origin}.evil.example/`],
  ['a script', () => 'javascript:alert(document.domain)'],
  ['a blob that has the right origin', (origin: string) => `blob:${origin}/1`],
  ['somebody’s name before the host', (origin: string) => origin.replace('//', '//user:word@')],
])('a signing URL of %s is shown to nobody, and not logged', async (_, wrong) => {
  let url = '';
  const strict = await createStack({
    onTheWay: (client) => ({
      ...client,
      contracting: {
        ...client.contracting,
        createSigningUrl: async () => ({ ok: true, value: { url, expiresAt: new Date().toISOString() } }),
      },
    }),
  });
  url = wrong(strict.simulator.origin);
  try {
    const session = await openSession(strict.app);
    const { id: made } = await makeContract(strict.app, session.token);
    const path = `/v1/contracts/${made}/signing-sessions`;
    const answer = await say(strict.app, path, { body: { presentation: 'popup' }, token: session.token });
    const text = await answer.text();
    expect(problem.parse(JSON.parse(text)).code).toBe('upstream_invalid');
    expect(text).not.toContain(url);
    expect(strict.lines.join('')).toContain('signing_url_foreign');
    expect(strict.lines.join('')).not.toContain(url);
  } finally {
    await strict.close();
  }
});

test('a signed contract is not opened for signing again', async () => {
  const [upstream] = stack.simulator.world.contracts.list();
  if (!upstream) throw new Error('no contract');
  stack.simulator.world.contracts.move(upstream, 'signed');
  expect(problem.parse(await (await mint({ presentation: 'popup' })).json()).code).toBe('signing_not_possible');
  const { status } = contractSchema.parse(await (await say(stack.app, `/v1/contracts/${id}`, { token })).json());
  expect(status).toBe('signed');
});

test('the first of two signers who has signed is not asked again, and the second completes it', async () => {
  stack.simulator.world.scenario.change({ signers: 'two', acceptance: 'at_once' });
  ({ token } = await openSession(stack.app));
  ({ id } = await makeContract(stack.app, token));
  const { url } = createSigningSession.response.parse(await (await mint({ presentation: 'popup' })).json());
  const ceremony = await fetch(url);
  const way = await end(ceremony.url, 'ending=signing_complete&name=Dana+Example');
  await stack.app.request(way);
  expect(await current()).toMatchObject({ status: 'viewed', signing: { you: 'signed', others: 1 } });
  const before = urlsAsked();
  expect(problem.parse(await (await mint({ presentation: 'popup' })).json()).code).toBe('signing_not_possible');
  expect(urlsAsked()).toBe(before);

  const [upstream] = stack.simulator.world.contracts.list();
  if (!upstream || !signNext(stack.simulator.world, upstream)) throw new Error('no second signer');
  await refreshContract(stack.deps, id);
  expect(await current()).toMatchObject({ status: 'accepted', signing: { you: 'signed', others: 0 } });
});

test('a contract voided while its signer is in the ceremony is not signed, whatever the way back says', async () => {
  const { url } = createSigningSession.response.parse(await (await mint({ presentation: 'popup' })).json());
  const ceremony = await fetch(url);
  const [upstream] = stack.simulator.world.contracts.list();
  if (!upstream) throw new Error('no contract');
  stack.simulator.world.contracts.move(upstream, 'voided');
  const way = await end(ceremony.url, 'ending=signing_complete&name=Dana+Example');
  await stack.app.request(way.replace(/event=\w+/, 'event=signing_complete'));
  expect(await current()).toMatchObject({ status: 'voided', signing: { you: 'waiting', others: 0 } });
});

test('the signer’s words for declining come to the contract’s owner', async () => {
  const { url } = createSigningSession.response.parse(await (await mint({ presentation: 'popup' })).json());
  const ceremony = await fetch(url);
  await stack.app.request(await end(ceremony.url, 'ending=decline&reason=My+cousin+sells+cheaper'));
  expect((await current()).reasons).toEqual([{ code: 'SIGNER_DECLINED', message: 'My cousin sells cheaper' }]);
  expect(stack.lines.join('')).not.toContain('cousin');
});

test('what was signed in focused view, with no way back and no webhook, is known to who looks', async () => {
  const { url } = createSigningSession.response.parse(await (await mint({ presentation: 'focused' })).json());
  const ceremony = await fetch(url);
  const body = new URLSearchParams({ ending: 'signing_complete', name: 'Dana Example' });
  expect((await fetch(ceremony.url, { method: 'POST', body })).status).toBe(200);
  expect((await current()).signing.you).toBe('signed');
});

test('many looks while signing is open are one question to the upstream, and none before', async () => {
  const asked = () => stack.simulator.world.journal.since(0).filter(({ summary }) => summary === 'a query').length;
  await Promise.all([current(), current()]);
  expect(asked()).toBe(0);
  await mint({ presentation: 'popup' });
  await Promise.all(Array.from({ length: 5 }, current));
  expect(asked()).toBe(1);
});

test('an hour after the click a look asks the upstream no more', async () => {
  await mint({ presentation: 'popup' });
  stack.clock.now = () => new Date(Date.now() + 61 * 60_000);
  await current();
  expect(stack.simulator.world.journal.since(0).filter(({ summary }) => summary === 'a query')).toEqual([]);
});

test('a URL that was used, or is too old, leaves the contract waiting, and a fresh one on the same envelope works', async () => {
  const fresh = async () =>
    createSigningSession.response.parse(await (await mint({ presentation: 'popup' })).json()).url;
  const used = await fresh();
  expect((await fetch(used)).status).toBe(200);
  expect((await fetch(used)).status).toBe(410);
  const old = await fresh();
  stack.simulator.world.signingLinks.expireAll();
  expect((await fetch(old)).status).toBe(410);
  expect(await current()).toMatchObject({ signing: { you: 'waiting' } });
  expect((await fetch(await fresh())).status).toBe(200);
  expect(stack.simulator.world.contracts.list()).toHaveLength(1);
});
