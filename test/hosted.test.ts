import { createHash } from 'node:crypto';
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { Severity } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import type { Hono } from 'hono';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createBff } from '../src/bff/create-bff.ts';
import type { Hosted } from '../src/bff/hosted/hosted.ts';
import { createEncodedBody } from '../src/bff/http/encoded-body.ts';
import type { Partners } from '../src/bff/partners/load-partners.ts';
import type { Site } from '../src/bff/sites/site.ts';
import { documentLink } from '../src/wire/contract.ts';
import { problem } from '../src/wire/problem.ts';
import { createStack, makeContract, openSession, page, type Stack, say } from './stack.ts';

const docusign = 'https://apps-d.docusign.com';
const ours = 'https://shop.example';
const logo = { path: '/logos/AAAAAAAAAAAAAAAA.webp', bytes: new Uint8Array([1, 2, 3]), width: 480, height: 120 };
const loader = new TextEncoder().encode('the loader');

let stack: Stack;
let app: Hono;
beforeEach(async () => {
  stack = await createStack();
  app = withHosted({
    pk_test_demo: { slug: 'lonestar', languages: ['en', 'es'], logo, home: 'https://lonestar.example/' },
  });
});
afterEach(() => stack.close());

/** The same server, with pages of ours for some sites, and other things about them changed. */
const withHosted = (pages: Readonly<Record<string, Hosted>>, changes: Partial<Site> = {}): Hono => {
  const { sites, access } = stack.deps.partners;
  const partners: Partners = {
    sites: new Map([...sites].map(([key, site]) => [key, { ...site, ...changes, hosted: pages[key] }])),
    // As it is outside of tests, as far as a policy goes.
    access(partner, environment) {
      const given = access(partner, environment);
      return given && { ...given, signingOrigins: [...given.signingOrigins, docusign], signingApp: docusign };
    },
  };
  const file = { type: 'text/javascript', body: createEncodedBody(loader, 1) };
  return createBff({
    ...stack.deps,
    partners,
    files: { get: (path) => (path === '/shopper.js' ? file : undefined), releases: [] },
  });
};
const get = async (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
const directives = (answer: Response) =>
  new CspParser(answer.headers.get('Content-Security-Policy') ?? '').csp.directives;
const codeOf = async (answer: Response) => problem.parse(await answer.json()).code;

test('a site’s page has its name, its logo that leads home, its telephone, and the shop from the very loader that is served', async () => {
  app = withHosted(
    {
      pk_test_demo: {
        slug: 'lonestar',
        title: 'What would you pay?',
        languages: ['en'],
        logo,
        home: 'https://lonestar.example/',
      },
    },
    { branding: { accent: '#123456', phone: '(214) 555-0142' } },
  );
  const answer = await get('/shop/lonestar');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('Cache-Control')).toBe('no-store');
  expect(answer.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin-allow-popups');
  const text = await answer.text();
  expect(text).toContain('<title>What would you pay? – Lonestar Energy Advisors</title>');
  expect(text).toContain('<html lang="en"');
  expect(text).toContain('<meta name="theme-color" content="#123456">');
  expect(text).toMatch(
    /<a class="brand" href="https:\/\/lonestar\.example\/"><img src="\/logos\/A{16}\.webp" alt="Lonestar/,
  );
  expect(text).toContain('<a href="tel:2145550142">(214) 555-0142</a>');
  expect(text).toMatch(/<commercial-shopper site="pk_test_demo" locale="en" phone="\(214\) 555-0142">/);
  expect(text).toMatch(/<noscript>.*Call us for rates: \(214\) 555-0142/);
  const integrity = `sha384-${createHash('sha384').update(loader).digest('base64')}`;
  expect(text).toMatch(/ src="\/v1\/shopper\.js\?build=[0-9a-f]{12}"/);
  expect(text).toContain(` integrity="${integrity}"`);
  expect(text).not.toContain('postMessage');
});

test('a frame asks by the site’s key and gets the shop alone, kept by no search engine', async () => {
  const text = await (await get('/shop/pk_test_demo', { 'Sec-Fetch-Dest': 'iframe' })).text();
  expect(text).toContain(`framed="${ours}/shop/lonestar"`);
  expect(text).toContain('<meta name="robots" content="noindex">');
  expect(text).toContain(`<meta name="shopper-origins" content="${page}">`);
  expect(text).not.toMatch(/<h1|<img|class="brand"/);
});

test('who opens the frame’s page by itself is led to the one that people may keep', async () => {
  const answer = await get('/shop/pk_test_demo', { 'Sec-Fetch-Dest': 'document' });
  expect([answer.status, answer.headers.get('Location')]).toEqual([302, '/shop/lonestar']);
});

test.each(['/shop/nobody', '/shop/pk_test_other', '/shop/pk_test_nobody', '/shop/Lonestar', '/shop/%3Cscript%3E'])(
  '%s is no shop, and a person is told so',
  async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(directives(answer)['frame-ancestors']).toEqual(["'none'"]);
    const text = await answer.text();
    expect(text).toContain('There is no such shop.');
    expect(text).not.toContain('<script>');
  },
);

test.each(['/shop/lonestar', '/shop/pk_test_demo', '/shop/nobody'])(
  'an evaluator of policies has nothing against that of %s',
  async (path) => {
    const policy = new CspParser((await get(path)).headers.get('Content-Security-Policy') ?? '').csp;
    const grave = new CspEvaluator(policy)
      .evaluate()
      .filter(({ severity, value }) => severity <= Severity.MEDIUM_MAYBE && value !== stack.simulator.origin);
    expect(grave.map(({ description }) => description)).toEqual([]);
  },
);

test('the policy lets in what signing needs, and nothing that was not named', async () => {
  const { nonce, ...rest } = await policyOf('/shop/lonestar');
  const { origin } = stack.simulator;
  expect(rest).toEqual({
    'default-src': ["'none'"],
    'script-src': [nonce, "'strict-dynamic'"],
    'style-src': [nonce],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'frame-src': ["'self'", origin, docusign],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': [page],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ['commercial-shopper#docusign'],
  });
  // Another answer, another nonce.
  expect((await policyOf('/shop/lonestar')).nonce).not.toBe(nonce);
});

test('in a frame nothing of DocuSign’s is let in: signing has a window there', async () => {
  const rest = await policyOf('/shop/pk_test_demo');
  expect(rest['frame-src']).toEqual(["'self'"]);
  expect(rest['trusted-types']).toEqual(["'none'"]);
});

const policyOf = async (path: string): Promise<Record<string, string[] | string | undefined>> => {
  const answer = await get(path);
  const policy = directives(answer);
  const [nonce = ''] = policy['style-src'] ?? [];
  const bare = nonce.slice("'nonce-".length, -1);
  expect(bare).toMatch(/^[\w+/]{22}==$/);
  // Each script and style of the page has it, and there is no handler in an attribute.
  const text = await answer.text();
  expect(text.match(/<(script|style)\b/g)?.length).toBe(
    text.match(new RegExp(`nonce="${bare.replace(/[+]/g, '\\+')}"`, 'g'))?.length,
  );
  expect(text).not.toMatch(/ on\w+=| style="/);
  return { ...policy, nonce };
};

test('who may frame a page are the site’s origins, as they are listed', async () => {
  const hosted = { pk_test_demo: { slug: 'lonestar', languages: ['en'] as const } };
  app = withHosted(hosted, { origins: ['https://one.example', 'http://localhost:*', 'http://[::1]:3000'] });
  for (const path of ['/shop/lonestar', '/shop/pk_test_demo'])
    expect(directives(await get(path))['frame-ancestors']).toEqual(['https://one.example', 'http://localhost:*']);
  app = withHosted(hosted, { origins: ['http://[::1]:3000'] });
  expect(directives(await get('/shop/lonestar'))['frame-ancestors']).toEqual(["'none'"]);
});

test('what an operator has written stands on the page as text', async () => {
  app = withHosted(
    { pk_test_demo: { slug: 'lonestar', title: '<script>alert(1)</script>', languages: ['en'] } },
    { name: '"><img src=x>', branding: { phone: '"onclick="x' } },
  );
  const text = await (await get('/shop/lonestar')).text();
  expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(text).not.toMatch(/<script>alert|"><img|"onclick="/);
});

test.each([
  [{}, '', 'en'],
  [{ 'Accept-Language': 'es-MX,es;q=0.9,en;q=0.8' }, '', 'es'],
  [{ 'Accept-Language': 'fr, en;q=0.2, es;q=0.7' }, '', 'es'],
  [{ 'Accept-Language': 'es;q=0, fr' }, '', 'en'],
  [{ 'Accept-Language': 'es' }, '?lang=en', 'en'],
  [{}, '?lang=es-MX', 'es'],
  [{}, '?lang=%22%3E%3Cscript%3E', 'en'],
])('a browser that sends %j to the page%s is spoken to in %s', async (headers, query, language) => {
  const text = await (await get(`/shop/lonestar${query}`, headers)).text();
  expect(text).toContain(`<html lang="${language}"`);
  expect(text).toContain(language === 'es' ? 'Tarifas de energía' : 'Energy rates');
  expect(text).toContain(language === 'es' ? '>English</a>' : '>Español</a>');
  expect(text).not.toContain('<script>');
});

test('a frame’s shop has the locale of the page around it, if that is one', async () => {
  const localeOf = async (lang: string) =>
    / locale="([^"]*)"/.exec(await (await get(`/shop/pk_test_demo?lang=${lang}`)).text())?.[1];
  expect(await Promise.all(['en-GB', 'es', 'fr', 'en-gb', ''].map(localeOf))).toEqual([
    'en-GB',
    'es',
    'en',
    'en',
    'en',
  ]);
});

test('our own origin opens sessions for a site that has a page there, and for no other', async () => {
  const open = (siteKey: string, origin: string) => say(app, '/v1/sessions', { body: { siteKey }, origin });
  expect((await open('pk_test_demo', ours)).status).toBe(201);
  expect(await codeOf(await open('pk_test_other', ours))).toBe('origin_not_allowed');
  for (const origin of [
    'https://shop.example.evil.example',
    'http://shop.example',
    'https://shop.example:8443',
    'null',
  ])
    expect(await codeOf(await open('pk_test_demo', origin))).toBe('origin_not_allowed');
});

test('two sites have pages on our one origin, and neither sees what is the other’s', async () => {
  app = withHosted({
    pk_test_demo: { slug: 'lonestar', languages: ['en'] },
    pk_test_other: { slug: 'other', languages: ['en'] },
  });
  const [one, other] = [await openSession(app, 'pk_test_demo', ours), await openSession(app, 'pk_test_other', ours)];
  const { id } = await makeContract(app, one.token, ours);
  expect((await say(app, `/v1/contracts/${id}`, { token: one.token, origin: ours })).status).toBe(200);
  expect((await say(app, `/v1/contracts/${id}`, { token: other.token, origin: ours })).status).toBe(404);
  // A token of our page is worth nothing on the site's own, and the other way round.
  expect(await codeOf(await say(app, `/v1/contracts/${id}`, { token: one.token, origin: page }))).toBe(
    'origin_not_allowed',
  );
  const onSite = await openSession(app, 'pk_test_demo', page);
  expect(await codeOf(await say(app, `/v1/contracts/${id}`, { token: onSite.token, origin: ours }))).toBe(
    'origin_not_allowed',
  );
});

test('a session ends with its site’s page', async () => {
  const { token } = await openSession(app, 'pk_test_demo', ours);
  const ask = () => say(app, '/v1/utilities?postalCode=75201&commodity=electric', { token, origin: ours });
  expect((await ask()).status).toBe(200);
  app = withHosted({});
  expect(await codeOf(await ask())).toBe('origin_not_allowed');
});

test('a document that is read in a frame may stand on the site’s pages; one read on them, on nobody else’s', async () => {
  const framers = async (origin: string) => {
    const { token } = await openSession(app, 'pk_test_demo', origin);
    const { id } = await makeContract(app, token, origin);
    const made = await say(app, `/v1/contracts/${id}/document-links`, { body: { as: 'inline' }, token, origin });
    const answer = await get(new URL(documentLink.parse(await made.json()).url).pathname);
    await answer.body?.cancel();
    return directives(answer)['frame-ancestors'];
  };
  expect(await framers(ours)).toEqual([ours, page]);
  expect(await framers(page)).toEqual([page, ours]);
  app = withHosted(
    { pk_test_demo: { slug: 'lonestar', languages: ['en'] } },
    { origins: [page, 'https://two.example'] },
  );
  expect(await framers(ours)).toEqual([ours, page, 'https://two.example']);
  expect(await framers(page)).toEqual([page, ours]);
});

test('a logo is served for good under its own address, to any page, as what it is', async () => {
  const answer = await get(logo.path);
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(logo.bytes);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, immutable',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  });
  expect((await get('/logos/BBBBBBBBBBBBBBBB.webp')).status).toBe(404);
});

test('whoever asks too often for pages has to wait', async () => {
  await stack.close();
  stack = await createStack({ rateLimits: { address: 2 } });
  app = withHosted({ pk_test_demo: { slug: 'lonestar', languages: ['en'] } });
  const statuses = [];
  for (let times = 0; times < 3; times++) statuses.push((await get('/shop/lonestar')).status);
  expect(statuses).toEqual([200, 200, 429]);
});
