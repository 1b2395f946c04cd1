import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { createFakeBff, type FakeBff, jsonResponse, problemResponse, session } from '../../../test/support/fake-bff.ts';
import { button, field } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => widget.unmount());

const sent = () => bff.requests.filter(({ path }) => path === '/v1/quote-requests').map(({ body }) => body);

async function enterUnservedPostalCode(code: 'postal_code_not_served' | 'postal_code_regulated', mailsLinks = true) {
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ mailsLinks }), 201));
  bff.respondOnce('GET /v1/utilities', () => problemResponse(code, 404));
  widget = renderWidget(bff);
  await field(/ZIP code/).fill('99501');
  await expect.element(field(/ZIP code/)).toHaveAttribute('aria-invalid', 'true');
}

async function fillContact() {
  await field(/Full name/).fill('Dana Example');
  await field(/^Email/).fill('Dana Example <dana@bakery.example>');
  await field(/Phone/).fill('(214) 555-0142 ext. 3');
}

test('the customer can request a quote from the broker for a ZIP code without rates', async () => {
  await enterUnservedPostalCode('postal_code_not_served');
  await fillContact();
  bff.respondOnce('POST /v1/quote-requests', () => jsonResponse({}, 201));
  await button(/Request a quote/).click();
  await expect.element(page.getByText(/We’ve received your request/)).toBeVisible();
  expect(sent()).toEqual([
    {
      contact: { name: 'Dana Example', email: 'dana@bakery.example', phone: '+12145550142' },
      commodity: 'electric',
      postalCode: '99501',
      locale: 'en-US',
    },
  ]);
});

test('shows an error for an invalid field of the quote request, focuses the field and sends nothing', async () => {
  await enterUnservedPostalCode('postal_code_not_served');
  await fillContact();
  await field(/Phone/).fill('555-0142');
  await button(/Request a quote/).click();
  await expect.element(field(/Phone/)).toHaveAccessibleDescription(/US phone number with area code/);
  await vi.waitFor(() => expect(widget.host.shadowRoot?.activeElement).toBe(field(/Phone/).element()));
  expect(sent()).toEqual([]);
});

test('focuses the first field when the customer submits an empty quote request', async () => {
  await enterUnservedPostalCode('postal_code_not_served');
  await button(/Request a quote/).click();
  await expect.element(field(/Full name/)).toHaveAccessibleDescription(/name/);
  await vi.waitFor(() => expect(widget.host.shadowRoot?.activeElement).toBe(field(/Full name/).element()));
});

test('reports a quote request that could not be delivered, and keeps the input', async () => {
  await enterUnservedPostalCode('postal_code_not_served');
  await fillContact();
  bff.respondOnce('POST /v1/quote-requests', () => problemResponse('mail_not_sent', 503));
  await button(/Request a quote/).click();
  await expect.element(page.getByText(/couldn’t send your request.*Call us at \(214\) 555-0142/)).toBeVisible();
  await expect.element(field(/Full name/)).toHaveValue('Dana Example');
});

test.each([
  ['the state has no choice of supplier', 'postal_code_regulated', true],
  ['the site cannot send emails', 'postal_code_not_served', false],
] as const)('offers no request for a quote if %s', async (_, code, mailsLinks) => {
  await enterUnservedPostalCode(code, mailsLinks);
  await expect.element(field(/Current contract ends/)).toBeVisible();
  expect(page.getByRole('button', { name: 'Request a quote' }).elements()).toEqual([]);
});
