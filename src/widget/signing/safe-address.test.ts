import { expect, test } from 'vitest';
import { isSafeAddress } from './safe-address.ts';

test.each(['https://sign.example/s/1', 'http://localhost:4401/ceremony', 'http://127.0.0.1:4401/', 'http://[::1]:80/'])(
  '%s may be opened',
  (address) => {
    expect(isSafeAddress(address)).toBe(true);
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
])('%s may not', (address) => {
  expect(isSafeAddress(address)).toBe(false);
});
