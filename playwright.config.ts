import { defineConfig, devices } from '@playwright/test';
import { findFirefox } from './e2e/hosts/bidi.ts';
import { findWebKit } from './e2e/hosts/webkit.ts';
import { chromiumFlags, findChromium } from './scripts/chromium.mjs';

const port = Number(process.env.E2E_PORT ?? 4640);
const chromium = findChromium();
const hasFirefox = findFirefox() !== undefined;
const hasWebKit = findWebKit() !== undefined;
if (!hasFirefox) process.stderr.write('Firefox is not installed here: the odd pages are tried in Chromium only.\n');
if (!hasWebKit) process.stderr.write('WebKitGTK is not installed here: nothing is tried in it.\n');

/** The journeys, against what `npm start` serves. One worker: the simulator's scenario is shared by whoever uses it. */
export default defineConfig({
  testDir: 'e2e',
  testIgnore: [...(hasFirefox ? [] : ['**/firefox.spec.ts']), ...(hasWebKit ? [] : ['**/webkit.spec.ts'])],
  workers: 1,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results/e2e',
  reporter: [['list'], ['json', { outputFile: 'test-results/e2e.json' }]],
  use: {
    ...devices['Desktop Chrome'],
    baseURL: `http://localhost:${port}`,
    launchOptions: { ...(chromium ? { executablePath: chromium } : {}), args: [...chromiumFlags] },
    trace: 'retain-on-failure',
  },
  webServer: {
    command: 'node --disable-warning=ExperimentalWarning demo/start.ts',
    env: { PORT: String(port) },
    url: `http://localhost:${port}/readyz`,
    timeout: 60_000,
    reuseExistingServer: false,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 5_000 },
  },
});
