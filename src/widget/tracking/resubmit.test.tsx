import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { axeFaults } from '../axe-faults.ts';
import { createFakeBff, type FakeBff, offer, refuse } from '../fake-bff.ts';
import { openInWindow, type SigningStage } from '../signing/signing-stage.ts';
import { agree, alertSays, button, eventually, field, heading } from '../walk.ts';

let bff: FakeBff;
let stage: SigningStage;
beforeEach(async () => {
  sessionStorage.clear();
  bff = createFakeBff();
  ({ stage } = await openInWindow(bff));
});
afterEach(() => {
  stage.leave();
  vi.restoreAllMocks();
});

const rejectFor = (code: string) =>
  bff.move({
    status: 'rejected',
    signing: { you: 'signed', others: 0 },
    accounts: [{ last4: '4567', status: 'rejected', reasons: [{ code, message: '' }], timeline: [] }],
  });
const made = () => bff.seen.filter(({ method, path }) => method === 'POST' && path === '/v1/contracts');

test('a number the utility does not know is put right in the form and sent again as a new contract', async () => {
  rejectFor('A76');
  await stage.sees(/does not know this account number.*Everything else you typed is still there/);
  expect(await axeFaults(stage.host)).toEqual([]);
  await button(/Correct it and send it again/).click();
  await expect.element(field(/ESI ID/)).toHaveAccessibleDescription(/does not know this account number\. Check it/);
  await eventually(() => expect(stage.host.shadowRoot?.activeElement?.id).toBe('/accounts/0/identifier'));
  await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4567');
  expect(await axeFaults(stage.host)).toEqual([]);

  await field(/ESI ID/).fill('10443720 00123 4568');
  await expect.element(field(/ESI ID/)).not.toHaveAttribute('aria-invalid');
  await button(/Review and sign/).click();
  await expect.element(heading(/Read this/)).toBeVisible();
  await agree();
  await stage.sees(/Finish signing in the other window/);
  expect(made()[1]?.body).toMatchObject({ accounts: [{ identifier: '10443720001234568' }] });
  expect(made()[1]?.headers.get('idempotency-key')).not.toBe(made()[0]?.headers.get('idempotency-key'));
});

test('a misspelt name is marked where it was typed', async () => {
  rejectFor('legal_name');
  await button(/Correct it and send it again/).click();
  await expect.element(field(/Legal business name/)).toHaveAccessibleDescription(/exactly as on your bill/);
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Bakery LLC');
});

test('a price that moved meanwhile is shown, and one that has run out leads to today’s', async () => {
  rejectFor('A76');
  await button(/Correct it and send it again/).click();
  await field(/ESI ID/).fill('10443720 00123 4568');
  await button(/Review and sign/).click();
  const dearer = offer({ rate: { amount: '0.0801', unit: 'kWh' }, offerToken: 'offer-token-2' });
  bff.once('POST /v1/contracts', () => refuse('rate_changed', 409, { offer: dearer }));
  await agree();
  await alertSays(/it was 7\.86 ¢\/kWh, now it is 8\.01 ¢\/kWh/);
  bff.once('POST /v1/contracts', () => refuse('offer_expired', 409));
  await agree();
  await stage.sees(/That price has run out/);
  await button(/Choose Bluebell/).click();
  await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4568');
});

test('what no field puts right offers another try, and marks none', async () => {
  rejectFor('no_bill_copy');
  await stage.sees(/needs a copy of your latest bill/);
  expect(button(/Correct it/).elements()).toHaveLength(0);
  await expect.element(button(/Try again with your details/)).toBeVisible();
});
