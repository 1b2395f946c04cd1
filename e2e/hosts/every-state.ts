import type { Locator, Page } from '@playwright/test';
import { agree, askForRates, chooseFirstOffer, dallasBakery, fillIn, frameOn, personal, signOn } from '../shop.ts';
import { expect } from './hosts.ts';

interface Walk {
  readonly page: Page;
  readonly shop: Locator;
  /** Looks at the state the shop is in now. */
  readonly look: (state: string) => Promise<void>;
  /** The broker can read the usage by a letter. */
  readonly letters: boolean;
  /** Signing opens in a window, as from a dialog. */
  readonly inWindow: boolean;
  /** Puts the contract where a supplier may put it. */
  readonly move: (status: string) => Promise<void>;
}

/** Goes through every state of the shop, from the empty form to a contract that a supplier refused. */
export async function walkEveryState(walk: Walk): Promise<void> {
  await throughRates(walk);
  await throughDetails(walk);
  await throughSigning(walk);
  await throughTracking(walk);
}

const press = (shop: Locator, name: string | RegExp) => shop.getByRole('button', { name }).first().click();
const invalid = (shop: Locator) => expect(shop.locator('[aria-invalid]').first()).toBeVisible();

async function throughRates({ page, shop, look, letters }: Walk): Promise<void> {
  await expect(shop.getByText('Test mode')).toBeVisible();
  await look('the empty form');
  await press(shop, 'Show rates');
  await invalid(shop);
  await look('the form with faults');
  await shop.getByLabel('ZIP code').fill(dallasBakery.postalCode);
  await expect(shop.getByLabel('Utility')).toHaveValue('ONCOR');
  await press(shop, 'I don’t know my usage');
  await shop.getByRole('radio', { name: 'Type and size' }).check();
  await press(shop, 'Use this estimate');
  await look('an estimate with faults');
  if (letters) {
    await shop.getByRole('radio', { name: 'My utility' }).check();
    await press(shop, 'Send the letter');
    await invalid(shop);
    await look('a letter with faults');
    await shop.getByLabel('Business name, as on your bill').fill(personal.legalName);
    await shop.getByLabel('ESI ID on your bill').fill(dallasBakery.identifier);
    await shop.getByLabel('Who may sign for the business').fill(personal.name);
    await shop.getByLabel('Their e-mail address').fill(personal.email);
    await press(shop, 'Send the letter');
    await expect(shop.getByRole('heading', { name: 'The letter is in the inbox.' })).toBeVisible();
    await look('a letter that was sent');
  }
  await press(shop, 'I don’t know my usage');
  await press(shop, 'Several locations?');
  const rows = 'site_name,postal_code,annual_usage,unit\nOne,75201,1000,kWh\nTwo,752,1000,kWh\n';
  await shop
    .getByLabel('Your file')
    .setInputFiles({ name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) });
  await expect(shop.getByText('1 of 2 rows can be priced.')).toBeVisible();
  await look('a list of locations');
  await press(shop, 'Several locations?');
  await askForRates(page, dallasBakery);
  await expect(shop.getByRole('button', { name: /^Choose/ }).first()).toBeVisible();
  for (const summary of await shop.locator('summary').all()) {
    if (await summary.isVisible()) await summary.evaluate((element) => element.parentElement?.setAttribute('open', ''));
  }
  await look('offers with all that is in them');
  for (const at of [0, 1, 2]) await shop.getByRole('checkbox').nth(at).check();
  await press(shop, 'See side by side');
  await expect(shop.getByRole('heading', { name: '3 offers side by side' })).toBeVisible();
  await look('three offers side by side');
}

async function throughDetails({ page, shop, look }: Walk): Promise<void> {
  await chooseFirstOffer(page);
  await expect(shop.getByLabel('Legal business name')).toBeVisible();
  for (const part of ['Your supplier, and when', 'Hand in your latest bill', 'on a bill?'])
    await shop.getByText(part).click();
  const opened = [/^Bills go to/, /^The signer is also/, /pays no sales tax/];
  for (const name of opened) await shop.getByLabel(name).click();
  await press(shop, 'Review and sign');
  await invalid(shop);
  await look('details with faults');
  for (const name of opened) await shop.getByLabel(name).click();
  await fillIn(page, dallasBakery);
  await expect(shop.getByRole('checkbox')).toBeVisible();
  await press(shop, 'Create contract and sign');
  await expect(shop.getByText('Tick the box to go on.')).toBeVisible();
  await look('the review, not agreed to');
}

async function throughSigning({ page, shop, look, inWindow }: Walk): Promise<void> {
  if (inWindow) {
    const opened = page.waitForEvent('popup');
    await agree(page);
    await expect(shop.getByText(/Finish signing in the other window/)).toBeVisible();
    await look('signing in a window');
    return signOn(await opened);
  }
  await agree(page);
  await expect(frameOn(page).getByText('Stand-in for DocuSign')).toBeVisible();
  await look('signing in the page');
  await press(shop, 'Finish later');
  await look('whether to finish later');
  await press(shop, 'Yes, finish later');
  await expect(shop.getByRole('button', { name: 'Open signing again' })).toBeVisible();
  await look('signing put off');
  await press(shop, 'Open signing again');
  await signOn(frameOn(page));
}

async function throughTracking({ shop, look, move }: Walk): Promise<void> {
  await expect(shop.getByRole('heading', { name: 'The supplier accepted your contract.' })).toBeVisible();
  await press(shop, 'Make a link to come back');
  await expect(shop.getByLabel('Your link')).toBeVisible();
  await press(shop, 'Read the signed contract');
  await expect(shop.getByRole('button', { name: 'Close the contract' })).toBeVisible();
  await look('an accepted contract, its document and its link');
  await press(shop, 'Close the contract');
  await move('dropped');
  await expect(shop.getByRole('heading', { name: 'The supplier no longer serves this contract.' })).toBeVisible();
  await look('a contract that has ended');
}
