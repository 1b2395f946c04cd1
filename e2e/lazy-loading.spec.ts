import type { Page } from '@playwright/test';
import {
  agree,
  chooseFirstOffer,
  dallasBakery,
  expect,
  fillDetails,
  ignoreConsoleErrors,
  openCurrentSupply,
  openDocuments,
  personalData,
  requestRates,
  test,
  widgetIn,
} from './fixtures.ts';

const testWithConsoleErrors = test.extend(ignoreConsoleErrors);

/** Optional sections of the customer form and their messages. */
const seldom = '**/assets/seldom-*';
async function reachForm(page: Page) {
  await page.goto('/');
  await requestRates(page, dallasBakery);
  await chooseFirstOffer(page);
  await expect(widgetIn(page).getByLabel('Legal business name')).toBeVisible();
}
const untick = (name: string) => (page: Page) => widgetIn(page).getByLabel(name).uncheck();
const toReview = (legalName: string) => (page: Page) => fillDetails(page, dallasBakery, legalName);

test('a customer without special needs loads no optional section up to the review, and a warning links to the missing bill', async ({
  page,
}) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await reachForm(page);
  await fillDetails(page, dallasBakery);
  await expect(widgetIn(page).getByText('There is no copy of your latest bill.')).toBeVisible();
  expect(asked.filter((path) => /\/(steps|words-en)-/.test(path))).not.toEqual([]);
  expect(asked.filter((path) => /\/(seldom|rejection-reasons|seals)-/.test(path))).toEqual([]);
  await widgetIn(page).getByRole('button', { name: 'Change' }).click();
  await expect(widgetIn(page).getByLabel('Latest bill')).toBeFocused();
});

for (const [part, ask, shown] of [
  [
    'the drawing of a bill',
    (page: Page) => widgetIn(page).getByText('Where is the ESI ID on a bill?').click(),
    'stands on the first page',
  ],
  ['files', openDocuments, 'It goes straight to the supplier'],
  ['today’s supplier', openCurrentSupply, 'That contract ends on'],
  ['another address for bills', untick('Bills go to'), 'Billing address'],
  ['another contact', untick('The signer is also'), 'Whom should the supplier call?'],
  ['advice that few are given', toReview('invented bakery llc'), 'has no capital letters'],
] as const) {
  testWithConsoleErrors(`${part}: loads on demand, and can be retried after a failure`, async ({ page }) => {
    await reachForm(page);
    const shop = widgetIn(page);
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

test('a utility that requires more than an account number shows the fields immediately', async ({ page }) => {
  await page.goto('/');
  await requestRates(page, { ...dallasBakery, postalCode: '06103' });
  await chooseFirstOffer(page);
  await expect(widgetIn(page).getByLabel('Name key')).toBeVisible();
});

testWithConsoleErrors('an error has a generic message until its own has loaded', async ({ page }) => {
  await reachForm(page);
  const shop = widgetIn(page);
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
  // Once loaded, the messages are not requested again.
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().includes('/assets/')) asked++;
  });
  await shop.getByLabel('ZIP code').fill('752');
  await shop.getByLabel('City').focus();
  await expect(shop.getByText('A ZIP code has five digits')).toBeVisible();
  expect(asked).toBe(0);
});

testWithConsoleErrors(
  "a supplier's rejection is shown after its part has loaded, with all input kept",
  async ({ page }) => {
    await reachForm(page);
    await fillDetails(page, dallasBakery, 'Tax Exempt Choir LLC');
    await page.route(seldom, (route) => route.abort());
    await agree(page);
    const shop = widgetIn(page);
    await expect(shop.getByText('This part did not load.')).toBeVisible();
    await page.unroute(seldom);
    await shop.getByRole('button', { name: 'Try again' }).click();
    await expect(shop.getByText(/has this business as tax-exempt/)).toBeVisible();
    await expect(shop.getByLabel('Exemption certificate', { exact: true })).toBeFocused();
    await expect(shop.getByLabel('Full name')).toHaveValue(personalData.name);
  },
);
