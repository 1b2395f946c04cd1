import { findFirefox, startFirefox, type Tab } from './bidi.ts';
import { expect, pages, test, watch } from './hosts.ts';

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
