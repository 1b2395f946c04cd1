import type { Page } from '@playwright/test';
import { dallasBakery, expect, personalData, test, widgetIn } from './fixtures.ts';

const clickButton = (page: Page, name: string | RegExp) => widgetIn(page).getByRole('button', { name }).click();

async function requestAuthorization(page: Page, email = personalData.email) {
  const widget = widgetIn(page);
  await page.goto('/');
  await widget.getByRole('radio', { name: 'Electricity' }).check();
  await widget.getByLabel('ZIP code').fill(dallasBakery.postalCode);
  await expect(widget.getByLabel('Utility')).toBeEnabled();
  await clickButton(page, 'I don’t know my usage');
  await widget.getByRole('radio', { name: 'Authorize us to ask your utility' }).check();
  await widget.getByLabel('Business name on your bill').fill(personalData.legalName);
  await widget.getByLabel('ESI ID on your bill').fill(dallasBakery.identifier);
  await widget.getByLabel('Authorized signer').fill(personalData.name);
  await widget.getByLabel('Signer’s email').fill(email);
  await clickButton(page, 'Send authorization');
}

async function openInbox(page: Page, baseURL: string | undefined): Promise<Page> {
  const { port } = new URL(baseURL ?? '');
  const inbox = await page.context().newPage();
  await inbox.goto(`http://localhost:${Number(port) + 1}/inbox`);
  return inbox;
}

test('when the signer signs the emailed authorization, the widget shows the signature without a reload', async ({
  page,
  baseURL,
  upstream,
}) => {
  await upstream.set({});
  await requestAuthorization(page);
  await expect(widgetIn(page).getByRole('heading', { name: 'Authorization sent.' })).toBeVisible();
  const inbox = await openInbox(page, baseURL);
  await inbox.getByRole('link', { name: 'Review and sign' }).first().click();
  await expect(inbox.getByText(personalData.legalName)).toBeVisible();
  await inbox.getByRole('button', { name: `Sign as ${personalData.name}` }).click();
  await expect(inbox.getByText('You signed this document')).toBeVisible();
  await page.bringToFront();
  await expect(widgetIn(page).getByRole('heading', { name: 'Authorization signed. Thank you.' })).toBeVisible();
});

test('the customer resends a bounced authorization to a corrected address and sees its status after a reload', async ({
  page,
  baseURL,
  upstream,
}) => {
  await upstream.set({ mail: 'bounced' });
  await requestAuthorization(page);
  await expect(widgetIn(page).getByRole('heading', { name: 'We couldn’t deliver the email.' })).toBeVisible();
  await upstream.set({ mail: 'delivered' });
  await widgetIn(page).getByLabel('Change email').fill('office@example-trading.example');
  await clickButton(page, 'Resend');
  await expect(widgetIn(page).getByText(/Sent to o…@example-trading.example/)).toBeVisible();
  await page.reload();
  await clickButton(page, 'I don’t know my usage');
  await expect(widgetIn(page).getByRole('heading', { name: 'Authorization sent.' })).toBeVisible();
  const inbox = await openInbox(page, baseURL);
  await expect(inbox.getByText('To office@example-trading.example')).toBeVisible();
  await expect(inbox.getByText(`To ${personalData.email}`)).toHaveCount(0);
});
