import { expect, test } from 'vitest';
import { createKeyPool } from './key-pool.ts';

test('reuses keys after sorting or filtering, while an offer that remains in the list keeps its key', () => {
  const pool = createKeyPool();
  const prices = {};
  expect(pool.assign(['a', 'b', 'c'], prices)).toEqual([0, 1, 2]);
  expect(pool.assign(['c', 'd', 'a'], prices)).toEqual([2, 1, 0]);
  expect(pool.assign(['e', 'f', 'a', 'g'], prices)).toEqual([2, 1, 0, 3]);
});

test('does not reuse keys after a price update', () => {
  const pool = createKeyPool();
  expect(pool.assign(['a', 'b'], {})).toEqual([0, 1]);
  expect(pool.assign(['b', 'c'], {})).toEqual([1, 2]);
});

test('assigns unique keys when the list grows', () => {
  const pool = createKeyPool();
  const prices = {};
  pool.assign(['a', 'b', 'c', 'd'], prices);
  pool.assign(['a'], prices);
  const keys = pool.assign(['e', 'f', 'a', 'b', 'g'], prices);
  expect(new Set(keys).size).toBe(5);
});
