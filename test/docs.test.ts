import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const texts = ['README.md', 'CONTRIBUTING.md', ...readdirSync(`${root}docs`).map((name) => `docs/${name}`)].filter(
  (name) => name.endsWith('.md'),
);

/** Generated folders, which a fresh clone does not contain. */
const ignored = readFileSync(`${root}.gitignore`, 'utf8').split('\n').filter(Boolean);

/** Paths in backticks that start with one of our folders, and the targets of links. */
const pathsIn = (text: string, folder: string): string[] => [
  ...[...text.matchAll(/`((?:src|test|e2e|bench|scripts|deploy|docs|demo)\/[\w./-]*)`/g)].map(([, path = '']) => path),
  ...[...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => folder + path),
];

test('every file that a document mentions exists', () => {
  const named = texts.flatMap((name) =>
    pathsIn(readFileSync(root + name, 'utf8'), name.replace(/[^/]*$/, '')).map((path) => `${name}: ${path}`),
  );
  expect(named.length).toBeGreaterThan(50);
  const path = (entry: string) => entry.replace(/^.*: /, '');
  expect(named.filter((entry) => !ignored.includes(path(entry)) && !existsSync(root + path(entry)))).toEqual([]);
});

test('every log event and problem code that a document mentions is in the source', () => {
  const source = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => readFileSync(`${root}src/${name}`, 'utf8'))
    .join('\n');
  const named = ['docs/operators.md', 'docs/security.md'].flatMap((name) =>
    [...readFileSync(root + name, 'utf8').matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, code = '']) => code),
  );
  expect(named.length).toBeGreaterThan(10);
  // Each backlog metric has a second gauge, whose name ends with this suffix.
  const base = (code: string) => code.replace(/_oldest_seconds$/, '');
  expect(named.filter((code) => !source.includes(`'${base(code)}'`))).toEqual([]);
});
