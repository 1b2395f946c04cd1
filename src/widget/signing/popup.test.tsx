import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff, type FakeBff, problemResponse } from '../../../test/support/fake-bff.ts';
import {
  agree,
  button,
  expectAlert,
  goToReview,
  heading,
  mockWindowOpen,
  waitFor,
} from '../../../test/support/flow.ts';
import {
  createSigningHarness,
  mockSigningOptions,
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
  currentHarness?.unmount();
  vi.restoreAllMocks();
});

const urls = () => bff.requestCount('POST /v1/contracts/c_1/signing-sessions');
const pollCount = () => bff.requestCount('GET /v1/contracts/c_1');
const openPopup = async () => {
  const createdContracts = await openSigningWindow(bff);
  currentHarness = createdContracts.harness;
  return { ...createdContracts, harness: createdContracts.harness };
};

test.each([
  ['from another origin', { origin: 'https://evil.example' }],
  ['from the expected origin, but another window', { source: {} }],
  ['about another contract', { contractId: 'c_2' }],
])('ignores a signing message %s', async (_, forged) => {
  const { opened, harness: popupHarness } = await openPopup();
  const before = pollCount();
  postReturnMessage({ source: opened, ...forged });
  // An effect of the message would be visible before this later update.
  bff.pushUpdate({ reference: 'L8TR-NEWS' });
  await popupHarness.waitForText(/L8TR-NEWS/);
  expect(popupHarness.text()).toContain('Finish signing in the other window');
  expect(pollCount()).toBe(before);
  // A message from the actual signing window has an effect.
  postReturnMessage({ source: opened });
  await popupHarness.waitForText(/Checking whether you signed/);
});

test('ignores a signing_complete event in the page URL', async () => {
  history.replaceState(null, '', '?event=signing_complete');
  const signed = vi.fn();
  document.addEventListener('shopper:signed', signed);
  const popupHarness = restoreContract(bff, { status: 'sent' });
  currentHarness = popupHarness;
  await popupHarness.waitForText(/ready to sign/);
  bff.pushUpdate({ reference: 'L8TR-NEWS' });
  await popupHarness.waitForText(/L8TR-NEWS/);
  expect(popupHarness.text()).toContain('ready to sign');
  expect(signed).not.toHaveBeenCalled();
  document.removeEventListener('shopper:signed', signed);
  history.replaceState(null, '', location.pathname);
});

test('after the customer returns from the signing window, polls the server and shows a button to reopen the contract', async () => {
  const { opened, harness: popupHarness } = await openPopup();
  const before = pollCount();
  postReturnMessage({ source: opened });
  await popupHarness.waitForText(/Checking whether you signed.*Haven’t signed yet\? Reopen the contract to sign it/);
  await waitFor(() => expect(pollCount()).toBeGreaterThan(before));
  expect(popupHarness.text()).not.toContain('We haven’t received your signature');
  expect(await a11yViolations(popupHarness.host)).toEqual([]);
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await expect.element(heading(/Signed\. We’re sending it/)).toBeVisible();
});

test('shows a signature that is reported only by polling', async () => {
  const { opened, harness: popupHarness } = await openPopup();
  bff.setWithoutEvent({ status: 'submitted', signing: { you: 'signed', others: 0 } });
  postReturnMessage({ source: opened });
  await popupHarness.waitForText(/Signed\. The supplier is reviewing it/);
});

test('after the signing window was closed early, the customer can open a new signing session for the same contract', async () => {
  const { opened, harness: popupHarness } = await openPopup();
  opened.closed = true;
  dispatchEvent(new Event('focus'));
  await popupHarness.waitForText(/haven’t received your signature, and the signing window appears to be closed/);
  expect(popupHarness.text()).not.toContain('Finish signing in the other window');
  expect(await a11yViolations(popupHarness.host)).toEqual([]);
  opened.closed = false;
  await button(/Reopen contract/).click();
  await popupHarness.waitForText(/Finish signing in the other window/);
  expect([urls(), bff.requestCount('POST /v1/contracts')]).toEqual([2, 1]);
});

test('detects a closed signing window, and shows the contract’s status from the server', async () => {
  const { opened } = await openPopup();
  bff.setWithoutEvent({ status: 'submitted', signing: { you: 'signed', others: 0 } });
  opened.closed = true;
  await expect.element(heading(/Signed. The supplier is reviewing it/), { timeout: 10_000 }).toBeVisible();
});

test('shows that the contract was signed in a window that appears closed because of its COOP header', async () => {
  const { opened, harness: popupHarness } = await openPopup();
  opened.closed = true;
  dispatchEvent(new Event('focus'));
  await popupHarness.waitForText(/finish in that window if it’s still open/);
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await expect.element(heading(/Signed\. We’re sending it/)).toBeVisible();
});

test('explains that the signing window was blocked, and shows a button to sign in the same tab', async () => {
  const popupHarness = createSigningHarness(bff);
  currentHarness = popupHarness;
  vi.spyOn(window, 'open').mockReturnValue(null);
  await goToReview();
  await agree();
  await expectAlert(/blocked the signing window/);
  expect(popupHarness.text()).not.toContain('new window');
  expect(urls()).toBe(0);
  // The request fails, because a signing URL would navigate the test's tab away.
  bff.respondOnce('POST /v1/contracts/c_1/signing-sessions', () => problemResponse('upstream_unavailable', 503));
  await button(/Sign in this tab/).click();
  await expectAlert(/Signing is temporarily unavailable.*\(214\) 555-0142/);
  expect(bff.requests.at(-1)?.body).toMatchObject({
    presentation: 'redirect',
    returnTo: expect.stringContaining('http'),
  });
});

test('explains a blocked signing window for a contract that was restored after a reload', async () => {
  vi.spyOn(window, 'open').mockReturnValue(null);
  currentHarness = restoreContract(bff, {});
  // If the widget requested a URL despite the blocked window, this response would keep the test's tab from navigating
  // away.
  bff.respondOnce('POST /v1/contracts/c_1/signing-sessions', () => problemResponse('upstream_unavailable', 503));
  await button(/Review and sign/).click();
  await expectAlert(/blocked the signing window/);
  await expect.element(button(/Sign in this tab/)).toBeVisible();
  expect(urls()).toBe(0);
});

test('creates one contract and one signing URL on a double click', async () => {
  currentHarness = createSigningHarness(bff);
  mockWindowOpen();
  await goToReview();
  await expect.element(page.getByRole('checkbox')).toBeVisible();
  currentHarness.queryAll('[name=consent]')[0]?.click();
  const submit = currentHarness.queryAll('button.button-primary')[0];
  submit?.click();
  submit?.click();
  await currentHarness.waitForText(/Finish signing in the other window/);
  expect([bff.requestCount('POST /v1/contracts'), urls()]).toEqual([1, 1]);
  const again = () => currentHarness?.queryAll('button').find(({ textContent }) => textContent === 'Reopen contract');
  again()?.click();
  again()?.click();
  await waitFor(() => expect(urls()).toBe(2));
  await currentHarness.waitForText(/Reopen contract/);
  expect(urls()).toBe(2);
  expect(window.open).toHaveBeenCalledTimes(2);
});

test('does not open an insecure signing URL', async () => {
  const opened = mockWindowOpen();
  const popupHarness = restoreContract(bff, {});
  currentHarness = popupHarness;
  const expiresAt = new Date(Date.now() + 60_000).toISOString();
  bff.respondOnce('POST /v1/contracts/c_1/signing-sessions', () =>
    Response.json({ url: 'javascript:alert(1)', presentation: 'popup', expiresAt }, { status: 201 }),
  );
  await button(/Review and sign/).click();
  await expectAlert(/Something went wrong on our end/);
  expect(opened.location.href).toBe('');
  expect(opened.close).toHaveBeenCalled();
});

test('shows a signature in a second widget for the same contract', async () => {
  const { opened, harness: popupHarness } = await openPopup();
  const secondWindow = createSigningHarness(bff);
  await secondWindow.waitForText(/Checking whether you signed|ready to sign/);
  await waitFor(() => expect(bff.requestCount('GET /v1/contracts/c_1/events')).toBe(2));
  postReturnMessage({ source: opened });
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await Promise.all(
    [popupHarness, secondWindow].map((firstWindow) => firstWindow.waitForText(/Signed\. We’re sending it/)),
  );
  secondWindow.handle.destroy();
  secondWindow.host.remove();
});

test.each([
  ['voided', 'voided before signing'],
  ['expired', 'expired before it was signed'],
] as const)(
  'shows the contract status %s regardless of messages from the open signing window',
  async (status, expectText) => {
    const { opened, harness: popupHarness } = await openPopup();
    bff.pushUpdate({ status });
    await popupHarness.waitForText(expectText);
    postReturnMessage({ source: opened });
    opened.closed = true;
    dispatchEvent(new Event('focus'));
    // Waits for the frame in which an effect of the events would have been rendered.
    await new Promise(requestAnimationFrame);
    expect(popupHarness.text()).not.toContain('Checking whether you signed');
    expect(await a11yViolations(popupHarness.host)).toEqual([]);
    // The customer can only get a new quote, and no other document for the same contract.
    expect(button(/Review and sign/).elements()).toHaveLength(0);
    await button(/See current rates/).click();
    await expect.element(heading(/9,432/)).toBeVisible();
    expect(bff.requestCount('POST /v1/contracts')).toBe(1);
  },
);

test('does not ask for another signature after the first of two signers has signed', async () => {
  const { opened, harness: popupHarness } = await openPopup();
  bff.setWithoutEvent({ status: 'viewed', signing: { you: 'signed', others: 1 } });
  postReturnMessage({ source: opened });
  await popupHarness.waitForText(/You’ve signed\. Waiting for other signers\..*1 more signature needed/);
  expect(button(/signing/).elements()).toHaveLength(0);
  expect(await a11yViolations(popupHarness.host)).toEqual([]);
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await popupHarness.waitForText(/Signed\. We’re sending it/);
});

test('fetches the current status if the contract can no longer be signed', async () => {
  mockWindowOpen();
  const popupHarness = restoreContract(bff, {});
  currentHarness = popupHarness;
  await popupHarness.waitForText(/ready to sign/);
  bff.respondOnce('POST /v1/contracts/c_1/signing-sessions', () => {
    bff.setWithoutEvent({ status: 'signed', signing: { you: 'signed', others: 0 } });
    return problemResponse('signing_not_possible', 409);
  });
  await button(/Review and sign/).click();
  await popupHarness.waitForText(/Signed\. We’re sending it/);
});

test('explains that signing cannot be opened, and shows the phone number', async () => {
  mockSigningOptions(bff, { presentations: ['popup'] });
  currentHarness = restoreContract(bff, {});
  bff.respondOnce('POST /v1/contracts/c_1/signing-sessions', () => problemResponse('upstream_unavailable', 503));
  mockWindowOpen();
  await button(/Review and sign/).click();
  await expectAlert(/Signing is temporarily unavailable.*\(214\) 555-0142/);
});

test('removes the offline error of an unopened contract once the device is online again', async () => {
  mockSigningOptions(bff, { presentations: ['popup'] });
  currentHarness = restoreContract(bff, { status: 'viewed' });
  bff.respondOnce('POST /v1/contracts/c_1/signing-sessions', () => Promise.reject(new TypeError('no route')));
  vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
  mockWindowOpen();
  await button(/Reopen contract/).click();
  await expectAlert(/You’re offline/);
  window.dispatchEvent(new Event('online'));
  await waitFor(() => expect(currentHarness?.text()).not.toContain('You’re offline'));
  await expect.element(button(/Reopen contract/)).toBeVisible();
});
