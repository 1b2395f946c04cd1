import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { chromiumFlags, findChromium } from '../scripts/chromium.mjs';
import { integrationKey } from '../src/simulator/signing/browser-files.ts';
import { createSigningSession } from '../src/wire/signing.ts';
import { createStack, page as hostPage, makeContract, openSession, type Stack, say } from './stack.ts';

/** The host page is of the public web, the simulator on this machine: Chromium asks before it lets one speak to the other. */
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

let stack: Stack;
let host: Page;
beforeEach(async () => {
  stack = await createStack();
  host = await browser.newPage();
  await host.route(/\.example\//, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Host</title><div id="agreement"></div>' }),
  );
});
afterEach(async () => {
  await host.close();
  await stack.close();
});

/** A page that opens the view as the widget would, and writes what it hears. */
const openView = async (pageUrl: string, url: string, { key = integrationKey, selector = '#agreement' } = {}) => {
  await host.goto(pageUrl);
  await host.addScriptTag({ url: `${stack.simulator.origin}/docusign/bundle.js` });
  const [given, at, where] = [key, url, selector].map((text) => JSON.stringify(text));
  return host.evaluate(`(async () => {
    const heard = (window.heard = []);
    try {
      const view = (await DocuSign.loadDocuSign(${given})).signing({ url: ${at}, displayFormat: 'focused', style: {} });
      view.on('ready', ({ type }) => heard.push(type));
      view.on('sessionEnd', ({ sessionEndType }) => heard.push(sessionEndType));
      view.mount(${where});
      return 'mounted';
    } catch (error) {
      return String(error);
    }
  })()`);
};
const heard = () => host.evaluate(() => Reflect.get(window, 'heard'));
const signingUrl = async (): Promise<string> => {
  const { token } = await openSession(stack.app);
  const { id } = await makeContract(stack.app, token);
  const answer = await say(stack.app, `/v1/contracts/${id}/signing-sessions`, {
    body: { presentation: 'focused' },
    token,
  });
  return createSigningSession.response.parse(await answer.json()).url;
};

test('on the page it was made for, the view is ready, is signed in, and tells the end', async () => {
  expect(await openView(`${hostPage}/energy`, await signingUrl())).toBe('mounted');
  await expect.poll(heard).toEqual(['ready']);
  const ceremony = host.frameLocator('#agreement iframe');
  await ceremony.getByLabel(/Type your full name/).fill('Dana Example');
  await ceremony.getByRole('button', { name: 'Agree and sign' }).click();
  await expect.poll(heard).toEqual(['ready', 'signing_complete']);
  expect(await host.locator('body > iframe').count()).toBe(0);
});

test('an invisible frame is left over the page when the scenario says so', async () => {
  stack.simulator.world.scenario.change({ ceremony: 'overlay_left' });
  await openView(`${hostPage}/energy`, await signingUrl());
  await host.frameLocator('#agreement iframe').getByRole('button', { name: 'Finish later' }).click();
  await expect.poll(heard).toEqual(['ready', 'cancel']);
  expect(await host.evaluate(() => document.elementFromPoint(200, 200)?.tagName)).toBe('IFRAME');
  expect(await host.locator('body > iframe').count()).toBe(1);
});

test('a page that may not frame the ceremony hears nothing from it', async () => {
  expect(await openView('https://www.evil.example/', await signingUrl())).toBe('mounted');
  await expect.poll(() => host.frames().length).toBe(2);
  await host.frames()[1]?.waitForLoadState();
  expect(host.frames()[1]?.url()).toMatch(/^chrome-error:/);
  expect(await heard()).toEqual([]);
});

test('a wrong key, and a place that is not there, are said at once', async () => {
  const url = await signingUrl();
  expect(await openView(`${hostPage}/`, url, { key: 'another-key' })).toMatch(/integration key/);
  expect(await openView(`${hostPage}/`, url, { selector: '#none' })).toMatch(/nothing matches/);
});
