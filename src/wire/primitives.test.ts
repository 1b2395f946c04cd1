import { expect, test } from 'vitest';
import { email, singleLine } from './primitives.ts';

const errorsOf = (schema: typeof email, value: string) =>
  schema.safeParse(value).error?.issues.map(({ message }) => message) ?? [];

test.each(['dana@bakery.example', 'a.b+c@mail.bakery.example', 'ñandú@correo.example'])(
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
])('rejects the email address %s', (value) => {
  expect(errorsOf(email, value)).toEqual(['email']);
});

test('reports oversized text only as too long', () => {
  const oversized = `a@${'a.'.repeat(30_000)} `;
  expect(errorsOf(email, oversized)).toEqual(['too_long']);
  expect(errorsOf(singleLine(100), ' '.repeat(60_000))).toEqual(['too_long']);
});
