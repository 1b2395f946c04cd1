import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff, type FakeBff, jsonResponse, offer, utility } from '../../../test/support/fake-bff.ts';
import { button, expectAlert, field, goToCustomer, waitFor } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  widget = renderWidget(bff);
});
afterEach(() => widget.unmount());

const expectFocus = (name: string) => waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe(name));
const errorsOf = (meter: number) => widget.queryAll(`[name^="/accounts/${meter}/"][aria-invalid]`).length;

test('focuses the first field of an added account, and of a neighboring account after a removal', async () => {
  await goToCustomer();
  await button(/Add another account/).click();
  await expectFocus('/accounts/1/identifier');
  await button(/Add another account/).click();
  await expectFocus('/accounts/2/identifier');
  await button(/Remove account 2/).click();
  await expectFocus('/accounts/1/identifier');
  await button(/Remove account 2/).click();
  await expectFocus('/accounts/0/identifier');
});

test('an account added after a failed submission shows no errors until the customer fills it in or submits the form again', async () => {
  await goToCustomer();
  await button(/Continue to review/).click();
  await waitFor(() => expect(errorsOf(0)).toBeGreaterThan(0));
  await button(/Add another account/).click();
  await expectFocus('/accounts/1/identifier');
  expect(errorsOf(1)).toBe(0);
  expect(await a11yViolations(widget.host)).toEqual([]);
  await userEvent.keyboard('12');
  await userEvent.tab();
  await waitFor(() => expect(errorsOf(1)).toBe(1));
  await button(/Continue to review/).click();
  await waitFor(() => expect(errorsOf(1)).toBeGreaterThan(1));
});

test('the error summary says to which of several accounts an error belongs', async () => {
  await goToCustomer();
  await button(/Add another account/).click();
  await button(/Continue to review/).click();
  await waitFor(() => expect(errorsOf(1)).toBeGreaterThan(0));
  const entries = widget.queryAll('.error-summary button').map(({ textContent }) => textContent);
  expect(entries).toContain('Account 1: Enter the street address.');
  expect(entries).toContain('Account 2: Enter the street address.');
});

test('an account added after another account was removed shows no errors', async () => {
  await goToCustomer();
  await button(/Add another account/).click();
  await button(/Continue to review/).click();
  await waitFor(() => expect(errorsOf(1)).toBeGreaterThan(0));
  await button(/Remove account 2/).click();
  await button(/Add another account/).click();
  await expectFocus('/accounts/1/identifier');
  expect(errorsOf(1)).toBe(0);
});

test('keeps errors with their account when an earlier account is removed', async () => {
  await goToCustomer();
  await button(/Add another account/).click();
  await expectFocus('/accounts/1/identifier');
  await userEvent.keyboard('12');
  await userEvent.tab();
  await waitFor(() => expect(errorsOf(1)).toBe(1));
  await button(/Remove account 1/).click();
  await expectFocus('/accounts/0/identifier');
  expect(widget.queryAll('[aria-invalid]').map(({ id }) => id)).toEqual(['/accounts/0/identifier']);
});

test("warns when imported accounts are outside the offer's usage band, and links to the rates", async () => {
  const usageBand = { from: '100000', to: '150000', unit: 'kWh' as const };
  bff.respondOnce('POST /v1/offers', () =>
    jsonResponse({ asOf: new Date().toISOString(), offers: [offer({ usageBand })] }),
  );
  const list =
    'site_name,postal_code,annual_usage,unit,account_number,street,city\nNorth,75201,60000,kWh,10443720000000001,1 North St,Dallas\nSouth,75201,60000,kWh,10443720000000002,2 South St,Dallas\n';
  await button(/Multiple locations/).click();
  await page.getByLabelText('CSV file with your locations').upload(new File([list], 'list.csv', { type: 'text/csv' }));
  await button(/See rates for Oncor/).click();
  await button(/Select Bluebell/).click();
  await expect.element(page.getByText(/Imported 2 accounts from your list/)).toBeVisible();
  expect(widget.queryAll('[role=alert]')).toEqual([]);
  await button(/Remove account 2/).click();
  await expectAlert(/60,000 kWh a year/);
  expect(await a11yViolations(widget.host)).toEqual([]);
  await page.getByRole('alert').getByRole('button', { name: 'Back to rates' }).click();
  await expect.element(field(/ZIP code/)).toBeVisible();
});

test('opening the help for an empty account number is not an error', async () => {
  await goToCustomer();
  await field(/ESI ID/).click();
  await page.getByText('Where do I find my ESI ID?').click();
  await expect.element(page.getByText(/near your service address/)).toBeVisible();
  await expect.element(field(/ESI ID/)).not.toHaveAttribute('aria-invalid');
});

test('shows where to find the numbers on a bill, as an illustration and as text', async () => {
  bff.respondOnce('GET /v1/utilities', () =>
    jsonResponse({ utilities: [utility({ requiredFields: ['meterNumber', 'nameKey'] })] }),
  );
  await goToCustomer();
  await page.getByText('Where do I find my ESI ID?').click();
  await expect.element(page.getByText(/near your service address/)).toBeVisible();
  await expect.element(page.getByText(/in the usage section/)).toBeVisible();
  await expect.element(page.getByText(/first four letters of the account name/)).toBeVisible();
  await waitFor(() => expect(widget.queryAll('.bill-illustration .bill-illustration-highlight')).toHaveLength(3));
  expect(widget.queryAll('.bill-illustration-number').map(({ textContent }) => textContent)).toEqual([
    '1044372 00000 00000',
  ]);
  expect(await a11yViolations(widget.host)).toEqual([]);
});

test('prefills the city of the ZIP code, and keeps the customer’s change', async () => {
  bff.respondOnce('GET /v1/utilities', () => jsonResponse({ utilities: [utility({ city: 'Dallas' })] }));
  await goToCustomer();
  await expect.element(field(/City/)).toHaveValue('Dallas');
  await field(/City/).fill('Highland Park');
  await field(/Service address/).fill('1200 Example Ave');
  await expect.element(field(/City/)).toHaveValue('Highland Park');
});
