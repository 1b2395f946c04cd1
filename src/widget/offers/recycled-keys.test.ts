import { expect, test } from 'vitest';
import { createKeyPool } from './recycled-keys.ts';

test('another order or filter takes the rows that are there, and who stays keeps his', () => {
  const pool = createKeyPool();
  const prices = {};
  expect(pool.assign(['a', 'b', 'c'], prices)).toEqual([0, 1, 2]);
  expect(pool.assign(['c', 'd', 'a'], prices)).toEqual([2, 1, 0]);
  expect(pool.assign(['e', 'f', 'a', 'g'], prices)).toEqual([2, 1, 0, 3]);
});

test('new prices put no offer into another one’s row', () => {
  const pool = createKeyPool();
  expect(pool.assign(['a', 'b'], {})).toEqual([0, 1]);
  expect(pool.assign(['b', 'c'], {})).toEqual([1, 2]);
});

test('a list longer than the one before never has a row twice', () => {
  const pool = createKeyPool();
  const prices = {};
  pool.assign(['a', 'b', 'c', 'd'], prices);
  pool.assign(['a'], prices);
  const keys = pool.assign(['e', 'f', 'a', 'b', 'g'], prices);
  expect(new Set(keys).size).toBe(5);
});
