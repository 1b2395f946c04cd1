import { test as base, expect, type FrameLocator, type Page } from '@playwright/test';
import type { ScenarioPatch } from '../src/simulator/scenario.ts';

export { expect };

/** The simulated upstream's switches. */
interface Upstream {
  set(scenario: ScenarioPatch): Promise<void>;
  contracts(): Promise<readonly { readonly id: string; readonly status: string }[]>;
  /** The files it has, newest first. */
  documents(): Promise<readonly { readonly kind: string; readonly type: string }[]>;
  /** Puts the one contract there is where the upstream, the supplier or a utility may put it at any time. */
  move(status: string): Promise<void>;
  /** The second signer signs. */
  signNext(): Promise<void>;
  /** Whoever sits at a signing page has done nothing for 20 minutes. */
  idle(): Promise<void>;
}

/** Each test begins with an upstream that has forgotten all before it, and fails on anything the console calls an error. */
export const test = base.extend<{ upstream: Upstream; quiet: undefined }>({
  upstream: async ({ request, baseURL }, use) => {
    const url = new URL(baseURL ?? '');
    const control = `http://localhost:${Number(url.port) + 1}/simulator`;
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
      async move(status) {
        expect((await request.put(`${control}/contracts/${await only()}/status`, { data: { status } })).ok()).toBe(
          true,
        );
      },
      signNext: async () => post(`contracts/${await only()}/sign-next`),
      idle: () => post('signing-sessions/idle'),
      async set(scenario) {
        expect((await request.put(`${control}/scenario`, { data: scenario })).ok()).toBe(true);
      },
    });
  },
  quiet: [
    async ({ page }, use) => {
      const errors: string[] = [];
      // The browser itself reports each answer of 4xx or 5xx: those are the page's to handle, and it is watched that it does.
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

/** What a customer types. Everyone is invented. */
export interface Visit {
  readonly commodity: 'Electricity' | 'Gas';
  readonly postalCode: string;
  readonly utility?: string;
  readonly usage: string;
  readonly paysNow: string;
  readonly identifierLabel: RegExp;
  readonly identifier: string;
  readonly city: string;
}

export const dallasBakery: Visit = {
  commodity: 'Electricity',
  postalCode: '75201',
  usage: '120,000',
  paysNow: '9.80',
  identifierLabel: /ESI ID/,
  identifier: '1044372 00012 34567',
  city: 'Dallas',
};

export const chicagoLaundry: Visit = {
  commodity: 'Gas',
  postalCode: '60601',
  utility: 'Nicor Gas',
  usage: '12,000',
  paysNow: '0.62',
  identifierLabel: /Account number/i,
  identifier: '12 34 56 78 90',
  city: 'Chicago',
};

/** All a customer types that must never be found anywhere but in the request that carries it. */
export const personal = {
  legalName: 'Example Trading House LLC',
  taxId: '12-3456789',
  name: 'Dana Example',
  title: 'Owner',
  email: 'dana@example-trading.example',
  phone: '(214) 555-0143',
  street: '1200 Example Avenue',
};

/** A page, or a frame with a page of ours in it. */
export type Place = Page | FrameLocator;

/** The shop on the page. Playwright's locators see through its open shadow root. */
export const shopOn = (place: Place) => place.locator('commercial-shopper');

export const askForRates = async (page: Place, visit: Visit): Promise<void> => {
  const shop = shopOn(page);
  await shop.getByRole('radio', { name: visit.commodity }).check();
  await shop.getByLabel('ZIP code').fill(visit.postalCode);
  if (visit.utility) await shop.getByLabel('Utility').selectOption({ label: visit.utility });
  await shop.getByLabel('Used in a year').fill(visit.usage);
  await shop.getByLabel('You pay now').fill(visit.paysNow);
  await shop.getByRole('button', { name: 'Show rates' }).click();
};

export const chooseFirstOffer = (page: Place): Promise<void> =>
  shopOn(page)
    .getByRole('button', { name: /^Choose/ })
    .first()
    .click();

/** Opens where files are handed in. */
export const openPapers = (page: Place): Promise<void> => shopOn(page).getByText('Hand in your latest bill').click();

/** Opens where today's supplier is told. */
export const openSupply = (page: Place): Promise<void> =>
  shopOn(page).getByText('Your supplier, and when that contract ends').click();

export const fillIn = async (page: Place, visit: Visit, legalName = personal.legalName): Promise<void> => {
  const shop = shopOn(page);
  await shop.getByRole('textbox', { name: visit.identifierLabel }).fill(visit.identifier);
  await shop.getByLabel('Service address').fill(personal.street);
  await shop.getByLabel('City').fill(visit.city);
  await shop.getByLabel('Legal business name').fill(legalName);
  await shop.getByLabel('Kind of business').selectOption('llc');
  await shop.getByLabel(/Tax ID/).fill(personal.taxId);
  await shop.getByLabel('Full name').fill(personal.name);
  await shop.getByLabel('Job title').fill(personal.title);
  await shop.getByLabel('Email').fill(personal.email);
  await shop.getByLabel('Phone').fill(personal.phone);
  await shop.getByRole('button', { name: 'Review and sign' }).click();
};

export const agree = async (page: Place): Promise<void> => {
  await shopOn(page).getByRole('checkbox').check();
  await shopOn(page).getByRole('button', { name: 'Create contract and sign' }).click();
};

/** Everything up to the click that opens signing. */
export const reachSigning = async (page: Place, visit: Visit): Promise<void> => {
  await askForRates(page, visit);
  await chooseFirstOffer(page);
  await fillIn(page, visit);
  await agree(page);
};

/** The signing page inside the shop, where it is shown there. */
export const frameOn = (page: Page): FrameLocator => page.frameLocator('iframe[title="DocuSign"]');

/** From here on the shop on this page signs in windows, as where DocuSign's script cannot be. */
export const signInWindows = async (page: Page): Promise<void> => {
  await page.addInitScript(() => sessionStorage.setItem('shopper:pk_test_demo:noFrame', '1'));
};

/** Signs on the ceremony page, which is another origin. */
export const signOn = async (ceremony: Page | FrameLocator): Promise<void> => {
  await expect(ceremony.getByText('Stand-in for DocuSign')).toBeVisible();
  await ceremony.getByLabel('Type your full name').fill(personal.name);
  await ceremony.getByRole('button', { name: 'Agree and sign' }).click();
};
