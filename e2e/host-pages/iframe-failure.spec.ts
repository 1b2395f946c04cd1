import type { Page } from '@playwright/test';
import {
  expect,
  expectWidgetWorks,
  pageProblems,
  requestDefaultRates,
  testWithConsoleErrors as test,
  widgetsIn,
} from './fixtures.ts';
import { widgetInFrame } from './iframe-helpers.ts';

const ownContent = 'Call us: (214) 555-0142';

async function expectOneConsoleLine(page: Page, consoleMessages: readonly string[], text: RegExp) {
  await expect.poll(() => consoleMessages.filter((text) => text.startsWith('commercial-shopper')).length).toBe(1);
  expect(consoleMessages.find((text) => text.startsWith('commercial-shopper'))).toMatch(text);
  expect((await pageProblems(page)).unhandledRejections).toEqual([]);
}
const errors = (page: Page) => page.evaluate(() => Reflect.get(window, 'errors'));
const listen = (page: Page) =>
  page.addInitScript(() => {
    const codes: unknown[] = [];
    Reflect.set(window, 'errors', codes);
    addEventListener('shopper:error', (event) => event instanceof CustomEvent && codes.push(event.detail.code));
  });

test("a policy that blocks iframes leaves the page's own content in place", async ({ page, hosts }) => {
  await listen(page);
  const consoleMessages = await hosts.open('iframe-csp-blocked');
  await expectOneConsoleLine(page, consoleMessages, /failed to load.*frame-src allows it/);
  await expect(page.getByText(ownContent)).toBeVisible();
  await expect(widgetsIn(page).locator('iframe')).toHaveCount(0);
  expect(await errors(page)).toEqual(['frame_not_loaded']);
});

test("an unavailable server leaves the page's own content in place", async ({ page, hosts }) => {
  await page.route('**/shop/**', (route) => route.abort());
  const consoleMessages = await hosts.open('iframe-children');
  await expectOneConsoleLine(page, consoleMessages, /Check that the server is running/);
  await expect(page.getByText(ownContent)).toBeVisible();
});

test('with an unknown site key, the widget logs the cause to the console and shows a phone number', async ({
  page,
  hosts,
}) => {
  const consoleMessages = await hosts.open('iframe-unknown-site');
  await expect(page.getByText(/Call us at \(214\) 555-0142/)).toBeVisible();
  await expectOneConsoleLine(page, consoleMessages, /hosted page of site key "pk_test_nobody"/);
});

test('on an origin that the site does not list, the widget logs the cause to the console and shows an error', async ({
  page,
  hosts,
}) => {
  const consoleMessages = await hosts.open('iframe-no-site-key');
  await expect(page.frameLocator('iframe').getByText('We couldn’t connect to our server.')).toBeVisible();
  await expectOneConsoleLine(page, consoleMessages, /allows null/);
});

test('the customer can retry after the iframe fails to load', async ({ page, hosts }) => {
  await page.route('**/shop/**', (route) => route.abort());
  await hosts.open('iframe');
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible();
  await page.unroute('**/shop/**');
  await again.click();
  await expectWidgetWorks(widgetInFrame(page));
});

test('a dialog whose iframe fails to load shows an error and a retry button', async ({ page, hosts }) => {
  await page.route('**/shop/**', (route) => route.abort());
  await hosts.open('iframe-dialog');
  await page.getByRole('button', { name: 'See your rates' }).click();
  const dialog = widgetsIn(page).getByRole('dialog');
  await expect(dialog.getByText('We couldn’t connect to our server.')).toBeVisible();
  await page.unroute('**/shop/**');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await expectWidgetWorks(widgetInFrame(page));
  await expect(dialog.getByText('We couldn’t connect to our server.')).toHaveCount(0);
});

for (const [description, body] of [
  ['sends no message', '<!doctype html><title>Nothing</title>'],
  [
    'only sends its hello message',
    '<!doctype html><title>Here</title><script>parent.postMessage({ source: "shopper:iframe", type: "hello" }, "*")</script>',
  ],
  [
    'receives the channel but never uses it',
    '<!doctype html><title>Here</title><script>parent.postMessage({ source: "shopper:iframe", type: "ready" }, "*")</script>',
  ],
] as const) {
  test(`if an iframe ${description}, the page's own content stays in place after a timeout`, async ({
    page,
    hosts,
  }) => {
    await page.clock.install();
    await page.route('**/shop/**', (route) => route.fulfill({ contentType: 'text/html', body }));
    const consoleMessages = await hosts.open('iframe-children');
    await expect(widgetsIn(page).locator('iframe')).toBeAttached();
    await page.clock.fastForward(20_000);
    await page.clock.fastForward(11_000);
    await expectOneConsoleLine(page, consoleMessages, /iframe of .* failed to load/);
    await expect(page.getByText(ownContent)).toBeVisible();
  });
}

test("when the session cannot be created, the page's own content stays in place", async ({ page, hosts }) => {
  await listen(page);
  await page.route('**/v1/sessions', (route) => route.abort());
  const consoleMessages = await hosts.open('iframe-children');
  await expectOneConsoleLine(page, consoleMessages, /no valid response from/);
  await expect(page.getByText(ownContent)).toBeVisible();
  expect(await errors(page)).toEqual(['unreachable']);
});

test('when the session cannot be created on a page without fallback content, the iframe shows an error and a retry button', async ({
  page,
  hosts,
}) => {
  await page.route('**/v1/sessions', (route) => route.abort());
  await hosts.open('iframe');
  await expect(
    widgetInFrame(page).getByText('We couldn’t connect to our server. Call us at (214) 555-0142.'),
  ).toBeVisible();
  await page.unroute('**/v1/sessions');
  await widgetInFrame(page).getByRole('button', { name: 'Try again' }).click();
  await expectWidgetWorks(widgetInFrame(page));
});

test('a failure to load the iframe script is logged, and the page’s own content stays in place', async ({
  page,
  hosts,
}) => {
  await page.route('**/assets/iframe-*', (route) => route.abort());
  const consoleMessages = await hosts.open('iframe-children');
  await expect.poll(() => consoleMessages.some((text) => /iframe-.* failed to load/.test(text))).toBe(true);
  await expect(page.getByText(ownContent)).toBeVisible();
  expect((await pageProblems(page)).unhandledRejections).toEqual([]);
});

for (const [file, which] of [
  ['iframe', 'iframe file'],
  ['deferred', 'transitively imported file'],
] as const) {
  test(`a tampered ${which} is rejected and never runs`, async ({ page, hosts }) => {
    await page.route(`**/assets/${file}-*`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `window.changed = true;\n${await response.text()}` });
    });
    const consoleMessages = await hosts.open('iframe-children');
    await expect.poll(() => consoleMessages.some((text) => text.includes('failed its integrity check'))).toBe(true);
    expect(await page.evaluate(() => Reflect.get(window, 'changed'))).toBeUndefined();
    await expect(page.getByText(ownContent)).toBeVisible();
  });
}

test('removing an iframe while it loads a file logs nothing', async ({ page, hosts }) => {
  const pendingUrls: string[] = [];
  // The request gets no response. Removing the iframe aborts the request.
  await page.route('**/assets/checkout-*', (route) => void pendingUrls.push(route.request().url()));
  const consoleMessages = await hosts.open('iframe');
  await requestDefaultRates(widgetInFrame(page));
  await expect.poll(() => pendingUrls.length).toBeGreaterThan(0);
  await widgetsIn(page).evaluate((widget) => widget.remove());
  await expect.poll(() => page.frames().length).toBe(1);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(consoleMessages).toEqual([]);
});
