import { createHash } from 'node:crypto';
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { Severity } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import type { Hono } from 'hono';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../src/bff/app.ts';
import type { Partners } from '../src/bff/enrollment/partner-access.ts';
import { createEncodedBody } from '../src/bff/http/response-headers.ts';
import type { HostedPage, Site } from '../src/bff/partners/site.ts';
import { documentLink } from '../src/wire/contract-document.ts';
import { problem } from '../src/wire/problem.ts';
import {
  createTestBff,
  createTestContract,
  openSession,
  pageOrigin,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

const docusign = 'https://apps-d.docusign.com';
const publicOrigin = 'https://shop.example';
const logo = { path: '/logos/AAAAAAAAAAAAAAAA.webp', bytes: new Uint8Array([1, 2, 3]), width: 480, height: 120 };
const loader = new TextEncoder().encode('the loader');

let bff: TestBff;
let app: Hono;
beforeEach(async () => {
  bff = await createTestBff();
  app = withHosted({
    pk_test_demo: { slug: 'lonestar', languages: ['en', 'es'], logo, home: 'https://lonestar.example/' },
  });
});
afterEach(() => bff.close());

/** The same app, with hosted pages for the given sites and with `changes` to the settings of all sites. */
function withHosted(pages: Readonly<Record<string, HostedPage>>, changes: Partial<Site> = {}): Hono {
  const { sites, access } = bff.appContext.partners;
  const partners: Partners = {
    sites: new Map([...sites].map(([key, site]) => [key, { ...site, ...changes, hosted: pages[key] }])),
    // Adds DocuSign's origin, as in a real configuration.
    access(partner, environment) {
      const partnerAccess = access(partner, environment);
      return (
        partnerAccess && {
          ...partnerAccess,
          signingOrigins: [...partnerAccess.signingOrigins, docusign],
          signingAppOrigin: docusign,
        }
      );
    },
  };
  const file = { type: 'text/javascript', body: createEncodedBody(loader, 1) };
  return createApp({
    ...bff.appContext,
    partners,
    staticFiles: { get: (path) => (path === '/shopper.js' ? file : undefined), releases: [] },
  });
}
const get = async (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });
const directives = (response: Response) =>
  new CspParser(response.headers.get('Content-Security-Policy') ?? '').csp.directives;
const codeOf = async (response: Response) => problem.parse(await response.json()).code;

test("a hosted page has the site's name, a logo that links to its home page, its phone number, and the widget from the current loader", async () => {
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
  const response = await get('/shop/lonestar');
  expect(response.status).toBe(200);
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  expect(response.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin-allow-popups');
  const text = await response.text();
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

test('the page for iframes is found by site key, contains only the widget and is hidden from search engines', async () => {
  const text = await (await get('/shop/pk_test_demo', { 'Sec-Fetch-Dest': 'iframe' })).text();
  expect(text).toContain(`framed="${publicOrigin}/shop/lonestar"`);
  expect(text).toContain('<meta name="robots" content="noindex">');
  expect(text).toContain(`<meta name="shopper-origins" content="${pageOrigin}">`);
  expect(text).not.toMatch(/<h1|<img|class="brand"/);
});

test('a cross-origin isolated page may embed the page for iframes, but not the hosted page', async () => {
  const headersOf = ({ headers }: Response) => [
    headers.get('Cross-Origin-Embedder-Policy'),
    headers.get('Cross-Origin-Resource-Policy'),
  ];
  expect(headersOf(await get('/shop/pk_test_demo', { 'Sec-Fetch-Dest': 'iframe' }))).toEqual([
    'require-corp',
    'cross-origin',
  ]);
  expect(headersOf(await get('/shop/lonestar'))).toEqual([null, null]);
});

test('opening the page for iframes directly redirects to the hosted page', async () => {
  const response = await get('/shop/pk_test_demo', { 'Sec-Fetch-Dest': 'document' });
  expect([response.status, response.headers.get('Location')]).toEqual([302, '/shop/lonestar']);
});

test.each(['/shop/unknown', '/shop/pk_test_other', '/shop/pk_test_unknown', '/shop/Lonestar', '/shop/%3Cscript%3E'])(
  'the path %s shows a not-found page',
  async (path) => {
    const response = await get(path);
    expect(response.status).toBe(404);
    expect(directives(response)['frame-ancestors']).toEqual(["'none'"]);
    const text = await response.text();
    expect(text).toContain('<h1>Page not found</h1>');
    expect(text).not.toContain('<script>');
  },
);

test.each(['/shop/lonestar', '/shop/pk_test_demo', '/shop/unknown'])(
  'CSP Evaluator finds no weakness in the policy of %s',
  async (path) => {
    const policy = new CspParser((await get(path)).headers.get('Content-Security-Policy') ?? '').csp;
    const findings = new CspEvaluator(policy)
      .evaluate()
      .filter(({ severity, value }) => severity <= Severity.MEDIUM_MAYBE && value !== bff.simulator.origin);
    expect(findings.map(({ description }) => description)).toEqual([]);
  },
);

test('the hosted page’s policy allows only the sources that the widget and signing need', async () => {
  const { nonce, ...rest } = await policyOf('/shop/lonestar');
  const { origin } = bff.simulator;
  expect(rest).toEqual({
    'default-src': ["'none'"],
    'script-src': [nonce, "'strict-dynamic'"],
    'style-src': [nonce],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'frame-src': ["'self'", origin, docusign],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': [pageOrigin],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ['commercial-shopper#docusign'],
  });
  expect((await policyOf('/shop/lonestar')).nonce).not.toBe(nonce);
});

test('the policy of the page for iframes allows nothing from DocuSign, because signing then opens a window', async () => {
  const rest = await policyOf('/shop/pk_test_demo');
  expect(rest['frame-src']).toEqual(["'self'"]);
  expect(rest['trusted-types']).toEqual(["'none'"]);
});

async function policyOf(path: string): Promise<Record<string, string[] | string | undefined>> {
  const response = await get(path);
  const policy = directives(response);
  const [nonce = ''] = policy['style-src'] ?? [];
  const nonceValue = nonce.slice("'nonce-".length, -1);
  expect(nonceValue).toMatch(/^[\w+/]{22}==$/);
  const text = await response.text();
  expect(text.match(/<(script|style)\b/g)?.length).toBe(
    text.match(new RegExp(`nonce="${nonceValue.replace(/[+]/g, '\\+')}"`, 'g'))?.length,
  );
  expect(text).not.toMatch(/ on\w+=| style="/);
  return { ...policy, nonce };
}

test("frame-ancestors contains the site's origins except IPv6 addresses", async () => {
  const hosted = { pk_test_demo: { slug: 'lonestar', languages: ['en'] as const } };
  app = withHosted(hosted, { origins: ['https://one.example', 'http://localhost:*', 'http://[::1]:3000'] });
  for (const path of ['/shop/lonestar', '/shop/pk_test_demo'])
    expect(directives(await get(path))['frame-ancestors']).toEqual(['https://one.example', 'http://localhost:*']);
  app = withHosted(hosted, { origins: ['http://[::1]:3000'] });
  expect(directives(await get('/shop/lonestar'))['frame-ancestors']).toEqual(["'none'"]);
});

test('escapes text that an operator configured', async () => {
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
])(
  'a browser that sends the headers %j to the hosted page%s gets the language %s',
  async (headers, query, language) => {
    const text = await (await get(`/shop/lonestar${query}`, headers)).text();
    expect(text).toContain(`<html lang="${language}"`);
    expect(text).toContain(language === 'es' ? 'Tarifas de energía' : 'Energy rates');
    expect(text).toContain(language === 'es' ? '>English</a>' : '>Español</a>');
    expect(text).not.toContain('<script>');
  },
);

test("the widget in an iframe uses the host page's locale, if valid", async () => {
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

test('a page on our own origin can create sessions only for sites with a hosted page', async () => {
  const open = (siteKey: string, origin: string) => sendRequest(app, '/v1/sessions', { body: { siteKey }, origin });
  expect((await open('pk_test_demo', publicOrigin)).status).toBe(201);
  expect(await codeOf(await open('pk_test_other', publicOrigin))).toBe('origin_not_allowed');
  for (const origin of [
    'https://shop.example.evil.example',
    'http://shop.example',
    'https://shop.example:8443',
    'null',
  ])
    expect(await codeOf(await open('pk_test_demo', origin))).toBe('origin_not_allowed');
});

test("two hosted pages on our origin cannot access each other's data", async () => {
  app = withHosted({
    pk_test_demo: { slug: 'lonestar', languages: ['en'] },
    pk_test_other: { slug: 'other', languages: ['en'] },
  });
  const [one, other] = [
    await openSession(app, 'pk_test_demo', publicOrigin),
    await openSession(app, 'pk_test_other', publicOrigin),
  ];
  const { id } = await createTestContract(app, one.token, publicOrigin);
  expect((await sendRequest(app, `/v1/contracts/${id}`, { token: one.token, origin: publicOrigin })).status).toBe(200);
  expect((await sendRequest(app, `/v1/contracts/${id}`, { token: other.token, origin: publicOrigin })).status).toBe(
    404,
  );
  // A token from the hosted page is rejected on the site's own page, and vice versa.
  expect(await codeOf(await sendRequest(app, `/v1/contracts/${id}`, { token: one.token, origin: pageOrigin }))).toBe(
    'origin_not_allowed',
  );
  const onSite = await openSession(app, 'pk_test_demo', pageOrigin);
  expect(
    await codeOf(await sendRequest(app, `/v1/contracts/${id}`, { token: onSite.token, origin: publicOrigin })),
  ).toBe('origin_not_allowed');
});

test('a session on a hosted page ends when the hosted page is removed', async () => {
  const { token } = await openSession(app, 'pk_test_demo', publicOrigin);
  const requestUtilities = () =>
    sendRequest(app, '/v1/utilities?postalCode=75201&commodity=electric', { token, origin: publicOrigin });
  expect((await requestUtilities()).status).toBe(200);
  app = withHosted({});
  expect(await codeOf(await requestUtilities())).toBe('origin_not_allowed');
});

test('every origin of the site may frame a document opened on our origin, but not a document opened on a site’s page', async () => {
  const frameAncestorsOf = async (origin: string) => {
    const { token } = await openSession(app, 'pk_test_demo', origin);
    const { id } = await createTestContract(app, token, origin);
    const created = await sendRequest(app, `/v1/contracts/${id}/document-links`, {
      body: { as: 'inline' },
      token,
      origin,
    });
    const response = await get(new URL(documentLink.parse(await created.json()).url).pathname);
    await response.body?.cancel();
    return directives(response)['frame-ancestors'];
  };
  expect(await frameAncestorsOf(publicOrigin)).toEqual([publicOrigin, pageOrigin]);
  expect(await frameAncestorsOf(pageOrigin)).toEqual([pageOrigin, publicOrigin]);
  app = withHosted(
    { pk_test_demo: { slug: 'lonestar', languages: ['en'] } },
    { origins: [pageOrigin, 'https://two.example'] },
  );
  expect(await frameAncestorsOf(publicOrigin)).toEqual([publicOrigin, pageOrigin, 'https://two.example']);
  expect(await frameAncestorsOf(pageOrigin)).toEqual([pageOrigin, publicOrigin]);
});

test('a logo is served to any page, as immutable under a unique URL, with its media type', async () => {
  const response = await get(logo.path);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(logo.bytes);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/webp',
    'cache-control': 'public, max-age=31536000, immutable',
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  });
  expect((await get('/logos/BBBBBBBBBBBBBBBB.webp')).status).toBe(404);
});

test('requests for hosted pages count against the IP address’s rate limit', async () => {
  await bff.close();
  bff = await createTestBff({ rateLimits: { address: 2 } });
  app = withHosted({ pk_test_demo: { slug: 'lonestar', languages: ['en'] } });
  const statuses = [];
  for (let times = 0; times < 3; times++) statuses.push((await get('/shop/lonestar')).status);
  expect(statuses).toEqual([200, 200, 429]);
});

test('the hosted page runs the bot check, and its policy allows the service, only if the site has a bot check', async () => {
  const challenge = { siteKey: '0x4AAAAAAA-site', scriptUrl: 'https://challenges.example/v0/api.js' };
  const botCheck = { verifyUrl: 'https://challenges.example/verify', secret: 'a secret of the service', challenge };
  const pages = { pk_test_demo: { slug: 'lonestar', languages: ['en' as const] } };
  app = withHosted(pages, { botCheck });
  for (const [path, headers] of [
    ['/shop/lonestar', {}],
    ['/shop/pk_test_demo', { 'Sec-Fetch-Dest': 'iframe' }],
  ] as const) {
    const response = await get(path, headers);
    const text = await response.text();
    const policy = response.headers.get('Content-Security-Policy') ?? '';
    // A page with a cross-origin embedder policy might block the service's own resources.
    expect(response.headers.has('Cross-Origin-Embedder-Policy')).toBe(false);
    const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? [];
    expect(text).toContain(
      `nonce="${nonce}" id="bot-check-script" src="https://challenges.example/v0/api.js?render=explicit"`,
    );
    expect(text).toContain("sitekey: '0x4AAAAAAA-site'");
    expect(text).not.toContain('a secret of the service');
    expect(directives(response)['frame-src']).toContain('https://challenges.example');
    expect(policy).not.toContain('require-trusted-types-for');
  }
  app = withHosted(pages);
  const plain = await get('/shop/lonestar');
  expect(await plain.text()).not.toContain('bot-check');
  expect(plain.headers.get('Content-Security-Policy')).toContain("require-trusted-types-for 'script'");
});
