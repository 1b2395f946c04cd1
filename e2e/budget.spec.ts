import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  agree,
  chooseFirstOffer,
  dallasBakery,
  expect,
  fillDetails,
  requestRates,
  signInWindows,
  test,
  widgetIn,
} from './fixtures.ts';

const manifest: readonly { file: string; brotli: number }[] = JSON.parse(
  readFileSync(fileURLToPath(new URL('../dist/cdn/manifest.json', import.meta.url)), 'utf8'),
);

test('the first step works with 20 kB of our files', async ({ page }) => {
  const app = manifest.find(({ file }) => file.startsWith('assets/app-'))?.file ?? '';
  const needed = new Set(['shopper.js', ...statically(app)]);
  // All other files are held back for good: the first step must work without them.
  await page.route('**/assets/**', (route) =>
    needed.has(new URL(route.request().url()).pathname.slice(1)) ? route.continue() : undefined,
  );
  await page.goto('/');
  await widgetIn(page).getByLabel('ZIP code').fill('75201');
  await widgetIn(page).getByLabel('Used in a year').fill('120,000');
  await expect(widgetIn(page).getByLabel('Used in a year')).toHaveValue('120,000');

  const bytes = manifest.filter(({ file }) => needed.has(file)).reduce((sum, { brotli }) => sum + brotli, 0);
  expect(bytes).toBeLessThanOrEqual(20_000);
});

test('rates, customer details and signing need 45 kB of our files', async ({ page }) => {
  await signInWindows(page);
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).pathname.slice(1)));
  const ours = () => manifest.filter(({ file }) => asked.has(file));
  const names = () => ours().map(({ file }) => file.replace(/^assets\/|-[\w-]{6}\.js$/g, ''));

  await page.goto('/');
  await requestRates(page, dallasBakery);
  await chooseFirstOffer(page);
  await fillDetails(page, dallasBakery);
  await expect(widgetIn(page).getByRole('heading', { name: 'Read this before you sign' })).toBeVisible();
  // Files that are loaded ahead of time count as well.
  await page.waitForLoadState('networkidle');
  const needed = ['after-paint', 'app', 'shopper.js', 'signing', 'steps', 'words-en'];
  expect(names().sort()).toEqual(needed);
  expect(ours().reduce((sum, { brotli }) => sum + brotli, 0)).toBeLessThanOrEqual(45_000);

  const opened = page.waitForEvent('popup');
  await agree(page);
  await expect((await opened).getByText('Simulated DocuSign')).toBeVisible();
  await expect(widgetIn(page).getByRole('heading', { name: 'Your contract is ready to sign.' })).toBeVisible();
  // The contract has been created and its signing is open. What loads from here on follows it.
  expect(
    names()
      .filter((name) => !needed.includes(name))
      .sort(),
  ).toEqual(['rejection-reasons', 'tracking', 'tracking-step']);
});

/** A module and all of its static imports. */
function statically(file: string): string[] {
  const source = readFileSync(fileURLToPath(new URL(`../dist/cdn/${file}`, import.meta.url)), 'utf8');
  const imported = [...source.matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([\w-]+\.js)["'`]/g)].map(
    ([, name]) => `assets/${name}`,
  );
  return [...new Set([file, ...imported.flatMap(statically)])];
}

test('a customer who returns to a contract loads none of the steps before it', () => {
  const tracking = manifest.find(({ file }) => file.startsWith('assets/tracking-step-'))?.file ?? '';
  expect(statically(tracking).map((file) => file.replace(/-[\w-]{6}\.js$/, ''))).not.toContain('assets/steps');
});
