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
const validPartners = `partners:
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
  const partners = await load(validPartners);
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

test('accepts the https URL of a privacy policy, and rejects other URLs', async () => {
  const withPrivacy = (url: string) =>
    validPartners.replace('origins:', `branding: { privacyUrl: '${url}' }\n        origins:`);
  const partners = await load(withPrivacy('https://www.lonestar.example/privacy'));
  expect(partners.sites.get('pk_test_demo')?.branding.privacyUrl).toBe('https://www.lonestar.example/privacy');
  for (const url of ['http://www.lonestar.example/privacy', 'javascript:alert(1)', '/privacy'])
    await expect(load(withPrivacy(url))).rejects.toThrow('must be an https:// URL');
});

test('accepts Spanish as a site’s locale, and rejects an unsupported locale and an empty list', async () => {
  const withLocales = (locales: string) => validPartners.replace('origins:', `locales: ${locales}\n        origins:`);
  const partners = await load(withLocales('[es, en]'));
  expect(partners.sites.get('pk_test_demo')?.locales).toEqual(['es', 'en']);
  await expect(load(withLocales('[en, xx]'))).rejects.toThrow(/locales/);
  await expect(load(withLocales('[]'))).rejects.toThrow(/locales/);
});

test('reads a secret from a file next to the configuration', async () => {
  writeFileSync(join(folder, 'key'), 'from-a-file\n');
  const partners = await load(validPartners.replace('apiKey: { env: KEY }', 'apiKey: { file: key }'));
  expect(partners.access('lonestar', 'test')?.credentials.apiKey).toBe('from-a-file');
});

const withDocusign = (lines: string): string =>
  validPartners.replace('    sites:', `        docusign: ${lines}\n    sites:`);

test('enables the focused view and DocuSign’s script only if an integration key is configured', async () => {
  const withoutOptions = await load(validPartners);
  expect(withoutOptions.sites.get('pk_test_demo')?.presentations).toEqual(['popup', 'redirect']);
  expect(withoutOptions.access('lonestar', 'test')).toMatchObject({
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

test('takes the origin of the signing app from a bundle URL on a loopback host', async () => {
  const partners = await load(
    withDocusign("{ integrationKey: k-1, bundle: 'http://localhost:4401/docusign/bundle.js' }"),
  );
  expect(partners.access('lonestar', 'test')?.signingAppOrigin).toBe('http://localhost:4401');
});

test('a site can restrict the presentations of a signing session', async () => {
  const partners = await load(
    `${withDocusign('{ integrationKey: k-1 }')}        signing: { presentations: [redirect] }\n`,
  );
  expect(partners.sites.get('pk_test_demo')?.presentations).toEqual(['redirect']);
});

test.each([
  [
    'a copy of the DocuSign script',
    "{ integrationKey: k-1, bundle: 'https://cdn.example/bundle.js' }",
    /:11:\d+: .*bundle: must be DocuSign’s own URL/,
  ],
  [
    'the script of the other environment',
    "{ integrationKey: k-1, bundle: 'https://js.docusign.com/bundle.js' }",
    /other environment/,
  ],
  ['an invalid integration key', "{ integrationKey: '<b>' }", /:11:\d+: .*integrationKey: must be a DocuSign/],
])('rejects %s', async (_, lines, message) => {
  await expect(load(withDocusign(lines))).rejects.toThrow(message);
});

test('rejects focused view without an integration key, and reports the line', async () => {
  const text = `${validPartners}        signing: { presentations: [focused] }\n`;
  await expect(load(text)).rejects.toThrow(/:15:\d+: .*focused requires docusign/);
});

const withLoa = (templates: string, site: string): string =>
  validPartners.replace(
    '    sites:\n',
    `        letters: { baseUrl: https://api.se.example, clientId: { env: KEY }, clientSecret: { env: KEY }, ${templates} }\n    sites:\n`,
  ) + site;

test('the signing method of a site is `session` by default, and can be set to `email`', async () => {
  const method = (text: string) => load(text).then(({ sites }) => sites.get('pk_test_demo')?.signingMethod);
  expect(await method(validPartners)).toBe('session');
  expect(await method(`${validPartners}        signing: { presentations: [popup] }\n`)).toBe('session');
  const withEmailSigning = withLoa('contractTemplate: c-1', '        signing: { method: email }\n');
  expect(await method(withEmailSigning)).toBe('email');
  const { access } = await load(withEmailSigning);
  expect(access('lonestar', 'test')?.loa?.templates).toEqual({ usage: undefined, contract: 'c-1' });
});

test.each([
  [
    'email signing without the LOA API',
    `${validPartners}        signing: { method: email }\n`,
    /:15:\d+: .*contractTemplate/,
  ],
  [
    'email signing without a contract template',
    withLoa('usageTemplate: u-1', '        signing: { method: email }\n'),
    /:16:\d+: .*contractTemplate/,
  ],
  [
    'usage authorization without a usage template',
    withLoa('contractTemplate: c-1', '        usageAuthorization: true\n'),
    /:16:\d+: .*usageTemplate/,
  ],
  ['an unknown signing method', `${validPartners}        signing: { method: fax }\n`, /:15:\d+: .*signing.method/],
])('rejects %s, and reports the line', async (_, text, message) => {
  await expect(load(text)).rejects.toThrow(message);
});

test.each([
  [
    'an unknown key',
    validPartners.replace('name: Lonestar\n    env', 'nmae: Lonestar\n    env'),
    /:3:\d+: partners\.0\.nmae/,
  ],
  ['tab indentation', validPartners.replace('  - id', '\t- id'), /:2:1: /],
  [
    'an origin with a path',
    validPartners.replace("lonestar.example'", "lonestar.example/'"),
    /:14:\d+: partners\.0\.sites\.0\.origins\.0: must be an origin/,
  ],
  [
    'a live key without a live environment',
    validPartners.replace('pk_test_demo', 'pk_live_demo'),
    /:12:\d+: .*no live environment/,
  ],
  [
    'a live site with a loopback origin',
    validPartners
      .replace('      test:', '      live:')
      .replace('pk_test_demo', 'pk_live_demo')
      .replace('https://www.lonestar.example', 'http://localhost:*'),
    /:14:\d+: .*a live site cannot have a loopback origin/,
  ],
  [
    'a literal secret',
    validPartners.replace('{ env: KEY }', 'sk_12345'),
    /:7:\d+: .*this file must not contain secrets/,
  ],
  ['a plain http upstream', validPartners.replace('https://test.msc', 'http://test.msc'), /:6:\d+: .*baseUrl/],
  [
    'a webhook over plain http to a remote host',
    `${validPartners}        webhooks: [{ url: 'http://crm.lonestar.example/', secrets: [{ env: HOOK }] }]\n`,
    /:15:\d+: pk_test_demo: a webhook URL must use https/,
  ],
  [
    'a literal webhook secret',
    `${validPartners}        webhooks: [{ url: 'https://crm.lonestar.example/', secrets: ['whsec_c2VjcmV0'] }]\n`,
    /:15:\d+: .*this file must not contain secrets/,
  ],
  [
    'a duplicate webhook URL',
    `${validPartners}        webhooks: [${Array(2).fill("{ url: 'https://crm.lonestar.example/', secrets: [{ env: HOOK }] }")}]\n`,
    /:15:\d+: pk_test_demo: a webhook URL is used twice/,
  ],
  [
    'an origin that exceeds the DocuSign length limit',
    validPartners.replace('www.lonestar', `${'a.'.repeat(100)}lonestar`),
    /:14:\d+: .*origins\.0/,
  ],
  ['an empty file', '', /partners/],
])('rejects %s, and reports the location', async (_, text, message) => {
  await expect(load(text)).rejects.toThrow(message);
});

test('rejects a reference to an environment variable that is not set', async () => {
  await expect(load(validPartners, { ...env, KEY: undefined })).rejects.toThrow(
    /:6:\d+: lonestar, test: the environment variable KEY is not set/,
  );
});

test('rejects an invalid private key without quoting it', async () => {
  const broken = load(validPartners, {
    ...env,
    PEM: '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----',
  });
  await expect(broken).rejects.toThrow(/the private key is not a PKCS #8 key for ES256/);
  await expect(broken).rejects.not.toThrow(/c2VjcmV0/);
});

const livePrivateKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const withLive = validPartners.replace(
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
  LIVE_PEM: livePrivateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  LIVE_HOOK: 'whsec_bGl2ZWxpdmVsaXZlbGl2ZWxpdmVsaXZl',
};

const LETTERS = `        letters:
          baseUrl: https://loa.example
          clientId: { env: LOA_ID }
          clientSecret: { env: LOA_SECRET }
`;
/** Appends `LETTERS` to the settings of the test environment (before `live:`) or of the live one (before `sites:`). */
const addLetters = (environment: 'test' | 'live', text: string): string =>
  environment === 'test'
    ? text.replace('      live:\n', `${LETTERS}      live:\n`)
    : text.replace('    sites:\n', `${LETTERS}    sites:\n`);
const withSiteWebhook = (text: string): string =>
  `${text}        webhooks: [{ url: 'https://crm.lonestar.example/test', secrets: [{ env: SITE_HOOK }] }]\n`;

test('accepts test and live environments that share no credentials', async () => {
  expect((await load(withLive, bothEnvironments)).access('lonestar', 'live')?.credentials.apiKey).toBe(
    'another-api-key',
  );
});

test.each([
  ['baseUrl', withLive.replace('https://live.msc.example', 'https://test.msc.example'), bothEnvironments],
  ['apiKey', withLive, { ...bothEnvironments, LIVE_KEY: env.KEY }],
  ['privateKey', withLive, { ...bothEnvironments, LIVE_PEM: env.PEM }],
  ['webhookSecret', withLive, { ...bothEnvironments, LIVE_HOOK: env.HOOK }],
])('rejects the same %s in test and live, without quoting a secret', async (property, text, environment) => {
  const failure = load(text, environment);
  await expect(failure).rejects.toThrow(
    new RegExp(`partners\\.yaml:\\d+:\\d+: lonestar: the live ${property} is also used in a test`),
  );
  await expect(failure).rejects.not.toThrow(/an-api-key|PRIVATE KEY|c2VjcmV0/);
});

test.each([
  [
    'baseUrl, written with a port and capital letters',
    withLive.replace('https://live.msc.example', 'https://TEST.msc.example:443'),
    bothEnvironments,
    'baseUrl',
  ],
  ['apiKey, followed by a space', withLive, { ...bothEnvironments, LIVE_KEY: `${env.KEY} ` }, 'apiKey'],
  [
    'webhook secret, with and without its prefix',
    withLive,
    { ...bothEnvironments, LIVE_HOOK: env.HOOK.replace('whsec_', '') },
    'webhookSecret',
  ],
  [
    'client secret of letters',
    addLetters('live', addLetters('test', withLive)),
    { ...bothEnvironments, LOA_ID: 'an-id', LOA_SECRET: 'a-secret-of-loa' },
    'clientSecret of letters',
  ],
  [
    'client ID of letters, with another secret',
    addLetters('live', addLetters('test', withLive).replace('env: LOA_SECRET', 'env: LOA_TEST_SECRET')),
    { ...bothEnvironments, LOA_ID: 'an-id', LOA_SECRET: 'a-secret-of-loa', LOA_TEST_SECRET: 'its-other-secret' },
    'clientId of letters',
  ],
  [
    'webhook secret of a site',
    `${withSiteWebhook(withLive)}      - key: pk_live_demo
        name: Lonestar
        origins: ['https://www.lonestar.example']
        webhooks: [{ url: 'https://crm.lonestar.example/live', secrets: [{ env: SITE_HOOK }] }]
`,
    { ...bothEnvironments, SITE_HOOK: 'whsec_c2l0ZXNpdGVzaXRlc2l0ZXNpdGVzaXRl' },
    'webhook secret',
  ],
])('rejects a value that test and live share: %s', async (_, text, environment, property) => {
  await expect(load(text, environment)).rejects.toThrow(`the live ${property} is also used in a test environment`);
});

test('rejects a webhook secret that two partners share', async () => {
  const second = validPartners
    .replace('partners:\n', '')
    .replace('id: lonestar', 'id: pecan')
    .replace('pk_test_demo', 'pk_test_pecan')
    .replace('{ env: KEY }', '{ env: PECAN_KEY }')
    .replace('{ env: PEM }', '{ env: PECAN_PEM }');
  const failure = load(`${validPartners}${second}`, {
    ...env,
    PECAN_KEY: 'a-key-of-pecan',
    PECAN_PEM: bothEnvironments.LIVE_PEM,
  });
  await expect(failure).rejects.toThrow('the webhookSecret is also used by another partner');
  await expect(failure).rejects.not.toThrow(/baseUrl is also/);
});

test('a live environment rejects a base URL on a loopback host', async () => {
  const text = withLive.replace('https://live.msc.example', 'http://localhost:4401');
  await expect(load(text, bothEnvironments)).rejects.toThrow(
    'baseUrl of the live environment cannot be on a loopback host',
  );
});

test('reads the bot check secret from a reference, and rejects an unset variable and a literal secret', async () => {
  const withBotCheck = `${validPartners}        botCheck: { secret: { env: TURNSTILE } }\n`;
  const partners = await load(withBotCheck, { ...env, TURNSTILE: 'a-secret' });
  expect(partners.sites.get('pk_test_demo')?.botCheck).toEqual({
    secret: 'a-secret',
    verifyUrl: 'https://challenges.cloudflare.com/turnstile/v0/siteverify',
  });
  await expect(load(withBotCheck)).rejects.toThrow('TURNSTILE is not set');
  await expect(load(`${validPartners}        botCheck: { secret: in-the-open }\n`)).rejects.toThrow(
    'must not contain secrets',
  );
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
])('rejects %s, and reports the line without quoting the text', async (_, text, location) => {
  const failure = await load(text).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(PartnersFileError);
  expect(String(failure)).toMatch(location);
  expect(String(failure)).not.toContain('SUPERSECRET');
});

test('a bot check on a hosted page requires a site key, and a script URL on a remote host requires HTTPS', async () => {
  const declare = (botCheck: string) => `${validPartners}        botCheck: ${botCheck}\n`;
  const variables = { ...env, TURNSTILE: 'a-secret', SCRIPT: 'http://localhost:4401/api.js' };
  const withKey = declare('{ secret: { env: TURNSTILE }, siteKey: 0x4AAA-b, scriptUrl: { env: SCRIPT } }');
  expect((await load(withKey, variables)).sites.get('pk_test_demo')?.botCheck?.challenge).toEqual({
    siteKey: '0x4AAA-b',
    scriptUrl: 'http://localhost:4401/api.js',
  });
  const hosted = `${declare('{ secret: { env: TURNSTILE } }')}        hosted: { slug: lonestar }\n`;
  await expect(load(hosted, variables)).rejects.toThrow('add botCheck.siteKey');
  await expect(load(withKey, { ...variables, SCRIPT: 'http://elsewhere.example/api.js' })).rejects.toThrow('scriptUrl');
});
