import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { chromiumFlags, findChromium } from './scripts/chromium.mjs';
import { findPostgres } from './scripts/find-postgres.ts';

const testTimeout = 20_000;
const chromium = findChromium();

/** Tests that start or inspect the output of `npm run build`. All others run from source. */
const testsOfTheBuild = [
  'test/{shipped-files,npm-package,server-process,hosted-page-server,metrics}.test.ts',
  'test/fault-injection/*.test.ts',
];

const node: TestProjectInlineConfiguration = {
  test: {
    name: 'node',
    environment: 'node',
    include: ['{src,test,scripts,vite}/**/*.test.ts'],
    exclude: ['test/postgres/**', ...testsOfTheBuild],
    testTimeout,
  },
};

const build: TestProjectInlineConfiguration = {
  test: {
    name: 'build',
    environment: 'node',
    include: testsOfTheBuild,
    globalSetup: 'test/setup/build.ts',
    testTimeout,
  },
};

const browser: TestProjectInlineConfiguration = {
  oxc: { jsx: { importSource: 'preact' } },
  // The dependencies are listed, because a dependency that Vite discovers later is bundled again, and a page with two
  // copies of Preact fails.
  optimizeDeps: {
    include: [
      'preact',
      'preact/hooks',
      'preact/jsx-runtime',
      'preact/jsx-dev-runtime',
      '@preact/signals',
      '@testing-library/preact',
      'zod',
      'zod/mini',
      'axe-core',
    ],
  },
  test: {
    name: 'browser',
    // Test files share one tab and its focus, storage and history.
    fileParallelism: false,
    setupFiles: ['test/setup/reset-tab.ts'],
    include: ['src/{widget,loader}/**/*.test.tsx'],
    testTimeout,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: chromium ? { executablePath: chromium, args: chromiumFlags } : { args: chromiumFlags },
      }),
      instances: [{ browser: 'chromium' }],
    },
  },
};

/** Tests for the store and for code that relies on it, run again on PostgreSQL. */
const postgres: TestProjectInlineConfiguration = {
  test: {
    name: 'postgres',
    environment: 'node',
    include: [
      'test/{contract-idempotency,email-signing,email-signing-failures,evidence,outbox,payload,purchases,reconcile,restore,resume,email-reports,signing,authorizations,webhooks,quotas}.test.ts',
      'test/postgres/*.test.ts',
      'src/bff/contracts/record-status.test.ts',
    ],
    globalSetup: ['test/setup/build.ts', 'test/setup/postgres.ts'],
    env: { TEST_STORE: 'postgres' },
    testTimeout,
  },
};

export default defineConfig({ test: { projects: [node, build, browser, ...(hasPostgres() ? [postgres] : [])] } });

/** @throws Error in CI, where PostgreSQL must be installed */
function hasPostgres(): boolean {
  if (findPostgres()) return true;
  const message = 'PostgreSQL is not installed: the store is tested on SQLite only.';
  if (process.env.CI) throw new Error(message);
  process.stderr.write(`${message}\n`);
  return false;
}
