import { expect, test } from 'vitest';
import { follows, ruleShape } from './identifier-rule.ts';

test.each([
  ['^(1044372|1017699)\\d{10}$', { lengths: [17], range: false, starts: ['1044372', '1017699'], digitsOnly: true }],
  ['^1008901\\d{15}$', { lengths: [22], range: false, starts: ['1008901'], digitsOnly: true }],
  ['^\\d{9,10}$', { lengths: [9, 10], range: true, starts: [], digitsOnly: true }],
  ['^(\\d{11}|\\d{15})$', { lengths: [11, 15], range: false, starts: [], digitsOnly: true }],
  ['^[0-9Z]{20,22}$', { lengths: [20, 22], range: true, starts: [], digitsOnly: false }],
  ['^PE\\d{18}$', { lengths: [20], range: false, starts: ['PE'], digitsOnly: false }],
  ['^\\d{11}[\\dY]$', { lengths: [12], range: false, starts: [], digitsOnly: false }],
])('the rule %s can be put into words', (rule, shape) => {
  expect(ruleShape(rule)).toEqual(shape);
});

test('a rule that is no pattern we know is not put into words', () => {
  expect(ruleShape('^(?=.*[A-Z]).{4,}$')).toBeUndefined();
});

test('a rule that cannot be run refuses nobody', () => {
  expect(follows('123', { name: 'account number', rule: '(', certainty: 'published' })).toBe(true);
});
