import type { Page } from '@playwright/test';
import { a11yViolations } from './axe.ts';
import {
  chooseFirstOffer,
  dallasBakery,
  expect,
  fillDetails,
  personalData,
  requestRates,
  test,
  widgetIn,
} from './fixtures.ts';

const clickButton = (page: Page, name: string | RegExp) => widgetIn(page).getByRole('button', { name }).click();
const expectHeading = (page: Page, name: string | RegExp) =>
  expect(widgetIn(page).getByRole('heading', { name })).toBeVisible({ timeout: 30_000 });

async function createContractByEmail(page: Page) {
  await page.goto('/email');
  await requestRates(page, dallasBakery);
  await chooseFirstOffer(page);
  await fillDetails(page, dallasBakery);
  await widgetIn(page).getByRole('checkbox').check();
  await clickButton(page, `Email the contract to ${personalData.email}`);
}

async function openInbox(page: Page, baseURL: string | undefined): Promise<Page> {
  const { port } = new URL(baseURL ?? '');
  const inbox = await page.context().newPage();
  await inbox.goto(`http://localhost:${Number(port) + 1}/inbox`);
  return inbox;
}
const openSignatureRequest = async (inbox: Page) =>
  inbox.getByRole('link', { name: 'Review and sign' }).first().click();

test('after the signer signs from the email, the widget shows the supplier’s acceptance and offers the signed PDF', async ({
  page,
  baseURL,
  upstream,
}) => {
  await createContractByEmail(page);
  await expectHeading(page, 'Check your email.');
  await expect(widgetIn(page).getByText(`Open the email sent to ${personalData.email}`)).toBeVisible();
  expect(await a11yViolations(page)).toEqual([]);

  const inbox = await openInbox(page, baseURL);
  await openSignatureRequest(inbox);
  const rate = await widgetIn(page)
    .locator('aside')
    .getByText(/¢\/kWh/)
    .first()
    .textContent();
  const cents = Number(/([\d.]+) ¢/.exec(rate ?? '')?.[1]);
  await expect(inbox.getByText(new RegExp(`^\\$${Number((cents / 100).toFixed(6))}0* per kWh$`))).toBeVisible();
  await expect(inbox.getByText(personalData.legalName, { exact: true })).toBeVisible();
  await inbox.getByRole('button', { name: `Sign as ${personalData.name}` }).click();
  await expect(inbox.getByText('You signed this document')).toBeVisible();

  await page.bringToFront();
  await expectHeading(page, 'The supplier accepted your contract.');
  expect((await upstream.contracts()).map(({ status }) => status)).toEqual(['accepted']);
  const download = page.waitForEvent('download');
  await clickButton(page, 'Download signed contract');
  expect((await download).suggestedFilename()).toMatch(/^contract-.*\.pdf$/);
});

for (const width of [1280, 390]) {
  test(`at ${width} pixels, a customer resends a bounced contract to a corrected address, reloads, and signs`, async ({
    page,
    baseURL,
    upstream,
  }) => {
    await page.setViewportSize({ width, height: 844 });
    await upstream.set({ mail: 'bounced' });
    await createContractByEmail(page);
    await expectHeading(page, 'We couldn’t deliver the email.');
    await upstream.set({ mail: 'delivered' });
    await clickButton(page, 'Change email address');
    await widgetIn(page).getByLabel('Email address').fill('office');
    await clickButton(page, 'Send');
    await expect(widgetIn(page).getByText('Enter a valid email, like')).toBeVisible();
    expect(await a11yViolations(page)).toEqual([]);
    await widgetIn(page).getByLabel('Email address').fill('office@example-trading.example');
    await clickButton(page, 'Send');
    await expect(widgetIn(page).getByText(/Open the email sent to office@example-trading.example/)).toBeVisible({
      timeout: 30_000,
    });
    await page.reload();
    await expectHeading(page, 'Check your email.');

    const inbox = await openInbox(page, baseURL);
    await expect(inbox.getByText('To office@example-trading.example')).toBeVisible();
    await expect(inbox.getByText(`To ${personalData.email}`)).toHaveCount(0);
    await openSignatureRequest(inbox);
    await inbox.getByRole('button', { name: `Sign as ${personalData.name}` }).click();
    await page.bringToFront();
    await expectHeading(page, 'The supplier accepted your contract.');
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
  });
}

test('the signer can decline a contract that was resent after its email bounced', async ({
  page,
  baseURL,
  upstream,
}) => {
  await upstream.set({});
  await createContractByEmail(page);
  await expectHeading(page, 'Check your email.');
  const inbox = await openInbox(page, baseURL);
  await inbox.getByRole('button', { name: 'Simulate bounce' }).click();
  await page.bringToFront();
  await expectHeading(page, 'We couldn’t deliver the email.');
  await clickButton(page, 'Resend');
  await expectHeading(page, 'Check your email.');

  await inbox.bringToFront();
  await inbox.goto(new URL('/inbox', inbox.url()).href);
  await openSignatureRequest(inbox);
  await inbox.getByText('Decline', { exact: true }).click();
  await inbox.getByLabel('Why are you declining?').fill('We found another price.');
  await inbox.getByRole('button', { name: 'Decline to sign' }).click();
  await page.bringToFront();
  await expectHeading(page, 'You declined to sign. You have no obligation.');
  await expect(widgetIn(page).getByText('We found another price.')).toBeVisible();
});

test('a contract that the customer cancels in the widget can no longer be signed', async ({
  page,
  baseURL,
  upstream,
}) => {
  await createContractByEmail(page);
  await expectHeading(page, 'Check your email.');
  await clickButton(page, 'Cancel contract');
  await clickButton(page, 'Yes, cancel contract');
  await expectHeading(page, /voided before signing/);
  expect((await upstream.contracts()).map(({ status }) => status)).toEqual(['voided']);
  const inbox = await openInbox(page, baseURL);
  await openSignatureRequest(inbox);
  await expect(inbox.getByText('This document was canceled')).toBeVisible();
});
