import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { expectSpanish } from '../../../test/support/expect-translated.ts';
import {
  contract,
  createFakeBff,
  type FakeBff,
  jsonResponse,
  problemResponse,
} from '../../../test/support/fake-bff.ts';
import { button, heading, waitFor } from '../../../test/support/flow.ts';
import { createSigningHarness, type SigningHarness } from '../../../test/support/signing-harness.ts';

let bff: FakeBff;
let harness: SigningHarness;
const key = (name: string) => `shopper:pk_test_fake:${name}`;
const accepted = contract({
  id: 'c_0',
  reference: '2B2B-11AA',
  status: 'accepted',
  signing: { you: 'signed', others: 0 },
});
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  for (let count = 0; count < 5; count++) {
    bff.respondOnce('GET /v1/contracts/c_0', () => jsonResponse(accepted));
    // The event stream stays open without an event.
    bff.respondOnce('GET /v1/contracts/c_0/events', () => new Promise(() => {}));
  }
});
afterEach(() => harness.unmount());

/** Shows one contract and then, after a reload, another contract, as if the customer had made a second purchase. */
async function showTwoContracts() {
  sessionStorage.setItem(key('contract'), 'c_0');
  harness = createSigningHarness(bff);
  await expect.element(heading(/The supplier accepted your contract/)).toBeVisible();
  expect(page.getByText('Your other contracts').elements()).toEqual([]);
  await waitFor(() => expect(sessionStorage.getItem(key('contracts'))).toBe('c_0:2B2B-11AA'));
  sessionStorage.setItem(key('contract'), 'c_1');
  harness = harness.reload();
  await expect.element(heading(/ready to sign/)).toBeVisible();
}

test('lists an earlier contract of this tab with its supplier and status, and lets the customer open it again', async () => {
  await showTwoContracts();
  const list = page.getByRole('region', { name: 'Your other contracts' });
  await expect.element(list).toBeVisible();
  await waitFor(() =>
    expect(list.element().textContent).toContain('Contract no. 2B2B-11AA Bluebell Supply · Accepted by supplier'),
  );
  expect(await a11yViolations(harness.host)).toEqual([]);
  await expectSpanish(harness);
  harness.handle.update({ locale: 'en' });
  await button(/Contract no\. 2B2B-11AA/).click();
  await expect.element(heading(/The supplier accepted your contract/)).toBeVisible();
  await waitFor(() => expect(harness.host.shadowRoot?.activeElement?.className).toBe('status-headline'));
  await expect.element(button(/Contract no\. 7F3K-22QD/)).toBeVisible();
  expect(sessionStorage.getItem(key('contract'))).toBe('c_0');
  await button(/Contract no\. 7F3K-22QD/).click();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  await expect.element(button(/Review and sign/)).toBeVisible();
});

test('the list omits a contract to which the session has no access', async () => {
  bff.respondOnce('GET /v1/contracts/c_9', () => problemResponse('not_found', 404));
  sessionStorage.setItem(key('contracts'), 'c_9:9Z9Z-99ZZ');
  sessionStorage.setItem(key('contract'), 'c_1');
  harness = createSigningHarness(bff);
  await expect.element(heading(/ready to sign/)).toBeVisible();
  await waitFor(() => expect(sessionStorage.getItem(key('contracts'))).toBe('c_1:7F3K-22QD'));
  await waitFor(() => expect(page.getByText('9Z9Z-99ZZ').elements()).toEqual([]));
});

test('empties the list of contracts when the session has ended', async () => {
  sessionStorage.setItem(key('contracts'), 'c_0:2B2B-11AA');
  sessionStorage.setItem(key('reference'), '7F3K-22QD');
  harness = createSigningHarness(bff);
  await expect.element(heading(/session has ended/)).toBeVisible();
  await waitFor(() => expect(sessionStorage.getItem(key('contracts'))).toBeNull());
});
