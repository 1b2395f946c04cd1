import { expect, test } from 'vitest';
import { isAllowedOrigin, isOriginEntry } from './origin.ts';

test.each(['https://www.lonestar.example', 'https://shop.example:8443', 'http://localhost:*', 'http://127.0.0.1:5173'])(
  'a site may list the origin %s',
  (entry) => expect(isOriginEntry(entry)).toBe(true),
);

test.each([
  'http://www.lonestar.example',
  'https://*.lonestar.example',
  'https://a.example/',
  'https://a.example/x',
  'null',
  '*',
  '',
])('a site may not list %j as an origin', (entry) => expect(isOriginEntry(entry)).toBe(false));

test('allows only origins that are listed exactly', () => {
  const allowedOrigins = ['https://www.lonestar.example'];
  expect(isAllowedOrigin(allowedOrigins, 'https://www.lonestar.example')).toBe(true);
  for (const other of [
    'https://lonestar.example',
    'http://www.lonestar.example',
    'https://www.lonestar.example:444',
    'https://www.lonestar.example.evil.example',
    'null',
  ]) {
    expect(isAllowedOrigin(allowedOrigins, other), other).toBe(false);
  }
});

test('http://localhost:* allows any port, but no other host or scheme', () => {
  const allowedOrigins = ['http://localhost:*'];
  expect(isAllowedOrigin(allowedOrigins, 'http://localhost:4400')).toBe(true);
  expect(isAllowedOrigin(allowedOrigins, 'http://localhost')).toBe(true);
  for (const other of [
    'http://localhost.evil.example:80',
    'http://localhost:80@evil.example',
    'https://localhost:4400',
  ]) {
    expect(isAllowedOrigin(allowedOrigins, other), other).toBe(false);
  }
});
