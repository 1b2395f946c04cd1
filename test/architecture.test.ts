import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The modules that each module may import, in addition to itself. */
const MODULE_DEPENDENCIES: Record<string, readonly string[]> = {
  wire: [],
  widget: ['wire'],
  loader: ['widget'],
  upstreams: [],
  pdf: [],
  bff: ['wire', 'upstreams', 'pdf'],
  simulator: ['upstreams', 'pdf'],
};

/** Packages that code on third-party pages may import, by module. */
const BROWSER_PACKAGES: Record<string, readonly string[]> = {
  wire: ['zod/mini'],
  // `ical-generator` loads only when a customer saves a calendar file.
  widget: ['preact', 'preact/hooks', '@preact/signals', 'zod/mini', 'ical-generator'],
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
  return [...code.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)'([^'\n]+)'/g)].map(([, specifier]) => specifier ?? '');
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

test('no production file has more than 250 lines', () => {
  const tooLong = sourceFiles
    .map(({ file }) => ({ file, lines: readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > 250);
  expect(tooLong).toEqual([]);
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

/** Every source file that the code on third-party pages imports, directly or indirectly. */
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

test("the script tag's loader imports the widget only dynamically", () => {
  const loader = sourceFiles.filter(({ file }) => moduleOf(file) === 'loader' && !file.startsWith('src/loader/npm/'));
  const staticImports = loader.flatMap(({ file }) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/^import (?!type\b).*'((?:\.\.\/)+widget[^']*)'/gm)].map(
      ([line]) => `${file}: ${line}`,
    ),
  );
  expect(staticImports).toEqual([]);
});

test('only the enrollment backend imports the My Service Cloud client', () => {
  const violations = sourceFiles
    .filter(({ file }) => moduleOf(file) === 'bff' && !file.startsWith('src/bff/enrollment/msc/'))
    .flatMap(({ file, imports }) =>
      imports
        .filter((specifier) => isRelative(specifier) && resolved(file, specifier).startsWith('src/upstreams/msc/'))
        .map((specifier) => `${file} → ${specifier}`),
    );
  expect(violations).toEqual([]);
});

/** The cycles that a depth-first search finds in a directed graph, as `a → b → a`. */
function findCycles(graph: ReadonlyMap<string, Iterable<string>>): string[] {
  const visited = new Set<string>();
  const cycles: string[] = [];
  const visit = (node: string, path: readonly string[]): void => {
    if (path.includes(node)) cycles.push([...path.slice(path.indexOf(node)), node].join(' → '));
    else if (!visited.has(node)) {
      for (const next of graph.get(node) ?? []) visit(next, [...path, node]);
      visited.add(node);
    }
  };
  for (const node of graph.keys()) visit(node, []);
  return cycles;
}

test('files do not form import cycles', () => {
  const graph = new Map(
    sourceFiles.map(({ file, imports }) => [
      file,
      imports.filter(isRelative).map((specifier) => resolved(file, specifier)),
    ]),
  );
  expect(findCycles(graph)).toEqual([]);
});

/**
 * The feature folder of a file, such as `src/bff/contracts`; undefined for files directly in the module, which compose
 * its features.
 */
const featureOf = (file: string): string | undefined => {
  const segments = file.split('/');
  return segments.length > 3 ? segments.slice(0, 3).join('/') : undefined;
};

/** Imports between the feature folders of a module, including type imports. */
function featureGraph(module: string): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const { file, imports } of sourceFiles) {
    const feature = featureOf(file);
    if (moduleOf(file) !== module || !feature) continue;
    const targets = graph.get(feature) ?? new Set();
    graph.set(feature, targets);
    for (const specifier of imports.filter(isRelative)) {
      const target = resolved(file, specifier);
      const targetFeature = featureOf(target);
      if (moduleOf(target) === module && targetFeature && targetFeature !== feature) targets.add(targetFeature);
    }
  }
  return graph;
}

test.each(['bff', 'widget'])('feature folders of %s do not form import cycles', (module) => {
  expect(findCycles(featureGraph(module))).toEqual([]);
});
