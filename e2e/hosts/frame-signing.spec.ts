import type { Page } from '@playwright/test';
import { agree, chooseFirstOffer, dallasBakery, fillIn, personal, reachSigning, signOn } from '../shop.ts';
import { framedIn, frameOf, shopIn } from './framed.ts';
import { expect, shopsIn, test, useShop } from './hosts.ts';

const accepted = 'The supplier accepted your contract.';
const says = (page: Page, heading: string) =>
  expect(shopIn(page).getByRole('heading', { name: heading })).toBeVisible();

test('a bakery buys in a frame: signing opens in a window, and the page hears of it', async ({
  page,
  hosts,
  upstream,
}) => {
  await hosts.open('frame');
  const opened = page.context().waitForEvent('page');
  await reachSigning(framedIn(page), dallasBakery);
  const ceremony = await opened;
  await signOn(ceremony);
  await expect.poll(() => ceremony.isClosed()).toBe(true);
  await says(page, accepted);
  expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
  const heard: readonly object[] = await page.evaluate(() => Reflect.get(window, 'dataLayer'));
  expect(heard).toContainEqual(expect.objectContaining({ event: 'shopper:signed' }));
  expect(heard).toContainEqual(expect.objectContaining({ event: 'shopper:status', status: 'accepted' }));
  const said = JSON.stringify(heard);
  for (const secret of Object.values(personal)) expect(said).not.toContain(secret);
  expect(page.url()).toBe(`${hosts.origin}/frame`);
});

test('the contract can be read in the frame before it is signed', async ({ page, hosts }) => {
  const said = await hosts.open('frame');
  const opened = page.context().waitForEvent('page');
  await reachSigning(framedIn(page), dallasBakery);
  await (await opened).close();
  await shopIn(page).getByRole('button', { name: 'Read the contract' }).click();
  const viewer = framedIn(page).locator('iframe[src*="/documents/"]');
  await expect(viewer).toBeVisible();
  const shown = await (await viewer.elementHandle())?.contentFrame();
  await expect.poll(() => shown?.url()).toMatch(/\/documents\//);
  expect(said).toEqual([]);
});

test('a window that was blocked is offered again, and the frame goes nowhere', async ({ page, hosts, upstream }) => {
  await page.addInitScript(() => {
    const open = window.open.bind(window);
    if (window !== window.top) window.open = (...how) => (Reflect.get(window, 'allowed') ? open(...how) : null);
  });
  await hosts.open('frame');
  await reachSigning(framedIn(page), dallasBakery);
  const again = shopIn(page).getByRole('button', { name: 'Open signing in a window' });
  await expect(again).toBeVisible();
  const frame = await frameOf(page);
  await frame.evaluate(() => Reflect.set(window, 'allowed', true));
  const opened = page.context().waitForEvent('page');
  await again.click();
  await signOn(await opened);
  await says(page, accepted);
  expect(frame.url()).toMatch(/\/shop\/pk_test_demo/);
  expect(await upstream.contracts()).toHaveLength(1);
});

test('where a frame may keep something, a reload in the middle of signing finds the contract again', async ({
  page,
  hosts,
  upstream,
}) => {
  // Of one site with ours, as far as storage goes: to a frame of another site a browser may refuse it.
  await page.goto(`${hosts.origin.replace('127.0.0.1', 'localhost')}/frame`);
  const opened = page.context().waitForEvent('page');
  await reachSigning(framedIn(page), dallasBakery);
  const ceremony = await opened;
  await expect(ceremony.getByText('Stand-in for DocuSign')).toBeVisible();
  await page.reload();
  await expect(shopIn(page).getByRole('button', { name: /Open signing/ })).toBeVisible();
  await signOn(ceremony);
  await says(page, accepted);
  expect(await upstream.contracts()).toHaveLength(1);
});

test('a link to come back leads to our own page, and opens the contract there', async ({ page, hosts, baseURL }) => {
  await hosts.open('frame');
  const opened = page.context().waitForEvent('page');
  await reachSigning(framedIn(page), dallasBakery);
  await (await opened).close();
  await shopIn(page)
    .getByRole('button', { name: /Make a link/ })
    .click();
  const field = shopIn(page).getByRole('textbox', { name: /link/i }).first();
  await expect(field).toHaveValue(/#shopper-resume=/);
  const address = await field.inputValue();
  expect(address).toMatch(`${baseURL}/shop/lonestar-energy#shopper-resume=`);
  const elsewhere = await page.context().browser()?.newPage();
  await elsewhere?.goto(address);
  await expect(
    elsewhere?.locator('commercial-shopper').getByRole('button', { name: /Open signing/ }) ?? page.locator('nothing'),
  ).toBeVisible();
  expect(elsewhere?.url()).toBe(`${baseURL}/shop/lonestar-energy`);
  await elsewhere?.close();
});

test('where a browser lets a frame keep nothing, the shop works all the same', async ({ page, hosts, upstream }) => {
  await page.addInitScript(() => {
    if (window === window.top) return;
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('blocked', 'SecurityError');
      },
    });
  });
  await hosts.open('frame');
  const opened = page.context().waitForEvent('page');
  await reachSigning(framedIn(page), dallasBakery);
  await signOn(await opened);
  await says(page, accepted);
  expect(await upstream.contracts()).toHaveLength(1);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('signing from a frame has a tab of its own: the page’s is somebody else’s', async ({
    page,
    hosts,
    upstream,
  }) => {
    await hosts.open('frame');
    await useShop(shopIn(page));
    await chooseFirstOffer(framedIn(page));
    await fillIn(framedIn(page), dallasBakery);
    const opened = page.context().waitForEvent('page');
    await agree(framedIn(page));
    await signOn(await opened);
    await says(page, accepted);
    expect(page.url()).toBe(`${hosts.origin}/frame`);
    expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
    expect(await shopsIn(page).evaluate((element) => element.clientWidth)).toBeLessThanOrEqual(390);
  });
});
