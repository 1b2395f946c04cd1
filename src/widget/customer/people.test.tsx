import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createFakeBff, type FakeBff, jsonResponse, problemResponse, utility } from '../../../test/support/fake-bff.ts';
import {
  agree,
  button,
  field,
  fillDetails,
  goToCustomer,
  heading,
  mockWindowOpen,
  openCurrentSupply,
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
afterEach(() => widget.unmount());

const sentContract = () => bff.requests.findLast(({ path }) => path === '/v1/contracts')?.body;
const focused = () => widget.host.shadowRoot?.activeElement?.id;
const goToReview = () => button(/Continue to review/).click();

test('submits no billing address, contact, trade name or current supplier by default', async () => {
  await goToCustomer();
  await fillDetails();
  await expect.element(page.getByText('Same as service address')).toBeVisible();
  await agree();
  await waitFor(() => expect(sentContract()).toBeDefined());
  expect(sentContract()).not.toHaveProperty('contact');
  expect(sentContract()).not.toHaveProperty('currentSupply');
  expect(sentContract()).not.toHaveProperty('customer.billingAddress');
  expect(sentContract()).not.toHaveProperty('customer.tradeName');
});

test('submits a billing address, a contact, a trade name and the current supplier that the customer entered', async () => {
  await goToCustomer();
  await fillDetails();
  await button(/Edit details/).click();
  await field(/DBA/).fill('Crumbs & Co');
  await field(/Billing address is the same/).click();
  await field(/^Billing address$/).fill('PO Box 12');
  await field(/Billing city/).fill('Austin');
  await field(/Billing state/).fill('tx');
  await field(/Billing ZIP/).fill('78701');
  await field(/The signer is the main/).click();
  await field(/Contact’s full name/).fill('Robin Sample');
  await field(/Contact’s email/).fill('robin@example.com');
  await field(/Contact’s phone/).fill('512 555 0177');
  await openCurrentSupply();
  await field(/Current supplier/).fill('Old Energy');
  await field(/Contract end date/).fill('2026-12-31');
  await goToReview();
  for (const getText of [
    'DBA Crumbs & Co',
    'PO Box 12, Austin, TX 78701',
    'Robin Sample, robin@example.com, (512) 555-0177',
  ]) {
    await expect.element(page.getByText(getText)).toBeVisible();
  }
  await expect.element(page.getByText('Old Energy, until December 31, 2026')).toBeVisible();
  await agree();
  await waitFor(() => expect(sentContract()).toBeDefined());
  expect(sentContract()).toMatchObject({
    customer: {
      tradeName: 'Crumbs & Co',
      billingAddress: { street: 'PO Box 12', city: 'Austin', state: 'TX', postalCode: '78701' },
    },
    contact: { name: 'Robin Sample', email: 'robin@example.com', phone: '+15125550177' },
    currentSupply: { supplier: 'Old Energy', contractEnd: '2026-12-31' },
  });
});

test('shows errors in open optional sections, and ignores the input of closed sections', async () => {
  await goToCustomer();
  await fillDetails();
  await button(/Edit details/).click();
  await field(/Billing address is the same/).click();
  await field(/Billing state/).fill('Ontario');
  await field(/The signer is the main/).click();
  await goToReview();
  await expect.element(button(/^Enter the street address\./)).toBeVisible();
  await expect.element(field(/Billing state/)).toHaveAccessibleDescription(/^Enter a 2-letter state, like TX\./);
  await expect.element(field(/Contact’s email/)).toHaveAccessibleDescription(/^Enter an email address\./);
  await field(/Billing address is the same/).click();
  await field(/The signer is the main/).click();
  await goToReview();
  await expect.element(heading(/Review your contract/)).toBeVisible();
});

test('warns about an overlapping current contract without blocking submission', async () => {
  await goToCustomer();
  await fillDetails();
  await button(/Edit details/).click();
  await openCurrentSupply();
  await field(/Contract end date/).fill('2027-01-31');
  await expect.element(field(/Contract end date/)).toHaveAccessibleDescription(/pay two suppliers/);
  await field(/Contract end date/).fill('2026-12-31');
  await expect.element(field(/Contract end date/)).not.toHaveAccessibleDescription(/two suppliers/);
  await field(/Contract end date/).fill('2027-01-31');
  await goToReview();
  await expect.element(page.getByText(/Your current contract ends after this one starts/)).toBeVisible();
});

test('the customer step and the review show how long the rate is held, and the deadline to sign', async () => {
  await goToCustomer();
  const deadlines = () =>
    widget
      .queryAll('.description-list > div')
      .flatMap(({ textContent }) => (/^(Rate held|Sign by)/.test(textContent) ? [textContent] : []));
  const expected = [
    expect.stringMatching(/^Rate held until.* [AP]M \S+$/),
    'Sign by, to start on timeDecember 25, 2026',
  ];
  expect(deadlines()).toEqual(expected);
  await fillDetails();
  await expect.element(heading(/Review your contract/)).toBeVisible();
  expect(deadlines()).toEqual(expected);
});

test.each([
  [
    'nameKey',
    'Name key',
    'Joe’s Diner',
    { code: 'EVCT', requiredFields: ['nameKey' as const] },
    /up to 4 characters/,
    'Jo Di',
    'JODI',
  ],
  [
    'meterNumber',
    'Meter number',
    'N°12',
    { requiredFields: ['meterNumber' as const] },
    /letters and numbers only/,
    'm 12-3456',
    'M123456',
  ],
])(
  'shows, validates and submits the field %s if the utility requires it',
  async (requiredField, label, invalid, overrides, message, valid, sent) => {
    bff.respondOnce('GET /v1/utilities', () => jsonResponse({ utilities: [utility({ ...overrides, code: 'ONCOR' })] }));
    await goToCustomer();
    await goToReview();
    const ownText = page.getByRole('textbox', { name: label });
    await expect.element(ownText).toHaveAccessibleDescription(/^(Required|Enter the)/);
    await ownText.fill(invalid);
    await userEvent.tab();
    await expect.element(ownText).toHaveAccessibleDescription(message);
    await ownText.fill(valid);
    await fillDetails();
    await agree();
    await waitFor(() => expect(sentContract()).toMatchObject({ accounts: [{ [requiredField]: sent }] }));
  },
);

test('shows the error of an account number only after the field has lost the focus', async () => {
  await goToCustomer();
  const number = field(/ESI ID/);
  const describeAfter = async (text: string) => {
    await number.fill(text);
    await expect.element(number).not.toHaveAccessibleDescription(/You entered/);
    await expect.element(number).not.toHaveAttribute('aria-invalid');
    await userEvent.tab();
    await expect.element(number).toHaveAccessibleDescription(new RegExp(`You entered ${text.length}\\.`));
  };
  await describeAfter('10443');
  await describeAfter('104437');
  await button(/Continue to review/).click();
  await describeAfter('1044372');
  expect(widget.queryAll('.field [role=alert], .field [aria-live=assertive]')).toEqual([]);
});

test('warns about an unusual account number only after the field has lost the focus', async () => {
  const identifier = { ...utility().identifier, confidence: 'weak' as const };
  bff.respondOnce('GET /v1/utilities', () => jsonResponse({ utilities: [utility({ identifier })] }));
  await goToCustomer();
  await field(/ESI ID/).fill('10443');
  await expect.element(field(/ESI ID/)).not.toHaveAccessibleDescription(/If it matches your bill/);
  await userEvent.tab();
  await expect
    .element(field(/ESI ID/))
    .toHaveAccessibleDescription(/^Enter 17 digits.* If it matches your bill, continue\. Usually near/);
});

test.each([
  ['/customer/billingAddress/city', 'too_long', /^Billing city/],
  ['/customer/tradeName', 'control_characters', /^DBA/],
  ['/contact/phone', 'phone', /^Contact’s phone/],
  ['/currentSupply/contractEnd', 'day', /^Contract end date/],
] as const)('shows a server error for %s next to the field', async (path, code, name) => {
  bff.respondOnce('POST /v1/contracts', () =>
    problemResponse('invalid_request', 422, { errors: [{ path, code, detail: code }] }),
  );
  await goToCustomer();
  await fillDetails();
  await button(/Edit details/).click();
  await field(/Billing address is the same/).click();
  await field(/^Billing address$/).fill('1 Bill St');
  await field(/Billing city/).fill('Austin');
  await field(/Billing state/).fill('TX');
  await field(/Billing ZIP/).fill('78701');
  await field(/The signer is the main/).click();
  await field(/Contact’s full name/).fill('Robin Sample');
  await field(/Contact’s email/).fill('robin@example.com');
  await field(/Contact’s phone/).fill('512 555 0177');
  await goToReview();
  await agree();
  await expect.element(field(name)).toHaveAttribute('aria-invalid', 'true');
  await waitFor(() => expect(focused()).toBe(path));
});
