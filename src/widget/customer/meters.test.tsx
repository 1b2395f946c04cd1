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

const focusIsOn = (name: string) => waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe(name));
const errorsOf = (meter: number) => widget.queryAll(`[name^="/accounts/${meter}/"][aria-invalid]`).length;

test('a new meter has the focus in its first field, and a removed one gives it to its neighbour', async () => {
  await goToCustomer();
  await button(/Add another meter/).click();
  await focusIsOn('/accounts/1/identifier');
  await button(/Add another meter/).click();
  await focusIsOn('/accounts/2/identifier');
  await button(/Remove meter 2/).click();
  await focusIsOn('/accounts/1/identifier');
  await button(/Remove meter 2/).click();
  await focusIsOn('/accounts/0/identifier');
});

test('a meter added after a failed try shows no faults until it is left or tried again', async () => {
  await goToCustomer();
  await button(/Review and sign/).click();
  await waitFor(() => expect(errorsOf(0)).toBeGreaterThan(0));
  await button(/Add another meter/).click();
  await focusIsOn('/accounts/1/identifier');
  expect(errorsOf(1)).toBe(0);
  expect(await a11yViolations(widget.host)).toEqual([]);
  await userEvent.tab();
  await waitFor(() => expect(errorsOf(1)).toBe(1));
  await button(/Review and sign/).click();
  await waitFor(() => expect(errorsOf(1)).toBeGreaterThan(1));
});

test('a meter added in the place of a removed one is as new', async () => {
  await goToCustomer();
  await button(/Add another meter/).click();
  await button(/Review and sign/).click();
  await waitFor(() => expect(errorsOf(1)).toBeGreaterThan(0));
  await button(/Remove meter 2/).click();
  await button(/Add another meter/).click();
  await focusIsOn('/accounts/1/identifier');
  expect(errorsOf(1)).toBe(0);
});

test('faults stay with their meter when one before it goes', async () => {
  await goToCustomer();
  await button(/Add another meter/).click();
  await focusIsOn('/accounts/1/identifier');
  await userEvent.tab();
  await waitFor(() => expect(errorsOf(1)).toBe(1));
  await button(/Remove meter 1/).click();
  await focusIsOn('/accounts/0/identifier');
  // The address was where the focus stood when the button was pressed.
  const marked = ['/accounts/0/identifier', '/accounts/0/serviceAddress/street'];
  expect(widget.queryAll('[aria-invalid]').map(({ id }) => id)).toEqual(marked);
});

test('meters of a list that no longer use what the price is for are said at once, with the way to another price', async () => {
  const usageBand = { from: '100000', to: '150000', unit: 'kWh' as const };
  bff.respondOnce('POST /v1/offers', () =>
    jsonResponse({ asOf: new Date().toISOString(), offers: [offer({ usageBand })] }),
  );
  const list =
    'site_name,postal_code,annual_usage,unit,account_number,street,city\nNorth,75201,60000,kWh,10443720000000001,1 North St,Dallas\nSouth,75201,60000,kWh,10443720000000002,2 South St,Dallas\n';
  await button(/Several locations/).click();
  await page.getByLabelText('Your file').upload(new File([list], 'list.csv', { type: 'text/csv' }));
  await button(/See rates for Oncor/).click();
  await button(/Choose Bluebell/).click();
  await expect.element(page.getByText(/Filled in from your list: 2 meters/)).toBeVisible();
  expect(widget.queryAll('[role=alert]')).toEqual([]);
  await button(/Remove meter 2/).click();
  await expectAlert(/60,000 kWh a year together/);
  expect(await a11yViolations(widget.host)).toEqual([]);
  await page.getByRole('alert').getByRole('button', { name: 'Back to rates' }).click();
  await expect.element(field(/ZIP code/)).toBeVisible();
});

test('a drawing shows where the numbers stand on a bill, and words say the same', async () => {
  bff.respondOnce('GET /v1/utilities', () =>
    jsonResponse({ utilities: [utility({ requiredFields: ['meterNumber', 'nameKey'] })] }),
  );
  await goToCustomer();
  await page.getByText('Where is the ESI ID on a bill?').click();
  await expect.element(page.getByText(/stands on the first page, mostly at the top/)).toBeVisible();
  await expect.element(page.getByText(/where the usage is worked out/)).toBeVisible();
  await expect.element(page.getByText(/first four letters of the name in the address/)).toBeVisible();
  await waitFor(() => expect(widget.queryAll('.bill-illustration .bill-illustration-highlight')).toHaveLength(3));
  expect(await a11yViolations(widget.host)).toEqual([]);
});
