import { findFirefox, startFirefox, type Tab } from './bidi.ts';
import { expect, framePages, pages, test, watch } from './hosts.ts';

const path = findFirefox();

let tab: Tab;
test.beforeAll(async () => {
  if (!path) throw new Error('Firefox is not installed here');
  tab = await startFirefox(path, String(watch));
});
test.afterAll(() => tab?.close());

const last = "[...document.querySelectorAll('commercial-shopper')].at(-1)?.shadowRoot";

for (const name of pages) {
  test(`in Firefox the shop can be used on the page "${name}", and breaks nothing`, async ({ hosts }) => {
    await tab.open(`${hosts.origin}/${name}`);
    await expect.poll(() => tab.ask(`!!${last}?.querySelector('#postalCode')`)).toBe(true);
    await tab.ask(`${last}.querySelector('#postalCode').select()`);
    await tab.type('75201');
    await expect.poll(() => tab.ask(`${last}.querySelector('#utility').value`)).toBe('ONCOR');
    expect(tab.said).toEqual([]);
    expect(await tab.ask('[window.seen.violations, window.seen.unhandled]')).toEqual([[], []]);
  });
}

test('in Firefox a changed file is refused', async ({ hosts }) => {
  await tab.open(`${hosts.origin}/changed`);
  await expect
    .poll(() => tab.said.some((text) => /^commercial-shopper: .*\/assets\/app-.* was changed: refused/.test(text)))
    .toBe(true);
  expect(await tab.ask('window.changed')).toBeUndefined();
});

const framed = "document.querySelector('commercial-shopper')?.shadowRoot";

for (const name of framePages) {
  test(`in Firefox the shop in its frame can be used on the page "${name}", and breaks nothing`, async ({ hosts }) => {
    await tab.open(`${hosts.origin}/${name}`);
    await expect.poll(() => tab.askFrame(`!!${framed}?.querySelector('#utility')`)).toBe(true);
    // Up, as high as what is in it, and following the page.
    const shops = "[...document.querySelectorAll('commercial-shopper')]";
    await expect
      .poll(() => tab.ask(`${shops}.every((shop) => shop.shadowRoot.querySelector('slot').hidden)`))
      .toBe(true);
    await expect.poll(() => tab.askFrame('document.documentElement.scrollHeight - innerHeight')).toBe(0);
    await tab.ask(`${shops}.forEach((shop) => shop.setAttribute('annual-usage', '98,765 kWh'))`);
    await expect.poll(() => tab.askFrame(`${framed}.querySelector('#usage').value`)).toMatch(/^98,765/);
    await tab.ask(`${shops}.forEach((shop) => shop.focus())`);
    await expect.poll(() => tab.askFrame(`${framed}.activeElement?.type`)).toBe('radio');
    await tab.askFrame(`${framed}.querySelector('#postalCode').select()`);
    await tab.typeInFrame('75201');
    await expect.poll(() => tab.askFrame(`${framed}.querySelector('#utility').value`)).toBe('ONCOR');
    expect(tab.said).toEqual([]);
    expect(await tab.ask('[window.seen.violations, window.seen.unhandled]')).toEqual([[], []]);
    expect(await tab.askFrame('[window.seen.violations, window.seen.unhandled]')).toEqual([[], []]);
  });
}

test('in Firefox a page whose policy lets no frame in keeps what it says itself', async ({ hosts }) => {
  await tab.open(`${hosts.origin}/frame-csp-blocked`);
  await expect.poll(() => tab.said.some((text) => /^commercial-shopper: .* did not come up/.test(text))).toBe(true);
  expect(await tab.ask(`${framed}.querySelector('slot').hidden`)).toBe(false);
});
