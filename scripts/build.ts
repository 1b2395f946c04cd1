import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build, type UserConfig } from 'vite';
import packageJson from '../package.json' with { type: 'json' };
import { bffConfig } from '../vite/bff.config.ts';
import { demoConfig } from '../vite/demo.config.ts';
import type { WidgetFiles } from '../vite/integrity-plugin.ts';
import { loaderConfig } from '../vite/loader.config.ts';
import { npmConfig } from '../vite/npm.config.ts';
import { widgetConfig } from '../vite/widget.config.ts';
import { copyNativeDependency } from './build-native.ts';
import { emitNpmPackage } from './build-npm.ts';

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

/** Builds everything that ships, and the scripts of the demo's pages, into `dist/`. */
async function buildAll(): Promise<void> {
  await buildBrowserCode();
  await run(npmConfig);
  emitNpmPackage(root);
  await run(bffConfig);
  copyNativeDependency(root, 'sharp');
  writeFileSync(stamp, fingerprint());
}

/** Builds everything that pages load from the BFF: the loader, the widget, and the scripts of the demo's pages. */
export async function buildBrowserCode(): Promise<void> {
  rmSync(stamp, { force: true });
  let widgetFiles: WidgetFiles | undefined;
  await run(
    widgetConfig((files) => {
      widgetFiles = files;
    }),
  );
  if (!widgetFiles) throw new Error('the build of the widget wrote no entry file');
  await run(loaderConfig(widgetFiles));
  // Pages may pin a release, so its loader also stays available under its version.
  const release = `v${packageJson.version}`;
  cpSync(join(cdn, 'shopper.js'), join(cdn, release, 'shopper.js'));
  const files = [
    'shopper.js',
    `${release}/shopper.js`,
    ...readdirSync(join(cdn, 'assets')).map((name) => `assets/${name}`),
  ];
  writeFileSync(join(cdn, 'manifest.json'), `${JSON.stringify(files.map(measure), null, 2)}\n`);
  rmSync(join(root, 'dist/demo'), { recursive: true, force: true });
  await run(demoConfig('control-panel'));
  await run(demoConfig('builder'));
}

const run = (config: UserConfig) => build({ root, configFile: false, logLevel: 'warn', ...config });

/** Builds unless the last build was made from exactly the current sources. */
export async function buildIfChanged(): Promise<void> {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint()) return;
  process.stderr.write('Building…\n');
  await buildAll();
}

function measure(file: string): ManifestEntry {
  const bytes = readFileSync(join(cdn, file));
  return {
    file,
    raw: bytes.byteLength,
    gzip: gzipSync(bytes).byteLength,
    brotli: brotliCompressSync(bytes).byteLength,
    integrity: `sha384-${createHash('sha384').update(bytes).digest('base64')}`,
  };
}

/**
 * Hashes contents instead of comparing modification times, so that switching branches back and forth needs no build.
 */
function fingerprint(): string {
  const hash = createHash('sha256');
  const add = (path: string): void => {
    if (statSync(path).isDirectory()) for (const name of readdirSync(path).sort()) add(join(path, name));
    else if (!path.includes('.test.')) hash.update(path.slice(root.length)).update(readFileSync(path));
  };
  for (const path of [
    'src',
    'demo/control-panel',
    'demo/builder',
    'vite',
    'package.json',
    'package-lock.json',
    'tsconfig.npm.json',
    'scripts/build.ts',
    'scripts/build-native.ts',
    'scripts/build-npm.ts',
  ])
    add(join(root, path));
  return hash.digest('hex');
}

if (import.meta.main) await buildAll();
