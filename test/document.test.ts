import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tableNames } from '../src/bff/store/tables.ts';
import { documentLink } from '../src/wire/contract.ts';
import { problem } from '../src/wire/problem.ts';
import { createStack, makeContract, openSession, page, type Stack, say } from './stack.ts';

let stack: Stack;
let token: string;
let id: string;
/** What is on its way from the upstream to us. */
let hasDocument = true;
beforeEach(async () => {
  hasDocument = true;
  stack = await createStack({
    onTheWay: (client) => ({
      ...client,
      contracting: {
        ...client.contracting,
        async contract(which) {
          const made = await client.contracting.contract(which);
          return made && (hasDocument ? made : { ...made, documentUrl: null });
        },
      },
    }),
  });
  ({ token } = await openSession(stack.app));
  ({ id } = await makeContract(stack.app, token));
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await stack.close();
});

const bytes = async (answer: Response | Promise<Response>): Promise<Buffer> =>
  Buffer.from(await (await answer).arrayBuffer());
const read = (range?: string) =>
  say(stack.app, `/v1/contracts/${id}/document`, { token, headers: range ? { Range: range } : {} });
const link = async (as: 'inline' | 'attachment' = 'inline') =>
  documentLink.parse(
    await (await say(stack.app, `/v1/contracts/${id}/document-links`, { body: { as }, token })).json(),
  );
/** As a browser's own PDF viewer: no token, no Origin. */
const follow = (url: string, headers: Record<string, string> = {}) =>
  stack.app.request(new URL(url).pathname, { headers });

/** An upstream that has not heard of ranges. */
const forgetRanges = (): void => {
  const real = fetch;
  vi.stubGlobal('fetch', (url: string | Request, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('Range')) return real(url, init);
    headers.delete('Range');
    return real(url, { ...init, headers });
  });
};

test('the document comes through us as a PDF, and says it takes ranges', async () => {
  const answer = await read();
  expect([answer.status, answer.headers.get('Content-Type')]).toEqual([200, 'application/pdf']);
  expect(answer.headers.get('Accept-Ranges')).toBe('bytes');
  const whole = await bytes(answer);
  expect(whole.subarray(0, 5).toString()).toBe('%PDF-');
  expect(answer.headers.get('Content-Length')).toBe(String(whole.length));
});

test.each([
  ['an upstream that heeds ranges', () => {}],
  ['an upstream that does not', forgetRanges],
])('a range is answered with that part, before %s', async (_, prepare) => {
  const whole = await bytes(read());
  prepare();
  const middle = await read('bytes=10-19');
  expect([middle.status, middle.headers.get('Content-Range'), middle.headers.get('Content-Length')]).toEqual([
    206,
    `bytes 10-19/${whole.length}`,
    '10',
  ]);
  expect(await bytes(middle)).toEqual(whole.subarray(10, 20));
  expect(await bytes(read('bytes=-7'))).toEqual(whole.subarray(-7));
  expect(await bytes(read(`bytes=${whole.length - 4}-`))).toEqual(whole.subarray(-4));

  const beyond = await read(`bytes=${whole.length}-`);
  expect([beyond.status, beyond.headers.get('Content-Range')]).toEqual([416, `bytes */${whole.length}`]);
  const several = await read('bytes=0-1,4-5');
  expect([several.status, (await bytes(several)).length]).toEqual([200, whole.length]);
});

test('an address of the document opens it without a token, again and again, and in parts', async () => {
  const { url, expiresAt } = await link();
  expect(new URL(url).origin).toBe('https://shop.example');
  expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(5 * 60_000);
  const whole = await bytes(read());
  for (let time = 0; time < 2; time++) {
    const answer = await follow(url);
    expect(answer.status).toBe(200);
    expect((await bytes(answer)).length).toBe(whole.length);
  }
  const part = await follow(url, { Range: 'bytes=0-3' });
  expect([part.status, (await bytes(part)).toString()]).toEqual([206, '%PDF']);
});

test('its answer is for the eyes of the page it was made for', async () => {
  const { url } = await link();
  const answer = await follow(url);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': expect.stringMatching(/^inline; filename="contract-.{9}\.pdf"$/),
    'content-security-policy': `frame-ancestors ${page} https://shop.example`,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  await bytes(answer);
  const saved = await follow((await link('attachment')).url);
  expect(saved.headers.get('Content-Disposition')).toMatch(/^attachment; /);
  await bytes(saved);
});

test('no address gets into the log', async () => {
  const { url } = await link();
  await bytes(follow(url));
  const lines = stack.lines.join('');
  expect(lines).toContain('/documents/:secret');
  expect(lines).not.toContain(new URL(url).pathname);
});

test('an address that is too old, or was made up, is a plain page', async () => {
  const { url } = await link();
  const [, payload = ''] = url.split('.').slice(-3);
  const forged = url.replace(payload, Buffer.from(JSON.stringify({ contract: id })).toString('base64url'));
  for (const wrong of [forged, `${url}x`, 'https://shop.example/documents/guess']) {
    expect((await follow(wrong)).status).toBe(410);
  }
  stack.clock.now = () => new Date(Date.now() + 5 * 60_000 + 1_000);
  const old = await follow(url);
  expect([old.status, old.headers.get('Content-Type')]).toEqual([410, 'text/html; charset=UTF-8']);
  expect(await old.text()).toContain('too old');
  const spanish = await follow(url, { 'Accept-Language': 'es-MX,es;q=0.9,en;q=0.8' });
  expect(spanish.headers.get('Content-Language')).toBe('es');
  expect(await spanish.text()).toMatch(/<html lang="es">[\s\S]*Este enlace ya venció\./);
});

test('an address is not asked of the upstream for its headers alone', async () => {
  const { url } = await link();
  const answer = await stack.app.request(new URL(url).pathname, { method: 'HEAD' });
  expect([answer.status, answer.headers.get('Allow')]).toEqual([405, 'GET']);
});

test('a session token opens no document by itself', async () => {
  expect((await follow(`https://shop.example/documents/${token}`)).status).toBe(410);
});

test('who follows an address before there is a document, or when it cannot be had, is told in words', async () => {
  const { url } = await link();
  hasDocument = false;
  const early = await follow(url);
  expect([early.status, early.headers.get('Content-Type')]).toEqual([409, 'text/html; charset=UTF-8']);
  expect(problem.parse(await (await read()).json()).code).toBe('document_not_ready');
  stack.simulator.world.scenario.change({ contracting: 'down' });
  const down = await follow(url);
  expect([down.status, down.headers.get('Retry-After') !== null]).toEqual([503, true]);
  expect(down.headers.get('Content-Security-Policy')).toContain(`frame-ancestors ${page} https://shop.example`);
});

test('an address to a contract that is no more is a plain page', async () => {
  const { url } = await link();
  for (const table of tableNames.toReversed()) await stack.deps.store.deleteFrom(table).execute();
  expect((await follow(url)).status).toBe(404);
});

test('nobody gets an address to another session’s contract', async () => {
  const other = await openSession(stack.app);
  const answer = await say(stack.app, `/v1/contracts/${id}/document-links`, {
    body: { as: 'inline' },
    token: other.token,
  });
  expect(answer.status).toBe(404);
});
