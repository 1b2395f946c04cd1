import { expect, test, widgetIn } from './fixtures.ts';

test('the snippet builder previews the configured widget and copies the matching snippet', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/builder');
  await expect(widgetIn(page).getByLabel('ZIP code')).toBeVisible();
  await page.getByLabel('ZIP code filled in').fill('75201');
  await expect(widgetIn(page).getByLabel('ZIP code')).toHaveValue('75201');
  await page.getByLabel('Language').selectOption('Spanish');
  await expect(widgetIn(page).getByLabel('Código postal')).toHaveValue('75201');
  await page.getByLabel('Language').selectOption('That of the page');
  await expect(widgetIn(page).getByLabel('ZIP code')).toHaveValue('75201');
  await page.getByLabel('Language').selectOption('Spanish');
  await page.getByLabel('Where it stands').selectOption('Behind our button');
  await expect(widgetIn(page).getByRole('button', { name: 'Ver tarifas' })).toBeVisible();
  await page.getByLabel('Words on the button').fill('Compare rates');
  await expect(widgetIn(page).getByRole('button', { name: 'Compare rates' })).toBeVisible();
  await page.getByLabel('One release, to the letter').check();
  const snippetRegion = page.getByRole('region', { name: 'To paste where it should stand' });
  await snippetRegion.getByRole('button', { name: 'Copy' }).click();
  await expect(snippetRegion.getByRole('button', { name: 'Copied' })).toBeVisible();

  const snippet = await page.evaluate(() => navigator.clipboard.readText());
  await page.route('**/pasted', (route) =>
    route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>Pasted</title>${snippet}` }),
  );
  await page.goto('/pasted');
  await widgetIn(page).getByRole('button', { name: 'Compare rates' }).click();
  await expect(widgetIn(page).getByRole('dialog').getByLabel('Código postal')).toHaveValue('75201');
});

test('with an iframe selected, the builder previews the iframe and links to the hosted page', async ({
  page,
  baseURL,
}) => {
  await page.goto('/builder');
  await page.getByLabel('Kept apart from your page').selectOption('Its look and its data');
  const widgetFrame = widgetIn(page).locator('iframe').contentFrame();
  await expect(widgetFrame.getByLabel('ZIP code')).toBeVisible();
  await expect(page.getByRole('region', { name: 'To paste where it should stand' })).toContainText(
    'data-isolation="frame"',
  );
  await page.getByRole('link', { name: 'your shop' }).click();
  await expect(page).toHaveURL(`${baseURL}/shop/lonestar-energy`);
  await expect(widgetIn(page).getByLabel('ZIP code')).toBeVisible();
});
