import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff, type FakeBff, problemResponse } from '../../../test/support/fake-bff.ts';
import {
  agree,
  button,
  expectAlert,
  field,
  goToReview,
  heading,
  mockWindowOpen,
  waitFor,
} from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;

beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  widget = renderWidget(bff);
  mockWindowOpen();
});
afterEach(() => {
  widget.unmount();
  vi.restoreAllMocks();
});

const rejectWith = (path: string, code: string) =>
  bff.respondOnce('POST /v1/contracts', () =>
    problemResponse('invalid_request', 422, { errors: [{ path, code, detail: code.replaceAll('_', ' ') }] }),
  );
const text = () => widget.host.shadowRoot?.textContent ?? '';

test('marks and focuses an account number that the supplier rejects, with the widget’s own message', async () => {
  rejectWith('/accounts/0/identifier', 'account_identifier_malformed');
  await goToReview();
  await agree();
  await expect.element(field(/ESI ID/)).toHaveAccessibleDescription(/Check it against your bill/);
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe('/accounts/0/identifier'));
  await expectAlert(/Fix the highlighted field and resubmit/);
  expect(text()).not.toContain('account identifier malformed');
  expect(await a11yViolations(widget.host)).toEqual([]);
});

test.each([
  ['/accounts/0/identifier', 'duplicate_account', /ESI ID/, /already has a pending contract/],
  ['/accounts/0/meterNumber', 'meter_number_missing', /Meter number/, /Enter the meter number/],
  ['/accounts/0/nameKey', 'name_key_missing', /Name key/, /first four letters of the name/],
  ['/customer/legalName', 'legal_name_missing', /Legal business name/, /Enter the legal business name/],
] as const)(
  'shows a server error for %s with code %s next to the field, and adds the field if it was not shown',
  async (path, code, name, getText) => {
    rejectWith(path, code);
    await goToReview();
    await agree();
    await expect.element(field(name)).toHaveAccessibleDescription(getText);
    await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe(path));
    await field(name).fill(path.endsWith('identifier') ? '10443720001234568' : 'INVE');
    await expect.element(field(name)).not.toHaveAttribute('aria-invalid');
    expect(await a11yViolations(widget.host)).toEqual([]);
  },
);

test('shows a server error for an unknown field at the closest form field', async () => {
  rejectWith('/accounts/0/serviceAddress/state', 'utility_rate_mismatch');
  await goToReview();
  await agree();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe('/accounts/0/serviceAddress/postalCode'));
  await expect.element(field(/ZIP code/)).toHaveAccessibleDescription(/isn’t available at this address/);
});

test('shows the generic message for an unknown code, never the server’s text', async () => {
  rejectWith('/customer/taxId', 'moon_phase');
  await goToReview();
  await agree();
  await expect.element(field(/Tax ID/)).toHaveAccessibleDescription(/^Check this field\./);
  expect(text()).not.toContain('moon phase');
});

test('an error about a credit hold marks no field, offers a return to the rates and keeps the input', async () => {
  rejectWith('/customer/legalName', 'credit_hold');
  await goToReview();
  await agree();
  await expectAlert(/requires a credit review first.*\(214\) 555-0142/);
  expect(text()).not.toContain('credit hold');
  expect(await a11yViolations(widget.host)).toEqual([]);
  await button(/Select another offer/).click();
  await expect.element(heading(/9,432/)).toBeVisible();
  await button(/Select Bluebell/).click();
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Bakery LLC');
  await expect.element(field(/Legal business name/)).not.toHaveAttribute('aria-invalid');
});
