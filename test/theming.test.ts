import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { THEME_TOKENS } from '../src/widget/iframe/host/theme.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const widget = readdirSync(join(root, 'src/widget'), { recursive: true, encoding: 'utf8' });
const read = (ending: RegExp) =>
  widget
    .filter((file) => ending.test(file) && !file.includes('.test.'))
    .map((file) => readFileSync(join(root, 'src/widget', file), 'utf8'))
    .join('\n');
const all = (text: string, pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort();
const documented = readFileSync(join(root, 'docs/site-owners.md'), 'utf8');

test('the documentation lists exactly the custom properties that a site owner may set', () => {
  expect(all(documented, /\| `(--shopper-[a-z-]+)` \|/g)).toEqual(all(read(/\.css$/), /var\(\s*(--shopper-[a-z-]+)/g));
});

test('an iframe receives exactly the documented custom properties', () => {
  expect([...THEME_TOKENS].sort()).toEqual(all(documented, /\| `(--shopper-[a-z-]+)` \|/g));
});

test('the documentation lists exactly the parts that a site owner may style', () => {
  const [, sentence = ''] = /there are parts: ([\s\S]*?)\n\n/.exec(documented) ?? [];
  const named = all(sentence, /[`(]([a-z]+)[`)]/g);
  const loader = readFileSync(join(root, 'src/loader/commercial-shopper-element.ts'), 'utf8');
  expect(named).toEqual(all(read(/\.tsx?$/) + loader, /\bpart(?:="|\.add\('|', ')([a-z]+)/g));
});
