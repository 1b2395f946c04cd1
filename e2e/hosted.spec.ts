import { axeFaults } from './axe.ts';
import {
  agree,
  chooseFirstOffer,
  dallasBakery,
  expect,
  fillIn,
  frameOn,
  reachSigning,
  shopOn,
  signOn,
  test,
} from './shop.ts';

const accepted = 'The supplier accepted your contract.';
const shop = '/shop/lonestar-energy';

test('a bakery buys on our own page, to an accepted contract', async ({ page, upstream }) => {
  const violations: string[] = [];
  await page.exposeFunction('violated', (text: string) => violations.push(text));
  await page.addInitScript(() =>
    addEventListener('securitypolicyviolation', (event) =>
      Reflect.get(window, 'violated')(`${event.violatedDirective} ${event.blockedURI}`),
    ),
  );
  await page.goto(shop);
  await expect(page.getByRole('heading', { level: 1, name: 'Energy rates for your business' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'Lonestar Energy Advisors' })).toBeVisible();
  await expect(page.getByRole('link', { name: '(214) 555-0142' })).toHaveAttribute('href', 'tel:2145550142');
  await reachSigning(page, dallasBakery);
  await signOn(frameOn(page));
  await expect(shopOn(page).getByRole('heading', { name: accepted })).toBeVisible();
  expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
  expect(violations).toEqual([]);
});

test('nothing is missing and nothing warned of when our own page comes up', async ({ page }) => {
  const trouble: string[] = [];
  page.on('console', (message) => trouble.push(message.text()));
  page.on('response', (answer) => {
    if (answer.status() >= 400) trouble.push(answer.url());
  });
  await page.goto(shop);
  await expect(shopOn(page).getByText('Lonestar Energy Advisors')).toBeVisible();
  await page.goto('/shop/harbor-power');
  await expect(page.getByRole('heading', { level: 1, name: 'What Harbor would charge you' })).toBeVisible();
  await expect(shopOn(page).getByText('Harbor Power Brokers')).toBeVisible();
  expect(trouble).toEqual([]);
});

test('what a tab remembers of one agency’s page is not on another’s', async ({ page }) => {
  await page.goto(shop);
  await shopOn(page).getByLabel('ZIP code').fill('75201');
  await expect(shopOn(page).getByLabel('Utility')).toHaveValue('ONCOR');
  await page.goto('/shop/harbor-power');
  await expect(shopOn(page).getByText('Harbor Power Brokers')).toBeVisible();
  await expect(shopOn(page).getByLabel('ZIP code')).toHaveValue('');
  await page.goto(shop);
  await expect(shopOn(page).getByLabel('ZIP code')).toHaveValue('75201');
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [280, 390, 1200]) {
    test(`axe finds no fault in all of our own page, ${colorScheme} and ${width} pixels wide, and nothing runs out of it`, async ({
      page,
    }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.goto(shop);
      await expect(shopOn(page).getByText('Test mode')).toBeVisible();
      expect(await axeFaults(page, 'html')).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });
  }
}

test('an address that is no shop says so in words', async ({ page }) => {
  const answer = await page.goto('/shop/nobody');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no such shop.' })).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('our own page says what is missing, and whom to call', async ({ page }) => {
    await page.goto(shop);
    await expect(page.getByText(/needs JavaScript.*Call us for rates: \(214\) 555-0142/)).toBeVisible();
  });
});

test('our own page prints with what is on it', async ({ page }) => {
  await page.goto(shop);
  await reachOffers(page);
  await page.emulateMedia({ media: 'print' });
  await expect(
    shopOn(page)
      .getByRole('heading', { name: /a year/ })
      .first(),
  ).toBeVisible();
  expect((await page.pdf()).byteLength).toBeGreaterThan(10_000);
});

const reachOffers = async (page: Parameters<typeof shopOn>[0]): Promise<void> => {
  await shopOn(page).getByLabel('ZIP code').fill('75201');
  await shopOn(page).getByLabel('Used in a year').fill('120,000');
  await shopOn(page).getByRole('button', { name: 'Show rates' }).click();
  await expect(
    shopOn(page)
      .getByRole('button', { name: /^Choose/ })
      .first(),
  ).toBeVisible();
};

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('signing takes the tab and comes back to our own page', async ({ page, baseURL, upstream }) => {
    await page.goto(shop);
    await reachOffers(page);
    await chooseFirstOffer(page);
    await fillIn(page, dallasBakery);
    await agree(page);
    await signOn(page);
    await expect(shopOn(page).getByRole('heading', { name: accepted })).toBeVisible();
    expect(page.url()).toBe(`${baseURL}${shop}`);
    expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
  });
});

test('a window for signing can tell our own page of its end', async ({ page, upstream }) => {
  await page.addInitScript(() => sessionStorage.setItem('shopper:pk_test_demo:noFrame', '1'));
  await page.goto(shop);
  const opened = page.context().waitForEvent('page');
  await reachSigning(page, dallasBakery);
  const ceremony = await opened;
  await signOn(ceremony);
  await expect.poll(() => ceremony.isClosed()).toBe(true);
  await expect(shopOn(page).getByRole('heading', { name: accepted })).toBeVisible();
  expect(await upstream.contracts()).toHaveLength(1);
});
