import type { Locator, Page } from '@playwright/test';
import { agree, dallasBakery, frameOn, reachSigning, signInWindows } from '../shop.ts';
import { askForRates, expect, seenOn, shopsIn, failing as test, useShop } from './hosts.ts';

/** One line of ours for whoever owns the page, and nothing that nobody caught. */
const oneLine = async (page: Page, said: readonly string[], words: RegExp) => {
  await expect.poll(() => said.filter((text) => text.startsWith('commercial-shopper')).length).toBe(1);
  expect(said.find((text) => text.startsWith('commercial-shopper'))).toMatch(words);
  expect((await seenOn(page)).unhandled).toEqual([]);
};
const pageSays = 'Call us: (214) 555-0142';
const weSay = /Call (us at )?\(214\) 555-0142/;

test('a blocked script leaves what the page says itself', async ({ page, hosts }) => {
  await page.route('**/shopper.js', (route) => route.abort());
  await hosts.open('children');
  await expect(page.getByText(pageSays)).toBeVisible();
});

test('an app that does not come leaves what the page says itself', async ({ page, hosts }) => {
  await page.route('**/assets/app-*', (route) => route.abort());
  const said = await hosts.open('children');
  await oneLine(page, said, /assets\/app-.* did not come/);
  await expect(page.getByText(pageSays)).toBeVisible();
});

test('an app that does not come can be tried again', async ({ page, hosts }) => {
  await page.route('**/assets/app-*', (route) => route.abort());
  const said = await hosts.open('no-children');
  await expect(page.getByText(weSay)).toBeVisible();
  await oneLine(page, said, /did not come/);
  await page.unroute('**/assets/app-*');
  await page.getByRole('button', { name: 'Try again' }).click();
  await useShop(shopsIn(page));
});

for (const [what, spoil] of [
  ['lacks constructable style sheets', () => Object.defineProperty(window, 'CSSStyleSheet', { value: () => {} })],
  ['lacks module preloading', () => Object.defineProperty(DOMTokenList.prototype, 'supports', { value: () => false })],
] as const) {
  test(`a browser that ${what} is too old, and says whom to call`, async ({ page, hosts }) => {
    await page.addInitScript(spoil);
    const said = await hosts.open('no-children');
    await expect(page.getByText(weSay)).toBeVisible();
    await oneLine(page, said, /commercial-shopper/);
  });
}

test('a server that is down shows whom to call, and can be tried again', async ({ page, hosts }) => {
  await page.route('**/v1/sessions', (route) => route.abort());
  const said = await hosts.open('no-children');
  await expect(page.getByText(weSay)).toBeVisible();
  await oneLine(page, said, /did not answer/);
  await page.unroute('**/v1/sessions');
  await page.getByRole('button', { name: 'Try again' }).click();
  await useShop(shopsIn(page));
});

test('a server that is down leaves what the page says itself', async ({ page, hosts }) => {
  await page.route('**/v1/sessions', (route) => route.abort());
  const said = await hosts.open('children');
  await oneLine(page, said, /did not answer/);
  await expect(page.getByText(pageSays)).toBeVisible();
});

test('a key that nobody knows is named to the page’s owner', async ({ page, hosts }) => {
  const said = await hosts.open('unknown-site');
  await expect(page.getByText(weSay)).toBeVisible();
  await oneLine(page, said, /does not know the site key "pk_test_nobody"/);
});

test('an origin that is not on the site’s list is named to the page’s owner', async ({ page, hosts }) => {
  const said = await hosts.open('nobody');
  await expect(page.frameLocator('iframe').getByText('This shop is not set up for this page.')).toBeVisible();
  await oneLine(page, said, /may not be used on null/);
});

test('a step that does not come can be tried again', async ({ page, hosts }) => {
  await page.route('**/assets/steps-*', (route) => route.abort());
  await hosts.open('no-children');
  const shop = shopsIn(page);
  await askForRates(shop);
  await expect(shop.getByText('This part did not load.')).toBeVisible();
  expect((await seenOn(page)).unhandled).toEqual([]);
  await page.unroute('**/assets/steps-*');
  await shop.getByRole('button', { name: 'Try again' }).click();
  await expect(shop.getByRole('button', { name: /^Choose/ }).first()).toBeVisible();
});

test('what a refusal means and does not come is asked for again by the same button', async ({
  page,
  hosts,
  upstream,
}) => {
  await signInWindows(page);
  await upstream.set({ rate: 'moved' });
  await page.route('**/assets/explain-refusal-*', (route) => route.abort());
  await hosts.open('no-children');
  await reachSigning(page, dallasBakery);
  const shop = shopsIn(page);
  await expect(shop.getByRole('alert')).toContainText('This part did not load. Check your connection.');
  await expect(shop.getByRole('checkbox')).toBeChecked();
  await expect.poll(() => page.context().pages().length).toBe(1);
  expect((await seenOn(page)).unhandled).toEqual([]);
  await page.unroute('**/assets/explain-refusal-*');
  await shop.getByRole('button', { name: 'Create contract and sign' }).click();
  await expect(shop.getByRole('alert')).toContainText('The rate moved');
  expect(await upstream.contracts()).toEqual([]);
});

test('why there is no contract yet can be asked for again, when its words do not come', async ({
  page,
  hosts,
  upstream,
}) => {
  await upstream.set({ rate: 'moved' });
  await page.route('**/assets/not-made-*', (route) => route.abort());
  await hosts.open('no-children');
  await reachSigning(page, dallasBakery);
  const shop = shopsIn(page);
  await expect(shop.getByRole('alert')).toContainText('This part did not load.');
  await page.unroute('**/assets/not-made-*');
  await shop.getByRole('button', { name: 'Try again' }).click();
  await expect(shop.getByRole('alert')).toContainText('The rate moved');
  await agree(page);
  await expect(frameOn(page).getByText('Stand-in for DocuSign')).toBeVisible();
  expect(await upstream.contracts()).toHaveLength(1);
});

test('what only some ask of the offers can be tried again when it does not come, and what was picked stays', async ({
  page,
  hosts,
}) => {
  await page.route('**/assets/offers-extras-*', (route) => route.abort());
  await hosts.open('no-children');
  const shop = shopsIn(page);
  await askForRates(shop);
  const first = shop.getByRole('checkbox', { name: /^Compare/ }).first();
  await first.check();
  await expect(shop.getByText('This part did not load.')).toBeVisible();
  expect((await seenOn(page)).unhandled).toEqual([]);
  await page.unroute('**/assets/offers-extras-*');
  await shop.getByRole('button', { name: 'Try again' }).click();
  await expect(shop.getByText('1 picked.')).toBeVisible();
  await expect(first).toBeChecked();
  await expect(shop.getByText('This part did not load.')).toBeHidden();
});

for (const file of ['field-words', 'rates-errors']) {
  test(`a field that is wrong is marked without ${file}, and says why when that comes`, async ({ page, hosts }) => {
    await page.route(`**/assets/${file}-*`, (route) => route.abort());
    const said = await hosts.open('no-children');
    const shop = shopsIn(page);
    const usage = shop.getByLabel('Used in a year');
    const show = shop.getByRole('button', { name: 'Show rates' });
    await usage.fill('a lot');
    await show.click();
    await expect.poll(() => said.some((text) => text.includes(`${file}-`) && text.includes('did not come'))).toBe(true);
    await expect(usage).toHaveAttribute('aria-invalid', 'true');
    await expect(usage).toHaveAccessibleDescription('Check this.');
    expect((await seenOn(page)).unhandled).toEqual([]);
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
  test(`a changed ${file} file is refused and said so, and nothing of it runs`, async ({ page, hosts }) => {
    await page.route(`**/assets/${file}-*`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: `window.changed = true;\n${await answer.text()}` });
    });
    const said = await hosts.open('no-children');
    await expect(page.getByText(words)).toBeVisible();
    await expect.poll(() => said.some((text) => /^commercial-shopper: .* was changed: refused/.test(text))).toBe(true);
    expect(await page.evaluate(() => Reflect.get(window, 'changed'))).toBeUndefined();
    expect((await seenOn(page)).unhandled).toEqual([]);
  });
}

for (const [file, ask] of [
  ['steps', askForRates],
  // Its own seal is written down in `seals`, which is read only for what few ask for.
  ['usage-help-view', askForHelp],
  ['seals', askForHelp],
] as const) {
  test(`a changed ${file} file is refused when it is needed`, async ({ page, hosts }) => {
    await page.route(`**/assets/${file}-*`, async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: `window.changed = true;\n${await answer.text()}` });
    });
    const said = await hosts.open('no-children');
    const shop = shopsIn(page);
    await ask(shop);
    await expect(shop.getByText('This part did not load.')).toBeVisible();
    expect(said.some((text) => text.includes('was changed: refused'))).toBe(true);
    expect(await page.evaluate(() => Reflect.get(window, 'changed'))).toBeUndefined();
  });
}

function askForHelp(shop: Locator): Promise<void> {
  return shop.getByRole('button', { name: 'I don’t know my usage' }).click();
}
