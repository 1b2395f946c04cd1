import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { shortKeys } from './short-keys.ts';

let root = '';
const write = (path: string, code: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), code);
};
const texts = (...keys: string[]) =>
  write(
    'src/widget/i18n/en/offers.ts',
    `export const offers = {\n${keys.map((key) => `  ${key}: 'Words',`).join('\n')}\n};`,
  );

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'short-keys-'));
});
afterEach(() => rmSync(root, { recursive: true }));

test('the keys of texts get short names, each its own', () => {
  texts('noMatch', 'showMore', 'heldUntil');
  const short = shortKeys(root);
  expect([...short.keys()].sort()).toEqual(['heldUntil', 'noMatch', 'showMore']);
  expect(new Set(short.values()).size).toBe(3);
  for (const name of short.values()) expect(name).toMatch(/^[a-z]\d+$/);
});

test.each([
  ['is sent', 'src/wire/customer.ts', 'export const customer = z.object({ legalName: z.string() });'],
  ['is told to the page', 'src/widget/host-events.ts', 'interface HostEvents { legalName: string }'],
  ['is an option', 'src/widget/options.ts', 'interface WidgetOptions { legalName?: string }'],
  ['goes between two windows', 'src/widget/frame/frame-link.ts', 'port.postMessage({ legalName });'],
  ['is the loader’s', 'src/loader/loader.ts', 'element.legalName = true;'],
  ['is Preact’s', 'node_modules/preact/dist/preact.mjs', 'component.legalName()'],
  ['is made of a string', 'src/widget/customer/check.ts', "texts[isNew ? 'legalName' : name]"],
  ['is a string beside an apostrophe', 'src/widget/customer/check.ts', "/* the page's */ at('legalName')"],
  ['a file exports', 'src/widget/i18n/en/legal-name.ts', 'export const legalName = {};'],
  ['a file passes on', 'src/widget/steps.ts', "export { legalName } from './i18n/en/legal-name.ts';"],
  ['is part of a text', 'src/widget/customer/pointer.ts', "const pointer = '/customer/legalName';"],
])('a key that %s keeps its name', (_, path, code) => {
  texts('legalName', 'noMatch');
  write(path, code);
  expect([...shortKeys(root).keys()]).toEqual(['noMatch']);
});

test('one word alone keeps its name: it may be anybody’s', () => {
  texts('price', 'noMatch');
  expect([...shortKeys(root).keys()]).toEqual(['noMatch']);
});

test('the same sources get the same names', () => {
  texts('noMatch', 'showMore');
  expect([...shortKeys(root)]).toEqual([...shortKeys(root)]);
});
