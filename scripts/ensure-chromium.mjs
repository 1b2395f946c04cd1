import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { findChromium } from './chromium.mjs';

/**
 * Ensures that a Chromium for tests is available: one on this machine, otherwise Playwright's, otherwise the system's
 * package if this user may install it. If none is available, exits with one line that says what to do.
 */
export const ensureChromium = () => {
  if (findChromium() || existsSync(chromium.executablePath())) return;
  process.stderr.write('No Chromium found. Downloading Playwright’s…\n');
  const download = spawnSync(process.execPath, ['node_modules/playwright/cli.js', 'install', 'chromium'], {
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: 180_000,
  });
  if (download.status === 0 && existsSync(chromium.executablePath())) return;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    process.stderr.write('The download failed. Installing the system’s package…\n');
    const quiet = {
      stdio: /** @type {const} */ ('ignore'),
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    spawnSync('apt-get', ['update'], quiet);
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'], quiet);
    if (findChromium()) return;
  }
  process.stderr.write('The tests need a browser: install Chromium or Chrome, or set CHROMIUM_PATH to one.\n');
  process.exit(1);
};
