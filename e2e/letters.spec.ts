import type { Page } from '@playwright/test';
import { dallasBakery, expect, personal, shopOn, test } from './shop.ts';

const press = (page: Page, name: string | RegExp) => shopOn(page).getByRole('button', { name }).click();

/** The shop with a letter asked for. */
const askForLetter = async (page: Page, email = personal.email) => {
  const shop = shopOn(page);
  await page.goto('/');
  await shop.getByRole('radio', { name: 'Electricity' }).check();
  await shop.getByLabel('ZIP code').fill(dallasBakery.postalCode);
  await expect(shop.getByLabel('Utility')).toBeEnabled();
  await press(page, 'I don’t know my usage');
  await shop.getByRole('radio', { name: 'My utility' }).check();
  await shop.getByLabel('Business name, as on your bill').fill(personal.legalName);
  await shop.getByLabel('ESI ID on your bill').fill(dallasBakery.identifier);
  await shop.getByLabel('Who may sign for the business').fill(personal.name);
  await shop.getByLabel('Their e-mail address').fill(email);
  await press(page, 'Send the letter');
};

/** The inbox that the simulated upstream's mails land in, in a tab of its own. */
const openInbox = async (page: Page, baseURL: string | undefined): Promise<Page> => {
  const { port } = new URL(baseURL ?? '');
  const inbox = await page.context().newPage();
  await inbox.goto(`http://localhost:${Number(port) + 1}/inbox`);
  return inbox;
};

test('a letter is signed from the inbox, and the shop says so by itself', async ({ page, baseURL, upstream }) => {
  await upstream.set({});
  await askForLetter(page);
  await expect(shopOn(page).getByRole('heading', { name: 'The letter is in the inbox.' })).toBeVisible();
  const inbox = await openInbox(page, baseURL);
  await inbox.getByRole('link', { name: 'Read and sign' }).first().click();
  await expect(inbox.getByText(personal.legalName)).toBeVisible();
  await inbox.getByRole('button', { name: `Sign as ${personal.name}` }).click();
  await expect(inbox.getByText('You have signed this letter.')).toBeVisible();
  await page.bringToFront();
  await expect(shopOn(page).getByRole('heading', { name: 'The letter is signed. Thank you.' })).toBeVisible();
});

test('a letter to an address that takes no mail is corrected, and a reload keeps its place', async ({
  page,
  baseURL,
  upstream,
}) => {
  await upstream.set({ mail: 'bounces' });
  await askForLetter(page);
  await expect(shopOn(page).getByRole('heading', { name: 'The address takes no mail.' })).toBeVisible();
  await upstream.set({ mail: 'arrives' });
  await shopOn(page).getByLabel('Another address').fill('office@example-trading.example');
  await press(page, 'Send it again');
  await expect(shopOn(page).getByText(/It went to o…@example-trading.example/)).toBeVisible();
  await page.reload();
  await press(page, 'I don’t know my usage');
  await expect(shopOn(page).getByRole('heading', { name: 'The letter is in the inbox.' })).toBeVisible();
  const inbox = await openInbox(page, baseURL);
  await expect(inbox.getByText('To office@example-trading.example')).toBeVisible();
  await expect(inbox.getByText(`To ${personal.email}`)).toHaveCount(0);
});
