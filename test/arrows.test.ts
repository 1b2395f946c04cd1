import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Rooms of ours that a room may import from, besides itself. */
const rooms: Record<string, readonly string[]> = {
  wire: [],
  widget: ['wire'],
  loader: ['widget'],
  upstreams: [],
  bff: ['wire', 'upstreams'],
  simulator: ['upstreams'],
};

/** Packages that a room whose bytes go into strangers' pages may import. */
const packages: Record<string, readonly string[]> = {
  wire: ['zod/mini'],
  widget: ['preact', 'preact/hooks', '@preact/signals', 'zod/mini'],
  loader: [],
};

interface Module {
  readonly file: string;
  readonly imports: readonly string[];
}

const modules: readonly Module[] = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
  .map((file) => ({ file: join('src', file), imports: importsOf(readFileSync(join(root, 'src', file), 'utf8')) }));

function importsOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)'([^']+)'/g)].map(([, specifier]) => specifier ?? '');
}

const roomOf = (file: string): string => file.split('/')[1] ?? '';
const isOurs = (specifier: string): boolean => specifier.startsWith('.');
const resolved = (from: string, specifier: string): string =>
  relative('.', normalize(join(dirname(from), specifier.replace(/\?.*$/, ''))));

test('every file under src stands in a room', () => {
  expect([...new Set(modules.map(({ file }) => roomOf(file)))].sort()).toEqual(Object.keys(rooms).sort());
});

test('rooms import only along the arrows', () => {
  const wrong = modules.flatMap(({ file, imports }) =>
    imports
      .filter(isOurs)
      .map((specifier) => resolved(file, specifier))
      .filter((target) => roomOf(target) !== roomOf(file) && !(rooms[roomOf(file)] ?? []).includes(roomOf(target)))
      .map((target) => `${file} → ${target}`),
  );
  expect(wrong).toEqual([]);
});

/** Every module that the bytes in a stranger's page are made from; what only tests use is not among them. */
const shipped = (): readonly Module[] => {
  const reached = new Set<string>();
  const reach = (file: string): void => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const specifier of modules.find((module) => module.file === file)?.imports ?? []) {
      if (isOurs(specifier)) reach(resolved(file, specifier));
    }
  };
  for (const entry of ['src/widget/entry.ts', 'src/loader/loader.ts']) reach(entry);
  return modules.filter(({ file }) => reached.has(file));
};

test('what goes into a stranger’s page imports only what was argued for', () => {
  expect(shipped().length).toBeGreaterThan(50);
  const wrong = shipped().flatMap(({ file, imports }) => {
    const allowed = packages[roomOf(file)] ?? [];
    return imports
      .filter((specifier) => !isOurs(specifier) && !allowed.includes(specifier))
      .map((name) => `${file} → ${name}`);
  });
  expect(wrong).toEqual([]);
});

test('the loader reaches the widget only when it is needed', () => {
  const loader = modules.filter(({ file }) => roomOf(file) === 'loader');
  const still = loader.flatMap(({ file }) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/^import (?!type\b).*'(\.\.\/widget[^']*)'/gm)].map(
      ([line]) => `${file}: ${line}`,
    ),
  );
  expect(still).toEqual([]);
});

test('no two files import each other, however long the way round', () => {
  const graph = new Map(
    modules.map(({ file, imports }) => [file, imports.filter(isOurs).map((specifier) => resolved(file, specifier))]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    else if (!done.has(file)) {
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    }
  };
  for (const file of graph.keys()) visit(file, []);
  expect(cycles).toEqual([]);
});
