import { expect, test } from 'vitest';
import { allowsScript, allowsUrl, parsePolicies, sourcesFor } from './check-policy.ts';

const page = new URL('https://www.lonestar.example/energy');

test.each([
  ["'self'", 'https://www.lonestar.example/x.js', true],
  ["'self'", 'https://shop.example/x.js', false],
  ['*', 'https://shop.example/x.js', true],
  ['https:', 'https://shop.example/x.js', true],
  ['data:', 'https://shop.example/x.js', false],
  ['https://shop.example', 'https://shop.example/v1/x.js', true],
  ['http://shop.example', 'https://shop.example/x.js', true],
  ['shop.example', 'https://shop.example/x.js', true],
  ['SHOP.example', 'https://shop.example/x.js', true],
  ['shop.example', 'http://shop.example/x.js', false],
  ['https://shop.example:8443', 'https://shop.example/x.js', false],
  ['https://shop.example:443', 'https://shop.example/x.js', true],
  ['https://shop.example:*', 'https://shop.example:8443/x.js', true],
  ['https://shop.example', 'https://shop.example:8443/x.js', false],
  ['*.example', 'https://shop.example/x.js', true],
  ['*.shop.example', 'https://shop.example/x.js', false],
  ['https://evilshop.example', 'https://shop.example/x.js', false],
  ['https://shop.example/assets/', 'https://shop.example/assets/x.js', true],
  ['https://shop.example/assets', 'https://shop.example/assets/x.js', false],
  ['https://shop.example/x.js', 'https://shop.example/x.js?build=1', true],
  ["'none'", 'https://shop.example/x.js', false],
  ["'nonce-abc'", 'https://shop.example/x.js', false],
])('the source %s allows the URL %s: %s', (source, url, expected) => {
  expect(allowsUrl([source], new URL(url), page)).toBe(expected);
});

test('a script is allowed by its nonce or its integrity hash; with strict-dynamic, its URL is ignored', () => {
  const url = new URL('https://shop.example/shopper.js');
  const script = { url, nonce: 'abc', integrity: 'sha384-aaaa' };
  expect(allowsScript(["'nonce-abc'", "'strict-dynamic'"], script, page)).toBe(true);
  expect(allowsScript(["'nonce-xyz'"], script, page)).toBe(false);
  expect(allowsScript(["'sha384-aaaa'"], script, page)).toBe(true);
  expect(allowsScript(["'sha384-aaaa'"], { ...script, integrity: 'sha384-aaaa sha384-bbbb' }, page)).toBe(false);
  expect(allowsScript(['https://shop.example'], { url }, page)).toBe(true);
  expect(allowsScript(['https://shop.example', "'strict-dynamic'"], { url }, page)).toBe(false);
});

test('parses several policies, uses the first of a repeated directive, and falls back to broader directives', () => {
  const [first, second, ...others] = parsePolicies("default-src 'self'; SCRIPT-SRC a b;; script-src c , frame-src d;");
  expect(others).toEqual([]);
  expect(first && sourcesFor(first, 'script-src')).toEqual(['a', 'b']);
  expect(first && sourcesFor(first, 'connect-src')).toEqual(["'self'"]);
  expect(second && sourcesFor(second, 'script-src')).toBeUndefined();
  expect(parsePolicies(' ;, ')).toEqual([]);
});
