import type { FrameLocator, Locator, Page } from '@playwright/test';
import { test as base, expect } from '../shop.ts';
import { type Hosts, startHosts } from './host-server.ts';

export { expect };

/** Pages of `pages/` on which the shop must simply work, named by what is odd about them. */
export const pages = [
  'async',
  'defer',
  'end-of-body',
  'head',
  'by-script',
  'tag-manager',
  'module',
  'two-tags',
  'two-sites',
  'two-versions',
  'queue',
  'double-mount',
  'single-page',
  'moved',
  'blocked-storage',
  'isolated',
  'csp-strict',
  'csp-allow-list',
];

/** The same for those that show it in a frame. */
export const framePages = ['frame', 'frame-csp-strict', 'frame-two-sites', 'frame-children'];

/** Pages of other people, and what a browser had to say about them. */
interface HostPages {
  /** Opens one and gives back the errors and warnings on its console, but for the browser's own about answers of 4xx and 5xx. */
  open(name: string): Promise<string[]>;
  readonly origin: string;
}

export const test = base.extend<{ hosts: HostPages }, { server: Hosts }>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      const server = await startHosts(`http://localhost:${process.env.E2E_PORT ?? 4640}`);
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  hosts: async ({ page, server }, use) => {
    const said: string[] = [];
    page.on('console', (message) => {
      const text = message.text();
      const isTrouble = message.type() === 'error' || message.type() === 'warning';
      if (isTrouble && !text.startsWith('Failed to load resource')) said.push(text);
    });
    page.on('pageerror', (error) => said.push(error.message));
    await page.addInitScript(watch);
    await use({
      origin: server.origin,
      async open(name) {
        await page.goto(`${server.origin}/${name}`);
        return said;
      },
    });
  },
});

/** For what is meant to go wrong: the console may say so. */
export const failing = test.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  quiet: async ({}, use) => use(undefined),
});

/** Runs in the page before anything else: what it violates, and how far it jumps without anybody having touched it. */
export function watch() {
  const seen = { violations: [] as string[], shift: 0, unhandled: [] as string[] };
  Reflect.set(window, 'seen', seen);
  addEventListener('securitypolicyviolation', (event) =>
    seen.violations.push(`${event.violatedDirective} ${event.blockedURI}`),
  );
  addEventListener('unhandledrejection', ({ reason }) => seen.unhandled.push(String(reason)));
  if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) return;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!Reflect.get(entry, 'hadRecentInput')) seen.shift += Number(Reflect.get(entry, 'value'));
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

interface Seen {
  readonly violations: readonly string[];
  readonly unhandled: readonly string[];
  /** https://web.dev/articles/cls, all sessions added up. */
  readonly shift: number;
}

export const seenOn = (page: Page): Promise<Seen> => page.evaluate(() => Reflect.get(window, 'seen'));

/** The shops on a page or in a frame of it. */
export const shopsIn = (place: Page | FrameLocator): Locator => place.locator('commercial-shopper');

/** Fills in the form and presses its button. */
export const askForRates = async (shop: Locator): Promise<void> => {
  await shop.getByLabel('ZIP code').fill('75201');
  await expect(shop.getByLabel('Utility')).toHaveValue('ONCOR');
  await shop.getByLabel('Used in a year').fill('120,000');
  await shop.getByRole('button', { name: 'Show rates' }).click();
};

/** Fills in the form and sees that the server has understood: the app, what it loads later and its calls all work. */
export const useShop = async (shop: Locator): Promise<void> => {
  await askForRates(shop);
  await expect(shop.getByRole('button', { name: /^Choose/ }).first()).toBeVisible();
};
