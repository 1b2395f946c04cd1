import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';
import packageJson from '../package.json' with { type: 'json' };
import { bringNative } from './build-native.ts';
import { finishNpmPackage } from './build-npm.ts';
import { integrityOf, sealChunks } from './seal-chunks.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cdn = join(root, 'dist/cdn');
const stamp = join(root, 'dist/.sources');

/** One built file: sizes in bytes, `integrity` as an SRI value (https://www.w3.org/TR/SRI/). */
export interface ManifestEntry {
  readonly file: string;
  readonly raw: number;
  readonly gzip: number;
  readonly brotli: number;
  readonly integrity: string;
}

/** Builds everything that ships into `dist/`, and the scripts of the demo's pages. */
const buildAll = async (): Promise<void> => {
  await buildMode('app');
  const app = await sealChunks(join(cdn, 'assets'));
  const integrity = integrityOf(readFileSync(join(cdn, 'assets', app)));
  await buildMode('loader', { __APP__: JSON.stringify([app, integrity]) });
  // For pages that rely on one release, byte for byte.
  const own = `v${packageJson.version}`;
  cpSync(join(cdn, 'shopper.js'), join(cdn, own, 'shopper.js'));
  await buildMode('npm');
  finishNpmPackage(root);
  await buildMode('bff');
  bringNative(root, 'sharp');
  await buildMode('panel');
  await buildMode('builder');
  const files = [
    'shopper.js',
    `${own}/shopper.js`,
    ...readdirSync(join(cdn, 'assets')).map((name) => `assets/${name}`),
  ];
  writeFileSync(join(cdn, 'manifest.json'), `${JSON.stringify(files.map(measure), null, 2)}\n`);
  writeFileSync(stamp, fingerprint());
};

/** Builds again only when a source is not the one the last build was made from. */
export const buildIfChanged = async (): Promise<void> => {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()) return;
  process.stderr.write('Building…\n');
  await buildAll();
};

const buildMode = (mode: string, define: Record<string, string> = {}) =>
  build({ root, mode, define, logLevel: 'warn', configFile: join(root, 'vite.config.ts') });

const measure = (file: string): ManifestEntry => {
  const bytes = readFileSync(join(cdn, file));
  return {
    file,
    raw: bytes.byteLength,
    gzip: gzipSync(bytes).byteLength,
    brotli: brotliCompressSync(bytes).byteLength,
    integrity: integrityOf(bytes),
  };
};

/** Content, not times: a checkout that moves between branches is built again only where it differs. */
const fingerprint = (): string => {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else if (!path.includes('.test.')) hash.update(path.slice(root.length)).update(readFileSync(path));
  };
  for (const path of [
    'src',
    'demo/panel',
    'demo/builder',
    'vite.config.ts',
    'package.json',
    'package-lock.json',
    'tsconfig.npm.json',
    'scripts/build.ts',
    'scripts/build-native.ts',
    'scripts/build-npm.ts',
    'scripts/seal-chunks.ts',
    'scripts/short-keys.ts',
  ])
    add(join(root, path));
  return hash.digest('hex');
};

if (import.meta.main) await buildAll();
