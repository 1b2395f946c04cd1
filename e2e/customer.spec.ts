import type { Page } from '@playwright/test';
import {
  agree,
  chooseFirstOffer,
  dallasBakery,
  docuSignFrame,
  expect,
  fillDetails,
  openDocuments,
  personalData,
  requestRates,
  signAt,
  test,
  widgetIn,
} from './fixtures.ts';

const pdf = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(`%PDF-1.7 ${name}`) });

test('a customer can buy for three meters at two addresses and upload a bill and an exemption certificate', async ({
  page,
  upstream,
}) => {
  await page.goto('/');
  await requestRates(page, dallasBakery);
  await chooseFirstOffer(page);
  const widget = widgetIn(page);
  const meters = [
    ['1044372 00012 34567', '1200 Example Avenue', 'Suite 1'],
    ['1044372-00012-34568', '1200 Example Avenue', 'Suite 2'],
    ['10443720001234569', '7 Sample Street', ''],
  ] as const;
  for (const [index, [identifier, street, unit]] of meters.entries()) {
    if (index) await widget.getByRole('button', { name: 'Add another account' }).click();
    const meter = widget.getByRole('group', { name: `Account ${index + 1}` });
    await meter.getByLabel('ESI ID').fill(identifier);
    await meter.getByLabel('Service address', { exact: true }).fill(street);
    await meter.getByLabel('Suite or unit').fill(unit);
    await meter.getByLabel('City').fill('Dallas');
  }
  await widget.getByLabel('Legal business name').fill(personalData.legalName);
  await widget.getByLabel('DBA').fill('Crumbs');
  await widget.getByLabel('Business type').selectOption('nonprofit');
  await widget.getByLabel(/Tax ID/).fill(personalData.taxId);
  await widget.getByLabel('Full name').fill(personalData.name);
  await widget.getByLabel('Job title').fill(personalData.title);
  await widget.getByLabel('Email').fill(personalData.email);
  await widget.getByLabel('Phone').fill(personalData.phone);
  await openDocuments(page);
  await widget.getByLabel('Recent utility bill').setInputFiles(pdf('november.pdf'));
  await widget.getByLabel(/business is tax-exempt/).check();
  await widget.getByRole('button', { name: 'Continue to review' }).click();
  await expect(widget.getByText('Upload your exemption certificate,')).toBeVisible();
  await widget.getByLabel('Exemption certificate', { exact: true }).setInputFiles(pdf('certificate.pdf'));
  await expect(widget.getByText(/: uploaded/)).toHaveCount(2);
  await widget.getByRole('button', { name: 'Continue to review' }).click();
  await expect(widget.getByText('Recent utility bill, Tax exemption certificate')).toBeVisible();

  await agree(page);
  await signAt(docuSignFrame(page));
  await expect(widget.getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();
  expect(await upstream.contracts()).toMatchObject([
    { status: 'accepted', accounts: [{ last4: '4567' }, { last4: '4568' }, { last4: '4569' }] },
  ]);
  expect(await upstream.documents()).toMatchObject([{ kind: 'tax_exemption' }, { kind: 'latest_bill' }]);
});

test('the widget requests an exemption certificate if the supplier’s records list the business as tax-exempt', async ({
  page,
  upstream,
}) => {
  await page.goto('/');
  await requestRates(page, dallasBakery);
  await chooseFirstOffer(page);
  const widget = widgetIn(page);
  await fillDetails(page, dallasBakery, 'Tax Exempt Choir LLC');
  await agree(page);
  await expect(widget.getByText(/lists you as tax-exempt/)).toBeVisible();
  await expect(widget.getByLabel('Exemption certificate', { exact: true })).toBeFocused();
  await widget.getByLabel('Exemption certificate', { exact: true }).setInputFiles(pdf('certificate.pdf'));
  await expect(widget.getByText(/: uploaded/)).toBeVisible();
  await widget.getByRole('button', { name: 'Continue to review' }).click();
  await agree(page);
  await signAt(docuSignFrame(page));
  await expect(widget.getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();
  expect(await upstream.contracts()).toHaveLength(1);
});

test('the widget rejects an executable with the file name of a PDF bill', async ({ page, upstream }) => {
  await page.goto('/');
  await requestRates(page, dallasBakery);
  await chooseFirstOffer(page);
  const widget = widgetIn(page);
  await openDocuments(page);
  await widget.getByLabel('Recent utility bill').setInputFiles({ ...pdf('bill.pdf'), buffer: Buffer.from('MZ\x90\0') });
  await expect(widget.getByText(/Use a PDF, JPEG, PNG or HEIC/)).toBeVisible();
  expect(await upstream.documents()).toEqual([]);
});

for (const width of [390, 1200])
  test(`at ${width} pixels, the selected offer stays in view while the customer form scrolls`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto('/');
    await requestRates(page, dallasBakery);
    await chooseFirstOffer(page);
    const widget = widgetIn(page);
    const aside = widget.getByRole('complementary', { name: 'Your selection' });
    const summary = width < 720 ? widget.locator('.order-summary-line') : aside;
    await expect(summary).toContainText(/¢\/kWh/);
    for (const label of ['ESI ID', 'Legal business name', 'Full name', 'Phone']) {
      await widget.getByLabel(label).evaluate((field) => field.scrollIntoView({ block: 'center' }));
      await expect(summary).toBeInViewport({ ratio: 1 });
    }
  });

test.describe('at phone width, with the keyboard alone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('a customer can fill in the form, upload a file and create the contract', async ({ page, upstream }) => {
    await page.goto('/');
    const { tabTo, type } = keyboardFor(page);
    await type('postalCode', dallasBakery.postalCode);
    await expect(widgetIn(page).getByLabel('Utility')).toContainText('Oncor');
    await type('usage', dallasBakery.usage);
    await type('currentRate', dallasBakery.currentRate);
    await page.keyboard.press('Enter');
    await expect(
      widgetIn(page)
        .getByRole('button', { name: /^Select/ })
        .first(),
    ).toBeVisible();
    await tabTo(/^Select/);
    await page.keyboard.press('Enter');

    await expect(widgetIn(page).getByRole('heading', { name: 'Service accounts' })).toBeVisible();
    await type('/accounts/0/identifier', dallasBakery.identifier);
    await type('/accounts/0/serviceAddress/street', personalData.street);
    await type('/accounts/0/serviceAddress/city', dallasBakery.city);
    await type('/customer/legalName', personalData.legalName);
    await type('/customer/entityType', 'LLC');
    await type('/customer/taxId', personalData.taxId);
    await type('billedAtService', ' ');
    await expect(widgetIn(page).getByLabel('Billing address', { exact: true })).toBeVisible();
    await type('/customer/billingAddress/street', 'PO Box 7');
    await type('/customer/billingAddress/city', 'Dallas');
    await type('/customer/billingAddress/state', 'TX');
    await type('/customer/billingAddress/postalCode', '75201');
    await type('/signer/name', personalData.name);
    await type('/signer/title', personalData.title);
    await type('/signer/email', personalData.email);
    await type('/signer/phone', personalData.phone);
    await tabTo(/^Add current supplier/);
    await page.keyboard.press('Enter');
    await expect(widgetIn(page).getByLabel('Current supplier')).toBeVisible();
    await type('/currentSupply/supplier', 'Old Energy');
    await type('/currentSupply/contractEnd', '01012026');
    await tabTo(/^Upload a recent bill/);
    await page.keyboard.press('Enter');
    await expect(widgetIn(page).getByLabel('Recent utility bill')).toBeAttached();
    await tabTo('/latestBill');
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Space');
    await (await chooser).setFiles(pdf('november.pdf'));
    await expect(widgetIn(page).getByText(/: uploaded/)).toBeVisible();
    await tabTo('Continue to review');
    await page.keyboard.press('Enter');

    await expect(widgetIn(page).getByRole('heading', { name: 'Review your contract' })).toBeVisible();
    await type('consent', ' ');
    await tabTo('Continue to e-sign');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await upstream.contracts()).length).toBe(1);
    expect(await upstream.documents()).toMatchObject([{ kind: 'latest_bill' }]);
  });
});

/**
 * Returns functions that operate the page with only the keyboard. They find fields by their `name` and buttons by their
 * text.
 */
function keyboardFor(page: Page) {
  const focused = () =>
    page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      return element?.getAttribute('name') || element?.textContent || '';
    });
  const tabTo = async (expectedText: string | RegExp) => {
    for (let presses = 0; presses < 120; presses++) {
      await page.keyboard.press('Tab');
      const focusedText = (await focused()).trim();
      if (typeof expectedText === 'string' ? focusedText === expectedText : expectedText.test(focusedText)) return;
    }
    throw new Error(`Tab does not reach ${expectedText}`);
  };
  return {
    tabTo,
    async type(name: string, text: string) {
      await tabTo(name);
      await page.keyboard.type(text);
    },
  };
}
