import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { z } from 'zod';
import { buildIfChanged } from './build.ts';
import { ensureChromium } from './ensure-chromium.mjs';

/**
 * `npm test`: type check, lint, language, unused code, build, unit and component tests, and end-to-end tests in a real
 * browser. A failed step does not stop the others, and the last line is the total.
 */
interface Count {
  readonly passed: number;
  readonly failed: number;
}

function run(title: string, command: string, args: readonly string[], env: Record<string, string> = {}): boolean {
  process.stdout.write(`\n— ${title}\n`);
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  return status === 0;
}
const asCount = (ok: boolean): Count => (ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });

/**
 * Reads a test runner's report. A run that failed without writing a report, or without a failure in it, counts as one
 * failure.
 */
function readReport<T>(file: string, schema: z.ZodType<T>, count: (report: T) => Count, ok: boolean): Count {
  try {
    const { passed, failed } = count(schema.parse(JSON.parse(readFileSync(file, 'utf8'))));
    return { passed, failed: ok ? failed : Math.max(failed, 1) };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

ensureChromium();
rmSync('test-results', { recursive: true, force: true });
mkdirSync('test-results', { recursive: true });
const counts: Count[] = [];

counts.push(asCount(run('types', 'tsc', ['-p', '.'])));
counts.push(asCount(run('lint and format', 'biome', ['ci', '.'])));
counts.push(asCount(run('language', process.execPath, ['scripts/check-language.ts'])));
counts.push(asCount(run('unused code', 'knip', [])));

process.stdout.write('\n— build\n');
try {
  await buildIfChanged();
  counts.push(asCount(true));
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : 'the build failed'}\n`);
  counts.push(asCount(false));
}

const vitestReport = 'test-results/vitest.json';
const vitestOk = run('unit and component tests', 'vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${vitestReport}`,
]);
counts.push(
  readReport(
    vitestReport,
    z.object({ numPassedTests: z.number(), numFailedTests: z.number() }),
    (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests }),
    vitestOk,
  ),
);

const playwrightOk = run('end-to-end tests', 'playwright', ['test']);
counts.push(
  readReport(
    'test-results/e2e.json',
    z.object({ stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }) }),
    ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky }),
    playwrightOk,
  ),
);

const sum = (key: keyof Count): number => counts.reduce((total, count) => total + count[key], 0);
process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = sum('failed') ? 1 : 0;
