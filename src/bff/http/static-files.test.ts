import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MissingBuildError, readStaticFiles, staticRoutes } from './static-files.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdn-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function build() {
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'shopper.js'), 'loader();'.repeat(200));
  writeFileSync(join(folder, 'assets/app-1.js'), 'app();');
  for (const release of ['v1.2.3', 'v1.2.4']) {
    mkdirSync(join(folder, release));
    writeFileSync(join(folder, release, 'shopper.js'), `loader('${release}');`);
  }
  return staticRoutes(readStaticFiles(folder));
}

test('if the build is missing, the error says which command creates it', () => {
  expect(() => readStaticFiles(folder)).toThrow(MissingBuildError);
  expect(() => readStaticFiles(folder)).toThrow(/npm run build/);
});

test('any page may load the files; the loader is cached for minutes, and assets are cached forever', async () => {
  const app = build();
  const [loader, asset] = [await app.request('/shopper.js'), await app.request('/assets/app-1.js')];
  for (const { headers } of [loader, asset]) {
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(headers.get('Cross-Origin-Resource-Policy')).toBe('cross-origin');
    expect(headers.get('Content-Type')).toMatch(/^text\/javascript/);
  }
  expect(loader.headers.get('Cache-Control')).toMatch(/max-age=300\b/);
  expect(asset.headers.get('Cache-Control')).toMatch(/immutable/);
});

test('serves the loader at the URL of version 1 and at the URL of each release', async () => {
  const app = build();
  const [version, release] = [await app.request('/v1/shopper.js'), await app.request('/v1.2.3/shopper.js')];
  expect(version.headers.get('Cache-Control')).toMatch(/max-age=300\b/);
  expect(await version.text()).toMatch(/^loader\(\);/);
  expect(release.headers.get('Cache-Control')).toMatch(/immutable/);
  expect(await release.text()).toBe("loader('v1.2.3');");
});

test('serves each file in a content coding that the client accepts', async () => {
  const app = build();
  const encodings = ['br, gzip', 'gzip;q=0.5, br;q=0', '', 'gzip;q=0, br;q=0'].map((accepted) =>
    app.request('/shopper.js', { headers: { 'Accept-Encoding': accepted } }),
  );
  expect((await Promise.all(encodings)).map(({ headers }) => headers.get('Content-Encoding'))).toEqual([
    'br',
    'gzip',
    null,
    null,
  ]);
});

test.each([
  '/assets/',
  '/assets/app-2.js',
  '/v2/shopper.js',
  '/v1.2.5/shopper.js',
  '/assets/../shopper.js.map',
  '/assets/%2e%2e/%2e%2e/package.json',
])('responds with 404 to %s', async (path) => {
  expect((await build().request(path)).status).toBe(404);
});
