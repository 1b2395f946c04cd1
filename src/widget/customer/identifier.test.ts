import { expect, test } from 'vitest';
import { exampleIdentifier } from './bill-illustration.tsx';
import { matchesRule, parseRule } from './identifier.ts';

test.each([
  ['^(1044372|1017699)\\d{10}$', { lengths: [17], isRange: false, prefixes: ['1044372', '1017699'], digitsOnly: true }],
  ['^1008901\\d{15}$', { lengths: [22], isRange: false, prefixes: ['1008901'], digitsOnly: true }],
  ['^\\d{9,10}$', { lengths: [9, 10], isRange: true, prefixes: [], digitsOnly: true }],
  ['^(\\d{11}|\\d{15})$', { lengths: [11, 15], isRange: false, prefixes: [], digitsOnly: true }],
  ['^[0-9Z]{20,22}$', { lengths: [20, 22], isRange: true, prefixes: [], digitsOnly: false }],
  ['^PE\\d{18}$', { lengths: [20], isRange: false, prefixes: ['PE'], digitsOnly: false }],
  ['^\\d{11}[\\dY]$', { lengths: [12], isRange: false, prefixes: [], digitsOnly: false }],
])('parses the account number rule %s', (rule, expected) => {
  expect(parseRule(rule)).toEqual(expected);
});

test('does not parse an account number rule in an unknown format', () => {
  expect(parseRule('^(?=.*[A-Z]).{4,}$')).toBeUndefined();
});

test('accepts every account number if the rule is an invalid regular expression', () => {
  expect(matchesRule('123', { name: 'account number', pattern: '(', confidence: 'published' })).toBe(true);
});

test.each([
  ['^(1044372|1017699)\\d{10}$', '1044372 00000 00000'],
  ['^\\d{10}$', '00000 00000'],
  ['^(?:something else)+$', '00000 00000'],
])('for the account number rule %s, the example on the bill illustration is %s', (pattern, expected) => {
  expect(exampleIdentifier(pattern)).toBe(expected);
});
