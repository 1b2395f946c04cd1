import type { FrameLocator, Locator, Page } from '@playwright/test';
import { test as base, expect, ignoreConsoleErrors } from '../fixtures.ts';
import { type HostServer, startHostServer } from './host-server.ts';

export { expect };

/** Pages in `pages/` on which the widget must work. Each name describes the page's special feature. */
export const hostPages = [
  'async',
  'defer',
  'end-of-body',
  'head',
  'js-api',
  'tag-manager',
  'module',
  'two-tags',
  'two-sites',
  'two-versions',
  'queue',
  'double-mount',
  'single-page',
  'reparented',
  'blocked-storage',
  'isolated',
  'csp-strict',
  'csp-allow-list',
];

/** Like `hostPages`, but the widget is in an iframe. */
export const iframeHostPages = [
  'iframe',
  'iframe-csp-strict',
  'iframe-two-sites',
  'iframe-children',
  'iframe-isolated',
];

interface HostPageFixture {
  /**
   * Opens a page and returns its console errors and warnings, except the browser's own messages about 4xx and 5xx
   * responses.
   */
  open(name: string): Promise<string[]>;
  readonly origin: string;
}

export const test = base.extend<{ hosts: HostPageFixture }, { hostServer: HostServer }>({
  hostServer: [
    async ({ demoServer }, use) => {
      const server = await startHostServer(demoServer.origin);
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  hosts: async ({ page, hostServer }, use) => {
    const consoleMessages: string[] = [];
    page.on('console', (message) => {
      const text = message.text();
      const isErrorOrWarning = message.type() === 'error' || message.type() === 'warning';
      if (isErrorOrWarning && !text.startsWith('Failed to load resource')) consoleMessages.push(text);
    });
    page.on('pageerror', (error) => consoleMessages.push(error.message));
    await page.addInitScript(recordPageProblems);
    await use({
      origin: hostServer.origin,
      async open(name) {
        await page.goto(`${hostServer.origin}/${name}`);
        return consoleMessages;
      },
    });
  },
});

export const testWithConsoleErrors = test.extend(ignoreConsoleErrors);

/** Runs before any other script in the page: records policy violations, unhandled rejections and layout shift. */
export function recordPageProblems() {
  const problems = { violations: [] as string[], layoutShift: 0, unhandledRejections: [] as string[] };
  Reflect.set(window, 'pageProblems', problems);
  addEventListener('securitypolicyviolation', (event) =>
    problems.violations.push(`${event.violatedDirective} ${event.blockedURI}`),
  );
  addEventListener('unhandledrejection', ({ reason }) => problems.unhandledRejections.push(String(reason)));
  if (!PerformanceObserver.supportedEntryTypes.includes('layout-shift')) return;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      if (!Reflect.get(entry, 'hadRecentInput')) problems.layoutShift += Number(Reflect.get(entry, 'value'));
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

interface PageProblems {
  readonly violations: readonly string[];
  readonly unhandledRejections: readonly string[];
  /** Sum of all layout shifts that do not follow user input (https://web.dev/articles/cls). */
  readonly layoutShift: number;
}

export const pageProblems = (page: Page): Promise<PageProblems> =>
  page.evaluate(() => Reflect.get(window, 'pageProblems'));

export const widgetsIn = (container: Page | FrameLocator): Locator => container.locator('commercial-shopper');

export async function requestDefaultRates(widget: Locator): Promise<void> {
  await widget.getByLabel('ZIP code').fill('75201');
  await expect(widget.getByLabel('Utility')).toHaveValue('ONCOR');
  await widget.getByLabel('Annual usage').fill('120,000');
  await widget.getByRole('button', { name: 'See rates' }).click();
}

/** Completes the form and expects offers, so that a test covers the widget, its lazy parts and its API calls. */
export async function expectWidgetWorks(widget: Locator): Promise<void> {
  await requestDefaultRates(widget);
  await expect(widget.getByRole('button', { name: /^Select/ }).first()).toBeVisible();
}
