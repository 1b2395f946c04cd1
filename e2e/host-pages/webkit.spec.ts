import { expect, test } from './fixtures.ts';
import { findWebKit, startWebKit, type Window } from './webkit-driver.ts';

const found = findWebKit();

let browser: Window;
test.beforeAll(async () => {
  if (!found) throw new Error('WebKitGTK is not installed');
  browser = await startWebKit(found);
});
test.afterAll(() => browser?.close());

const widget = "document.querySelector('commercial-shopper')?.shadowRoot";
const enter = '\uE007';

test('in WebKitGTK, a customer can complete the form and see offers', async ({ hosts }) => {
  await browser.open(`${hosts.origin}/event-listeners`);
  await expect.poll(() => browser.evaluate(`!!${widget}?.querySelector('#postalCode')`)).toBe(true);
  await browser.evaluate(`${widget}.querySelector('#postalCode').focus()`);
  await browser.type('75201');
  await expect.poll(() => browser.evaluate(`${widget}.querySelector('#utility').value`)).toBe('ONCOR');
  await browser.evaluate(`${widget}.querySelector('#usage').focus()`);
  await browser.type(`120,000${enter}`);
  await expect.poll(() => browser.evaluate(`${widget}.querySelectorAll('.offer-row').length`)).toBeGreaterThan(0);
  expect(await browser.evaluate(`${widget}.querySelector('.offer-row').textContent`)).toMatch(/¢\/kWh/);
  expect(await browser.evaluate('window.said')).toEqual([]);
});
