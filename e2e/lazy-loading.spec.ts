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
const optionalSections = '**/assets/optional-sections-*';
async function reachForm(page: Page) {
  await page.goto('/');
  await requestRates(page, dallasBakery);
  await chooseFirstOffer(page);
  await expect(widgetIn(page).getByLabel('Legal business name')).toBeVisible();
}
const uncheck = (name: string) => (page: Page) => widgetIn(page).getByLabel(name).uncheck();
const toReview = (legalName: string) => (page: Page) => fillDetails(page, dallasBakery, legalName);

test('without optional input, loads no optional sections, and a review warning links to the bill upload', async ({
  page,
}) => {
  const requested: string[] = [];
  page.on('request', (request) => requested.push(new URL(request.url()).pathname));
  await reachForm(page);
  await fillDetails(page, dallasBakery);
  await expect(widgetIn(page).getByText('There is no copy of your latest bill.')).toBeVisible();
  expect(requested.filter((path) => /\/checkout-/.test(path))).not.toEqual([]);
  expect(requested.filter((path) => /\/(optional-sections|rejection)-/.test(path))).toEqual([]);
  await widgetIn(page).getByRole('button', { name: 'Change' }).click();
  await expect(widgetIn(page).getByLabel('Latest bill')).toBeFocused();
});

for (const [part, open, expectedText] of [
  [
    'the bill illustration',
    (page: Page) => widgetIn(page).getByText('Where is the ESI ID on a bill?').click(),
    'is on the first page',
  ],
  ['the document uploads', openDocuments, 'It goes straight to the supplier'],
  ['the current supplier', openCurrentSupply, 'That contract ends on'],
  ['the billing address', uncheck('Bills go to'), 'Billing address'],
  ['the contact person', uncheck('The signer is also'), 'Contact person'],
  ['rare warnings', toReview('invented bakery llc'), 'has no capital letters'],
] as const) {
  testWithConsoleErrors(`loads ${part} on demand, and can retry after a failure`, async ({ page }) => {
    await reachForm(page);
    const widget = widgetIn(page);
    await widget.getByLabel('Trade name').fill('Crumbs');
    await page.route(optionalSections, (route) => route.abort());
    await open(page);
    await expect(widget.getByText('This part did not load.')).toBeVisible();
    await expect(widget.getByText(expectedText)).toHaveCount(0);
    await page.unroute(optionalSections);
    await widget.getByRole('button', { name: 'Try again' }).click();
    await expect(widget.getByText(expectedText)).toBeVisible();
    const back = widget.getByRole('button', { name: 'Back to your details' });
    if (await back.isVisible()) await back.click();
    await expect(widget.getByLabel('Trade name')).toHaveValue('Crumbs');
  });
}

test('immediately shows the extra fields of a utility that requires more than an account number', async ({ page }) => {
  await page.goto('/');
  await requestRates(page, { ...dallasBakery, postalCode: '06103' });
  await chooseFirstOffer(page);
  await expect(widgetIn(page).getByLabel('Name key')).toBeVisible();
});

testWithConsoleErrors(
  "after a retry has loaded the explanation, a supplier's rejection is shown with all input kept",
  async ({ page }) => {
    await reachForm(page);
    await fillDetails(page, dallasBakery, 'Tax Exempt Choir LLC');
    await page.route(optionalSections, (route) => route.abort());
    await agree(page);
    const widget = widgetIn(page);
    await expect(widget.getByText('This part did not load.')).toBeVisible();
    await page.unroute(optionalSections);
    await widget.getByRole('button', { name: 'Try again' }).click();
    await expect(widget.getByText(/has this business as tax-exempt/)).toBeVisible();
    await expect(widget.getByLabel('Exemption certificate', { exact: true })).toBeFocused();
    await expect(widget.getByLabel('Full name')).toHaveValue(personalData.name);
  },
);
