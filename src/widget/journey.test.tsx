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
const hear = (event: Event) => {
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
  for (const name of names) document.addEventListener(`shopper:${name}`, hear);
});

afterEach(() => {
  widget.destroy();
  host.remove();
  sessionStorage.clear();
  vi.restoreAllMocks();
  for (const name of names) document.removeEventListener(`shopper:${name}`, hear);
});

const alertSays = (words: string) =>
  vi.waitFor(() => expect(host.shadowRoot?.querySelector('[role=alert]')?.textContent).toContain(words));

test('a customer goes from a ZIP code to an accepted contract without a reload', async () => {
  start();
  const popup = mockWindowOpen();
  await goToReview();
  await agree();
  await expect.element(page.getByRole('heading', { name: /ready to sign/ })).toBeVisible();
  await vi.waitFor(() => expect(popup.location.href).toContain('/__signing__'));

  await vi.waitFor(() => expect(bff.requestCount('GET /v1/contracts/c_1/events')).toBe(1));
  bff.pushUpdate({ status: 'submitted' });
  await expect.element(page.getByRole('heading', { name: 'Signed. The supplier has it.' })).toBeVisible();
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

test('what is sent to make a contract is tidied, and nothing personal stays in the browser or in events', async () => {
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
    consent: { accepted: true, text: expect.stringContaining('7.86 ¢/kWh for 24 months') },
  });
  const kept = JSON.stringify({ ...sessionStorage, ...localStorage }) + JSON.stringify(events);
  for (const personal of ['Bakery', '123456789', '10443720', 'Dana', 'dana@', '5550199']) {
    expect(kept).not.toContain(personal);
  }
});

test('a rate that moved is shown old and new, and must be agreed to again under a new key', async () => {
  start();
  mockWindowOpen();
  const dearer = offer({ rate: { amount: '0.0801', unit: 'kWh' }, offerToken: 'offer-token-2' });
  bff.respondOnce('POST /v1/contracts', () => problemResponse('rate_changed', 409, { offer: dearer }));
  await goToReview();
  await agree();
  await alertSays('it was 7.86 ¢/kWh, now it is 8.01 ¢/kWh');
  await expect.element(page.getByRole('checkbox')).not.toBeChecked();
  await agree();
  await expect.element(page.getByRole('heading', { name: /ready to sign/ })).toBeVisible();
  const [first, second] = bff.requests.filter(({ method, path }) => method === 'POST' && path === '/v1/contracts');
  expect(second?.body).toMatchObject({ offerToken: 'offer-token-2' });
  expect(second?.headers.get('idempotency-key')).not.toBe(first?.headers.get('idempotency-key'));
});

test('a price that moved beside its rate must be agreed to again as well, though the sentence is the same', async () => {
  start();
  mockWindowOpen();
  const dearer = offer({ offerToken: 'offer-token-2', monthlyFee: { amount: '25.00', currency: 'USD' } });
  bff.respondOnce('POST /v1/contracts', () => problemResponse('rate_changed', 409, { offer: dearer }));
  await goToReview();
  await agree();
  await alertSays('If you still want it, tick the box again.');
  await expect.element(page.getByRole('checkbox')).not.toBeChecked();
  expect(bff.requestCount('POST /v1/contracts')).toBe(1);
});

test('an answer that never came is asked for again under the same key', async () => {
  start();
  mockWindowOpen();
  bff.respondOnce('POST /v1/contracts', () => Promise.reject(new TypeError('connection reset')));
  await goToReview();
  await agree();
  await alertSays('you will not get two');
  await button(/Create contract and sign/).click();
  await expect.element(page.getByRole('heading', { name: /ready to sign/ })).toBeVisible();
  const keys = bff.requests
    .filter(({ method, path }) => method === 'POST' && path === '/v1/contracts')
    .map(({ headers }) => headers.get('idempotency-key'));
  expect(keys).toHaveLength(2);
  expect(keys[0]).toBe(keys[1]);
});

test('a field the server refuses is marked in the form, with everything typed still there', async () => {
  start();
  mockWindowOpen();
  bff.respondOnce('POST /v1/contracts', () =>
    problemResponse('invalid_request', 422, {
      errors: [{ path: '/customer/legalName', code: 'legal_name_unknown', detail: 'No business has this name.' }],
    }),
  );
  await goToReview();
  await agree();
  await expect.element(field(/Legal business name/)).toHaveAccessibleDescription('Please check this.');
  await expect.element(field(/Full name/)).toHaveValue('Dana Example');
  await field(/Legal business name/).fill('Invented Bakery Two LLC');
  await expect.element(field(/Legal business name/)).not.toHaveAttribute('aria-invalid');
});

test('an offer that ran out leads back to fresh rates with a word about it', async () => {
  start();
  mockWindowOpen();
  bff.respondOnce('POST /v1/contracts', () => problemResponse('offer_expired', 409));
  await goToReview();
  await agree();
  await expect.element(page.getByText(/That price has run out/)).toBeVisible();
  await vi.waitFor(() => expect(bff.requestCount('POST /v1/offers')).toBe(2));
});

test('a blocked window still gives a way to sign', async () => {
  start();
  vi.spyOn(window, 'open').mockReturnValue(null);
  await goToReview();
  await agree();
  await expect.element(button(/Sign in this tab/)).toBeVisible();
  expect(bff.requestCount('POST /v1/contracts/c_1/signing-sessions')).toBe(0);
});

test('a reload lands on the contract, and a rejection says why in plain words', async () => {
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
  await expect.element(page.getByText(/does not know this account number/)).toBeVisible();
  await button(/See today’s rates/).click();
  await expect.element(button(/Show rates/)).toBeVisible();
});

test('going back from the review loses nothing that was typed', async () => {
  start();
  await goToReview();
  await button(/Back to your details/).click();
  await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4567');
  await button(/Back to rates/).click();
  await expect.element(field(/Used in a year/)).toHaveValue('120,000');
  await button(/Choose Bluebell/).click();
  await expect.element(field(/Full name/)).toHaveValue('Dana Example');
});

test('an account number that breaks a published rule says what it looks like and what was expected', async () => {
  start();
  await goToRates();
  await button(/Choose Bluebell/).click();
  await field(/ESI ID/).fill('12345');
  await userEvent.tab();
  await expect
    .element(field(/ESI ID/))
    .toHaveAccessibleDescription(
      'Oncor’s ESI ID has 17 digits, starting with 1044372 or 1017699. You typed 5 characters.',
    );
  await button(/Review and sign/).click();
  await vi.waitFor(() => expect(host.shadowRoot?.activeElement?.id).toBe('/accounts/0/identifier'));
});

test('prices that are down can be asked for again, and the typing is kept', async () => {
  start();
  bff.respondOnce('POST /v1/offers', () => problemResponse('upstream_unavailable', 503));
  await field(/ZIP code/).fill('75201');
  await field(/Used in a year/).fill('120000');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await button(/Show rates/).click();
  await alertSays('Live prices are down');
  await expect.element(field(/Used in a year/)).toHaveValue('120000');
  await button(/Try again/).click();
  await expect.element(page.getByRole('heading', { name: /9,432/ })).toBeVisible();
});

test('a ZIP code nobody serves offers the telephone', async () => {
  start();
  bff.respondOnce('GET /v1/utilities', () => problemResponse('postal_code_not_served', 404));
  await field(/ZIP code/).fill('99999');
  await alertSays('(214) 555-0142');
});

test('a page that may not show the shop keeps its own children on show', async () => {
  bff.respondOnce('POST /v1/sessions', () => problemResponse('origin_not_allowed', 403));
  start();
  host.append('Call us instead');
  await vi.waitFor(() => expect(host.shadowRoot?.querySelector('slot')).toBeTruthy());
  expect(events).toContainEqual({ type: 'shopper:error', detail: { code: 'not_allowed' } });
});

test('destroying twice is harmless, and one session serves all calls', async () => {
  start();
  await goToRates();
  expect(bff.requestCount('POST /v1/sessions')).toBe(1);
  widget.destroy();
  widget.destroy();
  expect(host.shadowRoot?.childElementCount).toBe(0);
});

test('no step has a fault that axe finds', async () => {
  const faults = async () => {
    const { violations } = await axe.run(host);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  };
  start();
  vi.spyOn(window, 'open').mockReturnValue(null);
  await goToRates();
  expect(await faults()).toEqual([]);
  await button(/Choose Bluebell/).click();
  await button(/Review and sign/).click();
  expect(await faults()).toEqual([]);
  await fillDetails();
  expect(await faults()).toEqual([]);
  await agree();
  await expect.element(button(/Sign in this tab/)).toBeVisible();
  expect(await faults()).toEqual([]);
});
