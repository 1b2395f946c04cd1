import { expect, test } from 'vitest';
import { normalizeEmail } from './counters.ts';

test.each([
  [
    'dana@bakery.example',
    ['Dana@Bakery.Example', 'dana+tag@bakery.example', 'dana＋tag@bakery.example', ' dana@bakery.example.'],
  ],
  [
    'dana@bakery.example',
    ['dana@bakery。example', 'dana@bakery．example', 'dana@bakery｡example', 'dana@bakery.example。'],
  ],
  ['dana@bakery.example', ['dana@ｂakery.example', 'dana@ba\u00adkery.example', 'ｄana@bakery.example']],
  ['dana@xn--bckerei-5wa.example', ['dana@bäckerei.example', 'dana@BÄCKEREI.example', 'dana@ba\u0308ckerei.example']],
  ['danafox@gmail.com', ['Dana.Fox+energy@Gmail.com', 'd.anafox@googlemail.com', 'danafox@gmail。com']],
])('normalizes all spellings of %s to that address', (normalized, spellings) => {
  expect(spellings.map(normalizeEmail)).toEqual(spellings.map(() => normalized));
});

test('all addresses with the same local part and an invalid host count as one recipient', () => {
  expect(['dana@a＠bakery.example', 'dana@ba^kery.example'].map(normalizeEmail)).toEqual(['dana@', 'dana@']);
  expect(normalizeEmail('ben@ba^kery.example')).toBe('ben@');
});
