import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs';
import { integrationKey } from '../src/simulator/signing/static-handlers.ts';
import { createSigningSession } from '../src/wire/signing.ts';
import {
  createTestBff,
  createTestContract,
  pageOrigin as hostPage,
  openSession,
  sendRequest,
  type TestBff,
} from './fixtures/bff.ts';

/**
 * The host page is on a public address and the simulator is on this machine. This flag disables Chromium's permission
 * check for such requests.
 */
const localNetwork = '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests';

let browser: Browser;
beforeAll(async () => {
  const executablePath = findChromium();
  browser = await chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    args: [...chromiumFlags, localNetwork],
  });
});
afterAll(() => browser.close());

let bff: TestBff;
let host: Page;
beforeEach(async () => {
  bff = await createTestBff();
  host = await browser.newPage();
  await host.route(/\.example\//, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Host</title><div id="agreement"></div>' }),
  );
});
afterEach(async () => {
  await host.close();
  await bff.close();
});

/** Opens a page that starts the focused view as the widget would, and records the view's events. */
async function openView(pageUrl: string, url: string, { key = integrationKey, selector = '#agreement' } = {}) {
  await host.goto(pageUrl);
  await host.addScriptTag({ url: `${bff.simulator.origin}/docusign/bundle.js` });
  const [keyLiteral, at, selectorLiteral] = [key, url, selector].map((text) => JSON.stringify(text));
  return host.evaluate(`(async () => {
    const receivedEvents = (window.receivedEvents = []);
    try {
      const view = (await DocuSign.loadDocuSign(${keyLiteral})).signing({ url: ${at}, displayFormat: 'focused', style: {} });
      view.on('ready', ({ type }) => receivedEvents.push(type));
      view.on('sessionEnd', ({ sessionEndType }) => receivedEvents.push(sessionEndType));
      view.mount(${selectorLiteral});
      return 'mounted';
    } catch (error) {
      return String(error);
    }
  })()`);
}
const receivedEvents = () => host.evaluate(() => Reflect.get(window, 'receivedEvents'));
async function signingUrl(): Promise<string> {
  const { token } = await openSession(bff.app);
  const { id } = await createTestContract(bff.app, token);
  const response = await sendRequest(bff.app, `/v1/contracts/${id}/signing-sessions`, {
    body: { presentation: 'focused' },
    token,
  });
  return createSigningSession.response.parse(await response.json()).url;
}

test('on an allowed page, the focused view loads, accepts a signature and reports the end of the session', async () => {
  expect(await openView(`${hostPage}/energy`, await signingUrl())).toBe('mounted');
  await expect.poll(receivedEvents).toEqual(['ready']);
  const ceremony = host.frameLocator('#agreement iframe');
  await ceremony.getByLabel(/Type your full name/).fill('Dana Example');
  await ceremony.getByRole('button', { name: 'Agree and sign' }).click();
  await expect.poll(receivedEvents).toEqual(['ready', 'signing_complete']);
  expect(await host.locator('body > iframe').count()).toBe(0);
});

test('the focused view leaves an invisible overlay on the page if the scenario requires it', async () => {
  bff.simulator.state.scenario.update({ ceremony: 'overlay_left' });
  await openView(`${hostPage}/energy`, await signingUrl());
  await host.frameLocator('#agreement iframe').getByRole('button', { name: 'Finish later' }).click();
  await expect.poll(receivedEvents).toEqual(['ready', 'cancel']);
  expect(await host.evaluate(() => document.elementFromPoint(200, 200)?.tagName)).toBe('IFRAME');
  expect(await host.locator('body > iframe').count()).toBe(1);
});

test('a page that is not allowed to frame the signing page receives no message from it', async () => {
  expect(await openView('https://www.evil.example/', await signingUrl())).toBe('mounted');
  await expect.poll(() => host.frames().length).toBe(2);
  await host.frames()[1]?.waitForLoadState();
  expect(host.frames()[1]?.url()).toMatch(/^chrome-error:/);
  expect(await receivedEvents()).toEqual([]);
});

test('the focused view immediately reports a wrong key or a missing container', async () => {
  const url = await signingUrl();
  expect(await openView(`${hostPage}/`, url, { key: 'another-key' })).toMatch(/integration key/);
  expect(await openView(`${hostPage}/`, url, { selector: '#none' })).toMatch(/no element matches/);
});
