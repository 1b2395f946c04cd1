import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A provider's name, in a program's words: `docusign`, `loadDocuSign`, `LoaClient`, `ecostruxure-loa`. */
const isProvider = (code: string): boolean => /docusign|ecostruxure/i.test(code) || /\bloa\b|\bLoa[A-Z]/.test(code);

/** Files that may name one: what speaks with it, and what is told by an operator where it is. */
const adapters: Readonly<Record<string, readonly string[]>> = {
  // The signing service's own script, in the page.
  'src/widget/signing': ['docusign-bundle.ts', 'focused-view.tsx', 'in-page.ts', 'leftovers.ts'],
  // Letters, and the upstream they go through.
  'src/bff/letters': ['letter-status.ts', 'letters-of.ts', 'record-letter.ts', 'send-letter.ts', 'take-back.ts'],
  // What is declared, and put together.
  'src/bff/partners': ['declaration.ts', 'load-partners.ts'],
  // What a page of ours lets in.
  'src/bff/hosted': ['policy.ts'],
  'src/bff/sites': ['route.ts'],
  'src/bff': ['deps.ts', 'start.ts'],
  'src/wire': ['session.ts'],
};

/** Programs of a room, without comments: only what runs can branch. */
const programs = ['src/bff', 'src/widget', 'src/wire'].flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|-stage\.|fake-bff|i18n/.test(file))
    .map((file) => {
      const code = readFileSync(join(root, room, file), 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/(^|\s)\/\/.*$/gm, '');
      return { file: join(room, file), code };
    }),
);
const named = programs.filter(({ code }) => isProvider(code)).map(({ file }) => file);
const allowed = Object.entries(adapters).flatMap(([folder, files]) => files.map((file) => join(folder, file)));

test('no provider of signatures is named outside of its adapter, so nothing branches on which one it is', () => {
  expect(named.filter((file) => !allowed.includes(file))).toEqual([]);
});

test('every file that may name a provider does', () => {
  expect(allowed.filter((file) => !named.includes(file))).toEqual([]);
});
