import type { Page } from '@playwright/test';
import { shopIn } from './framed.ts';
import { askForRates, expect, seenOn, shopsIn, failing as test, useShop } from './hosts.ts';

const pageSays = 'Call us: (214) 555-0142';

/** One line of ours for whoever owns the page, and nothing that nobody caught. */
const oneLine = async (page: Page, said: readonly string[], words: RegExp) => {
  await expect.poll(() => said.filter((text) => text.startsWith('commercial-shopper')).length).toBe(1);
  expect(said.find((text) => text.startsWith('commercial-shopper'))).toMatch(words);
  expect((await seenOn(page)).unhandled).toEqual([]);
};
const errors = (page: Page) => page.evaluate(() => Reflect.get(window, 'errors'));
const listen = (page: Page) =>
  page.addInitScript(() => {
    const heard: unknown[] = [];
    Reflect.set(window, 'errors', heard);
    addEventListener('shopper:error', (event) => event instanceof CustomEvent && heard.push(event.detail.code));
  });

test('a policy that lets no frame in leaves what the page says itself', async ({ page, hosts }) => {
  await listen(page);
  const said = await hosts.open('frame-csp-blocked');
  await oneLine(page, said, /did not come up.*frame-src allow it/);
  await expect(page.getByText(pageSays)).toBeVisible();
  await expect(shopsIn(page).locator('iframe')).toHaveCount(0);
  expect(await errors(page)).toEqual(['frame_not_loaded']);
});

test('a server that is down leaves what the page says itself', async ({ page, hosts }) => {
  await page.route('**/shop/**', (route) => route.abort());
  const said = await hosts.open('frame-children');
  await oneLine(page, said, /is it up/);
  await expect(page.getByText(pageSays)).toBeVisible();
});

test('a key that nobody knows is named to the page’s owner, and the customer told whom to call', async ({
  page,
  hosts,
}) => {
  const said = await hosts.open('frame-unknown-site');
  await expect(page.getByText(/Call us at \(214\) 555-0142/)).toBeVisible();
  await oneLine(page, said, /has the site key "pk_test_nobody" a hosted page/);
});

test('an origin that is not listed gets no frame, and its owner is told', async ({ page, hosts }) => {
  const said = await hosts.open('frame-nobody');
  await expect(page.frameLocator('iframe').getByText('We could not reach our server.')).toBeVisible();
  await oneLine(page, said, /that lists null/);
});

test('a page that is isolated from other origins gets no frame, and its owner is told', async ({ page, hosts }) => {
  const said = await hosts.open('frame-isolated');
  await expect(page.getByText('We could not reach our server.')).toBeVisible();
  await oneLine(page, said, /did not come up/);
});

test('a frame that comes up after all when it is tried again is used', async ({ page, hosts }) => {
  await page.route('**/shop/**', (route) => route.abort());
  await hosts.open('frame');
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible();
  await page.unroute('**/shop/**');
  await again.click();
  await useShop(shopIn(page));
});

test('a dialog whose frame does not come up says whom to call, and tries again', async ({ page, hosts }) => {
  await page.route('**/shop/**', (route) => route.abort());
  await hosts.open('frame-dialog');
  await page.getByRole('button', { name: 'See what you would pay' }).click();
  const dialog = shopsIn(page).getByRole('dialog');
  await expect(dialog.getByText('We could not reach our server.')).toBeVisible();
  await page.unroute('**/shop/**');
  await dialog.getByRole('button', { name: 'Try again' }).click();
  await useShop(shopIn(page));
  await expect(dialog.getByText('We could not reach our server.')).toHaveCount(0);
});

for (const [what, body] of [
  ['says nothing', '<!doctype html><title>Nothing</title>'],
  [
    'only says that it is there',
    '<!doctype html><title>Here</title><script>parent.postMessage({ type: "shopper:frame", is: "here" }, "*")</script>',
  ],
  [
    'takes the channel and does nothing with it',
    '<!doctype html><title>Here</title><script>parent.postMessage({ type: "shopper:frame", is: "listening" }, "*")</script>',
  ],
] as const) {
  test(`a frame that ${what} is given up in time`, async ({ page, hosts }) => {
    await page.clock.install();
    await page.route('**/shop/**', (route) => route.fulfill({ contentType: 'text/html', body }));
    const said = await hosts.open('frame-children');
    await expect(shopsIn(page).locator('iframe')).toBeAttached();
    await page.clock.fastForward(20_000);
    await page.clock.fastForward(11_000);
    await oneLine(page, said, /did not come up/);
    await expect(page.getByText(pageSays)).toBeVisible();
  });
}

test('a shop that cannot open its session leaves what the page says itself', async ({ page, hosts }) => {
  await listen(page);
  await page.route('**/v1/sessions', (route) => route.abort());
  const said = await hosts.open('frame-children');
  await oneLine(page, said, /did not answer/);
  await expect(page.getByText(pageSays)).toBeVisible();
  expect(await errors(page)).toEqual(['unreachable']);
});

test('where the page says nothing itself, the shop in the frame does, and can be tried again', async ({
  page,
  hosts,
}) => {
  await page.route('**/v1/sessions', (route) => route.abort());
  await hosts.open('frame');
  await expect(shopIn(page).getByText('We could not reach our server. Call us at (214) 555-0142.')).toBeVisible();
  await page.unroute('**/v1/sessions');
  await shopIn(page).getByRole('button', { name: 'Try again' }).click();
  await useShop(shopIn(page));
});

test('an app that does not come in the frame is told of like one that does not come in the page', async ({
  page,
  hosts,
}) => {
  await page.route('**/assets/mount-frame-*', (route) => route.abort());
  const said = await hosts.open('frame-children');
  await expect.poll(() => said.some((text) => /mount-frame.* did not come/.test(text))).toBe(true);
  await expect(page.getByText(pageSays)).toBeVisible();
  expect((await seenOn(page)).unhandled).toEqual([]);
});

for (const [file, which] of [
  ['mount-frame', 'of the frame’s own side'],
  ['signing', 'that one of its imports imports'],
] as const) {
  test(`a changed file ${which} is refused, and nothing of it runs`, async ({ page, hosts }) => {
    await page.route(`**/assets/${file}-*`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: `window.changed = true;\n${await answer.text()}` });
    });
    const said = await hosts.open('frame-children');
    await expect.poll(() => said.some((text) => text.includes('was changed: refused'))).toBe(true);
    expect(await page.evaluate(() => Reflect.get(window, 'changed'))).toBeUndefined();
    await expect(page.getByText(pageSays)).toBeVisible();
  });
}

test('a frame that is taken away while it loads something says nothing of that', async ({ page, hosts }) => {
  const held: string[] = [];
  // Held back for good: taking the frame away is what ends it.
  await page.route('**/assets/steps-*', (route) => void held.push(route.request().url()));
  const said = await hosts.open('frame');
  await askForRates(shopIn(page));
  await expect.poll(() => held.length).toBeGreaterThan(0);
  await shopsIn(page).evaluate((shop) => shop.remove());
  await expect.poll(() => page.frames().length).toBe(1);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(said).toEqual([]);
});
