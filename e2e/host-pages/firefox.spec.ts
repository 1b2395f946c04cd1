import { findFirefox, startFirefox, type Tab } from './firefox-bidi.ts';
import { expect, hostPages, iframeHostPages, recordPageProblems, test } from './fixtures.ts';

const path = findFirefox();

let tab: Tab;
test.beforeAll(async () => {
  if (!path) throw new Error('Firefox is not installed');
  tab = await startFirefox(path, String(recordPageProblems));
});
test.afterAll(() => tab?.close());

const lastRoot = "[...document.querySelectorAll('commercial-shopper')].at(-1)?.shadowRoot";

for (const name of hostPages) {
  test(`in Firefox the widget works on the page "${name}" without errors`, async ({ hosts }) => {
    await tab.open(`${hosts.origin}/${name}`);
    await expect.poll(() => tab.evaluate(`!!${lastRoot}?.querySelector('#postalCode')`)).toBe(true);
    await tab.evaluate(`${lastRoot}.querySelector('#postalCode').select()`);
    await tab.type('75201');
    await expect.poll(() => tab.evaluate(`${lastRoot}.querySelector('#utility').value`)).toBe('ONCOR');
    expect(tab.consoleMessages).toEqual([]);
    expect(await tab.evaluate('[window.pageProblems.violations, window.pageProblems.unhandledRejections]')).toEqual([
      [],
      [],
    ]);
  });
}

test('in Firefox a tampered file is rejected', async ({ hosts }) => {
  await tab.open(`${hosts.origin}/tampered`);
  await expect
    .poll(() =>
      tab.consoleMessages.some((text) =>
        /^commercial-shopper: .*\/assets\/app-.* failed its integrity check/.test(text),
      ),
    )
    .toBe(true);
  expect(await tab.evaluate('window.changed')).toBeUndefined();
});

const frameRoot = "document.querySelector('commercial-shopper')?.shadowRoot";

for (const name of iframeHostPages) {
  test(`in Firefox the widget in an iframe works on the page "${name}" without errors`, async ({ hosts }) => {
    await tab.open(`${hosts.origin}/${name}`);
    await expect.poll(() => tab.evaluateInFrame(`!!${frameRoot}?.querySelector('#utility')`)).toBe(true);
    // Waits until the iframe has loaded and is as tall as its content.
    const widgets = "[...document.querySelectorAll('commercial-shopper')]";
    await expect
      .poll(() => tab.evaluate(`${widgets}.every((shop) => shop.shadowRoot.querySelector('slot').hidden)`))
      .toBe(true);
    await expect.poll(() => tab.evaluateInFrame('document.documentElement.scrollHeight - innerHeight')).toBe(0);
    await tab.evaluate(`${widgets}.forEach((shop) => shop.setAttribute('annual-usage', '98,765 kWh'))`);
    await expect.poll(() => tab.evaluateInFrame(`${frameRoot}.querySelector('#usage').value`)).toMatch(/^98,765/);
    await tab.evaluate(`${widgets}.forEach((shop) => shop.focus())`);
    await expect.poll(() => tab.evaluateInFrame(`${frameRoot}.activeElement?.type`)).toBe('radio');
    await tab.evaluateInFrame(`${frameRoot}.querySelector('#postalCode').select()`);
    await tab.typeInFrame('75201');
    await expect.poll(() => tab.evaluateInFrame(`${frameRoot}.querySelector('#utility').value`)).toBe('ONCOR');
    expect(tab.consoleMessages).toEqual([]);
    expect(await tab.evaluate('[window.pageProblems.violations, window.pageProblems.unhandledRejections]')).toEqual([
      [],
      [],
    ]);
    expect(
      await tab.evaluateInFrame('[window.pageProblems.violations, window.pageProblems.unhandledRejections]'),
    ).toEqual([[], []]);
  });
}

test('in Firefox a page whose policy blocks iframes keeps its fallback content', async ({ hosts }) => {
  await tab.open(`${hosts.origin}/iframe-csp-blocked`);
  await expect
    .poll(() => tab.consoleMessages.some((text) => /^commercial-shopper: the iframe of .* failed to load/.test(text)))
    .toBe(true);
  expect(await tab.evaluate(`${frameRoot}.querySelector('slot').hidden`)).toBe(false);
});
