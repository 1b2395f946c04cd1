import { defineConfig, devices } from '@playwright/test';
import { findFirefox } from './e2e/host-pages/firefox-bidi.ts';
import { findWebKit } from './e2e/host-pages/webkit-driver.ts';
import { chromiumFlags, findChromium } from './scripts/chromium.mjs';

const chromium = findChromium();
const hasFirefox = findFirefox() !== undefined;
const hasWebKit = findWebKit() !== undefined;
if (!hasFirefox) process.stderr.write('Firefox is not installed: the tests in Firefox are skipped.\n');
if (!hasWebKit) process.stderr.write('WebKitGTK is not installed: the tests in WebKitGTK are skipped.\n');

/**
 * End-to-end tests against the servers that `npm start` runs. Each worker has its own server and simulator
 * (`e2e/fixtures.ts`).
 */
export default defineConfig({
  testDir: 'e2e',
  testIgnore: [...(hasFirefox ? [] : ['**/firefox.spec.ts']), ...(hasWebKit ? [] : ['**/webkit.spec.ts'])],
  globalSetup: './e2e/global-setup.ts',
  workers: 3,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results/e2e',
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    launchOptions: { ...(chromium ? { executablePath: chromium } : {}), args: [...chromiumFlags] },
    trace: 'retain-on-failure',
  },
});
