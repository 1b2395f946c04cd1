import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import {
  agree,
  chooseFirstOffer,
  dallasBakery,
  expect,
  fillDetails,
  goToSigning,
  requestRates,
  signInWindows,
  test,
  widgetIn,
} from './fixtures.ts';

const manifest: readonly { file: string; brotli: number }[] = JSON.parse(
  readFileSync(fileURLToPath(new URL('../dist/cdn/manifest.json', import.meta.url)), 'utf8'),
);
const partNames = (files: readonly { readonly file: string }[]) =>
  files.map(({ file }) => file.replace(/^assets\/|-[\w-]{7}\.(js|json)$/g, '')).sort();
const brotliBytes = (files: readonly { readonly brotli: number }[]) =>
  files.reduce((sum, { brotli }) => sum + brotli, 0);

function requestedFiles(page: Page): () => typeof manifest {
  const requested = new Set<string>();
  page.on('request', (request) => requested.add(new URL(request.url()).pathname.slice(1)));
  return () => manifest.filter(({ file }) => requested.has(file));
}

test('the first step works with only 22 kB of our files', async ({ page }) => {
  const needed = manifest.filter(({ file }) => file === 'shopper.js' || file.startsWith('assets/app-'));
  // Requests for other files get no response, because the first step must work without them.
  await page.route('**/assets/**', (route) =>
    needed.some(({ file }) => route.request().url().endsWith(file)) ? route.continue() : undefined,
  );
  await page.goto('/');
  await widgetIn(page).getByLabel('ZIP code').fill('75201');
  await widgetIn(page).getByLabel('Annual usage').fill('120,000');
  await expect(widgetIn(page).getByLabel('Annual usage')).toHaveValue('120,000');

  expect(brotliBytes(needed)).toBeLessThanOrEqual(22_000);
});

test('the steps up to the review load at most 60 kB of our files', async ({ page }) => {
  await signInWindows(page);
  const files = requestedFiles(page);
  await page.goto('/');
  await requestRates(page, dallasBakery);
  await chooseFirstOffer(page);
  await fillDetails(page, dallasBakery);
  await expect(widgetIn(page).getByRole('heading', { name: 'Review your contract' })).toBeVisible();
  // Preloaded files count too, so the test waits until they have loaded.
  await page.waitForLoadState('networkidle');
  const filesBeforeReview = files();
  expect(partNames(filesBeforeReview)).toEqual([
    'app',
    'checkout',
    'deferred',
    'integrity',
    'rolldown-runtime',
    'shopper.js',
  ]);
  expect(brotliBytes(filesBeforeReview)).toBeLessThanOrEqual(60_000);

  const popup = page.waitForEvent('popup');
  await agree(page);
  await expect((await popup).getByText('Simulated DocuSign')).toBeVisible();
  await expect(widgetIn(page).getByRole('heading', { name: 'Your contract is ready to sign.' })).toBeVisible();
  // The contract has been created and the signing page is open. All files that were loaded after the review belong to
  // the next step.
  expect(partNames(files().filter((file) => !filesBeforeReview.includes(file)))).toEqual(['shared', 'tracking']);
});

test('after a reload, a contract is restored without loading the checkout code', async ({ page, context }) => {
  await signInWindows(page);
  await page.goto('/');
  await goToSigning(page, dallasBakery);
  await expect(widgetIn(page).getByRole('heading', { name: 'Your contract is ready to sign.' })).toBeVisible();
  for (const popup of context.pages().filter((other) => other !== page)) await popup.close();
  const files = requestedFiles(page);
  await page.reload();
  await expect(widgetIn(page).getByRole('button', { name: 'Reopen contract' })).toBeVisible();
  expect(partNames(files())).toContain('tracking');
  expect(partNames(files())).not.toContain('checkout');
});
