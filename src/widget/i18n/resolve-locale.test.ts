import { expect, test } from 'vitest';
import { spanish } from './es/spanish.ts';
import { english } from './message-catalog.ts';
import { catalogFor, resolveLocale } from './resolve-locale.ts';

test.each([
  ['es', 'es-US'],
  ['es-US', 'es-US'],
  ['es-MX', 'es-MX'],
  ['ES-pr', 'es-PR'],
  ['es-419', 'es-US'],
  ['en', 'en-US'],
  ['en-GB', 'en-GB'],
  ['en-CA-x-own', 'en-CA'],
])('%s is spoken, and formatted as in %s', (said, locale) => {
  expect(resolveLocale(said)).toBe(locale);
});

test.each(['fr', 'est', 'eng', 'pt-BR', '', undefined, 'Español', '<script>'])('%s is answered in English', (said) => {
  expect(resolveLocale(said)).toBe('en-US');
});

test.each(['es-ES', 'es-CO', 'en-IN', 'en-ZA'])(
  'a region that would write 120000 so that it is read as something else (%s) gives way',
  (said) => expect(resolveLocale(said)).toBe(`${said.slice(0, 2)}-US`),
);

test('a site that does not allow Spanish is spoken to in English', () => {
  expect(resolveLocale('es-MX', ['en'])).toBe('en-US');
  expect(resolveLocale('es-MX', ['en', 'es'])).toBe('es-MX');
  expect(resolveLocale('en-GB', ['es'])).toBe('en-GB');
});

test('each locale has its language', async () => {
  expect(await catalogFor('es-MX')).toBe(spanish);
  expect(await catalogFor('en-GB')).toBe(english);
});
