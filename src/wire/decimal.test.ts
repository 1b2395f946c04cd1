import { expect, test } from 'vitest';
import { positiveDecimal } from './primitives.ts';

test.each(['0', '0.00', '-1', '1e5', '1,000', ' 1', '', '1.', '.5', '1234567890'])('rejects usage %j', (input) => {
  expect(positiveDecimal.safeParse(input).success).toBe(false);
});

test.each(['1', '0.0786', '120000', '5000000.5'])('accepts usage %j', (input) => {
  expect(positiveDecimal.parse(input)).toBe(input);
});
