import type { Locator, Page } from '@playwright/test';
import { dallasBakery, goToSigning, signInWindows } from '../fixtures.ts';
import {
  expect,
  expectWidgetWorks,
  pageProblems,
  requestDefaultRates,
  testWithConsoleErrors as test,
  widgetsIn,
} from './fixtures.ts';

async function expectOneConsoleLine(page: Page, consoleMessages: readonly string[], text: RegExp) {
  await expect.poll(() => consoleMessages.filter((text) => text.startsWith('commercial-shopper')).length).toBe(1);
  expect(consoleMessages.find((text) => text.startsWith('commercial-shopper'))).toMatch(text);
  expect((await pageProblems(page)).unhandledRejections).toEqual([]);
}
const ownContent = 'Call us: (214) 555-0142';
const phoneNotice = /call (us at )?\(214\) 555-0142/i;

test("a blocked script leaves the page's own content in place", async ({ page, hosts }) => {
  await page.route('**/shopper.js', (route) => route.abort());
  await hosts.open('children');
  await expect(page.getByText(ownContent)).toBeVisible();
});

test("a widget that fails to load leaves the page's own content in place", async ({ page, hosts }) => {
  await page.route('**/assets/app-*', (route) => route.abort());
  const consoleMessages = await hosts.open('children');
  await expectOneConsoleLine(page, consoleMessages, /assets\/app-.* failed to load/);
  await expect(page.getByText(ownContent)).toBeVisible();
});

test('the customer can retry after the widget fails to load', async ({ page, hosts }) => {
  await page.route('**/assets/app-*', (route) => route.abort());
  const consoleMessages = await hosts.open('no-children');
  await expect(page.getByText(phoneNotice)).toBeVisible();
  await expectOneConsoleLine(page, consoleMessages, /failed to load/);
  await page.unroute('**/assets/app-*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectWidgetWorks(widgetsIn(page));
});

for (const [description, removeFeature] of [
  ['lacks constructable stylesheets', () => Object.defineProperty(window, 'CSSStyleSheet', { value: () => {} })],
  ['lacks module preloading', () => Object.defineProperty(DOMTokenList.prototype, 'supports', { value: () => false })],
] as const) {
  test(`in an outdated browser that ${description}, the widget shows a phone number`, async ({ page, hosts }) => {
    await page.addInitScript(removeFeature);
    const consoleMessages = await hosts.open('no-children');
    await expect(page.getByText(phoneNotice)).toBeVisible();
    await expectOneConsoleLine(page, consoleMessages, /commercial-shopper/);
  });
}

test('the widget shows a phone number and a retry button while the server is unavailable', async ({ page, hosts }) => {
  await page.route('**/v1/sessions', (route) => route.abort());
  const consoleMessages = await hosts.open('no-children');
  await expect(page.getByText(phoneNotice)).toBeVisible();
  await expectOneConsoleLine(page, consoleMessages, /no valid response from/);
  await page.unroute('**/v1/sessions');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expectWidgetWorks(widgetsIn(page));
});

test("an unavailable server leaves the page's own content in place", async ({ page, hosts }) => {
  await page.route('**/v1/sessions', (route) => route.abort());
  const consoleMessages = await hosts.open('children');
  await expectOneConsoleLine(page, consoleMessages, /no valid response from/);
  await expect(page.getByText(ownContent)).toBeVisible();
});

test('with an unknown site key, the widget shows a phone number and logs the cause to the console', async ({
  page,
  hosts,
}) => {
  const consoleMessages = await hosts.open('unknown-site');
  await expect(page.getByText(phoneNotice)).toBeVisible();
  await expectOneConsoleLine(page, consoleMessages, /has no site with the key "pk_test_nobody"/);
});

test('on an origin that the site does not list, the widget shows an error and logs the cause to the console', async ({
  page,
  hosts,
}) => {
  const consoleMessages = await hosts.open('no-site-key');
  await expect(
    page.frameLocator('iframe').getByText('This page isn’t authorized to show rates. Contact the site owner.'),
  ).toBeVisible();
  await expectOneConsoleLine(page, consoleMessages, /is not allowed on null/);
});

test('the customer can retry after the script of a step fails to load', async ({ page, hosts }) => {
  await page.route('**/assets/checkout-*', (route) => route.abort());
  await hosts.open('no-children');
  const widget = widgetsIn(page);
  await requestDefaultRates(widget);
  await expect(widget.getByText('This section didn’t load.')).toBeVisible();
  expect((await pageProblems(page)).unhandledRejections).toEqual([]);
  await page.unroute('**/assets/checkout-*');
  await widget.getByRole('button', { name: 'Try again' }).click();
  await expect(widget.getByRole('button', { name: /^Select/ }).first()).toBeVisible();
});

test('if the script for rejection messages fails to load, clicking "Continue to e-sign" again retries', async ({
  page,
  hosts,
  upstream,
}) => {
  await signInWindows(page);
  await upstream.set({ rate: 'changed' });
  await page.route('**/assets/rejection-*', (route) => route.abort());
  await hosts.open('no-children');
  await goToSigning(page, dallasBakery);
  const widget = widgetsIn(page);
  await expect(widget.getByRole('alert')).toContainText(
    'This section didn’t load. Check your connection and try again.',
  );
  await expect(widget.getByRole('checkbox')).toBeChecked();
  await expect.poll(() => page.context().pages().length).toBe(1);
  expect((await pageProblems(page)).unhandledRejections).toEqual([]);
  await page.unroute('**/assets/rejection-*');
  await widget.getByRole('button', { name: 'Continue to e-sign' }).click();
  await expect(widget.getByRole('alert')).toContainText('The supplier changed this rate');
  expect(await upstream.contracts()).toEqual([]);
});

test('the customer can retry after the offer tools fail to load, and the compared offers stay selected', async ({
  page,
  hosts,
}) => {
  await page.route('**/assets/offer-tools-*', (route) => route.abort());
  await hosts.open('no-children');
  const widget = widgetsIn(page);
  await requestDefaultRates(widget);
  const first = widget.getByRole('checkbox', { name: /^Compare/ }).first();
  await first.check();
  await expect(widget.getByText('This section didn’t load.')).toBeVisible();
  expect((await pageProblems(page)).unhandledRejections).toEqual([]);
  await page.unroute('**/assets/offer-tools-*');
  await widget.getByRole('button', { name: 'Try again' }).click();
  await expect(widget.getByText('1 selected.')).toBeVisible();
  await expect(first).toBeChecked();
  await expect(widget.getByText('This section didn’t load.')).toBeHidden();
});

for (const [file, text] of [
  ['app', 'Rates couldn’t load.'],
  ['deferred', 'Something went wrong on our end. Try again.'],
  ['integrity', 'Something went wrong on our end. Try again.'],
] as const) {
  test(`a tampered ${file} file never runs, and the console reports the failed integrity check`, async ({
    page,
    hosts,
  }) => {
    await page.route(`**/assets/${file}-*`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `window.changed = true;\n${await response.text()}` });
    });
    const consoleMessages = await hosts.open('no-children');
    await expect(page.getByText(text)).toBeVisible();
    await expect
      .poll(() => consoleMessages.some((text) => /^commercial-shopper: .* failed its integrity check/.test(text)))
      .toBe(true);
    expect(await page.evaluate(() => Reflect.get(window, 'changed'))).toBeUndefined();
    expect((await pageProblems(page)).unhandledRejections).toEqual([]);
  });
}

for (const [file, evaluate] of [
  ['checkout', requestDefaultRates],
  ['usage-panels', openUsageEstimator],
] as const) {
  test(`a tampered ${file} file is rejected when it is loaded on demand`, async ({ page, hosts }) => {
    await page.route(`**/assets/${file}-*`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `window.changed = true;\n${await response.text()}` });
    });
    const consoleMessages = await hosts.open('no-children');
    const widget = widgetsIn(page);
    await evaluate(widget);
    await expect(widget.getByText('This section didn’t load.')).toBeVisible();
    expect(consoleMessages.some((text) => text.includes('failed its integrity check'))).toBe(true);
    expect(await page.evaluate(() => Reflect.get(window, 'changed'))).toBeUndefined();
  });
}

function openUsageEstimator(widget: Locator): Promise<void> {
  return widget.getByRole('button', { name: 'I don’t know my usage' }).click();
}
