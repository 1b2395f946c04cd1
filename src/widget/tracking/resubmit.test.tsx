import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { a11yViolations } from '../../../test/support/axe.ts';
import { expectSpanish } from '../../../test/support/expect-translated.ts';
import {
  contract,
  createFakeBff,
  type FakeBff,
  jsonResponse,
  offer,
  problemResponse,
} from '../../../test/support/fake-bff.ts';
import { agree, button, expectAlert, field, heading, waitFor } from '../../../test/support/flow.ts';
import { openSigningWindow, type SigningHarness } from '../../../test/support/signing-harness.ts';
import type { OpenedPurchase, SavedPurchase } from '../../wire/saved-purchase.ts';

let bff: FakeBff;
let harness: SigningHarness;
beforeEach(async () => {
  sessionStorage.clear();
  bff = createFakeBff();
  ({ harness } = await openSigningWindow(bff));
});
afterEach(() => {
  harness.unmount();
  vi.restoreAllMocks();
});

const rejectFor = (code: string) =>
  bff.pushUpdate({
    status: 'rejected',
    signing: { you: 'signed', others: 0 },
    accounts: [{ last4: '4567', status: 'rejected', reasons: [{ code, message: '' }], timeline: [] }],
  });
const createdContracts = () => bff.requests.filter(({ method, path }) => method === 'POST' && path === '/v1/contracts');

test('the customer can correct an unknown account number and submit a new contract', async () => {
  rejectFor('A76');
  await harness.waitForText(/couldn’t find this account number.*Your other details are saved/);
  expect(await a11yViolations(harness.host)).toEqual([]);
  await button(/Fix and resubmit/).click();
  await expect.element(field(/ESI ID/)).toHaveAccessibleDescription(/couldn’t find this account number\. Check it/);
  await waitFor(() => expect(harness.host.shadowRoot?.activeElement?.id).toBe('/accounts/0/identifier'));
  await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4567');
  expect(await a11yViolations(harness.host)).toEqual([]);

  await field(/ESI ID/).fill('10443720 00123 4568');
  await expect.element(field(/ESI ID/)).not.toHaveAttribute('aria-invalid');
  await button(/Continue to review/).click();
  await expect.element(heading(/Review your contract/)).toBeVisible();
  await agree();
  await harness.waitForText(/Finish signing in the other window/);
  expect(createdContracts()[1]?.body).toMatchObject({ accounts: [{ identifier: '10443720001234568' }] });
  expect(createdContracts()[1]?.headers.get('idempotency-key')).not.toBe(
    createdContracts()[0]?.headers.get('idempotency-key'),
  );
});

test('the review warns about a rejected account number that the customer has not changed', async () => {
  rejectFor('A76');
  await button(/Fix and resubmit/).click();
  await button(/Continue to review/).click();
  await harness.waitForText(/could not find this account number before\. Check every digit/);
  await expectSpanish(harness);
});

test('the review warns about a rejected account number even if the customer chooses another offer', async () => {
  rejectFor('A76');
  await button(/Choose another offer/).click();
  await button(/^Select/)
    .first()
    .click();
  await button(/Continue to review/).click();
  await harness.waitForText(/could not find this account number before\. Check every digit/);
});

test('an unsigned contract can be replaced by one with corrected details, and nothing has to be typed again', async () => {
  await button(/Change details or offer/).click();
  await button(/Go back to the rates/).click();
  await button(/^Select/)
    .first()
    .click();
  await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4567');
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Bakery LLC');
});

test('marks a misspelled name in the form', async () => {
  rejectFor('legal_name');
  await button(/Fix and resubmit/).click();
  await expect.element(field(/Legal business name/)).toHaveAccessibleDescription(/exactly as on your bill/);
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Bakery LLC');
});

test('resubmitting shows a changed price, or current prices if the price has expired', async () => {
  rejectFor('A76');
  await button(/Fix and resubmit/).click();
  await field(/ESI ID/).fill('10443720 00123 4568');
  await button(/Continue to review/).click();
  const moreExpensive = offer({ rate: { amount: '0.0801', unit: 'kWh' }, offerToken: 'offer-token-2' });
  bff.respondOnce('POST /v1/contracts', () => problemResponse('rate_changed', 409, { offer: moreExpensive }));
  await agree();
  await expectAlert(/7\.86 ¢\/kWh Now: 8\.01 ¢\/kWh/);
  bff.respondOnce('POST /v1/contracts', () => problemResponse('offer_expired', 409));
  await agree();
  await harness.waitForText(/That rate has expired/);
  await button(/Select Bluebell/).click();
  await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4568');
});

test('shows no button to correct fields if no corrected field can resolve the rejection', async () => {
  rejectFor('no_bill_copy');
  await harness.waitForText(/needs a recent bill/);
  expect(button(/Fix and resubmit/).elements()).toHaveLength(0);
  await expect.element(button(/Choose another offer \(keeps your details\)/)).toBeVisible();
});

const purchase: SavedPurchase = {
  locale: 'en',
  postalCode: '75201',
  customer: { legalName: 'Invented Bakery LLC', entityType: 'llc' },
  signer: { name: 'Dana Example', title: 'Owner', email: 'dana@example.com', phone: '+12145550199' },
  accounts: [
    {
      identifier: '10443720001234567',
      serviceAddress: { street: '1200 Example Ave', city: 'Dallas', state: 'TX', postalCode: '75201' },
    },
  ],
};
const respondWithPurchase = (opened: Partial<OpenedPurchase>) =>
  bff.respondOnce('GET /v1/contracts/c_1/purchase', () => jsonResponse({ purchase, ...opened }));
/** Simulates a phone, where the signing page has replaced this page. */
function rejectAndReload(code = 'A76'): void {
  rejectFor(code);
  harness = harness.reload();
}

test('after a reload, the customer has to enter only the tax ID again to correct a rejected contract', async () => {
  respondWithPurchase({ offer: offer({ offerToken: 'offer-token-2' }) });
  rejectAndReload();
  await button(/Fix and resubmit/).click();
  await waitFor(() => expect(harness.host.shadowRoot?.activeElement?.id).toBe('/accounts/0/identifier'));
  await expect.element(field(/ESI ID/)).toHaveValue('10443720001234567');
  await expect.element(field(/Full name/)).toHaveValue('Dana Example');
  await field(/ESI ID/).fill('10443720 00123 4568');
  await field(/Tax ID/).fill('12-3456789');
  await button(/Continue to review/).click();
  await expect.element(heading(/Review your contract/)).toBeVisible();
  await agree();
  await waitFor(() => expect(createdContracts()).toHaveLength(2));
  expect(createdContracts()[1]?.body).toMatchObject({
    offerToken: 'offer-token-2',
    customer: { legalName: 'Invented Bakery LLC', taxId: '123456789' },
    signer: purchase.signer,
    accounts: [{ identifier: '10443720001234568' }],
    corrects: 'c_1',
  });
  expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/Dana|Invented|1044/);
});

test('the customer can view another contract and return to the unfinished purchase with all input kept', async () => {
  respondWithPurchase({ offer: offer() });
  const other = contract({ id: 'c_2', reference: '9B8A-11AA', status: 'accepted' });
  for (let count = 0; count < 5; count++) bff.respondOnce('GET /v1/contracts/c_2', () => jsonResponse(other));
  for (let count = 0; count < 3; count++) bff.respondOnce('GET /v1/contracts/c_2/events', () => new Promise(() => {}));
  sessionStorage.setItem('shopper:pk_test_fake:contracts', 'c_1:7F3K-22QD c_2:9B8A-11AA');
  rejectAndReload();
  await button(/Fix and resubmit/).click();
  await field(/ESI ID/).fill('10443720 00123 4568');
  await field(/Tax ID/).fill('12-3456789');
  await button(/Back to contract no. 9B8A-11AA/).click();
  await expect.element(button(/Back to the purchase you started/)).toBeVisible();
  // This button would discard the purchase.
  expect(button(/Shop rates for another location/).elements()).toEqual([]);
  expect(await a11yViolations(harness.host)).toEqual([]);
  await button(/Back to the purchase you started/).click();
  await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4568');
  await button(/Continue to review/).click();
  await expect.element(heading(/Review your contract/)).toBeVisible();
  await button(/Back to contract no. 9B8A-11AA/).click();
  await button(/Back to the purchase you started/).click();
  await expect.element(heading(/Review your contract/)).toBeVisible();
  await agree();
  await waitFor(() => expect(createdContracts()).toHaveLength(2));
  expect(createdContracts()[1]?.body).toMatchObject({ corrects: 'c_1' });
});

test('a correction starts with the purchase of the rejected contract, even if another purchase was entered last', async () => {
  harness.unmount();
  vi.restoreAllMocks();
  sessionStorage.clear();
  sessionStorage.setItem('shopper:pk_test_fake:contracts', 'c_2:9B8A-11AA');
  bff = createFakeBff();
  const rejected = contract({
    id: 'c_2',
    reference: '9B8A-11AA',
    status: 'rejected',
    accounts: [{ last4: '9999', status: 'rejected', reasons: [{ code: 'A76', message: '' }], timeline: [] }],
  });
  for (let count = 0; count < 5; count++) bff.respondOnce('GET /v1/contracts/c_2', () => jsonResponse(rejected));
  bff.respondOnce('GET /v1/contracts/c_2/events', () => new Promise(() => {}));
  const [account] = purchase.accounts;
  const earlier = {
    ...purchase,
    customer: { legalName: 'Invented Florist LLC', entityType: 'llc' },
    accounts: account ? [{ ...account, identifier: '10443720009999999' }] : [],
  };
  bff.respondOnce('GET /v1/contracts/c_2/purchase', () => jsonResponse({ purchase: earlier, offer: offer() }));
  ({ harness } = await openSigningWindow(bff));
  rejectFor('A76');
  await button(/Contract no. 9B8A-11AA/).click();
  await button(/Fix and resubmit/).click();
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Florist LLC');
  await expect.element(field(/ESI ID/)).toHaveValue('10443720009999999');
  await expect.element(field(/Tax ID/)).toHaveValue('');
});

test('after a reload, the customer sees the terms that have changed since the rejected contract was signed', async () => {
  const { rate, monthlyFee, brokerFee, earlyTermination, swingPercent, greenPercent, estimate } = offer();
  respondWithPurchase({
    offer: offer({ rate: { amount: '0.0801', unit: 'kWh' } }),
    change: {
      from: { rate, monthlyFee, brokerFee, earlyTermination, swingPercent, greenPercent, estimate },
      terms: [{ term: 'rate', from: '0.0786', to: '0.0801' }],
    },
  });
  rejectAndReload();
  await harness.waitForText(/terms have changed since you signed.*7\.86 ¢\/kWh8\.01 ¢\/kWh/);
  await expect.element(button(/Fix and resubmit/)).toBeVisible();
  expect(await a11yViolations(harness.host)).toEqual([]);
  await expectSpanish(harness);
});

test('after a reload, a tax-exempt customer has to upload the certificate again', async () => {
  respondWithPurchase({ offer: offer(), purchase: { ...purchase, taxExempt: true } });
  rejectAndReload();
  await button(/Fix and resubmit/).click();
  await field(/Tax ID/).fill('12-3456789');
  await button(/Continue to review/).click();
  await harness.waitForText(/Upload your exemption certificate/);
  await expect.element(field(/business is tax-exempt/)).toBeChecked();
});

test('a reload while a contract is being corrected returns to that contract', async () => {
  respondWithPurchase({ offer: offer() });
  rejectAndReload();
  await button(/Fix and resubmit/).click();
  await expect.element(field(/ESI ID/)).toBeVisible();
  respondWithPurchase({ offer: offer() });
  harness = harness.reload();
  await expect.element(button(/Fix and resubmit/)).toBeVisible();
});

test('after a reload, the customer’s details are kept for another offer if the rejected contract’s offer is gone', async () => {
  respondWithPurchase({});
  rejectAndReload();
  await button(/Choose another offer \(keeps your details\)/).click();
  await button(/Select Bluebell/).click();
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Bakery LLC');
});

test('after a reload, the customer can retry if the details failed to load', async () => {
  bff.respondOnce('GET /v1/contracts/c_1/purchase', () => Promise.reject(new TypeError('no route')));
  respondWithPurchase({ offer: offer() });
  rejectAndReload();
  await button(/Try again/).click();
  await expect.element(button(/Fix and resubmit/)).toBeVisible();
});
