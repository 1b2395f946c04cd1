import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff, type FakeBff, offer, problemResponse } from '../../../test/support/fake-bff.ts';
import { agree, button, expectAlert, field, heading, waitFor } from '../../../test/support/flow.ts';
import { openSigningWindow, type SigningHarness } from '../../../test/support/signing-harness.ts';

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

test('corrects an unknown account number and submits a new contract', async () => {
  rejectFor('A76');
  await harness.waitForText(/does not know this account number.*Everything else you typed is still there/);
  expect(await a11yViolations(harness.host)).toEqual([]);
  await button(/Correct it and send it again/).click();
  await expect.element(field(/ESI ID/)).toHaveAccessibleDescription(/does not know this account number\. Check it/);
  await waitFor(() => expect(harness.host.shadowRoot?.activeElement?.id).toBe('/accounts/0/identifier'));
  await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4567');
  expect(await a11yViolations(harness.host)).toEqual([]);

  await field(/ESI ID/).fill('10443720 00123 4568');
  await expect.element(field(/ESI ID/)).not.toHaveAttribute('aria-invalid');
  await button(/Review and sign/).click();
  await expect.element(heading(/Read this/)).toBeVisible();
  await agree();
  await harness.waitForText(/Finish signing in the other window/);
  expect(createdContracts()[1]?.body).toMatchObject({ accounts: [{ identifier: '10443720001234568' }] });
  expect(createdContracts()[1]?.headers.get('idempotency-key')).not.toBe(
    createdContracts()[0]?.headers.get('idempotency-key'),
  );
});

test('marks a misspelled name in the form', async () => {
  rejectFor('legal_name');
  await button(/Correct it and send it again/).click();
  await expect.element(field(/Legal business name/)).toHaveAccessibleDescription(/exactly as on your bill/);
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Bakery LLC');
});

test('shows a price that has since changed, and current prices if the price has expired', async () => {
  rejectFor('A76');
  await button(/Correct it and send it again/).click();
  await field(/ESI ID/).fill('10443720 00123 4568');
  await button(/Review and sign/).click();
  const moreExpensive = offer({ rate: { amount: '0.0801', unit: 'kWh' }, offerToken: 'offer-token-2' });
  bff.respondOnce('POST /v1/contracts', () => problemResponse('rate_changed', 409, { offer: moreExpensive }));
  await agree();
  await expectAlert(/it was 7\.86 ¢\/kWh, now it is 8\.01 ¢\/kWh/);
  bff.respondOnce('POST /v1/contracts', () => problemResponse('offer_expired', 409));
  await agree();
  await harness.waitForText(/That price has run out/);
  await button(/Choose Bluebell/).click();
  await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4568');
});

test('for a rejection that no field can correct, offers to try again and marks no field', async () => {
  rejectFor('no_bill_copy');
  await harness.waitForText(/needs a copy of your latest bill/);
  expect(button(/Correct it/).elements()).toHaveLength(0);
  await expect.element(button(/Try again with your details/)).toBeVisible();
});
