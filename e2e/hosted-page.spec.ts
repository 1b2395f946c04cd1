import { a11yViolations } from './axe.ts';
import {
  agree,
  chooseFirstOffer,
  dallasBakery,
  docuSignFrame,
  expect,
  fillDetails,
  goToSigning,
  signAt,
  test,
  widgetIn,
} from './fixtures.ts';

const accepted = 'The supplier accepted your contract.';
const widget = '/shop/lonestar-energy';

test('a bakery can buy electricity on the hosted page, from the first step to the accepted contract', async ({
  page,
  upstream,
}) => {
  const violations: string[] = [];
  await page.exposeFunction('violated', (text: string) => violations.push(text));
  await page.addInitScript(() =>
    addEventListener('securitypolicyviolation', (event) =>
      Reflect.get(window, 'violated')(`${event.violatedDirective} ${event.blockedURI}`),
    ),
  );
  await page.goto(widget);
  await expect(page.getByRole('heading', { level: 1, name: 'Energy rates for your business' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'Lonestar Energy Advisors' })).toBeVisible();
  await expect(page.getByRole('banner').getByRole('link', { name: '(214) 555-0142' })).toHaveAttribute(
    'href',
    'tel:2145550142',
  );
  await goToSigning(page, dallasBakery);
  await signAt(docuSignFrame(page));
  await expect(widgetIn(page).getByRole('heading', { name: accepted })).toBeVisible();
  expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
  expect(violations).toEqual([]);
});

test('the hosted page loads without missing files or console messages', async ({ page }) => {
  const problems: string[] = [];
  page.on('console', (message) => problems.push(message.text()));
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(response.url());
  });
  await page.goto(widget);
  await expect(widgetIn(page).getByText('Lonestar Energy Advisors', { exact: true })).toBeVisible();
  await page.goto('/shop/harbor-power');
  await expect(page.getByRole('heading', { level: 1, name: 'What Harbor would charge you' })).toBeVisible();
  await expect(widgetIn(page).getByText('Harbor Power Brokers')).toBeVisible();
  expect(problems).toEqual([]);
});

test('the hosted pages of two brokers do not share session storage', async ({ page }) => {
  await page.goto(widget);
  await widgetIn(page).getByLabel('ZIP code').fill('75201');
  await expect(widgetIn(page).getByLabel('Utility')).toHaveValue('ONCOR');
  await page.goto('/shop/harbor-power');
  await expect(widgetIn(page).getByText('Harbor Power Brokers')).toBeVisible();
  await expect(widgetIn(page).getByLabel('ZIP code')).toHaveValue('');
  await page.goto(widget);
  await expect(widgetIn(page).getByLabel('ZIP code')).toHaveValue('75201');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [280, 390, 1200]) {
    test(`the hosted page has no axe violation and no overflow in ${colorScheme} mode at ${width} pixels`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.goto(widget);
      await expect(widgetIn(page).getByText('Test mode')).toBeVisible();
      expect(await a11yViolations(page, 'html')).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  }
}

test('the URL of an unknown site shows an error page', async ({ page }) => {
  const response = await page.goto('/shop/unknown');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the hosted page says that it requires JavaScript and shows a phone number', async ({ page }) => {
    await page.goto(widget);
    await expect(page.getByText(/needs JavaScript.*Call us for rates: \(214\) 555-0142/)).toBeVisible();
  });
});

test('the printed hosted page shows the offers', async ({ page }) => {
  await page.goto(widget);
  await reachOffers(page);
  await page.emulateMedia({ media: 'print' });
  await expect(
    widgetIn(page)
      .getByRole('heading', { name: /a year/ })
      .first(),
  ).toBeVisible();
  expect((await page.pdf()).byteLength).toBeGreaterThan(10_000);
});

async function reachOffers(page: Parameters<typeof widgetIn>[0]): Promise<void> {
  await widgetIn(page).getByLabel('ZIP code').fill('75201');
  await widgetIn(page).getByLabel('Annual usage').fill('120,000');
  await widgetIn(page).getByRole('button', { name: 'See rates' }).click();
  await expect(
    widgetIn(page)
      .getByRole('button', { name: /^Select/ })
      .first(),
  ).toBeVisible();
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('the customer signs in the same tab and returns to the hosted page', async ({ page, baseURL, upstream }) => {
    await page.goto(widget);
    await reachOffers(page);
    await chooseFirstOffer(page);
    await fillDetails(page, dallasBakery);
    await agree(page);
    await signAt(page);
    await expect(widgetIn(page).getByRole('heading', { name: accepted })).toBeVisible();
    expect(page.url()).toBe(`${baseURL}${widget}`);
    expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
  });
});

test('the hosted page shows the accepted contract after the signing window has closed itself', async ({
  page,
  upstream,
}) => {
  await page.addInitScript(() => sessionStorage.setItem('shopper:pk_test_demo:focusedViewFailed', '1'));
  await page.goto(widget);
  const opened = page.context().waitForEvent('page');
  await goToSigning(page, dallasBakery);
  const ceremony = await opened;
  await signAt(ceremony);
  await expect.poll(() => ceremony.isClosed()).toBe(true);
  await expect(widgetIn(page).getByRole('heading', { name: accepted })).toBeVisible();
  expect(await upstream.contracts()).toHaveLength(1);
});
