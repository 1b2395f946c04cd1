import { expect, test } from 'vitest';
import { createRetryBudget } from './call-limits.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';

function setUp() {
  let now = 0;
  const breaker = createCircuitBreaker(() => now);
  return {
    breaker,
    advance: (milliseconds: number): void => {
      now += milliseconds;
    },
    fail: (times: number): void => {
      for (let count = 0; count < times; count++) breaker.recordFailure();
    },
  };
}

test('the breaker stays closed after a few failures, or at a low failure rate', () => {
  const { breaker, fail } = setUp();
  fail(9);
  expect(breaker.msUntilClosed()).toBe(0);
  for (let count = 0; count < 30; count++) breaker.recordSuccess();
  fail(10);
  expect(breaker.msUntilClosed()).toBe(0);
});

test('the breaker opens when half of the calls fail, and lets one call through after five seconds', () => {
  const { breaker, advance, fail } = setUp();
  for (let count = 0; count < 5; count++) breaker.recordSuccess();
  fail(5);
  expect(breaker.msUntilClosed()).toBe(5_000);
  advance(5_000);
  expect(breaker.msUntilClosed()).toBe(0);
  expect(breaker.msUntilClosed()).toBeGreaterThan(0);
});

test('the breaker closes or reopens, depending on the outcome of the trial call', () => {
  const { breaker, advance, fail } = setUp();
  fail(10);
  advance(5_000);
  breaker.msUntilClosed();
  breaker.recordFailure();
  expect(breaker.msUntilClosed()).toBe(5_000);
  advance(5_000);
  breaker.msUntilClosed();
  breaker.recordSuccess();
  expect([breaker.msUntilClosed(), breaker.msUntilClosed()]).toEqual([0, 0]);
});

test('the breaker ignores old failures', () => {
  const { breaker, advance, fail } = setUp();
  fail(9);
  advance(21_000);
  fail(9);
  expect(breaker.msUntilClosed()).toBe(0);
});

test('the retry budget allows one retry per ten calls', () => {
  const budget = createRetryBudget();
  while (budget.tryWithdraw());
  let retries = 0;
  for (let calls = 0; calls < 1_000; calls++) {
    budget.deposit();
    if (budget.tryWithdraw()) retries++;
  }
  expect(retries).toBeGreaterThan(90);
  expect(retries).toBeLessThanOrEqual(100);
});
