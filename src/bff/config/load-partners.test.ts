import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadPartners } from './load-partners.ts';
import { PartnersFileError } from './yaml-file.ts';

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

test('a site belongs to its partner and to the environment of its key', async () => {
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

test('accepts Spanish as a site’s locale, and rejects an unsupported or empty list of locales', async () => {
  const speaking = (locales: string) => good.replace('origins:', `locales: ${locales}\n        origins:`);
  const partners = await load(speaking('[es, en]'));
  expect(partners.sites.get('pk_test_demo')?.locales).toEqual(['es', 'en']);
  await expect(load(speaking('[en, xx]'))).rejects.toThrow(/locales/);
  await expect(load(speaking('[]'))).rejects.toThrow(/locales/);
});

test('reads a secret from a file next to the configuration', async () => {
  writeFileSync(join(folder, 'key'), 'from-a-file\n');
  const partners = await load(good.replace('apiKey: { env: KEY }', 'apiKey: { file: key }'));
  expect(partners.access('lonestar', 'test')?.credentials.apiKey).toBe('from-a-file');
});

const withDocusign = (lines: string): string => good.replace('    sites:', `        docusign: ${lines}\n    sites:`);

test('enables focused view with DocuSign’s own script only if there is an integration key', async () => {
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

test('uses a simulator on a loopback host as the signing app', async () => {
  const partners = await load(
    withDocusign("{ integrationKey: k-1, bundle: 'http://localhost:4401/docusign/bundle.js' }"),
  );
  expect(partners.access('lonestar', 'test')?.signingAppOrigin).toBe('http://localhost:4401');
});

test('a site can restrict its presentations', async () => {
  const partners = await load(
    `${withDocusign('{ integrationKey: k-1 }')}        signing: { presentations: [redirect] }\n`,
  );
  expect(partners.sites.get('pk_test_demo')?.presentations).toEqual(['redirect']);
});

test.each([
  [
    'a copy of DocuSign’s script',
    "{ integrationKey: k-1, bundle: 'https://cdn.example/bundle.js' }",
    /:11:\d+: .*bundle: must be DocuSign’s own URL/,
  ],
  [
    'the other environment’s script',
    "{ integrationKey: k-1, bundle: 'https://js.docusign.com/bundle.js' }",
    /other environment/,
  ],
  ['an invalid integration key', "{ integrationKey: '<b>' }", /:11:\d+: .*integrationKey: must be a DocuSign/],
])('rejects %s', async (_, lines, message) => {
  await expect(load(withDocusign(lines))).rejects.toThrow(message);
});

test('rejects focused view without an integration key, and names the line', async () => {
  const text = `${good}        signing: { presentations: [focused] }\n`;
  await expect(load(text)).rejects.toThrow(/:15:\d+: .*focused needs docusign/);
});

const withLetters = (templates: string, site: string): string =>
  good.replace(
    '    sites:\n',
    `        letters: { baseUrl: https://api.se.example, clientId: { env: KEY }, clientSecret: { env: KEY }, ${templates} }\n    sites:\n`,
  ) + site;

test('a site’s contracts are signed in a session or by email', async () => {
  const method = (text: string) => load(text).then(({ sites }) => sites.get('pk_test_demo')?.signingMethod);
  expect(await method(good)).toBe('session');
  expect(await method(`${good}        signing: { presentations: [popup] }\n`)).toBe('session');
  const mailed = withLetters('contractTemplate: c-1', '        signing: { method: email }\n');
  expect(await method(mailed)).toBe('email');
  const { access } = await load(mailed);
  expect(access('lonestar', 'test')?.loa?.templates).toEqual({ usage: undefined, contract: 'c-1' });
});

test.each([
  [
    'email signing without the letters API',
    `${good}        signing: { method: email }\n`,
    /:15:\d+: .*contractTemplate/,
  ],
  [
    'email signing without a contract template',
    withLetters('usageTemplate: u-1', '        signing: { method: email }\n'),
    /:16:\d+: .*contractTemplate/,
  ],
  [
    'usage authorization without a usage template',
    withLetters('contractTemplate: c-1', '        usageAuthorization: true\n'),
    /:16:\d+: .*usageTemplate/,
  ],
  ['an unknown signing method', `${good}        signing: { method: fax }\n`, /:15:\d+: .*signing.method/],
])('rejects %s, and names the line', async (_, text, message) => {
  await expect(load(text)).rejects.toThrow(message);
});

test.each([
  ['an unknown key', good.replace('name: Lonestar\n    env', 'nmae: Lonestar\n    env'), /:3:\d+: partners\.0\.nmae/],
  ['tab indentation', good.replace('  - id', '\t- id'), /:2:1: /],
  [
    'an origin with a path',
    good.replace("lonestar.example'", "lonestar.example/'"),
    /:14:\d+: partners\.0\.sites\.0\.origins\.0: must be an origin/,
  ],
  [
    'a live key without a live environment',
    good.replace('pk_test_demo', 'pk_live_demo'),
    /:12:\d+: .*no live environment/,
  ],
  [
    'a live site with a loopback origin',
    good
      .replace('      test:', '      live:')
      .replace('pk_test_demo', 'pk_live_demo')
      .replace('https://www.lonestar.example', 'http://localhost:*'),
    /:14:\d+: .*a live site cannot have a loopback origin/,
  ],
  ['a literal secret', good.replace('{ env: KEY }', 'sk_12345'), /:7:\d+: .*this file must not contain secrets/],
  ['a plain http upstream', good.replace('https://test.msc', 'http://test.msc'), /:6:\d+: .*baseUrl/],
  [
    'a webhook over plain http to a remote host',
    `${good}        webhooks: [{ url: 'http://crm.lonestar.example/', secrets: [{ env: HOOK }] }]\n`,
    /:15:\d+: pk_test_demo: a webhook URL must use https/,
  ],
  [
    'a literal webhook secret',
    `${good}        webhooks: [{ url: 'https://crm.lonestar.example/', secrets: ['whsec_c2VjcmV0'] }]\n`,
    /:15:\d+: .*this file must not contain secrets/,
  ],
  [
    'a duplicate webhook URL',
    `${good}        webhooks: [${Array(2).fill("{ url: 'https://crm.lonestar.example/', secrets: [{ env: HOOK }] }")}]\n`,
    /:15:\d+: pk_test_demo: a webhook URL is used twice/,
  ],
  [
    'an origin that is too long for DocuSign’s limit',
    good.replace('www.lonestar', `${'a.'.repeat(100)}lonestar`),
    /:14:\d+: .*origins\.0/,
  ],
  ['an empty file', '', /partners/],
])('rejects %s, with the line', async (_, text, message) => {
  await expect(load(text)).rejects.toThrow(message);
});

test('rejects a missing secret without quoting it', async () => {
  await expect(load(good, { ...env, KEY: undefined })).rejects.toThrow(
    /:6:\d+: lonestar, test: the environment variable KEY is not set/,
  );
});

test('rejects an invalid private key without quoting it', async () => {
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

test('accepts test and live environments that share nothing', async () => {
  expect((await load(both, bothEnvironments)).access('lonestar', 'live')?.credentials.apiKey).toBe('another-api-key');
});

test.each([
  ['baseUrl', both.replace('https://live.msc.example', 'https://test.msc.example'), bothEnvironments],
  ['apiKey', both, { ...bothEnvironments, LIVE_KEY: env.KEY }],
  ['privateKey', both, { ...bothEnvironments, LIVE_PEM: env.PEM }],
  ['webhookSecret', both, { ...bothEnvironments, LIVE_HOOK: env.HOOK }],
])('rejects a %s that test and live share, and does not quote it', async (what, text, given) => {
  const failure = load(text, given);
  await expect(failure).rejects.toThrow(
    new RegExp(`partners\\.yaml:\\d+:\\d+: lonestar: the ${what} of live is also used in a test`),
  );
  await expect(failure).rejects.not.toThrow(/an-api-key|PRIVATE KEY|c2VjcmV0/);
});

test('reads the bot check secret from a reference, and rejects a missing one', async () => {
  const checked = `${good}        botCheck: { secret: { env: TURNSTILE } }\n`;
  const partners = await load(checked, { ...env, TURNSTILE: 'a-secret' });
  expect(partners.sites.get('pk_test_demo')?.botCheck).toEqual({
    secret: 'a-secret',
    verifyUrl: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  });
  await expect(load(checked)).rejects.toThrow('TURNSTILE is not set');
  await expect(load(`${good}        botCheck: { secret: in-the-open }\n`)).rejects.toThrow('must not contain secrets');
});

test.each([
  ['an unresolved alias', 'partners: *sk_live_SUPERSECRET\n', /partners\.yaml:1:11: /],
  ['an alias of an alias', 'a: &a 1\nb: [*a, *sk_live_SUPERSECRET]\n', /partners\.yaml:2:9: /],
  [
    'aliases that expand to a huge document',
    `a: &a [sk_live_SUPERSECRET, x]\nb: &b [${'*a, '.repeat(20)}]\nc: &c [${'*b, '.repeat(20)}]\nd: [${'*c, '.repeat(20)}]\n`,
    /partners\.yaml:2:8: /,
  ],
  [
    'an alias within its own anchor',
    'partners: &sk_live_SUPERSECRET [*sk_live_SUPERSECRET]\n',
    /partners\.yaml:1:\d+: /,
  ],
  ['a stray token', 'partners: [] sk_live_SUPERSECRET\n', /partners\.yaml:1:\d+: /],
  ['a stray quoted text', 'partners: "a" "sk_live_SUPERSECRET"\n', /partners\.yaml:1:\d+: /],
  ['a stray end', '"sk_live_SUPERSECRET" }\n', /partners\.yaml:1:\d+: /],
])('rejects %s with its line and without its text', async (_, text, location) => {
  const failure = await load(text).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(PartnersFileError);
  expect(String(failure)).toMatch(location);
  expect(String(failure)).not.toContain('SUPERSECRET');
});
