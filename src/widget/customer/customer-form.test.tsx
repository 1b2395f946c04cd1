import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff } from '../../../test/support/fake-bff.ts';
import { button, field, goToCustomer, goToReview, openCurrentSupply, waitFor } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  widget = renderWidget(createFakeBff());
});
afterEach(() => widget.unmount());

const preventsUnload = () => {
  const unloadEvent = new Event('beforeunload', { cancelable: true });
  dispatchEvent(unloadEvent);
  return unloadEvent.defaultPrevented;
};

test('announces the error of a field when the customer leaves it, and again for another field', async () => {
  await goToCustomer();
  const announced = () =>
    widget
      .queryAll('form [role=status]')
      .map(({ textContent }) => textContent.trim())
      .filter(Boolean);
  expect(announced()).toEqual([]);
  await field(/ESI ID/).fill('1044372000123456');
  await userEvent.tab();
  await waitFor(() => expect(announced()).toEqual([expect.stringMatching(/17 digits.*You entered 16/)]));
  await field(/Tax ID/).fill('12-34');
  await userEvent.tab();
  await waitFor(() => expect(announced()).toEqual([expect.stringMatching(/9-digit tax ID/)]));
  await field(/Tax ID/).fill('12-3456789');
  await userEvent.tab();
  await waitFor(() => expect(announced()).toEqual([]));
  await field(/Phone/).fill('214 555');
  await userEvent.tab();
  await waitFor(() => expect(announced().join()).toMatch(/phone number/));
  // The summary of all errors receives the focus instead.
  await button(/Continue to review/).click();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.className).toContain('error-summary'));
  expect(announced().join('')).toBe('');
});

test('the heading of each section has a check mark while all fields of the section are valid', async () => {
  await goToCustomer();
  const completed = () =>
    widget
      .queryAll('form h2')
      .filter((heading) => heading.querySelector('[role=img][aria-label=completed]'))
      .map(({ firstChild }) => firstChild?.textContent);
  const positions = () => {
    const [top = 0, ...others] = widget
      .queryAll('form, form :is(h2, input, select, button)')
      .map((element) => element.getBoundingClientRect().top);
    return others.map((other) => other - top);
  };
  expect(completed()).toEqual([]);
  const before = positions();
  await field(/ESI ID/).fill('10443720001234567');
  await field(/Service address/).fill('1200 Example Ave');
  await field(/City/).fill('Dallas');
  await waitFor(() => expect(completed()).toEqual(['Service accounts']));
  await field(/Legal business name/).fill('Invented Bakery LLC');
  await field(/Business type/).selectOptions('llc');
  await field(/Tax ID/).fill('12-3456789');
  await waitFor(() => expect(completed()).toEqual(['Service accounts', 'Business details']));
  await field(/Full name/).fill('Dana Example');
  await field(/Job title/).fill('Owner');
  await field(/Email/).fill('dana@example.com');
  await field(/Phone/).fill('(214) 555-0199');
  await waitFor(() => expect(completed()).toEqual(['Service accounts', 'Business details', 'Authorized signer']));
  expect(positions()).toEqual(before);
  expect(await a11yViolations(widget.host)).toEqual([]);
  await field(/The signer is the main/).click();
  await waitFor(() => expect(completed()).toEqual(['Service accounts', 'Business details']));
  await field(/ESI ID/).fill('1044');
  await waitFor(() => expect(completed()).toEqual(['Business details']));
});

test("masks a sole proprietor's tax ID and shows it on demand", async () => {
  await goToCustomer();
  await field(/Tax ID/).fill('123456789');
  await expect.element(field(/Tax ID \(EIN\)/)).toHaveAttribute('type', 'text');
  await field(/Business type/).selectOptions('sole_proprietor');
  await expect.element(field(/EIN or SSN/)).toHaveAttribute('type', 'password');
  expect(await a11yViolations(widget.host)).toEqual([]);
  await button(/^Show$/).click();
  await expect.element(field(/EIN or SSN/)).toHaveAttribute('type', 'text');
  await expect.element(field(/EIN or SSN/)).toHaveValue('12-3456789');
  await button(/^Hide$/).click();
  await expect.element(field(/EIN or SSN/)).toHaveAttribute('type', 'password');
});

test('formats complete phone numbers and tax IDs, and does not change incomplete input', async () => {
  await goToCustomer();
  await field(/Phone/).fill('214.555.0199');
  await userEvent.tab();
  await expect.element(field(/Phone/)).toHaveValue('(214) 555-0199');
  await field(/Phone/).fill('214 55');
  await userEvent.tab();
  await expect.element(field(/Phone/)).toHaveValue('214 55');
  await field(/Tax ID/).fill('12 345678');
  await userEvent.tab();
  await expect.element(field(/Tax ID/)).toHaveValue('12 345678');
  await field(/Tax ID/).fill('123456789');
  await userEvent.tab();
  await expect.element(field(/Tax ID/)).toHaveValue('12-3456789');
});

test('asks for confirmation before unload only while there is unsaved input', async () => {
  await goToCustomer();
  expect(preventsUnload()).toBe(false);
  await field(/Legal business name/).fill('Invented Bakery LLC');
  expect(preventsUnload()).toBe(true);
  await field(/Legal business name/).fill('');
  expect(preventsUnload()).toBe(false);
});

test('asks for confirmation before unload while the customer compares rates again after filling in the form', async () => {
  await goToCustomer();
  await button(/Back to rates/).click();
  await expect.element(button(/Select Bluebell/)).toBeVisible();
  expect(preventsUnload()).toBe(false);
  await button(/Select Bluebell/).click();
  await field(/Legal business name/).fill('Invented Bakery LLC');
  await button(/Back to rates/).click();
  await expect.element(button(/Select Bluebell/)).toBeVisible();
  expect(preventsUnload()).toBe(true);
});

test('asks for confirmation before unload during the review, but not after the widget is removed', async () => {
  await goToReview();
  await waitFor(() => expect(preventsUnload()).toBe(true));
  widget.unmount();
  await waitFor(() => expect(preventsUnload()).toBe(false));
});

test('sets the matching autocomplete value on every field, or turns autocomplete off', async () => {
  await goToCustomer();
  await field(/Billing address/).click();
  await expect.element(field(/Billing ZIP/)).toBeVisible();
  await field(/The signer is the main/).click();
  await expect.element(field(/Contact’s phone/)).toBeVisible();
  await openCurrentSupply();
  const tokens = Object.fromEntries(
    widget
      .queryAll('form input:not([type=checkbox], [type=file])')
      .map((input) => [input.getAttribute('name'), input.getAttribute('autocomplete')]),
  );
  expect(tokens).toEqual({
    '/accounts/0/identifier': 'off',
    '/accounts/0/serviceAddress/street': 'section-meter1 address-line1',
    '/accounts/0/serviceAddress/unit': 'section-meter1 address-line2',
    '/accounts/0/serviceAddress/city': 'section-meter1 address-level2',
    '/accounts/0/serviceAddress/postalCode': 'section-meter1 postal-code',
    '/customer/legalName': 'organization',
    '/customer/tradeName': 'off',
    '/customer/taxId': 'off',
    '/customer/billingAddress/street': 'billing address-line1',
    '/customer/billingAddress/unit': 'billing address-line2',
    '/customer/billingAddress/city': 'billing address-level2',
    '/customer/billingAddress/state': 'billing address-level1',
    '/customer/billingAddress/postalCode': 'billing postal-code',
    '/signer/name': 'name',
    '/signer/title': 'organization-title',
    '/signer/email': 'email',
    '/signer/phone': 'tel',
    '/contact/name': 'section-contact name',
    '/contact/email': 'section-contact email',
    '/contact/phone': 'section-contact tel',
    '/currentSupply/supplier': 'off',
    '/currentSupply/contractEnd': 'off',
  });
});

test('the customer form fills in the accounts from the imported locations', async () => {
  await button(/Multiple locations/).click();
  const list =
    'site_name,postal_code,annual_usage,unit,account_number,street,city\nNorth,75201,60000,kWh,10443720000000001,1 North St,Dallas\nSouth,75201,60000,kWh,10443720000000002,2 South St,Dallas\n';
  await page.getByLabelText('CSV file with your locations').upload(new File([list], 'list.csv', { type: 'text/csv' }));
  await button(/See rates for Oncor/).click();
  await button(/Select Bluebell/).click();
  await expect
    .element(page.getByText('Imported 2 accounts from your list. Check each one against its bill.'))
    .toBeVisible();
  await expect.element(field(/Service address/).nth(1)).toHaveValue('2 South St');
  await expect.element(page.getByText('60,000 kWh per year (from your list)').first()).toBeVisible();
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('10443720000000001');
});
