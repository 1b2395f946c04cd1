import { expect, test } from 'vitest';
import { languages, loadCatalog, resolveLocale } from './languages.ts';
import { english } from './message-catalog.ts';

test.each([
  ['es', 'es-US'],
  ['es-US', 'es-US'],
  ['es-MX', 'es-MX'],
  ['es-ES', 'es-ES'],
  ['ES-pr', 'es-PR'],
  ['es-419', 'es-US'],
  ['en', 'en-US'],
  ['en-GB', 'en-GB'],
  ['en-CA-x-own', 'en-CA'],
])('resolves the requested locale %s to %s', (requested, locale) => {
  expect(resolveLocale(requested)).toBe(locale);
});

test.each(['xx', 'est', 'eng', 'pt-BR', '', undefined, 'Español', '<script>'])(
  'falls back to US English for the unsupported or missing language %j',
  (requested) => {
    expect(resolveLocale(requested)).toBe('en-US');
  },
);

test('falls back to English when the site does not allow the requested language', () => {
  expect(resolveLocale('es-MX', ['en'])).toBe('en-US');
  expect(resolveLocale('es-MX', ['en', 'es'])).toBe('es-MX');
  expect(resolveLocale('en-GB', ['es'])).toBe('en-GB');
});

test.each(languages)('loads the messages of $tag', async ({ tag, load }) => {
  expect(resolveLocale(tag)).toBe(`${tag}-US`);
  expect(await loadCatalog(`${tag}-US`)).toBe(await load());
});

test('loads English for a language that is not registered', async () => {
  expect(await loadCatalog('xx-CA')).toBe(english);
});
