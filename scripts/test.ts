import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { z } from 'zod';
import { buildIfChanged } from './build.ts';
import { ensureChromium } from './ensure-chromium.mjs';

/**
 * `npm test`: type check, lint, language, unused code, build, unit and component tests, and end-to-end tests in a real
 * browser. A failed step does not stop the others. The last lines list every failure and the total.
 */
interface Count {
  readonly passed: number;
  readonly failed: number;
  /** The failures, one line each. */
  readonly failures: readonly string[];
}

function run(title: string, command: string, args: readonly string[]): boolean {
  process.stdout.write(`\n— ${title}\n`);
  const { status } = spawnSync(command, args, { stdio: 'inherit' });
  return status === 0;
}

/** A step that writes no report counts as one test. */
const countStep = (title: string, ok: boolean): Count =>
  ok ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [title] };

/**
 * Reads a test runner's report. A run without a readable report counts as one failure. So does a failed run whose
 * report lists no failures.
 */
function readReport<T>(
  title: string,
  file: string,
  schema: z.ZodType<T>,
  count: (report: T) => Count,
  ok: boolean,
): Count {
  try {
    const report = count(schema.parse(JSON.parse(readFileSync(file, 'utf8'))));
    if (ok || report.failed) return report;
    return { ...report, failed: 1, failures: [`${title}: failed outside the tests`] };
  } catch {
    return { passed: 0, failed: 1, failures: [`${title}: no report`] };
  }
}

const vitestSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
});

const suiteSchema = z.object({
  specs: z.array(z.object({ title: z.string(), ok: z.boolean(), file: z.string(), line: z.number() })),
  get suites() {
    return z.array(suiteSchema).optional();
  },
});
const playwrightSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  suites: z.array(suiteSchema),
});
const specsOf = (suite: z.infer<typeof suiteSchema>): z.infer<typeof suiteSchema>['specs'] => [
  ...suite.specs,
  ...(suite.suites ?? []).flatMap(specsOf),
];

ensureChromium();
rmSync('test-results', { recursive: true, force: true });
mkdirSync('test-results', { recursive: true });
const counts: Count[] = [];
const check = (title: string, command: string, args: readonly string[]): void => {
  counts.push(countStep(title, run(title, command, args)));
};

check('types', 'tsc', ['-p', '.']);
check('lint and format', 'biome', ['ci', '.']);
check('language', process.execPath, ['scripts/check-language.ts']);
check('unused code', 'knip', []);

process.stdout.write('\n— build\n');
try {
  await buildIfChanged();
  counts.push(countStep('build', true));
} catch (error) {
  process.stdout.write(`${error instanceof Error ? error.message : 'the build failed'}\n`);
  counts.push(countStep('build', false));
}

const vitestReport = 'test-results/vitest.json';
const vitestTitle = 'unit and component tests';
const vitestOk = run(vitestTitle, 'vitest', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${vitestReport}`,
]);
counts.push(
  readReport(
    vitestTitle,
    vitestReport,
    vitestSchema,
    ({ numPassedTests, numFailedTests, testResults }) => ({
      passed: numPassedTests,
      failed: numFailedTests,
      failures: testResults.flatMap(({ name, assertionResults }) =>
        assertionResults
          .filter(({ status }) => status === 'failed')
          .map(({ fullName }) => `${relative('.', name)}: ${fullName}`),
      ),
    }),
    vitestOk,
  ),
);

const playwrightTitle = 'end-to-end tests';
const playwrightOk = run(playwrightTitle, 'playwright', ['test']);
counts.push(
  readReport(
    playwrightTitle,
    'test-results/e2e.json',
    playwrightSchema,
    ({ stats, suites }) => ({
      passed: stats.expected,
      failed: stats.unexpected + stats.flaky,
      failures: suites
        .flatMap(specsOf)
        .filter(({ ok }) => !ok)
        .map(({ file, line, title }) => `e2e/${file}:${line}: ${title}`),
    }),
    playwrightOk,
  ),
);

const sum = (key: 'passed' | 'failed'): number => counts.reduce((total, count) => total + count[key], 0);
const failures = counts.flatMap((count) => count.failures);
if (failures.length) process.stdout.write(`\nfailed:\n${failures.map((failure) => `  ${failure}\n`).join('')}`);
process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
process.exitCode = sum('failed') ? 1 : 0;
