import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Modules that each module may import from, besides itself. */
const MODULE_DEPENDENCIES: Record<string, readonly string[]> = {
  wire: [],
  widget: ['wire'],
  loader: ['widget'],
  upstreams: [],
  bff: ['wire', 'upstreams'],
  simulator: ['upstreams'],
};

/** Packages that code on third-party pages may import, by module. */
const BROWSER_PACKAGES: Record<string, readonly string[]> = {
  wire: ['zod/mini'],
  widget: ['preact', 'preact/hooks', '@preact/signals', 'zod/mini'],
  loader: [],
};

interface SourceFile {
  readonly file: string;
  readonly imports: readonly string[];
}

const sourceFiles: readonly SourceFile[] = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
  .map((file) => ({ file: join('src', file), imports: importsOf(readFileSync(join(root, 'src', file), 'utf8')) }));

function importsOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)'([^']+)'/g)].map(([, specifier]) => specifier ?? '');
}

const moduleOf = (file: string): string => file.split('/')[1] ?? '';
const isRelative = (specifier: string): boolean => specifier.startsWith('.');
const resolved = (from: string, specifier: string): string =>
  relative('.', normalize(join(dirname(from), specifier.replace(/\?.*$/, ''))));

test('every file under src belongs to a module', () => {
  expect([...new Set(sourceFiles.map(({ file }) => moduleOf(file)))].sort()).toEqual(
    Object.keys(MODULE_DEPENDENCIES).sort(),
  );
});

test('modules import only what the dependency rules allow', () => {
  const violations = sourceFiles.flatMap(({ file, imports }) =>
    imports
      .filter(isRelative)
      .map((specifier) => resolved(file, specifier))
      .filter(
        (target) =>
          moduleOf(target) !== moduleOf(file) &&
          !(MODULE_DEPENDENCIES[moduleOf(file)] ?? []).includes(moduleOf(target)),
      )
      .map((target) => `${file} → ${target}`),
  );
  expect(violations).toEqual([]);
});

/** Every module that is part of the code on third-party pages; modules used only by tests are not included. */
function shippedFiles(): readonly SourceFile[] {
  const visited = new Set<string>();
  const visitImports = (file: string): void => {
    if (visited.has(file)) return;
    visited.add(file);
    for (const specifier of sourceFiles.find((module) => module.file === file)?.imports ?? []) {
      if (isRelative(specifier)) visitImports(resolved(file, specifier));
    }
  };
  for (const entry of ['src/widget/entry.ts', 'src/loader/loader.ts']) visitImports(entry);
  return sourceFiles.filter(({ file }) => visited.has(file));
}

test('code on third-party pages imports only approved packages', () => {
  expect(shippedFiles().length).toBeGreaterThan(50);
  const violations = shippedFiles().flatMap(({ file, imports }) => {
    const allowed = BROWSER_PACKAGES[moduleOf(file)] ?? [];
    return imports
      .filter((specifier) => !isRelative(specifier) && !allowed.includes(specifier))
      .map((name) => `${file} → ${name}`);
  });
  expect(violations).toEqual([]);
});

test('the loader imports the widget only dynamically', () => {
  const loader = sourceFiles.filter(({ file }) => moduleOf(file) === 'loader');
  const staticImports = loader.flatMap(({ file }) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/^import (?!type\b).*'(\.\.\/widget[^']*)'/gm)].map(
      ([line]) => `${file}: ${line}`,
    ),
  );
  expect(staticImports).toEqual([]);
});

test('files do not form import cycles', () => {
  const graph = new Map(
    sourceFiles.map(({ file, imports }) => [
      file,
      imports.filter(isRelative).map((specifier) => resolved(file, specifier)),
    ]),
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
