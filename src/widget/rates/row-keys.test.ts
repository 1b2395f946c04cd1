import { expect, test } from 'vitest';
import { createRowKeys } from './row-keys.ts';

test('another order or filter takes the rows that are there, and who stays keeps his', () => {
  const rows = createRowKeys();
  const prices = {};
  expect(rows.keysFor(['a', 'b', 'c'], prices)).toEqual([0, 1, 2]);
  expect(rows.keysFor(['c', 'd', 'a'], prices)).toEqual([2, 1, 0]);
  expect(rows.keysFor(['e', 'f', 'a', 'g'], prices)).toEqual([2, 1, 0, 3]);
});

test('new prices put no offer into another one’s row', () => {
  const rows = createRowKeys();
  expect(rows.keysFor(['a', 'b'], {})).toEqual([0, 1]);
  expect(rows.keysFor(['b', 'c'], {})).toEqual([1, 2]);
});

test('a list longer than the one before never has a row twice', () => {
  const rows = createRowKeys();
  const prices = {};
  rows.keysFor(['a', 'b', 'c', 'd'], prices);
  rows.keysFor(['a'], prices);
  const keys = rows.keysFor(['e', 'f', 'a', 'b', 'g'], prices);
  expect(new Set(keys).size).toBe(5);
});
