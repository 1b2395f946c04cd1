import { test as base, expect, type FrameLocator, type Page } from '@playwright/test';
import type { ScenarioPatch } from '../src/simulator/scenario.ts';
import { type DemoServer, startDemoServer } from './demo-server.ts';

export { expect };

interface Upstream {
  set(scenario: ScenarioPatch): Promise<void>;
  contracts(): Promise<readonly { readonly id: string; readonly status: string }[]>;
  /** Uploaded files, newest first. */
  documents(): Promise<readonly { readonly kind: string; readonly type: string }[]>;
  /** Sets the status of the only contract, as the upstream, the supplier or a utility could at any time. */
  setStatus(status: string): Promise<void>;
  signAsSecondSigner(): Promise<void>;
  /** Expires every signing session, as if 20 minutes had passed without activity. */
  expireSigningSessions(): Promise<void>;
}

/**
 * Resets the simulator and the quotas before each test, and fails a test if the page logs an error. Each worker has a
 * separate server and simulator.
 */
export const test = base.extend<
  { upstream: Upstream; freshQuotas: undefined; noConsoleErrors: undefined; newSigner: undefined },
  { demoServer: DemoServer }
>({
  demoServer: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from the pattern.
    async ({}, use) => {
      const server = await startDemoServer();
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ demoServer }, use) => use(demoServer.origin),
  upstream: [
    async ({ request, demoServer }, use) => {
      const control = demoServer.simulatorControl;
      expect((await request.post(`${control}/reset`)).ok()).toBe(true);
      const contracts = async () => (await request.get(`${control}/contracts`)).json();
      const only = async (): Promise<string> => {
        const [contract] = await contracts();
        return contract.id;
      };
      const post = async (path: string) => expect((await request.post(`${control}/${path}`)).ok()).toBe(true);
      await use({
        contracts,
        documents: async () => (await request.get(`${control}/documents`)).json(),
        async setStatus(status) {
          expect((await request.put(`${control}/contracts/${await only()}/status`, { data: { status } })).ok()).toBe(
            true,
          );
        },
        signAsSecondSigner: async () => post(`contracts/${await only()}/sign-next`),
        expireSigningSessions: () => post('signing-sessions/idle'),
        async set(scenario) {
          expect((await request.put(`${control}/scenario`, { data: scenario })).ok()).toBe(true);
        },
      });
    },
    { auto: true },
  ],
  // All tests of a worker share one IP address. Without a reset, a test could use up the quotas for later tests.
  freshQuotas: [
    async ({ request, demoServer }, use) => {
      expect((await request.post(`${demoServer.origin}/panel/quota-resets`)).ok()).toBe(true);
      await use(undefined);
    },
    { auto: true },
  ],
  newSigner: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from the pattern.
    async ({}, use) => {
      renewSigner();
      await use(undefined);
    },
    { auto: true },
  ],
  noConsoleErrors: [
    async ({ page }, use) => {
      const errors: string[] = [];
      // The browser itself logs every 4xx and 5xx response, which many tests cause on purpose.
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
          errors.push(message.text());
      });
      page.on('pageerror', (error) => errors.push(error.message));
      await use(undefined);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
});

/** A customer's input. All people and businesses are invented. */
export interface CustomerProfile {
  readonly commodity: 'Electricity' | 'Natural gas';
  readonly postalCode: string;
  readonly utility?: string;
  readonly usage: string;
  readonly currentRate: string;
  readonly identifierLabel: RegExp;
  readonly identifier: string;
  readonly city: string;
}

export const dallasBakery: CustomerProfile = {
  commodity: 'Electricity',
  postalCode: '75201',
  usage: '120,000',
  currentRate: '9.80',
  identifierLabel: /ESI ID/,
  identifier: '1044372 00012 34567',
  city: 'Dallas',
};

export const chicagoLaundry: CustomerProfile = {
  commodity: 'Natural gas',
  postalCode: '60601',
  utility: 'Nicor Gas',
  usage: '12,000',
  currentRate: '0.62',
  identifierLabel: /Account number/i,
  identifier: '12 34 56 78 90',
  city: 'Chicago',
};

/** Personal data, which must never appear in URLs, browser storage or events. */
export const personalData = {
  legalName: 'Example Trading House LLC',
  taxId: '12-3456789',
  name: 'Dana Example',
  title: 'Owner',
  email: 'dana@example-trading.example',
  phone: '(214) 555-0143',
  street: '1200 Example Avenue',
};

/**
 * Gives the signer an email address that no other test uses. The server keeps running between tests and detects a
 * second contract of the same signer for the same account.
 */
export function renewSigner(): void {
  personalData.email = `dana-${crypto.randomUUID().slice(0, 8)}@example-trading.example`;
}

/** A page, or an iframe that shows one of our pages. */
export type PageOrFrame = Page | FrameLocator;

/** The widget on the page. Playwright's locators pierce its open shadow root. */
export const widgetIn = (container: PageOrFrame) => container.locator('commercial-shopper');

export async function requestRates(page: PageOrFrame, customer: CustomerProfile): Promise<void> {
  const widget = widgetIn(page);
  await widget.getByRole('radio', { name: customer.commodity }).check();
  await widget.getByLabel('ZIP code').fill(customer.postalCode);
  if (customer.utility) await widget.getByLabel('Utility').selectOption({ label: customer.utility });
  await widget.getByLabel('Annual usage').fill(customer.usage);
  await widget.getByLabel('Current rate').fill(customer.currentRate);
  await widget.getByRole('button', { name: 'See rates' }).click();
}

export const chooseFirstOffer = (page: PageOrFrame): Promise<void> =>
  widgetIn(page)
    .getByRole('button', { name: /^Select/ })
    .first()
    .click();

export const openDocuments = (page: PageOrFrame): Promise<void> =>
  widgetIn(page).getByText('Upload a recent bill').click();

export const openCurrentSupply = (page: PageOrFrame): Promise<void> =>
  widgetIn(page).getByText('Add current supplier and contract end date').click();

export async function fillDetails(
  page: PageOrFrame,
  customer: CustomerProfile,
  legalName = personalData.legalName,
): Promise<void> {
  const widget = widgetIn(page);
  await widget.getByRole('textbox', { name: customer.identifierLabel }).fill(customer.identifier);
  await widget.getByLabel('Service address', { exact: true }).fill(personalData.street);
  await widget.getByLabel('City').fill(customer.city);
  await widget.getByLabel('Legal business name').fill(legalName);
  await widget.getByLabel('Business type').selectOption('llc');
  await widget.getByLabel(/Tax ID/).fill(personalData.taxId);
  await widget.getByLabel('Full name').fill(personalData.name);
  await widget.getByLabel('Job title').fill(personalData.title);
  await widget.getByLabel('Email').fill(personalData.email);
  await widget.getByLabel('Phone').fill(personalData.phone);
  await widget.getByRole('button', { name: 'Continue to review' }).click();
}

export async function agree(page: PageOrFrame): Promise<void> {
  await widgetIn(page).getByRole('checkbox').check();
  await widgetIn(page).getByRole('button', { name: 'Continue to e-sign' }).click();
}

/** Completes every step, including the click that opens signing. */
export async function goToSigning(page: PageOrFrame, customer: CustomerProfile): Promise<void> {
  await requestRates(page, customer);
  await chooseFirstOffer(page);
  await fillDetails(page, customer);
  await agree(page);
}

export const docuSignFrame = (page: Page): FrameLocator => page.frameLocator('iframe[title="DocuSign"]');

/** Makes the widget open signing in a window, as on a page that blocks DocuSign's script. */
export async function signInWindows(page: Page): Promise<void> {
  await page.addInitScript(() => sessionStorage.setItem('shopper:pk_test_demo:focusedViewFailed', '1'));
}

export async function signAt(ceremony: Page | FrameLocator): Promise<void> {
  await expect(ceremony.getByText('Simulated DocuSign')).toBeVisible();
  await ceremony.getByLabel('Type your full name').fill(personalData.name);
  await ceremony.getByRole('button', { name: 'Agree and sign' }).click();
}

/** Allows console errors in tests of failures: `test.extend(ignoreConsoleErrors)`. */
export const ignoreConsoleErrors = {
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's dependencies from the pattern.
  noConsoleErrors: async ({}, use: (value: undefined) => Promise<void>) => use(undefined),
};
