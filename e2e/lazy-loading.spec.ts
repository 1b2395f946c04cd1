import type { Page } from '@playwright/test';
import {
  agree,
  chooseFirstOffer,
  dallasBakery,
  docuSignFrame,
  expect,
  fillDetails,
  goToSigning,
  ignoreConsoleErrors,
  openCurrentSupply,
  openDocuments,
  personalData,
  requestRates,
  signAt,
  signInWindows,
  test,
  widgetIn,
} from './fixtures.ts';

const testWithConsoleErrors = test.extend(ignoreConsoleErrors);

/** URL pattern of the file with the optional sections of the customer form and their messages. */
const optionalSections = '**/assets/optional-sections-*';
async function reachForm(page: Page) {
  await page.goto('/');
  await requestRates(page, dallasBakery);
  await chooseFirstOffer(page);
  await expect(widgetIn(page).getByLabel('Legal business name')).toBeVisible();
}
const uncheck = (name: string) => (page: Page) => widgetIn(page).getByLabel(name).uncheck();
const toReview = (legalName: string) => (page: Page) => fillDetails(page, dallasBakery, legalName);

test('the optional sections load only when the customer clicks the edit link of the warning about the missing bill', async ({
  page,
}) => {
  const requested: string[] = [];
  page.on('request', (request) => requested.push(new URL(request.url()).pathname));
  await reachForm(page);
  await fillDetails(page, dallasBakery);
  await expect(widgetIn(page).getByText('No recent bill uploaded.')).toBeVisible();
  expect(requested.filter((path) => /\/checkout-/.test(path))).not.toEqual([]);
  expect(requested.filter((path) => /\/(optional-sections|rejection)-/.test(path))).toEqual([]);
  await widgetIn(page).getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(widgetIn(page).getByLabel('Recent utility bill')).toBeFocused();
});

for (const [part, open, expectedText] of [
  [
    'the bill illustration',
    (page: Page) => widgetIn(page).getByText('Where do I find my ESI ID?').click(),
    'on page 1',
  ],
  ['the document uploads', openDocuments, 'Sent directly to the supplier'],
  ['the current supplier', openCurrentSupply, /^Contract end date/],
  ['the billing address', uncheck('Billing address is the same'), 'Billing city'],
  ['the contact person', uncheck('The signer is the main'), 'Contact’s full name'],
  ['rare warnings', toReview('invented bakery llc'), 'has no capital letters'],
] as const) {
  testWithConsoleErrors(
    `the widget loads ${part} on demand, and the customer can retry after a failure`,
    async ({ page }) => {
      await reachForm(page);
      const widget = widgetIn(page);
      await widget.getByLabel('DBA').fill('Crumbs');
      await page.route(optionalSections, (route) => route.abort());
      await open(page);
      await expect(widget.getByText('This section didn’t load.')).toBeVisible();
      await expect(widget.getByText(expectedText)).toHaveCount(0);
      await page.unroute(optionalSections);
      await widget.getByRole('button', { name: 'Try again' }).click();
      await expect(widget.getByText(expectedText)).toBeVisible();
      const back = widget.getByRole('button', { name: 'Edit details' });
      if (await back.isVisible()) await back.click();
      await expect(widget.getByLabel('DBA')).toHaveValue('Crumbs');
    },
  );
}

testWithConsoleErrors(
  'a rejected contract whose terms have changed can be corrected only after the purchase and its changes have loaded',
  async ({ page, upstream }) => {
    await upstream.set({ outcome: 'rejected' });
    await page.goto('/');
    await goToSigning(page, dallasBakery);
    await signAt(docuSignFrame(page));
    const widget = widgetIn(page);
    await expect(widget.getByRole('button', { name: 'Fix and resubmit' })).toBeVisible();
    await upstream.set({ fees: 'changed' });
    const changes = '**/assets/approval-*';
    await page.route(changes, (route) => route.abort());
    await page.reload();
    await expect(widget.getByRole('button', { name: 'Try again' })).toBeVisible();
    await expect(widget.getByRole('button', { name: 'See current rates' })).toBeVisible();
    await expect(widget.getByRole('button', { name: 'Fix and resubmit' })).toHaveCount(0);
    await page.unroute(changes);
    await widget.getByRole('button', { name: 'Try again' }).click();
    await expect(widget.getByRole('row', { name: /Monthly fee/ })).toBeVisible();
    await expect(widget.getByRole('button', { name: 'Fix and resubmit' })).toBeVisible();
  },
);

test('the form immediately shows the extra fields of a utility that requires more than an account number', async ({
  page,
}) => {
  await page.goto('/');
  await requestRates(page, { ...dallasBakery, postalCode: '06103' });
  await chooseFirstOffer(page);
  await expect(widgetIn(page).getByLabel('Name key')).toBeVisible();
});

testWithConsoleErrors(
  "the widget shows the supplier's rejection reason and keeps all input when a retry loads the optional sections",
  async ({ page }) => {
    await reachForm(page);
    await fillDetails(page, dallasBakery, 'Tax Exempt Choir LLC');
    await page.route(optionalSections, (route) => route.abort());
    await agree(page);
    const widget = widgetIn(page);
    await expect(widget.getByText('This section didn’t load.')).toBeVisible();
    await page.unroute(optionalSections);
    await widget.getByRole('button', { name: 'Try again' }).click();
    await expect(widget.getByText(/lists you as tax-exempt/)).toBeVisible();
    await expect(widget.getByLabel('Exemption certificate', { exact: true })).toBeFocused();
    await expect(widget.getByLabel('Full name')).toHaveValue(personalData.name);
  },
);

testWithConsoleErrors(
  'if the code that creates the contract fails to load, nothing is created, and the customer can retry',
  async ({ page, upstream }) => {
    await signInWindows(page);
    await reachForm(page);
    await fillDetails(page, dallasBakery);
    await page.route('**/assets/shared-*', (route) => route.abort());
    await agree(page);
    const widget = widgetIn(page);
    await expect(widget.getByText('This section didn’t load. Check your connection and try again.')).toBeVisible();
    expect(await upstream.contracts()).toEqual([]);
    await page.unroute('**/assets/shared-*');
    await widget.getByRole('button', { name: 'Continue to e-sign' }).click();
    await expect(widget.getByRole('heading', { name: 'Your contract is ready to sign.' })).toBeVisible();
    expect(await upstream.contracts()).toHaveLength(1);
  },
);
