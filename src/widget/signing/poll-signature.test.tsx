import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff, type FakeBff } from '../../../test/support/fake-bff.ts';
import { button, field, goToReview, heading, waitFor } from '../../../test/support/flow.ts';
import {
  createSigningHarness,
  openSigningWindow,
  postReturnMessage,
  restoreContract,
  type SigningHarness,
} from '../../../test/support/signing-harness.ts';

let bff: FakeBff;
let currentHarness: SigningHarness | undefined;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  vi.useRealTimers();
  currentHarness?.unmount();
  vi.restoreAllMocks();
});
const pollCount = () => bff.requestCount('GET /v1/contracts/c_1');
const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);

test('after three minutes without a signature, explains the delay and shows a button for a resume link', async () => {
  const { opened, harness: popupHarness } = await openSigningWindow(bff);
  currentHarness = popupHarness;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const before = pollCount();
  postReturnMessage({ source: opened });
  await minutes(2.9);
  expect(popupHarness.text()).toContain('Checking whether you signed');
  expect(popupHarness.text()).not.toContain('taking longer than usual');
  // Polls immediately, then at increasing intervals.
  expect(pollCount() - before).toBeGreaterThan(5);
  expect(pollCount() - before).toBeLessThan(25);
  await minutes(0.2);
  const overdue = pollCount();
  await minutes(5);
  expect(pollCount()).toBe(overdue);
  vi.useRealTimers();
  await popupHarness.waitForText(
    /taking longer than usual.*DocuSign will email you a copy.*contract number is 7F3K-22QD/,
  );
  await expect.element(button(/Get a private link/)).toBeVisible();
  expect(await a11yViolations(popupHarness.host)).toEqual([]);
  // The subscription still delivers a later signature.
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await popupHarness.waitForText(/Signed\. We’re sending it/);
});

test('when the customer returns from signing in the same tab, checks the status before showing a result', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:signing', 'c_1');
  const popupHarness = restoreContract(bff, { status: 'viewed' });
  currentHarness = popupHarness;
  await popupHarness.waitForText(/Checking whether you signed/);
  expect(popupHarness.text()).not.toContain('We haven’t received your signature');
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await popupHarness.waitForText(/Signed\. We’re sending it/);
  expect(sessionStorage.getItem('shopper:pk_test_fake:signing')).toBeNull();
});

test.each([
  ['signed', 'signed', /Signed\. We’re sending it/],
  ['declined', 'declined', /You declined to sign/],
  ['voided', 'waiting', /voided before signing/],
  ['expired', 'waiting', /expired before it was signed/],
  ['on_hold', 'signed', /needs more information/],
] as const)('shows the contract status %s after a reload', async (status, you, expectedText) => {
  const popupHarness = restoreContract(bff, { status, signing: { you, others: 0 } });
  await popupHarness.waitForText(expectedText);
  currentHarness = popupHarness.reload();
  await currentHarness.waitForText(expectedText);
  expect(currentHarness.text()).not.toContain('Review and sign');
});

test('after a reload, shows how many other signers still have to sign', async () => {
  const popupHarness = restoreContract(bff, { status: 'viewed', signing: { you: 'signed', others: 2 } });
  currentHarness = popupHarness.reload();
  await currentHarness.waitForText(/2 more signatures needed/);
});

test('after a reload, checks the signature if the signing window was open or the check was running', async () => {
  const { harness: popupHarness } = await openSigningWindow(bff);
  const once = popupHarness.reload();
  await once.waitForText(/Checking whether you signed/);
  currentHarness = once.reload();
  await currentHarness.waitForText(/Checking whether you signed/);
});

test('after a reload, shows the button to sign if the signing page had not been opened', async () => {
  const popupHarness = restoreContract(bff, {});
  await popupHarness.waitForText(/ready to sign/);
  currentHarness = popupHarness.reload();
  await expect.element(button(/Review and sign/)).toBeVisible();
});

test('a reload of the review keeps the ZIP code and the offers, but no personal data', async () => {
  const popupHarness = createSigningHarness(bff);
  await goToReview();
  currentHarness = popupHarness.reload();
  await expect.element(field(/ZIP code/)).toHaveValue('75201');
  await expect.element(heading(/9,432/)).toBeVisible();
  expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/Bakery|Dana|10443720/);
  await waitFor(() => expect(currentHarness?.text()).not.toContain('Review your contract'));
});
