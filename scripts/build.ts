import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';

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

/** Builds everything that ships into `dist/`, and the demo's panel. */
const buildAll = async (): Promise<void> => {
  await buildMode('app');
  const app = readdirSync(join(cdn, 'assets')).find((name) => name.startsWith('app-'));
  if (!app) throw new Error('the widget was built without an entry');
  await buildMode('loader', { __APP_FILE__: JSON.stringify(app) });
  await buildMode('bff');
  await buildMode('panel');
  const files = ['shopper.js', ...readdirSync(join(cdn, 'assets')).map((name) => `assets/${name}`)];
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
    integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
  };
};

/** Content, not times: a checkout that moves between branches is built again only where it differs. */
const fingerprint = (): string => {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else if (!path.includes('.test.')) hash.update(path.slice(root.length)).update(readFileSync(path));
  };
  for (const path of ['src', 'demo/panel', 'vite.config.ts', 'package-lock.json', 'scripts/build.ts'])
    add(join(root, path));
  return hash.digest('hex');
};

if (import.meta.main) await buildAll();
