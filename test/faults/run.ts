import { buildIfChanged } from '../../scripts/build.ts';
import { faults } from './all.ts';
import { describeTally, emptyTally, isClean } from './tally.ts';

/**
 * `npm run faults`: everything that can go wrong, done to the built server in its own process, often; a few minutes. With words
 * after it, only the faults whose names hold one of them. The same faults, fewer times, are part of the tests.
 */
await buildIfChanged();
const words = process.argv.slice(2);
const chosen = faults.filter(({ name }) => !words.length || words.some((word) => name.includes(word)));
const tally = emptyTally();
let failed = 0;
for (const { name, run } of chosen) {
  const began = performance.now();
  const outcome = await run('long', tally).catch((error: unknown) => {
    failed += 1;
    return `FAILED: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`;
  });
  process.stdout.write(`${name}\n  ${outcome} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
}
process.stdout.write(`\n${describeTally(tally)}\n${chosen.length - failed} held, ${failed} did not\n`);
process.exitCode = failed || !isClean(tally) ? 1 : 0;
