import { expect, test } from 'vitest';
import { faults } from './all.ts';
import { emptyTally } from './tally.ts';

for (const { name, run, onlyLong } of faults) {
  if (onlyLong) continue;
  test.concurrent(`${name}: nothing is lost or doubled, and the customer is told`, { timeout: 40_000 }, async () => {
    const tally = emptyTally();
    await run('short', tally);
    expect(tally.injected).toBeGreaterThan(0);
    expect([tally.contractsLost, tally.contractsDoubled, tally.eventsLost]).toEqual([0, 0, 0]);
  });
}
