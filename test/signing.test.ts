import { afterEach, beforeEach, expect, test } from 'vitest';
import { contract as contractSchema } from '../src/wire/contract.ts';
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

/** The address the signer comes back to, as the ceremony was told it. */
const returnAddress = async (body: object): Promise<string> => {
  const { url } = createSigningSession.response.parse(await (await mint(body)).json());
  const ceremony = await fetch(url, { redirect: 'follow' });
  const ended = await fetch(ceremony.url, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'ending=cancel',
  });
  const back = new URL(ended.headers.get('Location') ?? '');
  expect(back.origin).toBe('https://shop.example');
  return back.pathname + back.search;
};

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

test('an address that is not the signing service’s is shown to nobody', async () => {
  const strict = await createStack({ signingOrigins: ['https://apps.docusign.com'] });
  try {
    const session = await openSession(strict.app);
    const { id: made } = await makeContract(strict.app, session.token);
    const path = `/v1/contracts/${made}/signing-sessions`;
    const answer = await say(strict.app, path, { body: { presentation: 'popup' }, token: session.token });
    const text = await answer.text();
    expect(problem.parse(JSON.parse(text)).code).toBe('upstream_invalid');
    expect(text).not.toContain('ceremony');
    expect(strict.lines.join('')).toContain('signing_url_foreign');
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

test('the document comes through us as a PDF', async () => {
  const answer = await say(stack.app, `/v1/contracts/${id}/document`, { token });
  expect(answer.headers.get('Content-Type')).toBe('application/pdf');
  expect(new TextDecoder().decode((await answer.arrayBuffer()).slice(0, 5))).toBe('%PDF-');
});
