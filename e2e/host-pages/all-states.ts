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
  readonly shop: Locator;
  /** Called in every state of the widget. */
  readonly inspect: (state: string) => Promise<void>;
  /** Whether the broker can request the usage with an authorization. */
  readonly canAuthorizeUsage: boolean;
  /** Whether signing opens in a window, as it does from a dialog. */
  readonly inWindow: boolean;
  /** Sets the contract's status, as a supplier could. */
  readonly setStatus: (status: string) => Promise<void>;
}

/** Visits every state of the widget, from the empty form to a contract that has ended. */
export async function visitAllStates(visit: AllStates): Promise<void> {
  await visitRates(visit);
  await visitCustomer(visit);
  await visitSigning(visit);
  await visitTracking(visit);
}

const press = (shop: Locator, name: string | RegExp) => shop.getByRole('button', { name }).first().click();
const expectInvalidField = (shop: Locator) => expect(shop.locator('[aria-invalid]').first()).toBeVisible();

async function visitRates({ page, shop, inspect, canAuthorizeUsage }: AllStates): Promise<void> {
  await expect(shop.getByText('Test mode')).toBeVisible();
  await inspect('the empty form');
  await press(shop, 'Show rates');
  await expectInvalidField(shop);
  await inspect('the form with faults');
  await shop.getByLabel('ZIP code').fill(dallasBakery.postalCode);
  await expect(shop.getByLabel('Utility')).toHaveValue('ONCOR');
  await press(shop, 'I don’t know my usage');
  await shop.getByRole('radio', { name: 'Type and size' }).check();
  await press(shop, 'Use this estimate');
  await inspect('an estimate with faults');
  if (canAuthorizeUsage) {
    await shop.getByRole('radio', { name: 'My utility' }).check();
    await press(shop, 'Send the letter');
    await expectInvalidField(shop);
    await inspect('a letter with faults');
    await shop.getByLabel('Business name, as on your bill').fill(personalData.legalName);
    await shop.getByLabel('ESI ID on your bill').fill(dallasBakery.identifier);
    await shop.getByLabel('Who may sign for the business').fill(personalData.name);
    await shop.getByLabel('Their e-mail address').fill(personalData.email);
    await press(shop, 'Send the letter');
    await expect(shop.getByRole('heading', { name: 'The letter is in the inbox.' })).toBeVisible();
    await inspect('a letter that was sent');
  }
  await press(shop, 'I don’t know my usage');
  await press(shop, 'Several locations?');
  const rows = 'site_name,postal_code,annual_usage,unit\nOne,75201,1000,kWh\nTwo,752,1000,kWh\n';
  await shop
    .getByLabel('Your file')
    .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
  await expect(shop.getByText('1 of 2 rows can be priced.')).toBeVisible();
  await inspect('a list of locations');
  await press(shop, 'Several locations?');
  await requestRates(page, dallasBakery);
  await expect(shop.getByRole('button', { name: /^Choose/ }).first()).toBeVisible();
  for (const summary of await shop.locator('summary').all()) {
    if (await summary.isVisible()) await summary.evaluate((element) => element.parentElement?.setAttribute('open', ''));
  }
  await inspect('offers with all that is in them');
  for (const at of [0, 1, 2]) await shop.getByRole('checkbox').nth(at).check();
  await press(shop, 'See side by side');
  await expect(shop.getByRole('heading', { name: '3 offers side by side' })).toBeVisible();
  await inspect('three offers side by side');
}

async function visitCustomer({ page, shop, inspect }: AllStates): Promise<void> {
  await chooseFirstOffer(page);
  await expect(shop.getByLabel('Legal business name')).toBeVisible();
  for (const part of ['Your supplier, and when', 'Hand in your latest bill', 'on a bill?'])
    await shop.getByText(part).click();
  const opened = [/^Bills go to/, /^The signer is also/, /pays no sales tax/];
  for (const name of opened) await shop.getByLabel(name).click();
  await press(shop, 'Review and sign');
  await expectInvalidField(shop);
  await inspect('details with faults');
  for (const name of opened) await shop.getByLabel(name).click();
  await fillDetails(page, dallasBakery);
  await expect(shop.getByRole('checkbox')).toBeVisible();
  await press(shop, 'Create contract and sign');
  await expect(shop.getByText('Tick the box to go on.')).toBeVisible();
  await inspect('the review, not agreed to');
}

async function visitSigning({ page, shop, inspect, inWindow }: AllStates): Promise<void> {
  if (inWindow) {
    const opened = page.waitForEvent('popup');
    await agree(page);
    await expect(shop.getByText(/Finish signing in the other window/)).toBeVisible();
    await inspect('signing in a window');
    return signAt(await opened);
  }
  await agree(page);
  await expect(docuSignFrame(page).getByText('Simulated DocuSign')).toBeVisible();
  await inspect('signing in the page');
  await press(shop, 'Finish later');
  await inspect('whether to finish later');
  await press(shop, 'Yes, finish later');
  await expect(shop.getByRole('button', { name: 'Open signing again' })).toBeVisible();
  await inspect('signing put off');
  await press(shop, 'Open signing again');
  await signAt(docuSignFrame(page));
}

async function visitTracking({ shop, inspect, setStatus }: AllStates): Promise<void> {
  await expect(shop.getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();
  await press(shop, 'Make a link to come back');
  await expect(shop.getByLabel('Your link')).toBeVisible();
  await press(shop, 'Read the signed contract');
  await expect(shop.getByRole('button', { name: 'Close the contract' })).toBeVisible();
  await inspect('an accepted contract, its document and its link');
  await press(shop, 'Close the contract');
  await setStatus('dropped');
  await expect(shop.getByRole('heading', { name: 'The supplier no longer serves this contract.' })).toBeVisible();
  await inspect('a contract that has ended');
}
