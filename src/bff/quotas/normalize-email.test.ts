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
])('%s has one spelling', (normalized, spellings) => {
  expect(spellings.map(normalizeEmail)).toEqual(spellings.map(() => normalized));
});

test('all spellings of an invalid host count as one recipient, apart from other local parts', () => {
  expect(['dana@a＠bakery.example', 'dana@ba^kery.example'].map(normalizeEmail)).toEqual(['dana@', 'dana@']);
  expect(normalizeEmail('ben@ba^kery.example')).toBe('ben@');
});
