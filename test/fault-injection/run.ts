import { buildIfChanged } from '../../scripts/build.ts';
import { createCounters, formatCounters, isClean } from './counters.ts';
import { scenarios } from './scenarios/index.ts';

/**
 * `npm run faults [filter…]`: repeatedly injects every fault into the production build of the server, for about ten
 * minutes. With filters, runs only scenarios whose names contain a filter. The tests run the same scenarios with fewer
 * repetitions.
 */
await buildIfChanged();
const filters = process.argv.slice(2);
const selected = scenarios.filter(({ name }) => !filters.length || filters.some((filter) => name.includes(filter)));
const counters = createCounters();
let failed = 0;
for (const { name, run } of selected) {
  const startedAt = performance.now();
  const outcome = await run('long', counters).catch((error: unknown) => {
    failed += 1;
    return `FAILED: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown'}`;
  });
  process.stdout.write(`${name}\n  ${outcome} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)\n`);
}
process.stdout.write(`\n${formatCounters(counters)}\n${selected.length - failed} scenarios passed, ${failed} failed\n`);
process.exitCode = failed || !isClean(counters) ? 1 : 0;
