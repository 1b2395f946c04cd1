import { a11yViolations } from './axe.ts';
import { dallasBakery, docuSignFrame, expect, goToSigning, signAt, test, widgetIn } from './fixtures.ts';

test('the panel labels changed switches with text and can reset them', async ({ page }) => {
  await page.goto('/panel');
  const supplier = page.getByRole('group', { name: 'Supplier' });
  await expect(page.getByRole('button', { name: 'Reset changed (0)' })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Happy path', pressed: true })).toBeVisible();
  await supplier.getByLabel('Decision').selectOption('Rejects expired rate');
  await expect(supplier.getByText('Changed', { exact: true })).toHaveCount(1);
  await page.getByRole('group', { name: 'Webhooks' }).getByLabel('Delivery').selectOption('Late');
  await page.getByRole('button', { name: 'Reset changed (2)' }).click();
  await expect(supplier.getByLabel('Decision')).toHaveValue('accepted');
  await expect(page.getByText('Changed', { exact: true })).toHaveCount(0);
});

test('a preset sets its switches and resets all others', async ({ page }) => {
  await page.goto('/panel');
  await page.getByRole('group', { name: 'Webhooks' }).getByLabel('Delivery').selectOption('Duplicated');
  await page.getByRole('button', { name: 'Supplier rejects account number (A76)' }).click();
  await expect(page.getByLabel('Decision')).toHaveValue('rejected');
  await expect(page.getByLabel('Delivery')).toHaveValue('normal');
  await expect(page.getByText('Changed', { exact: true })).toHaveCount(1);
  await expect(page.getByRole('button', { name: /^Supplier rejects/, pressed: true })).toBeVisible();
});

test('the panel lists a contract by the reference that the customer sees, and cannot advance a rejected contract', async ({
  page,
  context,
  upstream,
}) => {
  const shop = await context.newPage();
  await shop.goto('/');
  await goToSigning(shop, dallasBakery);
  await expect(docuSignFrame(shop).getByText('Simulated DocuSign')).toBeVisible();
  await page.goto('/panel');
  const contracts = page.getByRole('region', { name: 'Contracts' });
  const row = contracts.getByRole('row').nth(1);
  await expect(row).toContainText(/Upstream ID msc_test_\w+/);
  const reference = (await row.locator('strong').textContent()) ?? '';
  expect(reference).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await page.getByRole('button', { name: 'Supplier rejects account number (A76)' }).click();
  await expect(row.getByRole('button', { name: `Advance status of ${reference}` })).toBeVisible();
  await upstream.set({ acceptance: 'immediate' });
  await signAt(docuSignFrame(shop));
  await expect(widgetIn(shop).getByText(reference)).toBeVisible();
  await expect(row).toContainText('rejected');
  await expect(row.getByRole('button')).toHaveCount(0);
  expect(await a11yViolations(page, 'main')).toEqual([]);

  page.once('dialog', (dialog) => dialog.dismiss());
  await page.getByRole('button', { name: 'Reset simulator…' }).click();
  await expect(row).toBeVisible();
  page.once('dialog', (dialog) => dialog.accept());
  await page.getByRole('button', { name: 'Reset simulator…' }).click();
  await expect(contracts.getByText('No contracts yet.')).toBeVisible();
  await expect(page.getByText('The simulator was reset.')).toBeVisible();
});

test('the panel opens a contract on its page as the customer, and filters contracts', async ({ page, context }) => {
  const shop = await context.newPage();
  await shop.goto('/');
  await goToSigning(shop, dallasBakery);
  await expect(docuSignFrame(shop).getByText('Simulated DocuSign')).toBeVisible();
  await page.goto('/panel');
  const contracts = page.getByRole('region', { name: 'Contracts' });
  const link = contracts.getByRole('link');
  await expect(link).toHaveText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  const reference = (await link.textContent()) ?? '';

  await contracts.getByLabel('Reference or ID').fill('none such');
  await expect(contracts.getByText('No contracts match the filter.')).toBeVisible();
  await contracts.getByLabel('Reference or ID').fill(reference.toLowerCase());
  await expect(link).toHaveText(reference);
  await contracts.getByRole('combobox', { name: 'Status' }).selectOption('viewed');
  await expect(link).toHaveText(reference);
  await contracts.getByRole('button', { name: `Advance status of ${reference}` }).click();
  await expect(contracts.getByText('No contracts match the filter.')).toBeVisible();
  await contracts.getByRole('combobox', { name: 'Status' }).selectOption('All');
  expect(await a11yViolations(page, 'main')).toEqual([]);

  // Each link that the panel creates works one time.
  for (let count = 0; count < 2; count++) {
    const opened = page.waitForEvent('popup');
    await link.click();
    const widget = widgetIn(await opened);
    await widget.getByRole('button', { name: 'Open the contract' }).click();
    await expect(widget.getByText(`Contract no. ${reference}`)).toBeVisible();
  }
  expect((await page.request.get('/panel/contracts/ct_unknown')).status()).toBe(404);
});

test('the journal marks errors with text and can show only errors', async ({ page, request, demoServer }) => {
  const simulator = new URL(demoServer.simulatorControl).origin;
  await request.get(`${simulator}/inbox`);
  await request.get(`${simulator}/agreements/unknown`);
  await page.goto('/panel');
  const journal = page.getByRole('region', { name: 'Journal', exact: true });
  const inbox = journal.getByRole('row', { name: /Page: .*inbox/ });
  const notFound = journal.getByRole('row', { name: /Page: .*agreements/ });
  await expect(inbox).toContainText('200');
  await expect(notFound).toContainText('Error 404');
  await journal.getByLabel('Errors only').check();
  await expect(inbox).toHaveCount(0);
  await expect(notFound).toBeVisible();
  await journal.getByLabel('Show').selectOption('Webhooks');
  await expect(journal.getByText('No entries match the filter.')).toBeVisible();
});
