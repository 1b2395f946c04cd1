import { expect, test } from 'vitest';
import { isSecureUrl } from './open-signing.ts';

test.each(['https://sign.example/s/1', 'http://localhost:4401/ceremony', 'http://127.0.0.1:4401/', 'http://[::1]:80/'])(
  'accepts %s as a secure URL',
  (address) => {
    expect(isSecureUrl(address)).toBe(true);
  },
);

test.each([
  'http://sign.example/s/1',
  'javascript:alert(1)',
  'data:text/html,hello',
  'https://someone:secret@sign.example/',
  'http://localhost.example/',
  '//sign.example/',
  'not an address',
  '',
])('does not accept %j as a secure URL', (address) => {
  expect(isSecureUrl(address)).toBe(false);
});
