import type { Page } from '@playwright/test';
import { agree, chooseFirstOffer, dallasBakery, fillDetails, goToSigning, personalData, signAt } from '../fixtures.ts';
import { expect, expectWidgetWorks, test, widgetsIn } from './fixtures.ts';
import { frameHandle, widgetFrame, widgetInFrame } from './iframe-helpers.ts';

const accepted = 'The supplier accepted your contract.';
const expectHeading = (page: Page, heading: string) =>
  expect(widgetInFrame(page).getByRole('heading', { name: heading })).toBeVisible();

test('a bakery can buy in an iframe and sign in a separate window, and the page receives the events', async ({
  page,
  hosts,
  upstream,
}) => {
  await hosts.open('iframe');
  const opened = page.context().waitForEvent('page');
  await goToSigning(widgetFrame(page), dallasBakery);
  const ceremony = await opened;
  await signAt(ceremony);
  await expect.poll(() => ceremony.isClosed()).toBe(true);
  await expectHeading(page, accepted);
  expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
  const dataLayer: readonly object[] = await page.evaluate(() => Reflect.get(window, 'dataLayer'));
  expect(dataLayer).toContainEqual(expect.objectContaining({ event: 'shopper:signed' }));
  expect(dataLayer).toContainEqual(expect.objectContaining({ event: 'shopper:status', status: 'accepted' }));
  const consoleMessages = JSON.stringify(dataLayer);
  for (const secret of Object.values(personalData)) expect(consoleMessages).not.toContain(secret);
  expect(page.url()).toBe(`${hosts.origin}/iframe`);
});

test('the customer can read the contract in the iframe before signing', async ({ page, hosts }) => {
  const consoleMessages = await hosts.open('iframe');
  const opened = page.context().waitForEvent('page');
  await goToSigning(widgetFrame(page), dallasBakery);
  await (await opened).close();
  await widgetInFrame(page).getByRole('button', { name: 'View contract' }).click();
  const viewer = widgetFrame(page).locator('iframe[src*="/documents/"]');
  await expect(viewer).toBeVisible();
  const documentFrame = await (await viewer.elementHandle())?.contentFrame();
  await expect.poll(() => documentFrame?.url()).toMatch(/\/documents\//);
  expect(consoleMessages).toEqual([]);
});

test('after the browser blocks the signing window, another click opens the window, and the iframe does not navigate', async ({
  page,
  hosts,
  upstream,
}) => {
  await page.addInitScript(() => {
    const open = window.open.bind(window);
    if (window !== window.top) window.open = (...how) => (Reflect.get(window, 'allowed') ? open(...how) : null);
  });
  await hosts.open('iframe');
  await goToSigning(widgetFrame(page), dallasBakery);
  const again = widgetInFrame(page).getByRole('button', { name: 'Sign in a new window' });
  await expect(again).toBeVisible();
  const frame = await frameHandle(page);
  await frame.evaluate(() => Reflect.set(window, 'allowed', true));
  const opened = page.context().waitForEvent('page');
  await again.click();
  await signAt(await opened);
  await expectHeading(page, accepted);
  expect(frame.url()).toMatch(/\/shop\/pk_test_demo/);
  expect(await upstream.contracts()).toHaveLength(1);
});

test('if the iframe can access storage, the contract is restored after a reload during signing', async ({
  page,
  hosts,
  upstream,
}) => {
  // This host page is same-site with our origin, so the iframe can access storage. A browser may deny storage to a
  // cross-site iframe.
  await page.goto(`${hosts.origin.replace('127.0.0.1', 'localhost')}/iframe`);
  const opened = page.context().waitForEvent('page');
  await goToSigning(widgetFrame(page), dallasBakery);
  const ceremony = await opened;
  await expect(ceremony.getByText('Simulated DocuSign')).toBeVisible();
  await page.reload();
  await expect(
    widgetInFrame(page).getByRole('button', { name: /Sign in a new window|Review and sign|Reopen contract/ }),
  ).toBeVisible();
  await signAt(ceremony);
  await expectHeading(page, accepted);
  expect(await upstream.contracts()).toHaveLength(1);
});

test('a resume link leads to the hosted page and opens the contract there', async ({ page, hosts, baseURL }) => {
  await hosts.open('iframe');
  const opened = page.context().waitForEvent('page');
  await goToSigning(widgetFrame(page), dallasBakery);
  await (await opened).close();
  await widgetInFrame(page)
    .getByRole('button', { name: /Get a private link/ })
    .click();
  const field = widgetInFrame(page).getByRole('textbox', { name: /link/i }).first();
  await expect(field).toHaveValue(/#shopper-resume=/);
  const address = await field.inputValue();
  expect(address).toMatch(`${baseURL}/shop/lonestar-energy#shopper-resume=`);
  const otherPage = await page.context().browser()?.newPage();
  await otherPage?.goto(address);
  await otherPage?.getByRole('button', { name: 'Open the contract' }).click();
  await expect(
    otherPage
      ?.locator('commercial-shopper')
      .getByRole('button', { name: /Sign in a new window|Review and sign|Reopen contract/ }) ?? page.locator('nothing'),
  ).toBeVisible();
  expect(otherPage?.url()).toBe(`${baseURL}/shop/lonestar-energy`);
  await otherPage?.close();
});

test('the widget works in an iframe that cannot access storage', async ({ page, hosts, upstream }) => {
  await page.addInitScript(() => {
    if (window === window.top) return;
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  });
  await hosts.open('iframe');
  const opened = page.context().waitForEvent('page');
  await goToSigning(widgetFrame(page), dallasBakery);
  await signAt(await opened);
  await expectHeading(page, accepted);
  expect(await upstream.contracts()).toHaveLength(1);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('signing from an iframe opens a new tab, because the current tab belongs to the host page', async ({
    page,
    hosts,
    upstream,
  }) => {
    await hosts.open('iframe');
    await expectWidgetWorks(widgetInFrame(page));
    await chooseFirstOffer(widgetFrame(page));
    await fillDetails(widgetFrame(page), dallasBakery);
    const opened = page.context().waitForEvent('page');
    await agree(widgetFrame(page));
    await signAt(await opened);
    await expectHeading(page, accepted);
    expect(page.url()).toBe(`${hosts.origin}/iframe`);
    expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
    expect(await widgetsIn(page).evaluate((element) => element.clientWidth)).toBeLessThanOrEqual(390);
  });
});
