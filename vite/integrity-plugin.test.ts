import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { integrityOf, integrityPlugin, type WidgetFiles } from './integrity-plugin.ts';

const manifestSchema = z.object({
  files: z.array(z.tuple([z.string(), z.string()])),
  parts: z.record(z.string(), z.array(z.number())),
});

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'integrity-plugin-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Builds a project from these files; the entry is `src/entry.js`. */
async function buildProject(files: Readonly<Record<string, string>>) {
  const all = { 'src/verified-import.js': 'export const importVerified = (part, load) => load();', ...files };
  for (const [name, source] of Object.entries(all)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), source);
  }
  let widgetFiles: WidgetFiles | undefined;
  const result = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [
      integrityPlugin({
        sourceFolder: join(root, 'src/'),
        partOf: (id) => (/(one|extra)\.js$/.test(id) ? 'first' : 'second'),
        importVerified: join(root, 'src/verified-import.js'),
        onBuilt: (built) => {
          widgetFiles = built;
        },
      }),
    ],
    build: {
      write: false,
      modulePreload: false,
      lib: { entry: 'src/entry.js', formats: ['es'] },
      rolldownOptions: {
        output: {
          codeSplitting: { groups: [{ name: 'shared', test: /shared\.js$/ }] },
          chunkFileNames: '[name]-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
        },
      },
    },
  });
  const output = (Array.isArray(result) ? result : [result]).flatMap((one) => ('output' in one ? one.output : []));
  const contentOf = (file: Rolldown.OutputChunk | Rolldown.OutputAsset) =>
    file.type === 'chunk' ? file.code : file.source;
  const contents = new Map(output.map((file) => [file.fileName, contentOf(file)]));
  const [manifestFile, manifestIntegrity] = widgetFiles?.manifest ?? [];
  const manifest = contents.get(manifestFile ?? '') ?? '';
  return {
    contents,
    widgetFiles,
    manifestIntegrity,
    manifest: manifestSchema.parse(JSON.parse(String(manifest))),
    source: manifest,
  };
}

const entry = "export const load = [() => import('./one.js'), () => import('./two.js')];";
const shared = "export const shared = (value) => console.log('shared', value);";
const lazy = (name: string) =>
  `import { shared } from './shared.js'; shared('${name}'); export const name = '${name}';`;

test('lists the files of each lazy part with their hashes, dependencies first', async () => {
  const { contents, manifest } = await buildProject({
    'src/entry.js': entry,
    'src/one.js': lazy('one'),
    'src/two.js': lazy('two'),
    'src/shared.js': shared,
  });
  const names = manifest.files.map(([file]) => file.replace(/-[\w-]{8}\.js$/, ''));
  const filesOf = (part: string) => manifest.parts[part]?.map((index) => names[index]);
  expect(Object.keys(manifest.parts).sort()).toEqual(['first', 'second']);
  expect(filesOf('first')).toEqual(['shared', 'one']);
  expect(filesOf('second')).toEqual(['shared', 'two']);
  for (const [file, integrity] of manifest.files) expect(integrity).toBe(integrityOf(contents.get(file) ?? ''));
});

test('a lazy import passes the name of the module’s part to importVerified', async () => {
  const { contents, widgetFiles } = await buildProject({
    'src/entry.js': entry,
    'src/one.js': lazy('one'),
    'src/two.js': lazy('two'),
    'src/shared.js': shared,
    'src/verified-import.js': 'export const importVerified = (part, load) => load(console.log(part));',
  });
  const [file = ''] = widgetFiles?.entry ?? [];
  expect(contents.get(file)).toMatch(/[`'"]first[`'"].+one-.+[`'"]second[`'"].+two-/s);
});

test('rejects a part whose modules are in more than one file', async () => {
  const files = {
    'src/entry.js': `${entry} export const more = () => import('./extra.js');`,
    'src/one.js': lazy('one'),
    'src/two.js': lazy('two'),
    'src/extra.js': lazy('extra'),
    'src/shared.js': shared,
  };
  await expect(buildProject(files)).rejects.toThrow(/the part first is in more than one file/);
});

test('reports the hashes of the entry file and the manifest', async () => {
  const { contents, widgetFiles, manifestIntegrity, source } = await buildProject({
    'src/entry.js': entry,
    'src/one.js': lazy('one'),
    'src/two.js': lazy('two'),
    'src/shared.js': shared,
  });
  const [file = '', integrity] = widgetFiles?.entry ?? [];
  expect(integrity).toBe(integrityOf(contents.get(file) ?? ''));
  expect(manifestIntegrity).toBe(integrityOf(source));
});

test('rejects an import() of a module that is not known at build time', async () => {
  const files = { 'src/entry.js': 'export const load = (name) => import(/* @vite-ignore */ name);' };
  await expect(buildProject(files)).rejects.toThrow(/import\(\) requires a string literal/);
});
