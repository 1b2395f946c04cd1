import { expect, test } from 'vitest';
import { createCounters } from './counters.ts';
import { scenarios } from './scenarios/index.ts';

for (const { name, run, isLongRunOnly: skipped } of scenarios) {
  if (skipped) continue;
  test.concurrent(`${name}: no contract is lost or duplicated, and no event is lost`, {
    timeout: 40_000,
  }, async () => {
    const counters = createCounters();
    await run('short', counters);
    expect(counters.injected).toBeGreaterThan(0);
    const { contractsLost, contractsDuplicated, termsChanged, eventsLost } = counters;
    expect([contractsLost, contractsDuplicated, termsChanged, eventsLost]).toEqual([0, 0, 0, 0]);
  });
}
