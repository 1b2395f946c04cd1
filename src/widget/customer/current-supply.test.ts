import { expect, test } from 'vitest';
import { overlapsCurrentSupply } from '../switch-deadline.ts';

test.each([
  ['2026-12-31', false],
  ['2027-01-01', true],
  ['2027-01-31', true],
  ['2028-06-30', true],
  ['2026-01-31', false],
])(
  'detects whether a contract that ends on %s overlaps a new contract that starts in January 2027: %s',
  (end, expected) => {
    expect(overlapsCurrentSupply(end, '2027-01')).toBe(expected);
  },
);
