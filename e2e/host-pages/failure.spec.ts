import type { Locator, Page } from '@playwright/test';
import { agree, dallasBakery, docuSignFrame, goToSigning, signInWindows } from '../fixtures.ts';
import {
  expect,
  expectWidgetWorks,
  pageProblems,
  requestDefaultRates,
  testWithConsoleErrors as test,
  widgetsIn,
} from './fixtures.ts';

/** Expects exactly one console line for the site's owner, and no unhandled rejection. */
async function oneLine(page: Page, said: readonly string[], words: RegExp) {
  await expect.poll(() => said.filter((text) => text.startsWith('commercial-shopper')).length).toBe(1);
  expect(said.find((text) => text.startsWith('commercial-shopper'))).toMatch(words);
  expect((await pageProblems(page)).unhandledRejections).toEqual([]);
}
const pageSays = 'Call us: (214) 555-0142';
const weSay = /Call (us at )?\(214\) 555-0142/;

test("a blocked script leaves the page's own content in place", async ({ page, hosts }) => {
  await page.route('**/shopper.js', (route) => route.abort());
  await hosts.open('children');
  await expect(page.getByText(pageSays)).toBeVisible();
});

test("an app that fails to load leaves the page's own content in place", async ({ page, hosts }) => {
  await page.route('**/assets/app-*', (route) => route.abort());
  const said = await hosts.open('children');
  await oneLine(page, said, /assets\/app-.* did not come/);
  await expect(page.getByText(pageSays)).toBeVisible();
});

test('an app that failed to load can be retried', async ({ page, hosts }) => {
  await page.route('**/assets/app-*', (route) => route.abort());
  const said = await hosts.open('no-children');
  await expect(page.getByText(weSay)).toBeVisible();
  await oneLine(page, said, /did not come/);
  await page.unroute('**/assets/app-*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectWidgetWorks(widgetsIn(page));
});

for (const [what, spoil] of [
  ['lacks constructable style sheets', () => Object.defineProperty(window, 'CSSStyleSheet', { value: () => {} })],
  ['lacks module preloading', () => Object.defineProperty(DOMTokenList.prototype, 'supports', { value: () => false })],
] as const) {
  test(`a browser that ${what} is too old and shows whom to call`, async ({ page, hosts }) => {
    await page.addInitScript(spoil);
    const said = await hosts.open('no-children');
    await expect(page.getByText(weSay)).toBeVisible();
    await oneLine(page, said, /commercial-shopper/);
  });
}

test('an unavailable server shows whom to call, and can be retried', async ({ page, hosts }) => {
  await page.route('**/v1/sessions', (route) => route.abort());
  const said = await hosts.open('no-children');
  await expect(page.getByText(weSay)).toBeVisible();
  await oneLine(page, said, /did not answer/);
  await page.unroute('**/v1/sessions');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectWidgetWorks(widgetsIn(page));
});

test("an unavailable server leaves the page's own content in place", async ({ page, hosts }) => {
  await page.route('**/v1/sessions', (route) => route.abort());
  const said = await hosts.open('children');
  await oneLine(page, said, /did not answer/);
  await expect(page.getByText(pageSays)).toBeVisible();
});

test("reports an unknown site key to the site's owner", async ({ page, hosts }) => {
  const said = await hosts.open('unknown-site');
  await expect(page.getByText(weSay)).toBeVisible();
  await oneLine(page, said, /does not know the site key "pk_test_nobody"/);
});

test("reports an origin that is not on the site's list to the site's owner", async ({ page, hosts }) => {
  const said = await hosts.open('no-site-key');
  await expect(page.frameLocator('iframe').getByText('This shop is not set up for this page.')).toBeVisible();
  await oneLine(page, said, /may not be used on null/);
});

test('a step that failed to load can be retried', async ({ page, hosts }) => {
  await page.route('**/assets/steps-*', (route) => route.abort());
  await hosts.open('no-children');
  const shop = widgetsIn(page);
  await requestDefaultRates(shop);
  await expect(shop.getByText('This part did not load.')).toBeVisible();
  expect((await pageProblems(page)).unhandledRejections).toEqual([]);
  await page.unroute('**/assets/steps-*');
  await shop.getByRole('button', { name: 'Try again' }).click();
  await expect(shop.getByRole('button', { name: /^Choose/ }).first()).toBeVisible();
});

test('when the explanation of a rejection fails to load, the same button retries', async ({
  page,
  hosts,
  upstream,
}) => {
  await signInWindows(page);
  await upstream.set({ rate: 'changed' });
  await page.route('**/assets/handle-rejection-*', (route) => route.abort());
  await hosts.open('no-children');
  await goToSigning(page, dallasBakery);
  const shop = widgetsIn(page);
  await expect(shop.getByRole('alert')).toContainText('This part did not load. Check your connection.');
  await expect(shop.getByRole('checkbox')).toBeChecked();
  await expect.poll(() => page.context().pages().length).toBe(1);
  expect((await pageProblems(page)).unhandledRejections).toEqual([]);
  await page.unroute('**/assets/handle-rejection-*');
  await shop.getByRole('button', { name: 'Create contract and sign' }).click();
  await expect(shop.getByRole('alert')).toContainText('The rate moved');
  expect(await upstream.contracts()).toEqual([]);
});

test('when the reason for a missing contract fails to load, it can be retried', async ({ page, hosts, upstream }) => {
  await upstream.set({ rate: 'changed' });
  await page.route('**/assets/submission-errors-*', (route) => route.abort());
  await hosts.open('no-children');
  await goToSigning(page, dallasBakery);
  const shop = widgetsIn(page);
  await expect(shop.getByRole('alert')).toContainText('This part did not load.');
  await page.unroute('**/assets/submission-errors-*');
  await shop.getByRole('button', { name: 'Try again' }).click();
  await expect(shop.getByRole('alert')).toContainText('The rate moved');
  await agree(page);
  await expect(docuSignFrame(page).getByText('Simulated DocuSign')).toBeVisible();
  expect(await upstream.contracts()).toHaveLength(1);
});

test('offer tools that failed to load can be retried, and the selection is kept', async ({ page, hosts }) => {
  await page.route('**/assets/offer-tools-*', (route) => route.abort());
  await hosts.open('no-children');
  const shop = widgetsIn(page);
  await requestDefaultRates(shop);
  const first = shop.getByRole('checkbox', { name: /^Compare/ }).first();
  await first.check();
  await expect(shop.getByText('This part did not load.')).toBeVisible();
  expect((await pageProblems(page)).unhandledRejections).toEqual([]);
  await page.unroute('**/assets/offer-tools-*');
  await shop.getByRole('button', { name: 'Try again' }).click();
  await expect(shop.getByText('1 picked.')).toBeVisible();
  await expect(first).toBeChecked();
  await expect(shop.getByText('This part did not load.')).toBeHidden();
});

for (const file of ['field-messages', 'quote-form-errors']) {
  test(`a field with an error is marked without ${file}, and shows the message when it has loaded`, async ({
    page,
    hosts,
  }) => {
    await page.route(`**/assets/${file}-*`, (route) => route.abort());
    const said = await hosts.open('no-children');
    const shop = widgetsIn(page);
    const usage = shop.getByLabel('Used in a year');
    const show = shop.getByRole('button', { name: 'Show rates' });
    await usage.fill('a lot');
    await show.click();
    await expect.poll(() => said.some((text) => text.includes(`${file}-`) && text.includes('did not come'))).toBe(true);
    await expect(usage).toHaveAttribute('aria-invalid', 'true');
    await expect(usage).toHaveAccessibleDescription('Check this.');
    expect((await pageProblems(page)).unhandledRejections).toEqual([]);
    await page.unroute(`**/assets/${file}-*`);
    await show.click();
    await expect(usage).toHaveAccessibleDescription(/That is no number\. Type a number up to/);
    await expect(usage).toHaveValue('a lot');
  });
}

for (const [file, words] of [
  ['app', 'The shop did not load.'],
  ['after-paint', 'Something went wrong on our side.'],
] as const) {
  test(`a tampered ${file} file is reported and never runs`, async ({ page, hosts }) => {
    await page.route(`**/assets/${file}-*`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: `window.changed = true;\n${await answer.text()}` });
    });
    const said = await hosts.open('no-children');
    await expect(page.getByText(words)).toBeVisible();
    await expect.poll(() => said.some((text) => /^commercial-shopper: .* was changed: refused/.test(text))).toBe(true);
    expect(await page.evaluate(() => Reflect.get(window, 'changed'))).toBeUndefined();
    expect((await pageProblems(page)).unhandledRejections).toEqual([]);
  });
}

for (const [file, ask] of [
  ['steps', requestDefaultRates],
  // Its hash is only in the complete list, which is loaded on demand.
  ['usage-estimator', askForHelp],
  ['seals', askForHelp],
] as const) {
  test(`a tampered ${file} file is rejected when it is needed`, async ({ page, hosts }) => {
    await page.route(`**/assets/${file}-*`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: `window.changed = true;\n${await answer.text()}` });
    });
    const said = await hosts.open('no-children');
    const shop = widgetsIn(page);
    await ask(shop);
    await expect(shop.getByText('This part did not load.')).toBeVisible();
    expect(said.some((text) => text.includes('was changed: refused'))).toBe(true);
    expect(await page.evaluate(() => Reflect.get(window, 'changed'))).toBeUndefined();
  });
}

function askForHelp(shop: Locator): Promise<void> {
  return shop.getByRole('button', { name: 'I don’t know my usage' }).click();
}
