import { a11yViolations } from './axe.ts';
import {
  agree,
  chooseFirstOffer,
  dallasBakery,
  expect,
  personalData,
  requestRates,
  signAt,
  test,
  widgetIn,
} from './fixtures.ts';

const LEGAL_NAME = 'Trinity Bakery Approval LLC';

test.use({ viewport: { width: 1200, height: 900 } });

test('an office manager prepares a purchase, and the owner corrects, completes and signs it on a phone', async ({
  page,
  browser,
  upstream,
}) => {
  test.setTimeout(120_000);
  await page.goto('/');
  await requestRates(page, dallasBakery);
  await chooseFirstOffer(page);
  const preparer = widgetIn(page);
  await preparer.getByRole('textbox', { name: dallasBakery.identifierLabel }).fill(dallasBakery.identifier);
  await preparer.getByLabel('Service address', { exact: true }).fill(personalData.street);
  await preparer.getByLabel('City').fill('Dalas');
  await preparer.getByLabel('Legal business name').fill(LEGAL_NAME);
  await preparer.getByLabel('Business type').selectOption('llc');
  await preparer.getByRole('checkbox', { name: 'Someone else signs' }).check();
  await expect(preparer.getByLabel(/Tax ID/)).toHaveCount(0);
  await preparer.getByRole('button', { name: 'Create a link to copy instead' }).click();

  const waiting = preparer.getByRole('heading', { name: 'Waiting for the authorized signer' });
  await expect(waiting).toBeVisible();
  await expect(waiting).toBeFocused();
  expect(await a11yViolations(page)).toEqual([]);
  const link = await preparer.getByLabel('Approval link').inputValue();
  expect(link).toMatch(/\/#shopper-approval=[\w-]{43}$/);
  expect(await upstream.contracts()).toEqual([]);

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  try {
    const approverPage = await phone.newPage();
    await approverPage.goto(link);
    const approver = widgetIn(approverPage);
    await approver.getByRole('button', { name: 'Open the purchase' }).click();
    await expect(approver.getByLabel('Legal business name')).toHaveValue(LEGAL_NAME);
    expect(approverPage.url()).not.toContain('shopper-approval');
    expect(await a11yViolations(approverPage)).toEqual([]);
    await expect(preparer.getByRole('heading', { name: 'The authorized signer is reviewing it' })).toBeVisible({
      timeout: 30_000,
    });

    await approver.getByLabel('City').fill('Dallas');
    await approver.getByLabel(/Tax ID/).fill(personalData.taxId);
    await approver.getByLabel('Full name').fill(personalData.name);
    await approver.getByLabel('Job title').fill(personalData.title);
    await approver.getByLabel('Email').fill(personalData.email);
    await approver.getByLabel('Phone').fill(personalData.phone);
    await approver.getByRole('button', { name: 'Continue to review' }).click();
    await expect(approver.getByText(`${personalData.street}, Dallas`, { exact: false }).first()).toBeVisible();
    expect(await upstream.contracts()).toEqual([]);
    await agree(approverPage);
    // On a phone, signing opens in the same tab.
    await signAt(approverPage);
    await expect(approver.getByRole('heading', { name: /^Signed\./ })).toBeVisible({ timeout: 30_000 });
    expect(await upstream.contracts()).toHaveLength(1);

    await expect(preparer.getByRole('heading', { name: 'Signed', exact: true })).toBeVisible({ timeout: 45_000 });
    await expect(preparer.getByText(personalData.name)).toHaveCount(0);
  } finally {
    await phone.close();
  }

  const again = await browser.newContext();
  try {
    const other = await again.newPage();
    await other.goto(link);
    await widgetIn(other).getByRole('button', { name: 'Open the purchase' }).click();
    await expect(widgetIn(other).getByText('This approval link doesn’t work anymore.')).toBeVisible();
  } finally {
    await again.close();
  }
});

test('a revoked approval link shows that the link no longer works', async ({ page, browser }) => {
  await page.goto('/');
  await requestRates(page, dallasBakery);
  await chooseFirstOffer(page);
  const preparer = widgetIn(page);
  await preparer.getByRole('textbox', { name: dallasBakery.identifierLabel }).fill(dallasBakery.identifier);
  await preparer.getByLabel('Service address', { exact: true }).fill(personalData.street);
  await preparer.getByLabel('City').fill('Dallas');
  await preparer.getByLabel('Legal business name').fill(LEGAL_NAME);
  await preparer.getByLabel('Business type').selectOption('llc');
  await preparer.getByRole('checkbox', { name: 'Someone else signs' }).check();
  await preparer.getByRole('button', { name: 'Create a link to copy instead' }).click();
  const link = await preparer.getByLabel('Approval link').inputValue();
  await preparer.getByRole('button', { name: 'Revoke link' }).click();
  await preparer.getByRole('button', { name: 'Yes, revoke it' }).click();
  await expect(preparer.getByRole('heading', { name: 'You revoked the approval link' })).toBeVisible();

  const phone = await browser.newContext({ viewport: { width: 390, height: 844 } });
  try {
    const approverPage = await phone.newPage();
    await approverPage.goto(link);
    await widgetIn(approverPage).getByRole('button', { name: 'Open the purchase' }).click();
    await expect(widgetIn(approverPage).getByText('This approval link doesn’t work anymore.')).toBeVisible();
  } finally {
    await phone.close();
  }
});
