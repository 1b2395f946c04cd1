import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  agree,
  askForRates,
  chooseFirstOffer,
  dallasBakery,
  expect,
  fillIn,
  shopOn,
  signInWindows,
  test,
} from './shop.ts';

const manifest: readonly { file: string; brotli: number }[] = JSON.parse(
  readFileSync(fileURLToPath(new URL('../dist/cdn/manifest.json', import.meta.url)), 'utf8'),
);

test('the first step can be used from 20 kB of ours', async ({ page }) => {
  const app = manifest.find(({ file }) => file.startsWith('assets/app-'))?.file ?? '';
  const needed = new Set(['shopper.js', ...statically(app)]);
  // Whatever else the page would load is held back for good: what works without it does not need it.
  await page.route('**/assets/**', (route) =>
    needed.has(new URL(route.request().url()).pathname.slice(1)) ? route.continue() : undefined,
  );
  await page.goto('/');
  await shopOn(page).getByLabel('ZIP code').fill('75201');
  await shopOn(page).getByLabel('Used in a year').fill('120,000');
  await expect(shopOn(page).getByLabel('Used in a year')).toHaveValue('120,000');

  const bytes = manifest.filter(({ file }) => needed.has(file)).reduce((sum, { brotli }) => sum + brotli, 0);
  expect(bytes).toBeLessThanOrEqual(20_000);
});

test('rates, your business and signing come in 45 kB of ours', async ({ page }) => {
  await signInWindows(page);
  const asked = new Set<string>();
  page.on('request', (request) => asked.add(new URL(request.url()).pathname.slice(1)));
  const ours = () => manifest.filter(({ file }) => asked.has(file));
  const names = () => ours().map(({ file }) => file.replace(/^assets\/|-[\w-]{6}\.js$/g, ''));

  await page.goto('/');
  await askForRates(page, dallasBakery);
  await chooseFirstOffer(page);
  await fillIn(page, dallasBakery);
  await expect(shopOn(page).getByRole('heading', { name: 'Read this before you sign' })).toBeVisible();
  // What is loaded ahead counts as well.
  await page.waitForLoadState('networkidle');
  const needed = ['after-paint', 'app', 'shopper.js', 'signing', 'steps', 'words-en'];
  expect(names().sort()).toEqual(needed);
  expect(ours().reduce((sum, { brotli }) => sum + brotli, 0)).toBeLessThanOrEqual(45_000);

  const opened = page.waitForEvent('popup');
  await agree(page);
  await expect((await opened).getByText('Stand-in for DocuSign')).toBeVisible();
  await expect(shopOn(page).getByRole('heading', { name: 'Your contract is ready to sign.' })).toBeVisible();
  // The contract is made and its signing open. What comes now follows it from here.
  expect(
    names()
      .filter((name) => !needed.includes(name))
      .sort(),
  ).toEqual(['reasons', 'tracking', 'tracking-step']);
});

/** A module and all that it imports before it runs. */
function statically(file: string): string[] {
  const source = readFileSync(fileURLToPath(new URL(`../dist/cdn/${file}`, import.meta.url)), 'utf8');
  const imported = [...source.matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([\w-]+\.js)["'`]/g)].map(
    ([, name]) => `assets/${name}`,
  );
  return [...new Set([file, ...imported.flatMap(statically)])];
}

test('who comes back to a contract loads none of the steps before it', () => {
  const tracking = manifest.find(({ file }) => file.startsWith('assets/tracking-step-'))?.file ?? '';
  expect(statically(tracking).map((file) => file.replace(/-[\w-]{6}\.js$/, ''))).not.toContain('assets/steps');
});
