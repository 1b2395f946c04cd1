import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { runCommand } from '../src/bff/commands/run-command.ts';
import { createLog } from '../src/bff/log.ts';
import { checkPage } from '../src/bff/page-check/check-page.ts';
import { checkLoaders, findEmbed, readStartTags } from '../src/bff/page-check/embed.ts';
import { findingText } from '../src/bff/page-check/finding.ts';
import type { Site } from '../src/bff/partners/site.ts';
import { openSqliteStore } from '../src/bff/store/sqlite.ts';
import { bffSecret, createTestBff, type TestBff } from './fixtures/bff.ts';
import { startWebhookReceiver } from './fixtures/webhook-receiver.ts';

const publicOrigin = 'https://shop.example';
const integrity = 'sha384-good';

let bff: TestBff;
let server: Awaited<ReturnType<typeof startWebhookReceiver>>;
let pageUrl: string;
let sites: Map<string, Site>;
beforeEach(async () => {
  bff = await createTestBff();
  server = await startWebhookReceiver();
  pageUrl = `http://localhost:${server.port}/energy`;
  const demo = bff.appContext.partners.sites.get('pk_test_demo');
  if (!demo) throw new Error('no site');
  const local = { ...demo, key: 'pk_test_local', origins: ['http://localhost:*'] };
  sites = new Map([
    ...bff.appContext.partners.sites,
    ['pk_test_local', local],
    ['pk_live_local', { ...local, key: 'pk_live_local', environment: 'live' as const, presentations: ['popup'] }],
    ['pk_test_paused', { ...local, key: 'pk_test_paused', paused: true }],
  ]);
});
afterEach(async () => {
  await bff.close();
  await server.close();
});

const tag = (attributes = 'data-site="pk_test_local"', src = `${publicOrigin}/shopper.js`) =>
  `<script async src="${src}" ${attributes}></script>`;
const serve = (html: string, headers: Record<string, string> = {}) =>
  server.respondWith((_, response) => response.writeHead(200, { 'Content-Type': 'text/html', ...headers }).end(html));
const check = (siteKey = 'pk_test_local') =>
  checkPage(
    {
      partners: { ...bff.appContext.partners, sites },
      publicOrigin,
      releaseIntegrity: new Map([
        ['shopper.js', 'sha384-other'],
        ['v1.0.0/shopper.js', integrity],
      ]),
    },
    pageUrl,
    siteKey,
  );
/** The errors and warnings about a page. */
async function problems(html: string, headers: Record<string, string> = {}): Promise<readonly string[]> {
  serve(html, headers);
  return (await check()).findings
    .filter(({ level, code }) => level !== 'ok' && code !== 'site_key_test')
    .map(({ level, code }) => `${level} ${code}`);
}

test('a page that embeds the widget as documented has no problem', async () => {
  const pinned = tag(
    `integrity="${integrity}" crossorigin="anonymous" data-site="pk_test_local"`,
    `${publicOrigin}/v1.0.0/shopper.js`,
  );
  for (const html of [
    tag(),
    pinned,
    `<script async src="${publicOrigin}/v1/shopper.js"></script><commercial-shopper site="pk_test_local"></commercial-shopper>`,
    tag('', `${publicOrigin}/shopper.js?site=pk_test_local&amp;target=%23rates`),
    `<base href="${publicOrigin}">${tag(undefined, '/shopper.js')}`,
  ])
    expect(await problems(html), html).toEqual([]);
});

test('reports the script tag with its attributes, the keys, and the number of elements', async () => {
  serve(
    `${tag('data-site="pk_test_local" data-locale=es')}<commercial-shopper site=pk_live_local></commercial-shopper>`,
  );
  expect(await check()).toMatchObject({
    url: pageUrl,
    scripts: [
      {
        src: `${publicOrigin}/shopper.js`,
        attributes: { async: '', src: `${publicOrigin}/shopper.js`, 'data-site': 'pk_test_local', 'data-locale': 'es' },
      },
    ],
    elementCount: 1,
    siteKeys: ['pk_test_local', 'pk_live_local'],
    findings: expect.arrayContaining([
      { level: 'ok', code: 'site_key_live', detail: 'pk_live_local' },
      { level: 'warning', code: 'site_key_test', detail: 'pk_test_local' },
      { level: 'warning', code: 'site_key_other', detail: 'pk_live_local' },
    ]),
  });
});

test.each([
  ['<p>', ['error script_missing']],
  [`<!-- ${tag()} -->`, ['error script_missing']],
  [`<template>${tag()}</template>`, ['error script_inert', 'error site_key_missing']],
  [tag('type="text/plain" data-site="pk_test_local"'), ['error script_type']],
  [tag() + tag(), ['warning script_repeated']],
  [tag(undefined, 'https://cdn.example/copy/shopper.js'), ['warning script_other_server']],
  [tag(''), ['error site_key_missing']],
  [tag('data-site="pk_test_…"'), ['error site_key_malformed']],
  [tag('data-site="pk_test_nobody"'), ['error site_key_unknown']],
  [tag('data-site="pk_test_paused"'), ['warning site_key_other', 'warning site_paused']],
  [tag('data-site="pk_test_other"'), ['error origin_not_allowed', 'warning site_key_other']],
  [tag('data-site="pk_test_local" data-isolation="frame"'), ['error iframe_not_set_up']],
  [tag(`integrity="${integrity}" crossorigin data-site="pk_test_local"`), ['warning integrity_unpinned']],
  [
    tag('integrity="sha384-bad" data-site="pk_test_local"', `${publicOrigin}/v1.0.0/shopper.js`),
    ['error integrity_mismatch', 'error integrity_crossorigin'],
  ],
  [tag(undefined, `${publicOrigin}/v0.9.0/shopper.js`), ['error release_unknown']],
])('the page %j leads to the findings %j', async (html, expected) => {
  expect(await problems(html)).toEqual(expected);
});

test('reports an http script on an https page as mixed content', () => {
  const page = new URL('https://www.lonestar.example/');
  const embed = findEmbed(readStartTags(tag(undefined, 'http://shop.example/shopper.js')), page);
  const findings = checkLoaders(embed, { page, publicOrigin, releaseIntegrity: undefined });
  expect(findings.filter(({ level }) => level !== 'ok')).toEqual([
    { level: 'error', code: 'script_insecure', detail: 'http://shop.example/shopper.js' },
  ]);
});

const signing = () => new URL(bff.appContext.partners.access('lonestar', 'test')?.docusign?.bundle ?? '').origin;

test.each([
  [
    "script-src https://shop.example SIGNING; connect-src https://shop.example; frame-src https://shop.example SIGNING; style-src 'none'",
    [],
  ],
  ["script-src 'nonce-abc' 'strict-dynamic'; connect-src https://shop.example", []],
  [
    "default-src 'self'",
    ['error csp_script', 'error csp_connect', 'warning csp_frame_document', 'warning csp_signing'],
  ],
  ["script-src 'nonce-abc' SIGNING", ['error csp_lazy_scripts']],
  ['script-src https://shop.example; connect-src https://shop.example', ['warning csp_signing']],
  ['frame-src SIGNING', ['warning csp_frame_document']],
  ["script-src https://shop.example 'strict-dynamic' 'nonce-xyz'", ['error csp_script']],
  ["require-trusted-types-for 'script'; trusted-types default", ['warning csp_trusted_types']],
  ['sandbox allow-scripts', ['error csp_sandbox']],
  ["frame-ancestors 'none'; upgrade-insecure-requests", []],
])('the policy %j, as a header or a meta element, leads to the findings %j', async (policy, expected) => {
  const text = policy.replaceAll('SIGNING', signing());
  const script = tag('nonce="abc" data-site="pk_test_local"');
  expect(await problems(script, { 'Content-Security-Policy': text })).toEqual(expected);
  expect(await problems(`<meta http-equiv="Content-Security-Policy" content="${text}">${script}`)).toEqual(expected);
  expect(await problems(script, { 'Content-Security-Policy-Report-Only': text })).toEqual([]);
});

test('if a page has two policies, both apply', async () => {
  const headers = { 'Content-Security-Policy': "script-src *; connect-src *, connect-src 'self'" };
  expect(await problems(tag(), headers)).toEqual(['error csp_connect']);
});

test('if the widget is in an iframe, the page’s policy must allow the iframe, but need not allow the signing script', async () => {
  const framed = tag('data-site="pk_test_local" data-isolation="frame"');
  expect(await problems(framed, { 'Content-Security-Policy': "frame-src 'self'" })).toEqual([
    'error iframe_not_set_up',
    'error csp_frame',
  ]);
  expect(await problems(framed, { 'Cross-Origin-Opener-Policy': 'same-origin' })).toContain(
    'warning windows_disconnected',
  );
});

test('a page on this machine is fetched for a test site, but not for a live site', async () => {
  serve(tag());
  expect((await check('pk_live_local')).findings).toEqual([{ level: 'error', code: 'address_invalid' }]);
  expect(server.received).toEqual([]);
});

test('a report contains no control characters from the page that could control a terminal', async () => {
  serve(tag('data-site="\u001b[2J\u009b\u202e" x="\u0007"'));
  const { url, scripts, siteKeys, findings } = await check();
  const texts = [url, ...siteKeys, ...scripts.flatMap(({ attributes }) => Object.entries(attributes).flat())];
  for (const text of [...texts, ...findings.map(findingText)]) expect(text).not.toMatch(/\p{C}/u);
});

test('the command prints the report as sentences or JSON, and is audited', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'page-check-'));
  const partners = `partners:
  - id: lonestar
    name: Lonestar
    environments:
      test:
        baseUrl: http://localhost:1/msc
        apiKey: { env: API_KEY }
        signingKey: { kid: k1, alg: ES256, privateKey: { env: PRIVATE_KEY } }
        webhookSecrets: [{ env: WEBHOOK_SECRET }]
        signingOrigins: ['https://apps-d.docusign.com']
    sites:
      - { key: pk_test_local, name: Lonestar, origins: ['http://localhost:*'] }
`;
  await writeFile(join(folder, 'partners.yaml'), partners);
  const env = {
    PARTNERS_FILE: join(folder, 'partners.yaml'),
    DATABASE_FILE: join(folder, 'shopper.db'),
    PUBLIC_ORIGIN: publicOrigin,
    BFF_SECRET: bffSecret,
    API_KEY: bff.credentials.apiKey,
    PRIVATE_KEY: bff.credentials.privateKeyPem,
    WEBHOOK_SECRET: bff.credentials.webhookSecret,
  };
  await (await openSqliteStore(env.DATABASE_FILE)).destroy();
  const run = (...args: string[]) => runCommand('check-page', args, env, createLog({ write: () => {} }));
  try {
    serve(tag('data-site="pk_test_nobody"'));
    const text = await run(pageUrl, '--site', 'pk_test_local');
    expect(text).toContain('ERROR   No site has the key pk_test_nobody.');
    expect(text).toContain(`OK      The script tag is in the page: ${publicOrigin}/shopper.js`);
    expect(text).toMatch(/\n1 errors, 0 warnings$/);
    const report: unknown = JSON.parse(await run(pageUrl, '--site', 'pk_test_local', '--json'));
    expect(z.object({ siteKeys: z.array(z.string()) }).parse(report).siteKeys).toEqual(['pk_test_nobody']);
    await expect(run(pageUrl, '--site', 'pk_test_nobody')).rejects.toThrow('no site has the key');
    await expect(run()).rejects.toThrow('check-page <url>');
    const audit = await runCommand('audit', ['list'], env, createLog({ write: () => {} }));
    expect(audit).toContain('"command":"check-page"');
    expect(audit).not.toContain(String(server.port));
  } finally {
    await rm(folder, { recursive: true });
  }
});
