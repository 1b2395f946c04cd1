import { expect, test } from 'vitest';
import { email, singleLine } from './primitives.ts';

const errorsOf = (schema: typeof email, value: string) =>
  schema.safeParse(value).error?.issues.map(({ message }) => message) ?? [];

test.each(['dana@bakery.example', 'a.b+c@mail.bakery.example', 'ñandú@correo.example', "o'brien_1@bakery.example"])(
  'accepts the email address %s',
  (value) => {
    expect(errorsOf(email, value)).toEqual([]);
  },
);

test.each([
  'dana',
  'dana@bakery',
  'dana@bakery.',
  'dana@.example',
  'dana@bakery..example',
  'a@b@c.example',
  'da na@b.example',
  '0<dana@bakery.example>',
  'dana@bakery.example>',
  '(1)dana@bakery.example',
  'dana@bakery.example(1)',
  '"dana"@bakery.example',
  'x,dana@bakery.example',
  'x:dana@bakery.example;',
  'dan\\a@bakery.example',
  'dana@[192.0.2.1]',
  'dana@ba\u00adkery.example',
  'da\u200bna@bakery.example',
  'da\u3164na@bakery.example',
  'dana@bakery.exam\u2060ple',
  'da\u0000na@bakery.example',
])('rejects the email address %j', (value) => {
  expect(errorsOf(email, value)).toEqual(['email']);
});

test('reports oversized text only as too long', () => {
  const oversized = `a@${'a.'.repeat(30_000)} `;
  expect(errorsOf(email, oversized)).toEqual(['too_long']);
  expect(errorsOf(singleLine(100), ' '.repeat(60_000))).toEqual(['too_long']);
});
