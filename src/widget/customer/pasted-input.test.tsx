import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { createFakeBff, type FakeBff } from '../../../test/support/fake-bff.ts';
import {
  agree,
  button,
  field,
  fillDetails,
  goToCustomer,
  heading,
  mockWindowOpen,
  waitFor,
} from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;
beforeEach(async () => {
  sessionStorage.clear();
  bff = createFakeBff();
  widget = renderWidget(bff);
  mockWindowOpen();
  await goToCustomer();
  await fillDetails();
  await button(/Edit details/).click();
  await expect.element(field(/ESI ID/)).toBeVisible();
});
afterEach(() => widget.unmount());

/** Submits the form and the review, and returns the body of the contract request. */
async function submit() {
  await button(/Continue to review/).click();
  await expect.element(heading(/Review your contract/)).toBeVisible();
  await agree();
  await waitFor(() => expect(bff.requestCount('POST /v1/contracts')).toBe(1));
  return bff.requests.findLast(({ path }) => path === '/v1/contracts')?.body;
}
const error = (name: RegExp) => field(name).element().getAttribute('aria-invalid');

test('cleans up pasted input, and shows the result before the customer agrees', async () => {
  await field(/ESI ID/).fill('’1044 3720‑0012 34567\u200b');
  await field(/ZIP code/).fill(' 75201-1234');
  await field(/Tax ID/).fill('EIN 12–3456789');
  await field(/Email/).fill('Dana Example <dana@bakery.example>,');
  await field(/Phone/).fill('(214) 555-0143 ext. 22');
  await field(/Full name/).fill('Dana\u200b Example ');
  await button(/Continue to review/).click();
  await expect.element(page.getByText('Dana Example, Owner, dana@bakery.example, (214) 555-0143')).toBeVisible();
  await button(/Edit details/).click();
  await expect.element(field(/Phone/)).toHaveValue('(214) 555-0143');
  await expect.element(field(/Email/)).toHaveValue('dana@bakery.example');
  expect(await submit()).toMatchObject({
    accounts: [{ identifier: '10443720001234567', serviceAddress: { postalCode: '75201' } }],
    customer: { taxId: '123456789' },
    signer: { name: 'Dana Example', email: 'dana@bakery.example', phone: '+12145550143' },
  });
});

test.each(['555-0143', '(214) 555-014', '(214) 555-01433', '123-456-7890'])(
  'rejects %s as a phone number',
  async (text) => {
    await field(/Phone/).fill(text);
    await button(/Continue to review/).click();
    await expect.element(field(/Phone/)).toHaveAccessibleDescription(/10-digit/);
    expect(bff.requestCount('POST /v1/contracts')).toBe(0);
  },
);

test('says that the extension of a phone number was removed, until the number changes', async () => {
  await field(/Phone/).fill('(214) 555-0142 ext. 12');
  await field(/Email/).click();
  await expect.element(field(/Phone/)).toHaveValue('(214) 555-0142');
  await expect.element(field(/Phone/)).toHaveAccessibleDescription(/We removed the extension/);
  await field(/Phone/).fill('(214) 555-0143');
  await expect.element(field(/Phone/)).not.toHaveAccessibleDescription(/extension/);
});

test('rejects a legal business name that consists only of invisible characters', async () => {
  await field(/Legal business name/).fill('\u200b\ufeff');
  await button(/Continue to review/).click();
  await waitFor(() => expect(error(/Legal business name/)).toBe('true'));
});

test('reads fields that were filled in without an input event, as some autofill programs do', async () => {
  for (const [name, value] of [
    [/Legal business name/, 'Filled Bakery LLC'],
    [/Tax ID/, '98-7654321'],
  ] as const) {
    const input = field(name).element() as HTMLInputElement;
    input.value = value;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    input.dispatchEvent(new FocusEvent('blur'));
  }
  expect(await submit()).toMatchObject({ customer: { legalName: 'Filled Bakery LLC', taxId: '987654321' } });
});

test('accepts the full name of a state and a ZIP+4 code in the billing address', async () => {
  await page.getByRole('checkbox', { name: /Billing address/ }).click();
  await waitFor(() => expect(widget.queryAll('[name="/customer/billingAddress/state"]')).toHaveLength(1));
  for (const [id, value] of [
    ['street', 'PO Box 7'],
    ['city', 'Dallas'],
    ['state', 'Texas'],
    ['postalCode', '75201-0007'],
  ] as const) {
    const [input] = widget.queryAll(`[name="/customer/billingAddress/${id}"]`);
    await page.elementLocator(input as HTMLElement).fill(value);
  }
  const [state] = widget.queryAll('[name="/customer/billingAddress/state"]') as HTMLInputElement[];
  await waitFor(() => expect(state?.value).toBe('TX'));
  expect(await submit()).toMatchObject({ customer: { billingAddress: { state: 'TX', postalCode: '75201' } } });
});
