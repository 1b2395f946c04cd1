import type { Page } from '@playwright/test';
import {
  agree,
  askForRates,
  chooseFirstOffer,
  dallasBakery,
  expect,
  fillIn,
  openPapers,
  openSupply,
  personal,
  shopOn,
  test,
} from './shop.ts';

/** The console says which file did not come. */
const failing = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
  quiet: async ({}, use) => use(undefined),
});

/** What few customers need: the code of it, and its words. */
const seldom = '**/assets/seldom-*';
const reachForm = async (page: Page) => {
  await page.goto('/');
  await askForRates(page, dallasBakery);
  await chooseFirstOffer(page);
  await expect(shopOn(page).getByLabel('Legal business name')).toBeVisible();
};
const untick = (name: string) => (page: Page) => shopOn(page).getByLabel(name).uncheck();
const toReview = (legalName: string) => (page: Page) => fillIn(page, dallasBakery, legalName);

test('who needs nothing special loads nothing of it, up to the review, and is led to a bill that is missing', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await reachForm(page);
  await fillIn(page, dallasBakery);
  await expect(shopOn(page).getByText('There is no copy of your latest bill.')).toBeVisible();
  expect(asked.filter((path) => /\/(steps|words-en)-/.test(path))).not.toEqual([]);
  expect(asked.filter((path) => /\/(seldom|reasons|seals)-/.test(path))).toEqual([]);
  await shopOn(page).getByRole('button', { name: 'Change' }).click();
  await expect(shopOn(page).getByLabel('Latest bill')).toBeFocused();
});

for (const [part, ask, shown] of [
  [
    'the drawing of a bill',
    (page: Page) => shopOn(page).getByText('Where is the ESI ID on a bill?').click(),
    'stands on the first page',
  ],
  ['files', openPapers, 'It goes straight to the supplier'],
  ['today’s supplier', openSupply, 'That contract ends on'],
  ['another address for bills', untick('Bills go to'), 'Billing address'],
  ['another contact', untick('The signer is also'), 'Whom should the supplier call?'],
  ['advice that few are given', toReview('invented bakery llc'), 'has no capital letters'],
] as const) {
  failing(`${part}: it comes when it is asked for, and when it does not it can be tried again`, async ({ page }) => {
    await reachForm(page);
    const shop = shopOn(page);
    await shop.getByLabel('Trade name').fill('Crumbs');
    await page.route(seldom, (route) => route.abort());
    await ask(page);
    await expect(shop.getByText('This part did not load.')).toBeVisible();
    await expect(shop.getByText(shown)).toHaveCount(0);
    await page.unroute(seldom);
    await shop.getByRole('button', { name: 'Try again' }).click();
    await expect(shop.getByText(shown)).toBeVisible();
    const back = shop.getByRole('button', { name: 'Back to your details' });
    if (await back.isVisible()) await back.click();
    await expect(shop.getByLabel('Trade name')).toHaveValue('Crumbs');
  });
}

test('a utility that asks for more than a number has it in the form at once', async ({ page }) => {
  await page.goto('/');
  await askForRates(page, { ...dallasBakery, postalCode: '06103' });
  await chooseFirstOffer(page);
  await expect(shopOn(page).getByLabel('Name key')).toBeVisible();
});

failing('a fault is told in general words until its own have come', async ({ page }) => {
  await reachForm(page);
  const shop = shopOn(page);
  await page.route(seldom, (route) => route.abort());
  await shop.getByLabel('ZIP code').fill('7520');
  await shop.getByLabel('City').focus();
  await expect(shop.getByLabel('ZIP code')).toHaveAccessibleDescription('Please check this.');
  await expect(shop.getByLabel('ZIP code')).toHaveAttribute('aria-invalid', 'true');
  await page.unroute(seldom);
  await shop.getByLabel('Phone').fill('214 55');
  await shop.getByLabel('Email').focus();
  await expect(shop.getByLabel('Phone')).toHaveAccessibleDescription(/with area code/);
  await expect(shop.getByLabel('ZIP code')).toHaveAccessibleDescription(/five digits/);
  // Once they are there nothing asks for them again.
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('/assets/')) asked++;
  });
  await shop.getByLabel('ZIP code').fill('752');
  await shop.getByLabel('City').focus();
  await expect(shop.getByText('A ZIP code has five digits')).toBeVisible();
  expect(asked).toBe(0);
});

failing(
  'what a supplier refused is shown once its part has come, with everything typed still there',
  async ({ page }) => {
    await reachForm(page);
    await fillIn(page, dallasBakery, 'Tax Exempt Choir LLC');
    await page.route(seldom, (route) => route.abort());
    await agree(page);
    const shop = shopOn(page);
    await expect(shop.getByText('This part did not load.')).toBeVisible();
    await page.unroute(seldom);
    await shop.getByRole('button', { name: 'Try again' }).click();
    await expect(shop.getByText(/has this business as tax-exempt/)).toBeVisible();
    await expect(shop.getByLabel('Exemption certificate', { exact: true })).toBeFocused();
    await expect(shop.getByLabel('Full name')).toHaveValue(personal.name);
  },
);
