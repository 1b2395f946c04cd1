import type { Page } from '@playwright/test';
import { a11yViolations } from './axe.ts';
import { expect, test, widgetIn } from './fixtures.ts';

const previewIn = (page: Page) => page.frameLocator('iframe[title="Preview of your page"]');
const embedCode = (page: Page) => page.getByRole('region', { name: 'Embed code' });

test('the builder previews the configured widget and copies the matching code', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/builder');
  const widget = widgetIn(previewIn(page));
  await expect(widget.getByLabel('ZIP code')).toBeVisible();
  await page.getByLabel('Default ZIP code').fill('75201');
  await expect(widget.getByLabel('ZIP code')).toHaveValue('75201');
  await page.getByLabel('Language', { exact: true }).selectOption('Spanish');
  await expect(widget.getByLabel('Código postal')).toHaveValue('75201');
  await page.getByLabel('Language', { exact: true }).selectOption('Match the page');
  await expect(widget.getByLabel('ZIP code')).toHaveValue('75201');
  await page.getByLabel('Language', { exact: true }).selectOption('Spanish');
  await page.getByLabel('Display').selectOption('Button (we provide it)');
  await expect(widget.getByRole('button', { name: 'Ver tarifas' })).toBeVisible();
  await page.getByLabel('Button text').fill('Compare rates');
  await expect(widget.getByRole('button', { name: 'Compare rates' })).toBeVisible();
  await page.getByLabel('Pin to version').check();
  await page.getByRole('button', { name: 'Copy embed code' }).click();
  await expect(embedCode(page).getByRole('status')).toHaveText('Copied');

  const snippet = await page.evaluate(() => navigator.clipboard.readText());
  await page.route('**/pasted', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Pasted</title>${snippet}` }),
  );
  await page.goto('/pasted');
  await widgetIn(page).getByRole('button', { name: 'Compare rates' }).click();
  await expect(widgetIn(page).getByRole('dialog').getByLabel('Código postal')).toHaveValue('75201');
});

test('when maximum isolation is selected, the builder previews the widget in an iframe and links to the hosted page', async ({
  page,
  baseURL,
}) => {
  await page.goto('/builder');
  await page.getByLabel('Isolation').selectOption('Maximum (iframe, separate origin)');
  const widgetFrame = widgetIn(previewIn(page)).locator('iframe').contentFrame();
  await expect(widgetFrame.getByLabel('ZIP code')).toBeVisible();
  await expect(embedCode(page)).toContainText('data-isolation="frame"');
  await page.getByRole('link', { name: `${baseURL}/shop/pk_test_demo` }).click();
  await expect(page).toHaveURL(`${baseURL}/shop/lonestar-energy`);
  await expect(widgetIn(page).getByLabel('ZIP code')).toBeVisible();
});

test('the builder shows the site and mode of a valid key, but no embed code for an invalid or unknown key', async ({
  page,
}) => {
  await page.goto('/builder');
  const key = page.getByLabel('Publishable key');
  const site = page.getByRole('status').filter({ hasText: 'test mode' });
  await expect(site).toHaveText('Lonestar Energy Advisors, test mode');
  await key.fill('pk_test_harbor');
  await expect(site).toHaveText('Harbor Power Brokers, test mode');
  await expect(embedCode(page)).toContainText('data-site="pk_test_harbor"');

  await key.fill('pk_test_nobody');
  await expect(key).toHaveAccessibleDescription(/No site has this key/);
  await expect(embedCode(page)).toHaveText(/Enter a valid publishable key to get the code\.$/);
  await expect(previewIn(page).locator('commercial-shopper')).toHaveCount(0);

  await key.fill('lonestar');
  await key.blur();
  await expect(page.getByRole('alert')).toHaveText(/Enter a key that starts with pk_test_ or pk_live_/);
  await expect(embedCode(page)).not.toContainText('lonestar');
});

test('the builder reports a key that is not allowed on the builder’s own origin, and still shows the code', async ({
  page,
}) => {
  await page.route('**/v1/sessions', (route) =>
    route.fulfill({ status: 403, contentType: 'application/problem+json', body: '{"code":"origin_not_allowed"}' }),
  );
  await page.goto('/builder');
  await expect(page.getByText(/This key isn’t allowed on http:\/\/localhost:\d+, so/)).toBeVisible();
  await expect(embedCode(page)).toContainText('data-site="pk_test_demo"');
});

test('the builder shows an error next to an invalid field and omits its value from code and preview', async ({
  page,
}) => {
  await page.goto('/builder');
  const color = page.getByRole('textbox', { name: 'Brand color', exact: true });
  await color.fill('red-ish');
  await page.getByLabel('Default ZIP code').fill('752');
  await page.getByLabel('Fallback phone number').fill('call us');
  await page.getByLabel('Analytics event array').fill('data layer');
  await page.getByLabel('Analytics event array').blur();
  await expect(page.getByRole('alert')).toHaveText([
    /Enter # and six hex digits/,
    /Enter a 5-digit ZIP code/,
    /Enter a US phone number/,
    /Enter the name of a global variable/,
  ]);
  await expect(color).toHaveAccessibleDescription(/Enter # and six hex digits, such as #0b6e4f\./);
  await expect(embedCode(page).locator('code')).toHaveText(
    /^<script async src="[^"]+" data-site="pk_test_demo"><\/script>$/,
  );

  await page.getByLabel('Pick a brand color').fill('#ffd400');
  await expect(color).toHaveValue('#ffd400');
  await expect(color).toHaveAccessibleDescription(/Button text is black \(contrast 14\.7:1\)/);
  await expect(embedCode(page)).toContainText('--shopper-accent: #ffd400');
  await expect(widgetIn(previewIn(page))).toHaveAttribute('style', /#ffd400/);
});

test('the builder checks the page that the code was pasted into', async ({ page, baseURL }) => {
  await page.goto('/builder');
  const check = page.getByRole('region', { name: 'Check your page' });
  await check.getByLabel('Page address').fill(`${baseURL}/`);
  await check.getByRole('button', { name: 'Check page' }).click();
  await expect(check.getByRole('status')).toHaveText(`${baseURL}/: 0 errors, 1 warning`);
  await expect(check.getByRole('listitem').first()).toHaveText(/^Warning: The key pk_test_demo belongs to a test site/);
  await check.getByLabel('Page address').fill(`${baseURL}/panel`);
  await check.getByLabel('Page address').press('Enter');
  await expect(check.getByRole('status')).toHaveText(/panel: 1 error, 0 warnings$/);
  await expect(check.getByRole('listitem').first()).toHaveText(/^Error: There is no script tag for shopper\.js/);
});

test('the builder says that a page could not be checked, and keeps the page’s address in the field', async ({
  page,
}) => {
  await page.route('**/builder/page-check*', (route) => route.abort());
  await page.goto('/builder');
  const check = page.getByRole('region', { name: 'Check your page' });
  await check.getByLabel('Page address').fill('https://www.example.com/energy');
  await check.getByRole('button', { name: 'Check page' }).click();
  await expect(check.getByRole('status')).toHaveText(/couldn’t be checked right now/);
  await expect(check.getByLabel('Page address')).toHaveValue('https://www.example.com/energy');
});

test('the builder shows a QR code of the hosted page, which can be downloaded', async ({ page, baseURL }) => {
  await page.goto('/builder');
  const image = page.getByRole('img', { name: `QR code of ${baseURL}/shop/pk_test_demo` });
  await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download QR code (SVG)' }).click();
  expect((await download).suggestedFilename()).toBe('hosted-page-qr-code.svg');
});

test('the preview can be switched to phone width, dark mode and a Spanish page', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/builder');
  const preview = previewIn(page);
  const widget = widgetIn(preview);
  await expect(widget.getByLabel('ZIP code')).toBeVisible();
  await page.getByRole('radio', { name: 'Phone' }).check();
  await expect.poll(() => preview.locator('html').evaluate((root) => root.clientWidth)).toBe(390);
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect(preview.locator('html')).toHaveCSS('color-scheme', 'dark');
  await page.getByRole('radio', { name: 'Spanish' }).check();
  await expect(widget.getByLabel('Código postal')).toBeVisible();
  await expect(embedCode(page)).not.toContainText('locale');
});

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds no violation in the builder in ${colorScheme} mode`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto('/builder');
    await expect(page.getByRole('button', { name: 'Copy embed code' })).toBeVisible();
    await page.getByRole('textbox', { name: 'Brand color', exact: true }).fill('red-ish');
    await page.getByLabel('Default ZIP code').focus();
    await expect(page.getByRole('alert')).toBeVisible();
    expect(await a11yViolations(page, 'main')).toEqual([]);
  });
