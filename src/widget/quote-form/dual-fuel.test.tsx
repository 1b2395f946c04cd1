import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import {
  createFakeBff,
  type FakeBff,
  jsonResponse,
  offer,
  problemResponse,
  session,
  utility,
} from '../../../test/support/fake-bff.ts';
import {
  agree,
  button,
  field,
  fillDetails,
  heading,
  mockWindowOpen,
  openCurrentSupply,
  openDocuments,
} from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';
import { signByDate } from '../switch-deadline.ts';

let bff: FakeBff;
let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  widget.unmount();
  vi.restoreAllMocks();
});

const both = () => page.getByRole('radio', { name: 'Both' });
const gas = () => page.getByRole('group', { name: 'Natural gas' });
const electricity = () => page.getByRole('group', { name: 'Electricity' });
const offerRequests = () => bff.requests.filter(({ path }) => path === '/v1/offers').map(({ body }) => body);

async function requestBoth() {
  await both().click();
  await page.getByLabelText(/ZIP code/).fill('60601');
  await electricity()
    .getByLabelText(/Annual usage/)
    .fill('120,000');
  await gas()
    .getByLabelText(/Annual usage/)
    .fill('5,000');
  await button(/See rates/).click();
  await expect.element(heading(/Electricity and gas from about \$12,492 a year/)).toBeVisible();
}

test('requests offers for both commodities at one ZIP code, and shows the total cost', async () => {
  widget = renderWidget(bff);
  await requestBoth();
  expect(offerRequests()).toEqual([
    expect.objectContaining({ commodity: 'electric', annualUsage: { amount: '120000', unit: 'kWh' } }),
    expect.objectContaining({ commodity: 'gas', annualUsage: { amount: '5000', unit: 'therm' } }),
  ]);
  expect(new Set(offerRequests().map((request) => (request as { startMonth: string }).startMonth)).size).toBe(1);
  await expect.element(button(/Select Bluebell Supply, 24 months/)).toBeVisible();
  await page.getByRole('radio', { name: 'Natural gas, from $3,060/year' }).click();
  await expect.element(button(/Select Bluebell Supply, 12 months, \$0\.612/)).toBeVisible();
  expect(await a11yViolations(widget.host)).toEqual([]);
});

test.each([280, 1200])('the forms for two commodities fit in a card %i pixels wide', async (width) => {
  widget = renderWidget(bff, { width });
  await requestBoth();
  const right = widget.queryAll('.shopper')[0]?.getBoundingClientRect().right ?? 0;
  const overflowing = widget
    .queryAll('form *, .dual-fuel-summary *')
    .filter((element) => element.getBoundingClientRect().right > right + 0.5);
  expect(
    overflowing.filter((element) => !element.closest('.visually-hidden')).map(({ outerHTML }) => outerHTML),
  ).toEqual([]);
});

test('focuses the first invalid field of either commodity', async () => {
  widget = renderWidget(bff);
  await both().click();
  await page.getByLabelText(/ZIP code/).fill('60601');
  await electricity()
    .getByLabelText(/Annual usage/)
    .fill('120,000');
  await expect.element(gas().getByLabelText(/^Utility/)).toHaveValue('NICOR');
  await button(/See rates/).click();
  await vi.waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe('gas-usage'));
  await expect.element(gas().getByLabelText(/Annual usage/)).toHaveAccessibleDescription(/Enter your annual usage/);
});

/** Expects the last day to sign to be this many days before the start month. */
async function expectLeadTime(days: number): Promise<void> {
  const startMonth = page.getByLabelText(/Start month/);
  await vi.waitFor(() => {
    const { value } = startMonth.element() as HTMLSelectElement;
    const lastDay = new Date(signByDate(value, days));
    const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(lastDay);
    expect(widget.queryAll('#startMonth-note')[0]?.textContent?.trim()).toBe(`Sign by ${day}`);
  });
}

test('shows a gas rate in the unit of the entered usage, and the billing unit in the details', async () => {
  const gasOffer = offer({
    commodity: 'gas',
    rate: { amount: '0.57114', unit: 'ccf' },
    estimate: {
      monthly: { amount: '229.50', currency: 'USD' },
      annual: { amount: '2754.00', currency: 'USD' },
      term: { amount: '2754.00', currency: 'USD' },
      usage: { amount: '4821.60', unit: 'ccf' },
      conversion: { from: 'therm', to: 'ccf', factor: '0.96432' },
    },
  });
  bff.respondOnce('POST /v1/offers', () => jsonResponse({ asOf: new Date().toISOString(), offers: [gasOffer] }));
  widget = renderWidget(bff);
  await page.getByRole('radio', { name: 'Natural gas' }).click();
  await field(/ZIP code/).fill('60601');
  await field(/Annual usage/).fill('5,000');
  await button(/See rates/).click();
  await expect.element(button(/Select .*, \$0\.5508\/therm/)).toBeVisible();
  await expect.element(page.getByText(/Billed as \$0\.57114\/Ccf\. 1 therm = 0\.96432 Ccf\./)).toBeVisible();
});

test('offers start months that allow for the longer lead time of the two utilities', async () => {
  widget = renderWidget(bff);
  await page.getByLabelText(/ZIP code/).fill('60601');
  await expectLeadTime(7);
  await both().click();
  await expectLeadTime(35);
});

test('requests offers for both commodities for the selected start month', async () => {
  widget = renderWidget(bff);
  await both().click();
  await page.getByLabelText(/ZIP code/).fill('60601');
  await expect.element(gas().getByLabelText(/^Utility/)).toHaveValue('NICOR');
  const last = widget.queryAll('[name=startMonth] option').at(-1)?.getAttribute('value') ?? '';
  await page.getByLabelText(/Start month/).selectOptions(last);
  await electricity()
    .getByLabelText(/Annual usage/)
    .fill('120,000');
  await gas()
    .getByLabelText(/Annual usage/)
    .fill('5,000');
  await button(/See rates/).click();
  await vi.waitFor(() => expect(offerRequests()).toHaveLength(2));
  expect(offerRequests()).toEqual(Array(2).fill(expect.objectContaining({ startMonth: last })));
});

test('requests electricity offers again for a later start month that the gas utility requires', async () => {
  bff.respondOnce('GET /v1/utilities', () => jsonResponse({ utilities: [utility()] }));
  bff.respondOnce('GET /v1/utilities', () =>
    jsonResponse({
      utilities: [utility({ code: 'SLOW', name: 'Slow Gas', commodity: 'gas', zones: [], leadTimeDays: 90 })],
    }),
  );
  widget = renderWidget(bff);
  await page.getByLabelText(/ZIP code/).fill('60601');
  await page.getByLabelText(/Annual usage/).fill('120,000');
  await button(/See rates/).click();
  await expect.element(button(/Select Bluebell/)).toBeVisible();
  await both().click();
  await expectLeadTime(90);
  const later = widget.queryAll('[name=startMonth] option')[0]?.getAttribute('value');
  await vi.waitFor(() => expect(offerRequests()[1]).toMatchObject({ commodity: 'electric', startMonth: later }));
});

test('shows the gas offers when no utility delivers electricity', async () => {
  bff.respondOnce('GET /v1/utilities', () => jsonResponse({ utilities: [] }));
  widget = renderWidget(bff, { commodity: 'both', postalCode: '60601' });
  await gas()
    .getByLabelText(/Annual usage/)
    .fill('5,000');
  await button(/See rates/).click();
  await page.getByRole('radio', { name: /^Natural gas, from/ }).click();
  await expect.element(button(/Select Bluebell Supply, 12 months/)).toBeVisible();
  // The ZIP code is valid, because gas is sold there.
  await expect
    .element(page.getByLabelText(/^Utility/).first())
    .toHaveAccessibleDescription(/We don’t have rates for this ZIP code/);
  await expect.element(page.getByLabelText(/ZIP code/)).not.toHaveAttribute('aria-invalid');
});

test('restores the usage of both commodities after a reload', async () => {
  widget = renderWidget(bff);
  await requestBoth();
  widget.handle.destroy();
  widget.host.remove();
  widget = renderWidget(bff);
  await expect.element(heading(/Electricity and gas from about \$12,492 a year/)).toBeVisible();
  await expect.element(gas().getByLabelText(/Annual usage/)).toHaveValue('5,000');
});

test('continues with gas after the electricity contract is signed, and keeps the business details', async () => {
  mockWindowOpen();
  widget = renderWidget(bff);
  await requestBoth();
  await button(/Select Bluebell Supply, 24 months/).click();
  await openDocuments();
  await field(/Recent utility bill/).upload(new File(['%PDF-1.7'], 'bill.pdf'));
  await field(/business is tax-exempt/).click();
  await field(/^Exemption certificate/).upload(new File(['%PDF-1.7'], 'certificate.pdf'));
  await vi.waitFor(() =>
    expect(widget.queryAll('.file-field-status').filter((one) => /: uploaded/.test(one.textContent))).toHaveLength(2),
  );
  await openCurrentSupply();
  await field(/Current supplier/).fill('Old Energy');
  await fillDetails();
  await agree();
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await button(/Continue with gas/).click();
  // The first purchase is done, so its offers cannot be selected again.
  await expect.element(heading(/Contract 2 of 2: choose your natural gas rate/)).toBeVisible();
  await expect.element(page.getByText(/Electricity: signed \(contract 7F3K-22QD\)/)).toBeVisible();
  expect(page.getByRole('radio', { name: /^Electricity, from/ }).elements()).toEqual([]);
  await button(/Select Bluebell Supply, 12 months/).click();
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Bakery LLC');
  await expect.element(field(/Service address/)).toHaveValue('1200 Example Ave');
  await expect.element(field(/ESI ID/)).toHaveValue('');
  // The tax certificate applies to the business. The bill and the current supplier apply only to electricity.
  await expect.element(field(/Current supplier/)).toHaveValue('');
  expect(widget.queryAll('.file-field-status').map((one) => one.textContent)).toEqual([
    '',
    'certificate.pdf, 1 kB: uploaded.',
  ]);
});

test('reuses the business details for the second commodity after signing on another page', async () => {
  mockWindowOpen();
  widget = renderWidget(bff);
  await requestBoth();
  await button(/Select Bluebell Supply, 24 months/).click();
  await fillDetails();
  await agree();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  widget.handle.destroy();
  widget.host.remove();
  const purchase = {
    locale: 'en',
    postalCode: '60601',
    customer: { legalName: 'Invented Bakery LLC', entityType: 'llc' },
    signer: { name: 'Dana Example', title: 'Owner', email: 'dana@example.com', phone: '+12145550199' },
    accounts: [
      {
        identifier: '10443720001234567',
        serviceAddress: { street: '1200 Example Ave', city: 'Chicago', state: 'IL', postalCode: '60601' },
      },
    ],
  };
  bff.respondOnce('GET /v1/contracts/c_1/purchase', () => jsonResponse({ purchase }));
  widget = renderWidget(bff);
  await button(/Continue with gas/).click();
  await expect.element(heading(/Contract 2 of 2/)).toBeVisible();
  await button(/Select Bluebell Supply, 12 months/).click();
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Bakery LLC');
  await expect.element(field(/Full name/)).toHaveValue('Dana Example');
  await expect.element(field(/Service address/)).toHaveValue('1200 Example Ave');
  await expect.element(field(/ESI ID|account number/i).first()).toHaveValue('');
});

test('removes the second form when the customer selects a single commodity again', async () => {
  widget = renderWidget(bff);
  await requestBoth();
  await page.getByRole('radio', { name: 'Natural gas', exact: true }).first().click();
  await expect.element(heading(/Electricity and gas from/)).not.toBeInTheDocument();
  expect(widget.queryAll('[name^=gas-]')).toEqual([]);
});

test.each([
  ['electric', '¢/kWh'],
  ['gas', '$/therm'],
] as const)('shows no commodity field for a site that sells only %s', async (commodity, unit) => {
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ commodities: [commodity] }), 201));
  widget = renderWidget(bff, { commodity: 'both' });
  await vi.waitFor(() => {
    expect(widget.queryAll('.field-suffix').at(-1)?.textContent).toBe(unit);
    expect(widget.queryAll('[name=commodity]')).toEqual([]);
  });
  expect(widget.queryAll('[name^=gas-]')).toEqual([]);
});

test('shows the error for one commodity and the offers for the other', async () => {
  bff.respondOnce('POST /v1/offers', () => problemResponse('upstream_unavailable', 503));
  widget = renderWidget(bff);
  await both().click();
  await page.getByLabelText(/ZIP code/).fill('60601');
  await electricity()
    .getByLabelText(/Annual usage/)
    .fill('120,000');
  await gas()
    .getByLabelText(/Annual usage/)
    .fill('5,000');
  await button(/See rates/).click();
  await expect.element(page.getByText(/Live rates are temporarily unavailable/)).toBeVisible();
  await page.getByRole('radio', { name: /^Natural gas, from/ }).click();
  await expect.element(button(/Select Bluebell Supply, 12 months/)).toBeVisible();
});
