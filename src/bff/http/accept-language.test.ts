import { expect, test } from 'vitest';
import { negotiatePageLanguage } from './accept-language.ts';

test.each([
  ['es-MX,es;q=0.9,en;q=0.8', 'es'],
  ['es', 'es'],
  ['ES-419', 'es'],
  ['fr-CA, es;q=0.4', 'es'],
  ['en;q=0.5, es;q=0.7', 'es'],
  ['en-US,en;q=0.9,es;q=0.8', 'en'],
  ['es;q=0, en;q=0.1', 'en'],
  ['est, essential', 'en'],
  ['fr', 'en'],
  ['*', 'en'],
  ['', 'en'],
  [undefined, 'en'],
] as const)('for Accept-Language %j, selects the page language %s', (header, language) => {
  expect(negotiatePageLanguage(header)).toBe(language);
});
