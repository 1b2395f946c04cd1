import { expect, test } from 'vitest';
import { contractStatus } from '../../wire/contract.ts';
import { awaitsSignature, furthest } from './status.ts';

test('the furthest of two statuses is the same in whatever order they come', () => {
  for (const a of contractStatus.options)
    for (const b of contractStatus.options) expect(furthest(a, b)).toBe(furthest(b, a));
});

test.each([
  ['accepted', 'submitted'],
  ['signed', 'viewed'],
  ['declined', 'viewed'],
  ['signed', 'expired'],
  ['rejected', 'accepted'],
  ['dropped', 'flowing'],
] as const)('%s stands when %s comes late', (stands, late) => expect(furthest(stands, late)).toBe(stands));

test('only a contract that waits for its signer can be signed', () => {
  expect(contractStatus.options.filter(awaitsSignature)).toEqual(['draft', 'sent', 'viewed']);
});
