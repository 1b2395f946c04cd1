import type { Locator, Page } from '@playwright/test';
import {
  agree,
  chooseFirstOffer,
  dallasBakery,
  docuSignFrame,
  fillDetails,
  personalData,
  requestRates,
  signAt,
} from '../fixtures.ts';
import { expect } from './fixtures.ts';

interface AllStates {
  readonly page: Page;
  readonly widget: Locator;
  /** Called in every state of the widget. */
  readonly inspect: (state: string) => Promise<void>;
  readonly canAuthorizeUsage: boolean;
  /** Whether signing opens in a window, as it does if the widget is in a dialog. */
  readonly inWindow: boolean;
  readonly setStatus: (status: string) => Promise<void>;
}

export async function visitAllStates(visit: AllStates): Promise<void> {
  await visitRates(visit);
  await visitCustomer(visit);
  await visitSigning(visit);
  await visitTracking(visit);
}

const clickButton = (widget: Locator, name: string | RegExp) => widget.getByRole('button', { name }).first().click();
const expectInvalidField = (widget: Locator) => expect(widget.locator('[aria-invalid]').first()).toBeVisible();

async function visitRates({ page, widget, inspect, canAuthorizeUsage }: AllStates): Promise<void> {
  await expect(widget.getByText('Test mode')).toBeVisible();
  await inspect('the empty form');
  await clickButton(widget, 'See rates');
  await expectInvalidField(widget);
  await inspect('the form with errors');
  await widget.getByLabel('ZIP code').fill(dallasBakery.postalCode);
  await expect(widget.getByLabel('Utility')).toHaveValue('ONCOR');
  await clickButton(widget, 'I don’t know my usage');
  await widget.getByRole('radio', { name: 'Business type and size' }).check();
  await clickButton(widget, 'Use this estimate');
  await inspect('an estimate with errors');
  if (canAuthorizeUsage) {
    await widget.getByRole('radio', { name: 'Authorize us to ask your utility' }).check();
    await clickButton(widget, 'Send authorization');
    await expectInvalidField(widget);
    await inspect('an authorization form with errors');
    await widget.getByLabel('Business name on your bill').fill(personalData.legalName);
    await widget.getByLabel('ESI ID on your bill').fill(dallasBakery.identifier);
    await widget.getByLabel('Authorized signer').fill(personalData.name);
    await widget.getByLabel('Signer’s email').fill(personalData.email);
    await clickButton(widget, 'Send authorization');
    await expect(widget.getByRole('heading', { name: 'Authorization sent.' })).toBeVisible();
    await inspect('an authorization that was sent');
  }
  await clickButton(widget, 'I don’t know my usage');
  await clickButton(widget, 'Multiple locations?');
  const rows = 'site_name,postal_code,annual_usage,unit\nOne,75201,1000,kWh\nTwo,752,1000,kWh\n';
  await widget
    .getByLabel('CSV file with your locations')
    .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
  await expect(widget.getByText('Rates are available for 1 of 2 locations.')).toBeVisible();
  await inspect('a list of locations');
  await clickButton(widget, 'Multiple locations?');
  await requestRates(page, dallasBakery);
  await expect(widget.getByRole('button', { name: /^Select/ }).first()).toBeVisible();
  for (const summary of await widget.locator('summary').all()) {
    if (await summary.isVisible()) await summary.evaluate((element) => element.parentElement?.setAttribute('open', ''));
  }
  await inspect('offers with all details open');
  for (const at of [0, 1, 2]) await widget.getByRole('checkbox').nth(at).check();
  await clickButton(widget, 'Compare selected');
  await expect(widget.getByRole('heading', { name: 'Compare 3 offers' })).toBeVisible();
  await inspect('three offers side by side');
}

async function visitCustomer({ page, widget, inspect }: AllStates): Promise<void> {
  await chooseFirstOffer(page);
  await expect(widget.getByLabel('Legal business name')).toBeVisible();
  for (const part of ['Add current supplier', 'Upload a recent bill', 'Where do I find my'])
    await widget.getByText(part).click();
  const opened = [/^Billing address is the same/, /^The signer is the main/, /business is tax-exempt/];
  for (const name of opened) await widget.getByLabel(name).click();
  await clickButton(widget, 'Continue to review');
  await expectInvalidField(widget);
  await inspect('details with errors');
  for (const name of opened) await widget.getByLabel(name).click();
  await fillDetails(page, dallasBakery);
  await expect(widget.getByRole('checkbox')).toBeVisible();
  await clickButton(widget, 'Continue to e-sign');
  await expect(widget.getByText('Check the box to continue.')).toBeVisible();
  await inspect('the review without consent');
}

async function visitSigning({ page, widget, inspect, inWindow }: AllStates): Promise<void> {
  if (inWindow) {
    const opened = page.waitForEvent('popup');
    await agree(page);
    await expect(widget.getByText(/Finish signing in the other window/)).toBeVisible();
    await inspect('signing in a window');
    return signAt(await opened);
  }
  await agree(page);
  await expect(docuSignFrame(page).getByText('Simulated DocuSign')).toBeVisible();
  await inspect('signing in the page');
  await clickButton(widget, 'Finish later');
  await inspect('the confirmation to finish later');
  await clickButton(widget, 'Yes, finish later');
  await expect(widget.getByRole('button', { name: 'Reopen contract' })).toBeVisible();
  await inspect('postponed signing');
  await clickButton(widget, 'Reopen contract');
  await signAt(docuSignFrame(page));
}

async function visitTracking({ widget, inspect, setStatus }: AllStates): Promise<void> {
  await expect(widget.getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();
  await clickButton(widget, 'Get a private link');
  await expect(widget.getByLabel('Your link')).toBeVisible();
  await clickButton(widget, 'View signed contract');
  await expect(widget.getByRole('button', { name: 'Close contract' })).toBeVisible();
  await inspect('an accepted contract, its document and its link');
  await clickButton(widget, 'Close contract');
  await setStatus('dropped');
  await expect(widget.getByRole('heading', { name: 'The supplier ended this contract.' })).toBeVisible();
  await inspect('a contract that has ended');
}
