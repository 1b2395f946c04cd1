import { expect, test } from 'vitest';
import { createCallCeiling } from './call-limits.ts';

function admitAll(count: number, isDeferrable: boolean, ceiling: ReturnType<typeof createCallCeiling>): number {
  return Array.from({ length: count }, () => ceiling.admit(isDeferrable)).filter((waitMs) => waitMs === 0).length;
}

test('browsing can use at most four fifths of the calls per minute, and contracts can use the rest', () => {
  const ceiling = createCallCeiling(10, () => 0);
  expect(admitAll(20, true, ceiling)).toBe(8);
  expect(admitAll(20, false, ceiling)).toBe(2);
});

test('a denied call returns the time until the next minute, when calls are admitted again', () => {
  let time = 0;
  const ceiling = createCallCeiling(1, () => time);
  ceiling.admit(false);
  time = 45_000;
  expect(ceiling.admit(false)).toBe(15_000);
  time = 60_000;
  expect(ceiling.admit(false)).toBe(0);
});
