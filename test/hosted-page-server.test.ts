import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { demoEnvironment } from '../demo/environment.ts';
import { findFreePorts } from '../scripts/free-ports.ts';
import { createDemoCredentials } from '../src/simulator/demo-credentials.ts';
import { type BffProcess, spawnBff, spawnFailingBff } from './fixtures/bff-process.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const partners = readFileSync(join(root, 'demo/partners.yaml'), 'utf8');

let folder = '';
let bff: BffProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shopper-hosted-'));
  cpSync(join(root, 'demo/partners.yaml'), join(folder, 'partners.yaml'));
  cpSync(join(root, 'demo/logos'), join(folder, 'logos'), { recursive: true });
});
afterEach(async () => {
  await bff?.kill();
  bff = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function start(server?: string) {
  const [port] = await findFreePorts(1);
  bff = await spawnBff({
    port,
    folder,
    credentials: await createDemoCredentials('lonestar', 'test'),
    simulatorOrigin: 'http://localhost:1',
    partnersFile: join(folder, 'partners.yaml'),
    ...(server === undefined ? {} : { server }),
  });
  return bff;
}
async function logoOf({ origin }: BffProcess): Promise<string> {
  const text = await (await fetch(`${origin}/shop/lonestar-energy`)).text();
  return /<img src="([^"]+)"/.exec(text)?.[1] ?? '';
}

test('a configuration reload picks up a new logo, and keeps the current logo if the new file is invalid', async () => {
  const server = await start();
  const first = await logoOf(server);
  expect(first).toMatch(/^\/logos\//);
  const other = sharp({ create: { width: 300, height: 100, channels: 3, background: '#a61b1b' } });
  await other.png().toFile(join(folder, 'logos/lonestar.png'));
  server.signal('SIGHUP');
  await expect.poll(() => logoOf(server)).not.toBe(first);
  const second = await logoOf(server);
  expect((await fetch(server.origin + second)).headers.get('Content-Type')).toBe('image/webp');
  expect((await fetch(server.origin + first)).status).toBe(404);

  writeFileSync(join(folder, 'logos/lonestar.png'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  server.signal('SIGHUP');
  await expect.poll(() => server.lines.some((line) => line.includes('"reload_failed"'))).toBe(true);
  expect(await logoOf(server)).toBe(second);
  expect((await fetch(server.origin + second)).status).toBe(200);

  const database = new DatabaseSync(join(folder, 'shopper.db'), { readOnly: true });
  const audited = () => database.prepare('select entry from audit_log order by seq').all();
  await expect.poll(audited).toHaveLength(2);
  const [reloaded, rejected] = audited().map(({ entry }) => JSON.parse(String(entry)));
  database.close();
  expect(reloaded).toMatchObject({ action: 'configuration_reloaded', changes: expect.any(Array) });
  expect(reloaded.changes.every((change: string) => /^site pk_test_\w+ changed$/.test(change))).toBe(true);
  expect(reloaded.changes.length).toBeGreaterThan(0);
  expect(rejected).toMatchObject({ action: 'configuration_rejected', error: 'PartnersFileError' });
});

test('a server whose log is no longer read keeps running after a failed reload', async () => {
  const server = await start();
  server.closeLog();
  writeFileSync(join(folder, 'logos/lonestar.png'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  server.signal('SIGHUP');
  const database = new DatabaseSync(join(folder, 'shopper.db'), { readOnly: true });
  await expect.poll(() => database.prepare('select entry from audit_log').all()).toHaveLength(1);
  database.close();
  // The message about the failure follows the audit record.
  server.signal('SIGHUP');
  for (let count = 0; count < 5; count++) expect((await fetch(`${server.origin}/healthz`)).status).toBe(200);
  await logoOf(server);
});

test('a server with logos needs no files other than the build and the configuration', async () => {
  const otherFolder = join(folder, 'app');
  cpSync(join(root, 'dist/bff'), join(otherFolder, 'bff'), { recursive: true });
  symlinkSync(join(root, 'dist/cdn'), join(otherFolder, 'cdn'));
  const server = await start(join(otherFolder, 'bff/server.js'));
  expect((await fetch(server.origin + (await logoOf(server)))).status).toBe(200);
});

test.each([
  ['slug: lonestar-energy', 'slug: harbor-power', 'sites.1.hosted.slug: this slug is used twice'],
  [
    'slug: lonestar-energy',
    'slug: Lonestar Energy',
    'sites.0.hosted.slug: must be lowercase letters, digits and inner dashes',
  ],
  [
    'slug: lonestar-energy',
    'slug: lonestar-energy\n          unknownKey: red',
    'sites.0.hosted.unknownKey: Unrecognized key',
  ],
  ['logo: logos/lonestar.png', 'logo: logos/none.png', 'pk_test_demo: the logo logos/none.png: cannot read the file'],
  ['logo: logos/lonestar.png', 'logo: partners.yaml', 'the logo partners.yaml: unsupported file type'],
  ['home: { env: DEMO_HOME }', 'home: http://lonestar.example/', 'sites.0.hosted.home: must be an https:// URL'],
  [
    'logo: logos/lonestar.png',
    'languages: [es]',
    'sites.0.hosted.languages: es is not in the site’s locales',
    (text: string) => text.replace(/locales: \[[^\]]*\]/g, 'locales: [en]'),
  ],
  [
    '        hosted:\n          slug: lonestar-energy',
    '        signing: { presentations: [redirect] }\n        hosted:\n          slug: lonestar-energy',
    'sites.0.hosted: signing in an iframe opens a popup',
  ],
  [
    '        hosted:\n          slug: lonestar-energy',
    '        botCheck: { secret: { env: DEMO_MSC_API_KEY } }\n        hosted:\n          slug: lonestar-energy',
    'sites.0.hosted: the hosted page must run the bot check itself: add botCheck.siteKey to the site',
  ],
] as const)(
  'an invalid hosted page (%j → %j) prevents the server from starting, and the error contains the location and the reason',
  async (original, replacement, messages, transform = (text: string) => text) => {
    expect(partners).toContain(original);
    const credentials = await createDemoCredentials('lonestar', 'test');
    const env = demoEnvironment(credentials, 'http://localhost:1', 'http://localhost:2');
    const { code, output } = await spawnFailingBff(folder, transform(partners).replace(original, replacement), env);
    expect(code).toBe(1);
    expect(output).toContain(messages);
    expect(output).toMatch(/^partners\.yaml:\d+:\d+: /m);
  },
);
