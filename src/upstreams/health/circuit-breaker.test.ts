import { expect, test } from 'vitest';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { createRetryBudget } from './retry-budget.ts';

const create = () => {
  let now = 0;
  const breaker = createCircuitBreaker(() => now);
  return {
    breaker,
    later: (milliseconds: number): void => {
      now += milliseconds;
    },
    fail: (times: number): void => {
      for (let count = 0; count < times; count++) breaker.failed();
    },
  };
};

test('a few failures, or a few among many calls, change nothing', () => {
  const { breaker, fail } = create();
  fail(9);
  expect(breaker.wait()).toBe(0);
  for (let count = 0; count < 30; count++) breaker.succeeded();
  fail(10);
  expect(breaker.wait()).toBe(0);
});

test('when half of the calls fail nothing is sent for five seconds, and then one call', () => {
  const { breaker, later, fail } = create();
  for (let count = 0; count < 5; count++) breaker.succeeded();
  fail(5);
  expect(breaker.wait()).toBe(5_000);
  later(5_000);
  expect(breaker.wait()).toBe(0);
  expect(breaker.wait()).toBeGreaterThan(0);
});

test('the one call decides', () => {
  const { breaker, later, fail } = create();
  fail(10);
  later(5_000);
  breaker.wait();
  breaker.failed();
  expect(breaker.wait()).toBe(5_000);
  later(5_000);
  breaker.wait();
  breaker.succeeded();
  expect([breaker.wait(), breaker.wait()]).toEqual([0, 0]);
});

test('what failed long ago is forgotten', () => {
  const { breaker, later, fail } = create();
  fail(9);
  later(21_000);
  fail(9);
  expect(breaker.wait()).toBe(0);
});

test('there is one retry for ten calls', () => {
  const budget = createRetryBudget();
  while (budget.spend());
  let retries = 0;
  for (let calls = 0; calls < 1_000; calls++) {
    budget.earn();
    if (budget.spend()) retries++;
  }
  expect(retries).toBeGreaterThan(90);
  expect(retries).toBeLessThanOrEqual(100);
});
