import { a11yViolations } from './axe.ts';
import { chicagoLaundry, dallasBakery, expect, requestRates, test, widgetIn } from './fixtures.ts';

const list = `site_name,postal_code,annual_usage,unit
North bakery,75201,"120,000",kWh
South bakery,75202,80,MWh
Nowhere,00000,1,kWh
`;

for (const width of [280, 390, 1200]) {
  test(`at ${width} pixels, the rates step fits in its card and has no axe violation`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto('/');
    await requestRates(page, dallasBakery);
    const widget = widgetIn(page);
    await widget.getByRole('checkbox').nth(0).check();
    await widget.getByRole('checkbox').nth(1).check();
    await widget.getByRole('button', { name: 'Compare selected' }).click();
    await expect(widget.getByRole('heading', { name: 'Compare 2 offers' })).toBeVisible();
    const out = await widget.evaluate((host) => {
      const card = host.shadowRoot?.querySelector('.shopper')?.getBoundingClientRect();
      return [...(host.shadowRoot?.querySelectorAll('.shopper *') ?? [])]
        .filter((element) => !element.closest('.visually-hidden') && getComputedStyle(element).position !== 'absolute')
        .filter((element) => element.getBoundingClientRect().right > (card?.right ?? 0) + 0.5)
        .map((element) => element.outerHTML.slice(0, 200));
    });
    expect(out).toEqual([]);
    expect(await a11yViolations(page)).toEqual([]);
  });
}

test('the printed offers leave out filters and buttons', async ({ page }) => {
  await page.goto('/');
  await requestRates(page, dallasBakery);
  const widget = widgetIn(page);
  await expect(widget.getByLabel('Sort by')).toBeVisible();
  await widget.getByRole('checkbox').nth(1).check();
  await expect(widget.getByText(/^1 selected/)).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(widget.getByText(/^You could save about/)).toBeVisible();
  await expect(widget.getByRole('heading', { name: /, 12 months/ }).first()).toBeVisible();
  await expect(widget.getByLabel('Sort by')).toBeHidden();
  await expect(widget.getByRole('button')).toHaveCount(0);
  await expect(widget.getByRole('checkbox')).toHaveCount(0);
  await expect(widget.getByText(/^1 selected/)).toBeHidden();
  await expect(widget.getByText('Email these rates')).toBeHidden();
});

for (const { width, maxHeight, maxRecommendedHeight } of [
  { width: 390, maxHeight: 370, maxRecommendedHeight: 410 },
  { width: 1200, maxHeight: 100, maxRecommendedHeight: 130 },
])
  test(`at ${width} pixels, a collapsed offer is at most ${maxHeight} pixels high`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto('/');
    await requestRates(page, dallasBakery);
    const rows = widgetIn(page)
      .getByRole('listitem')
      .filter({ has: page.getByRole('checkbox') });
    await expect(rows).toHaveCount(10);
    for (const [index, row] of (await rows.all()).entries()) {
      // Rows outside the viewport have a placeholder height.
      await row.scrollIntoViewIfNeeded();
      await row.locator('details').evaluate((details) => details.removeAttribute('open'));
      await expect
        .poll(async () => (await row.boundingBox())?.height)
        .toBeLessThanOrEqual(
          // The first offer is recommended, and says why.
          index ? maxHeight : maxRecommendedHeight,
        );
    }
  });

test('on paper, an open comparison replaces the list of offers', async ({ page }) => {
  await page.goto('/');
  await requestRates(page, dallasBakery);
  const widget = widgetIn(page);
  await widget.getByRole('checkbox').nth(0).check();
  await widget.getByRole('checkbox').nth(1).check();
  await widget.getByRole('button', { name: 'Compare selected' }).click();
  await expect(widget.getByRole('table', { name: 'Compare 2 offers' })).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(widget.getByRole('rowheader', { name: 'Annual cost' })).toBeVisible();
  await expect(widget.getByText(/^Rates held until/)).toBeVisible();
  await expect(widget.locator('.offer-list')).toBeHidden();
  await expect(widget.getByRole('group', { name: 'Annual supply cost by term' })).toBeHidden();
  await expect(widget.getByRole('button', { name: 'Close' })).toBeHidden();
  await expect(widget.getByRole('button', { name: /^Select/ })).toHaveCount(0);
});

test('the widget shows rates without another click even if the utility lookup is slow', async ({ page, upstream }) => {
  await upstream.set({ latencyMs: 1_500 });
  await page.goto('/');
  // No other test requests rates for these values, so the BFF cannot respond from its cache without delay.
  await requestRates(page, { ...dallasBakery, postalCode: '75215', usage: '97,531' });
  await expect(
    widgetIn(page).getByText('Getting current rates…').or(widgetIn(page).getByText('Loading…')),
  ).toBeAttached();
  await expect(
    widgetIn(page)
      .getByRole('button', { name: /^Select/ })
      .first(),
  ).toBeVisible();
});

test('a customer who knows only the monthly bill gets rates for an estimated usage', async ({ page }) => {
  await page.goto('/');
  const widget = widgetIn(page);
  await widget.getByRole('radio', { name: 'Natural gas' }).check();
  await widget.getByLabel('ZIP code').fill(chicagoLaundry.postalCode);
  await widget.getByLabel('Utility').selectOption({ label: chicagoLaundry.utility ?? '' });
  await widget.getByRole('button', { name: 'I don’t know my usage' }).click();
  await widget.getByLabel('Typical monthly bill').fill('1,100');
  await widget.getByRole('button', { name: 'Use this estimate' }).click();
  // Until the estimate arrives, the name of the panel's form also contains "Annual usage", so the test looks for a text
  // box.
  await expect(widget.getByRole('textbox', { name: 'Annual usage' })).toHaveValue('12,000');
  await expect(widget.getByText('Estimate based on')).toBeVisible();
  await widget.getByRole('button', { name: 'See rates' }).click();
  await expect(widget.getByRole('button', { name: /^Select/ }).first()).toBeVisible();
});

test('the widget shows rates for the combined usage of all imported locations of one utility', async ({ page }) => {
  await page.goto('/');
  const widget = widgetIn(page);
  await widget.getByRole('button', { name: /Multiple locations/ }).click();
  await widget
    .getByLabel('CSV file with your locations')
    .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(list) });
  await expect(widget.getByText('2 of 3 locations.')).toBeVisible();
  await expect(widget.getByText(/Row 4, Nowhere/)).toBeVisible();
  await widget.getByRole('button', { name: 'See rates for Oncor' }).click();
  await expect(widget.getByLabel('Annual usage')).toHaveValue('200,000');
  await expect(widget.getByRole('button', { name: /^Select/ }).first()).toBeVisible();
});

test('if the customer clicks “See rates” before the validation code has loaded, the rates are requested afterward', async ({
  page,
}) => {
  let load: () => void = () => {};
  const released = new Promise<void>((resolve) => {
    load = resolve;
  });
  await page.route('**/assets/deferred-*', async (route) => {
    await released;
    await route.continue();
  });
  await page.goto('/');
  await requestRates(page, dallasBakery);
  load();
  await expect(
    widgetIn(page)
      .getByRole('button', { name: /^Select/ })
      .first(),
  ).toBeVisible();
});

test('optional tools load only when a customer uses them', async ({ page }) => {
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await page.goto('/');
  await requestRates(page, dallasBakery);
  const widget = widgetIn(page);
  await expect(widget.getByText('Plan details').first()).toBeVisible();
  const extras = () => requested.filter((url) => /assets\/offer-tools-/.test(url));
  expect(extras()).toEqual([]);
  await widget.getByText('Total cost over the term').click();
  await expect(widget.getByRole('columnheader', { name: 'This offer' })).toBeVisible();
  expect(extras()).not.toEqual([]);
});
