import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  contract,
  createFakeBff,
  type FakeBff,
  jsonResponse,
  offer,
  problemResponse,
} from '../../test/support/fake-bff.ts';
import { agree, button, field, fillDetails, goToRates, goToReview, mockWindowOpen } from '../../test/support/flow.ts';
import { mount } from './mount.tsx';
import type { WidgetHandle, WidgetOptions } from './options.ts';

let bff: FakeBff;
let host: HTMLElement;
let widget: WidgetHandle;
const events: { type: string; detail: unknown }[] = [];
const names = ['ready', 'step', 'offer-selected', 'contract-created', 'signed', 'status', 'error'];
const record = (event: Event) => {
  if (event instanceof CustomEvent) events.push({ type: event.type, detail: event.detail });
};

function start(options: Partial<WidgetOptions> = {}) {
  host = document.createElement('div');
  document.body.append(host);
  widget = mount(host, { site: 'pk_test_fake', api: location.origin, fetch: bff.fetch, ...options });
}

beforeEach(() => {
  sessionStorage.clear();
  events.length = 0;
  bff = createFakeBff();
  for (const name of names) document.addEventListener(`shopper:${name}`, record);
});

afterEach(() => {
  widget.destroy();
  host.remove();
  sessionStorage.clear();
  vi.restoreAllMocks();
  for (const name of names) document.removeEventListener(`shopper:${name}`, record);
});

const expectAlert = (message: string) =>
  vi.waitFor(() => expect(host.shadowRoot?.querySelector('[role=alert]')?.textContent).toContain(message));

test('a customer can go from a ZIP code to an accepted contract without a reload', async () => {
  start();
  const popup = mockWindowOpen();
  await goToReview();
  await agree();
  await expect.element(page.getByRole('heading', { name: /ready to sign/ })).toBeVisible();
  await vi.waitFor(() => expect(popup.location.href).toContain('/__signing__'));

  await vi.waitFor(() => expect(bff.requestCount('GET /v1/contracts/c_1/events')).toBe(1));
  bff.pushUpdate({ status: 'submitted' });
  await expect.element(page.getByRole('heading', { name: 'Signed. The supplier is reviewing it.' })).toBeVisible();
  bff.pushUpdate({ status: 'accepted' });
  await expect.element(page.getByRole('heading', { name: /supplier accepted/ })).toBeVisible();
  expect(events.map(({ type }) => type)).toEqual([
    'shopper:ready',
    'shopper:offer-selected',
    'shopper:step',
    'shopper:step',
    'shopper:contract-created',
    'shopper:step',
    'shopper:status',
    'shopper:status',
    'shopper:signed',
    'shopper:status',
  ]);
});

test('normalizes the contract request, and leaves no personal data in browser storage or in events', async () => {
  start();
  mockWindowOpen();
  await goToReview();
  await agree();
  await expect.element(page.getByRole('heading', { name: /ready to sign/ })).toBeVisible();
  const sent = bff.requests.find(({ method, path }) => method === 'POST' && path === '/v1/contracts');
  expect(sent?.body).toMatchObject({
    offerToken: 'offer-token-1',
    customer: { legalName: 'Invented Bakery LLC', entityType: 'llc', taxId: '123456789' },
    signer: { phone: '+12145550199' },
    accounts: [{ identifier: '10443720001234567', serviceAddress: { state: 'TX', postalCode: '75201' } }],
    consent: { accepted: true, locale: 'en', templateVersion: '1', sha256: 'offer-token-1 en' },
  });
  const stored = JSON.stringify({ ...sessionStorage, ...localStorage }) + JSON.stringify(events);
  for (const personal of ['Bakery', '123456789', '10443720', 'Dana', 'dana@', '5550199']) {
    expect(stored).not.toContain(personal);
  }
});

test('after a price change, shows the old and the new rate next to the button, and requires new consent', async () => {
  start();
  mockWindowOpen();
  const changedOffer = offer({ rate: { amount: '0.0801', unit: 'kWh' }, offerToken: 'offer-token-2' });
  bff.respondOnce('POST /v1/contracts', () => problemResponse('rate_changed', 409, { offer: changedOffer }));
  await goToReview();
  await agree();
  await expectAlert('The supplier changed this rate before its hold ended (+1.9%).');
  await expectAlert('Previously: 7.86 ¢/kWh Now: 8.01 ¢/kWh');
  const notice = host.shadowRoot?.querySelector('[role=alert]');
  await vi.waitFor(() => expect(host.shadowRoot?.activeElement).toBe(notice));
  expect(notice?.nextElementSibling?.querySelector('[type=submit]')).toBeTruthy();
  await button(/Continue at 8.01/).click();
  await vi.waitFor(() => expect(host.shadowRoot?.activeElement).toBe(page.getByRole('checkbox').element()));
  await expect.element(page.getByRole('checkbox')).not.toBeChecked();
  await expect.element(page.getByText('Check the box to continue.')).toBeVisible();
  await button(/Continue to e-sign/).click();
  // The customer still sees what the new consent is about.
  await expectAlert('Previously: 7.86 ¢/kWh Now: 8.01 ¢/kWh');
  await agree();
  await expect.element(page.getByRole('heading', { name: /ready to sign/ })).toBeVisible();
  const [first, second] = bff.requests.filter(({ method, path }) => method === 'POST' && path === '/v1/contracts');
  expect(second?.body).toMatchObject({ offerToken: 'offer-token-2' });
  expect(second?.headers.get('idempotency-key')).not.toBe(first?.headers.get('idempotency-key'));
});

test('after a price change and new consent, the button with the new rate creates the contract', async () => {
  start();
  mockWindowOpen();
  const changedOffer = offer({ rate: { amount: '0.0801', unit: 'kWh' }, offerToken: 'offer-token-2' });
  bff.respondOnce('POST /v1/contracts', () => problemResponse('rate_changed', 409, { offer: changedOffer }));
  await goToReview();
  await agree();
  await expectAlert('The supplier changed this rate before its hold ended (+1.9%).');
  await page.getByRole('checkbox').click();
  await button(/Continue at 8.01/).click();
  await expect.element(page.getByRole('heading', { name: /ready to sign/ })).toBeVisible();
});

test.each([
  ['Accounts', /ESI ID/],
  ['Business', /Legal business name/],
  ['Billing address', /Billing address is the same/],
  ['Authorized signer', /Full name/],
])('the edit link for “%s” in the review focuses its field and lets the customer return', async (item, target) => {
  start();
  await goToReview();
  await page.getByRole('button', { name: `Edit: ${item}` }).click();
  await vi.waitFor(() => expect(host.shadowRoot?.activeElement).toBe(field(target).element()));
  await button(/Continue to review/).click();
  await expect.element(page.getByRole('heading', { name: /Review your contract/ })).toBeVisible();
});

test('the review’s link to edit the rate leads to the rates and keeps the customer’s details', async () => {
  start();
  await goToReview();
  await page.getByRole('button', { name: 'Edit: Rate' }).click();
  await button(/Select Bluebell/).click();
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Bakery LLC');
});

test('requires new consent when terms other than the rate have changed', async () => {
  start();
  mockWindowOpen();
  const changedOffer = offer({ offerToken: 'offer-token-2', monthlyFee: { amount: '25.00', currency: 'USD' } });
  const changes = [
    { term: 'monthlyFee', from: '0', to: '25' },
    { term: 'documents', from: 'a', to: 'b' },
    { term: 'productKind', from: 'fixed', to: 'index' },
  ];
  bff.respondOnce('POST /v1/contracts', () => problemResponse('rate_changed', 409, { offer: changedOffer, changes }));
  await goToReview();
  await agree();
  await expectAlert('The terms of this offer changed');
  await expectAlert('Monthly fee: $25 (was $0)');
  await expectAlert('updated the contract documents');
  await expectAlert('Another term: index (was fixed)');
  await expectAlert('To accept the new terms, check the box again.');
  await button(/See other rates/).click();
  await expect.element(button(/Select Bluebell/)).toBeVisible();
  await expect.element(page.getByRole('checkbox')).not.toBeChecked();
  expect(bff.requestCount('POST /v1/contracts')).toBe(1);
});

test('shows an error when the price could not be checked, and retries with the same idempotency key', async () => {
  start();
  mockWindowOpen();
  bff.respondOnce('POST /v1/contracts', () => problemResponse('price_check_unavailable', 503, { retryAfter: 5 }));
  await goToReview();
  await agree();
  await expectAlert('couldn’t confirm the rate');
  await page.getByRole('button', { name: /Continue to e-sign/ }).click();
  await expect.element(page.getByRole('heading', { name: /ready to sign/ })).toBeVisible();
  const [first, second] = bff.requests.filter(({ method, path }) => method === 'POST' && path === '/v1/contracts');
  expect(second?.body).toEqual(first?.body);
  expect(second?.headers.get('idempotency-key')).toBe(first?.headers.get('idempotency-key'));
});

test('retries a contract request without a response, with the same idempotency key', async () => {
  start();
  mockWindowOpen();
  bff.respondOnce('POST /v1/contracts', () => Promise.reject(new TypeError('connection reset')));
  await goToReview();
  await agree();
  await expectAlert('won’t get a duplicate');
  await button(/Continue to e-sign/).click();
  await expect.element(page.getByRole('heading', { name: /ready to sign/ })).toBeVisible();
  const keys = bff.requests
    .filter(({ method, path }) => method === 'POST' && path === '/v1/contracts')
    .map(({ headers }) => headers.get('idempotency-key'));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

test('marks a field that the server rejects, and keeps the input', async () => {
  start();
  mockWindowOpen();
  bff.respondOnce('POST /v1/contracts', () =>
    problemResponse('invalid_request', 422, {
      errors: [{ path: '/customer/legalName', code: 'legal_name_unknown', detail: 'No business has this name.' }],
    }),
  );
  await goToReview();
  await agree();
  await expect.element(field(/Legal business name/)).toHaveAccessibleDescription(/^Check this field\./);
  await expect.element(field(/Full name/)).toHaveValue('Dana Example');
  await field(/Legal business name/).fill('Invented Bakery Two LLC');
  await expect.element(field(/Legal business name/)).not.toHaveAttribute('aria-invalid');
});

test('when the offer has expired, returns to the rates step with a notice and requests new rates', async () => {
  start();
  mockWindowOpen();
  bff.respondOnce('POST /v1/contracts', () => problemResponse('offer_expired', 409));
  await goToReview();
  await agree();
  await expect.element(page.getByText(/That rate has expired/)).toBeVisible();
  await vi.waitFor(() => expect(bff.requestCount('POST /v1/offers')).toBe(2));
});

test('shows a button to sign in the same tab when the signing window is blocked', async () => {
  start();
  vi.spyOn(window, 'open').mockReturnValue(null);
  await goToReview();
  await agree();
  await expect.element(button(/Sign in this tab/)).toBeVisible();
  expect(bff.requestCount('POST /v1/contracts/c_1/signing-sessions')).toBe(0);
});

test('shows the contract after a reload, and explains a rejection', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.respondOnce('GET /v1/contracts/c_1', () =>
    jsonResponse(
      contract({
        status: 'rejected',
        accounts: [
          { last4: '4567', status: 'rejected', reasons: [{ code: 'A76', message: 'not found' }], timeline: [] },
        ],
      }),
    ),
  );
  start();
  await expect.element(page.getByText(/couldn’t find this account number/)).toBeVisible();
  await button(/See current rates/).click();
  await expect.element(button(/See rates/)).toBeVisible();
});

test('shopping for another location empties the quote form, and keeps the business and the signer', async () => {
  start();
  mockWindowOpen();
  await goToRates();
  await field(/Current rate/).fill('9.8');
  await field(/Current contract ends/).fill('2027-01-15');
  await button(/Select Bluebell/).click();
  await fillDetails();
  await agree();
  await vi.waitFor(() => expect(bff.requestCount('GET /v1/contracts/c_1/events')).toBe(1));
  bff.pushUpdate({ status: 'accepted' });
  await button(/Shop rates for another location/).click();
  for (const empty of [/ZIP code/, /Annual usage/, /Current rate/, /Current contract ends/])
    await expect.element(field(empty)).toHaveValue('');
  expect(page.getByRole('heading', { name: /9,432/ }).elements()).toEqual([]);
  expect(Object.keys(sessionStorage).filter((key) => /postalCode|usage$|Rate$|End$/.test(key))).toEqual([]);

  await goToRates();
  await button(/Select Bluebell/).click();
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Bakery LLC');
  await expect.element(field(/Full name/)).toHaveValue('Dana Example');
  await expect.element(field(/ESI ID/)).toHaveValue('');
  await expect.element(field(/Service address/)).toHaveValue('');
  await expect.element(field(/ZIP code/)).toHaveValue('75201');
});

test('keeps the input when the customer goes back from the review', async () => {
  start();
  await goToReview();
  await button(/Edit details/).click();
  await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4567');
  await button(/Back to rates/).click();
  await expect.element(field(/Annual usage/)).toHaveValue('120,000');
  await button(/Select Bluebell/).click();
  await expect.element(field(/Full name/)).toHaveValue('Dana Example');
});

test('explains how an account number violates a published format', async () => {
  start();
  await goToRates();
  await button(/Select Bluebell/).click();
  await expect.element(field(/ESI ID/)).toHaveAccessibleDescription(/^17 digits, starting with 1044372/);
  await field(/ESI ID/).fill('12345');
  await userEvent.tab();
  await expect
    .element(field(/ESI ID/))
    .toHaveAccessibleDescription(
      /^Enter 17 digits, starting with 1044372 or 1017699 for your Oncor ESI ID\. You entered 5\. Usually near .* dashes are OK/,
    );
  await button(/Continue to review/).click();
  await vi.waitFor(() => expect(host.shadowRoot?.activeElement?.className).toContain('error-summary'));
  expect(host.shadowRoot?.activeElement?.textContent).toContain('You entered 5.');
  await button(/^Enter 17 digits/).click();
  await vi.waitFor(() => expect(host.shadowRoot?.activeElement?.id).toBe('/accounts/0/identifier'));
});

test('retries a failed request for offers, and keeps the input', async () => {
  start();
  bff.respondOnce('POST /v1/offers', () => problemResponse('upstream_unavailable', 503));
  await field(/ZIP code/).fill('75201');
  await field(/Annual usage/).fill('120000');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await button(/See rates/).click();
  await expectAlert('Live rates are temporarily unavailable');
  await expect.element(field(/Annual usage/)).toHaveValue('120000');
  await button(/Try again/).click();
  await expect.element(page.getByRole('heading', { name: /9,432/ })).toBeVisible();
});

test('shows the phone number for a ZIP code that is not served', async () => {
  start();
  bff.respondOnce('GET /v1/utilities', () => problemResponse('postal_code_not_served', 404));
  await field(/ZIP code/).fill('99999');
  await expect.element(page.getByRole('status').getByText(/\(214\) 555-0142/)).toBeVisible();
});

test("keeps the element's children visible on an origin that is not allowed", async () => {
  bff.respondOnce('POST /v1/sessions', () => problemResponse('origin_not_allowed', 403));
  start();
  host.append('Call us instead');
  await vi.waitFor(() => expect(host.shadowRoot?.querySelector('slot')).toBeTruthy());
  expect(events).toContainEqual({ type: 'shopper:error', detail: { code: 'not_allowed' } });
});

test('the widget uses one session for all calls, and can be destroyed twice', async () => {
  start();
  await goToRates();
  expect(bff.requestCount('POST /v1/sessions')).toBe(1);
  widget.destroy();
  widget.destroy();
  expect(host.shadowRoot?.childElementCount).toBe(0);
});

test('the widget has no accessibility violations in any step', async () => {
  const violations = async () => {
    const { violations } = await axe.run(host);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };
  start();
  vi.spyOn(window, 'open').mockReturnValue(null);
  await goToRates();
  expect(await violations()).toEqual([]);
  await button(/Select Bluebell/).click();
  await button(/Continue to review/).click();
  expect(await violations()).toEqual([]);
  await fillDetails();
  expect(await violations()).toEqual([]);
  await agree();
  await expect.element(button(/Sign in this tab/)).toBeVisible();
  expect(await violations()).toEqual([]);
});
