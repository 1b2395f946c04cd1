import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadPartners } from './load-partners.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const env = {
  KEY: 'an-api-key',
  PEM: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  HOOK: 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0',
};
const good = `partners:
  - id: lonestar
    name: Lonestar
    environments:
      test:
        baseUrl: https://test.msc.example
        apiKey: { env: KEY }
        signingKey: { kid: k1, alg: ES256, privateKey: { env: PEM } }
        webhookSecrets: [{ env: HOOK }]
        signingOrigins: ['https://apps-d.docusign.com']
    sites:
      - key: pk_test_demo
        name: Lonestar
        origins: ['https://www.lonestar.example']
`;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'partners-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function load(text: string, environment: NodeJS.ProcessEnv = env) {
  const file = join(folder, 'partners.yaml');
  writeFileSync(file, text);
  return loadPartners(file, environment);
}

test('a declared site knows its partner and the environment its key says', async () => {
  const partners = await load(good);
  expect(partners.sites.get('pk_test_demo')).toMatchObject({
    partner: 'lonestar',
    environment: 'test',
    locales: ['en'],
  });
  expect(partners.access('lonestar', 'test')?.credentials).toMatchObject({
    apiKey: 'an-api-key',
    partnerId: 'lonestar',
  });
  expect(partners.access('lonestar', 'live')).toBeUndefined();
});

test('a site may speak Spanish too, and no language that we do not know', async () => {
  const speaking = (locales: string) => good.replace('origins:', `locales: ${locales}\n        origins:`);
  const partners = await load(speaking('[es, en]'));
  expect(partners.sites.get('pk_test_demo')?.locales).toEqual(['es', 'en']);
  await expect(load(speaking('[en, fr]'))).rejects.toThrow(/locales/);
  await expect(load(speaking('[]'))).rejects.toThrow(/locales/);
});

test('a secret may stand in a file beside the declaration', async () => {
  writeFileSync(join(folder, 'key'), 'from-a-file\n');
  const partners = await load(good.replace('apiKey: { env: KEY }', 'apiKey: { file: key }'));
  expect(partners.access('lonestar', 'test')?.credentials.apiKey).toBe('from-a-file');
});

const withDocusign = (lines: string): string => good.replace('    sites:', `        docusign: ${lines}\n    sites:`);

test('focused view is possible where DocuSign’s integration key is, with DocuSign’s own script', async () => {
  const without = await load(good);
  expect(without.sites.get('pk_test_demo')?.presentations).toEqual(['popup', 'redirect']);
  expect(without.access('lonestar', 'test')).toMatchObject({
    docusign: undefined,
    signingAppOrigin: 'https://apps-d.docusign.com',
  });
  const partners = await load(withDocusign('{ integrationKey: { env: KEY } }'));
  expect(partners.sites.get('pk_test_demo')?.presentations).toEqual(['focused', 'popup', 'redirect']);
  expect(partners.access('lonestar', 'test')).toMatchObject({
    docusign: { integrationKey: 'an-api-key', bundle: 'https://js-d.docusign.com/bundle.js' },
    signingAppOrigin: 'https://apps-d.docusign.com',
  });
});

test('a stand-in on this machine is its own signing app', async () => {
  const partners = await load(
    withDocusign("{ integrationKey: k-1, bundle: 'http://localhost:4401/docusign/bundle.js' }"),
  );
  expect(partners.access('lonestar', 'test')?.signingAppOrigin).toBe('http://localhost:4401');
});

test('a site may leave out ways of signing', async () => {
  const partners = await load(
    `${withDocusign('{ integrationKey: k-1 }')}        signing: { presentations: [redirect] }\n`,
  );
  expect(partners.sites.get('pk_test_demo')?.presentations).toEqual(['redirect']);
});

test.each([
  [
    'a copy of DocuSign’s script',
    "{ integrationKey: k-1, bundle: 'https://cdn.example/bundle.js' }",
    /:11:\d+: .*bundle: DocuSign’s own address/,
  ],
  [
    'the other environment’s script',
    "{ integrationKey: k-1, bundle: 'https://js.docusign.com/bundle.js' }",
    /other environment/,
  ],
  ['an integration key that is none', "{ integrationKey: '<b>' }", /:11:\d+: .*integrationKey: a DocuSign/],
])('%s is refused', async (_, lines, message) => {
  await expect(load(withDocusign(lines))).rejects.toThrow(message);
});

test('focused view without an integration key is refused with its line', async () => {
  const text = `${good}        signing: { presentations: [focused] }\n`;
  await expect(load(text)).rejects.toThrow(/:15:\d+: .*focused needs docusign/);
});

const withLetters = (templates: string, site: string): string =>
  good.replace(
    '    sites:\n',
    `        letters: { baseUrl: https://api.se.example, clientId: { env: KEY }, clientSecret: { env: KEY }, ${templates} }\n    sites:\n`,
  ) + site;

test('a site says whether its contracts are signed in a session or from an inbox', async () => {
  const method = (text: string) => load(text).then(({ sites }) => sites.get('pk_test_demo')?.signingMethod);
  expect(await method(good)).toBe('session');
  expect(await method(`${good}        signing: { presentations: [popup] }\n`)).toBe('session');
  const mailed = withLetters('contractTemplate: c-1', '        signing: { method: email }\n');
  expect(await method(mailed)).toBe('email');
  const { access } = await load(mailed);
  expect(access('lonestar', 'test')?.loa?.templates).toEqual({ usage: undefined, contract: 'c-1' });
});

test.each([
  ['signing by e-mail without letters', `${good}        signing: { method: email }\n`, /:15:\d+: .*contractTemplate/],
  [
    'signing by e-mail with a template for usage only',
    withLetters('usageTemplate: u-1', '        signing: { method: email }\n'),
    /:16:\d+: .*contractTemplate/,
  ],
  [
    'usage authorization with a template for contracts only',
    withLetters('contractTemplate: c-1', '        usageAuthorization: true\n'),
    /:16:\d+: .*usageTemplate/,
  ],
  ['a method nobody knows', `${good}        signing: { method: fax }\n`, /:15:\d+: .*signing.method/],
])('%s is refused with its line', async (_, text, message) => {
  await expect(load(text)).rejects.toThrow(message);
});

test.each([
  [
    'a key that is not known',
    good.replace('name: Lonestar\n    env', 'nmae: Lonestar\n    env'),
    /:3:\d+: partners\.0\.nmae/,
  ],
  ['a tab for indentation', good.replace('  - id', '\t- id'), /:2:1: /],
  [
    'an origin with a path',
    good.replace("lonestar.example'", "lonestar.example/'"),
    /:14:\d+: partners\.0\.sites\.0\.origins\.0: an origin like/,
  ],
  [
    'a live key without a live environment',
    good.replace('pk_test_demo', 'pk_live_demo'),
    /:12:\d+: .*no live environment/,
  ],
  [
    'a live site on a developer’s machine',
    good
      .replace('      test:', '      live:')
      .replace('pk_test_demo', 'pk_live_demo')
      .replace('https://www.lonestar.example', 'http://localhost:*'),
    /:14:\d+: .*a live site cannot stand/,
  ],
  ['a secret written down', good.replace('{ env: KEY }', 'sk_12345'), /:7:\d+: .*secrets do not stand in this file/],
  ['a plain http upstream', good.replace('https://test.msc', 'http://test.msc'), /:6:\d+: .*baseUrl/],
  [
    'a webhook over plain http to elsewhere',
    `${good}        webhooks: [{ url: 'http://crm.lonestar.example/', secrets: [{ env: HOOK }] }]\n`,
    /:15:\d+: pk_test_demo: a webhook goes to an https/,
  ],
  [
    'a webhook secret written down',
    `${good}        webhooks: [{ url: 'https://crm.lonestar.example/', secrets: ['whsec_c2VjcmV0'] }]\n`,
    /:15:\d+: .*secrets do not stand in this file/,
  ],
  [
    'a webhook address that stands twice',
    `${good}        webhooks: [${Array(2).fill("{ url: 'https://crm.lonestar.example/', secrets: [{ env: HOOK }] }")}]\n`,
    /:15:\d+: pk_test_demo: a webhook address stands twice/,
  ],
  [
    'an origin longer than DocuSign would take beside ours',
    good.replace('www.lonestar', `${'a.'.repeat(100)}lonestar`),
    /:14:\d+: .*origins\.0/,
  ],
  ['nothing at all', '', /partners/],
])('%s is told with its line', async (_, text, message) => {
  await expect(load(text)).rejects.toThrow(message);
});

test('a secret that is missing stops the start, and is named but not shown', async () => {
  await expect(load(good, { ...env, KEY: undefined })).rejects.toThrow(
    /:6:\d+: lonestar, test: the environment variable KEY is not set/,
  );
});

test('a private key that is none is refused without being quoted', async () => {
  const broken = load(good, { ...env, PEM: '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----' });
  await expect(broken).rejects.toThrow(/the private key is not a PKCS #8 key for ES256/);
  await expect(broken).rejects.not.toThrow(/c2VjcmV0/);
});

const live = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const both = good.replace(
  '    sites:',
  `      live:
        baseUrl: https://live.msc.example
        apiKey: { env: LIVE_KEY }
        signingKey: { kid: k2, alg: ES256, privateKey: { env: LIVE_PEM } }
        webhookSecrets: [{ env: LIVE_HOOK }]
        signingOrigins: ['https://apps.docusign.com']
    sites:`,
);
const bothEnvironments = {
  ...env,
  LIVE_KEY: 'another-api-key',
  LIVE_PEM: live.export({ type: 'pkcs8', format: 'pem' }).toString(),
  LIVE_HOOK: 'whsec_bGl2ZWxpdmVsaXZlbGl2ZWxpdmVsaXZl',
};

test('test and live stand beside each other when they have nothing in common', async () => {
  expect((await load(both, bothEnvironments)).access('lonestar', 'live')?.credentials.apiKey).toBe('another-api-key');
});

test.each([
  ['baseUrl', both.replace('https://live.msc.example', 'https://test.msc.example'), bothEnvironments],
  ['apiKey', both, { ...bothEnvironments, LIVE_KEY: env.KEY }],
  ['privateKey', both, { ...bothEnvironments, LIVE_PEM: env.PEM }],
  ['webhookSecret', both, { ...bothEnvironments, LIVE_HOOK: env.HOOK }],
])('a %s that test and live share stops the start, without being quoted', async (what, text, given) => {
  const failure = load(text, given);
  await expect(failure).rejects.toThrow(
    new RegExp(`partners\\.yaml:\\d+:\\d+: lonestar: the ${what} of live is that of a test`),
  );
  await expect(failure).rejects.not.toThrow(/an-api-key|PRIVATE KEY|c2VjcmV0/);
});

test('the secret of a site’s bot check is a reference, and one that is not there stops the start', async () => {
  const checked = `${good}        botCheck: { secret: { env: TURNSTILE } }\n`;
  const partners = await load(checked, { ...env, TURNSTILE: 'a-secret' });
  expect(partners.sites.get('pk_test_demo')?.botCheck).toEqual({
    secret: 'a-secret',
    verifyUrl: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  });
  await expect(load(checked)).rejects.toThrow('TURNSTILE is not set');
  await expect(load(`${good}        botCheck: { secret: in-the-open }\n`)).rejects.toThrow('secrets do not stand');
});
