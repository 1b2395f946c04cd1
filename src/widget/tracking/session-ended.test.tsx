import { afterEach, beforeEach, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { expectSpanish } from '../../../test/support/expect-translated.ts';
import { createFakeBff, type FakeBff, jsonResponse, problemResponse, session } from '../../../test/support/fake-bff.ts';
import { button, heading, waitFor } from '../../../test/support/flow.ts';
import { renderWidget } from '../../../test/support/render-widget.ts';
import { createSigningHarness, restoreContract, type SigningHarness } from '../../../test/support/signing-harness.ts';

let bff: FakeBff;
let harness: SigningHarness;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => harness.unmount());

const stored = (key: string) => sessionStorage.getItem(`shopper:pk_test_fake:${key}`);
const withEmailLinks = (overrides = {}) =>
  bff.respondOnce('POST /v1/sessions', () => jsonResponse({ ...session({ mailsLinks: true }), ...overrides }, 201));
const ended = heading(/session has ended/);

/** Shows the contract, and then ends its session at the server. */
async function endSession(mailsLinks = true) {
  harness = restoreContract(bff, { status: 'submitted', signing: { you: 'signed', others: 0 } });
  await harness.waitForText(/Return to this contract later/);
  bff.respondOnce('POST /v1/contracts/c_1/resume-links', () => problemResponse('session_ended', 401));
  bff.respondOnce('POST /v1/sessions', () => problemResponse('session_ended', 401));
  if (mailsLinks) withEmailLinks({ token: 'token-2' });
  await button(/Get a private link/).click();
  await expect.element(ended).toBeVisible();
}

test('after the session has ended, keeps only the contract’s reference, and offers to email a link to the signer', async () => {
  withEmailLinks();
  await endSession();
  await harness.waitForText(/contract no. 7F3K-22QD is saved.*\(214\) 555-0142/);
  expect([stored('contract'), stored('reference')]).toEqual([null, '7F3K-22QD']);
  expect(stored('session') ?? '').not.toContain('token-1');
  expect(await a11yViolations(harness.host)).toEqual([]);
  harness = harness.reload();
  await button(/Email me a new link/).click();
  await harness.waitForText(/emailing a link to the contract’s authorized signer/);
  const [request] = bff.requests.filter(({ path }) => path === '/v1/contract-link-requests');
  expect(request?.body).toMatchObject({ reference: '7F3K-22QD' });
  await expect.element(button(/Email me a new link/)).not.toBeInTheDocument();
  await button(/See current rates/).click();
  await expect.element(button(/See rates/)).toBeVisible();
  expect(stored('reference')).toBeNull();
});

test('on a site that does not email links, shows only the reference and the phone number', async () => {
  await endSession(false);
  await harness.waitForText(/7F3K-22QD.*\(214\) 555-0142/);
  await expect.element(button(/Email me a new link/)).not.toBeInTheDocument();
  // The widget creates another session. Waits until that session is stored, because the next test could otherwise find
  // it.
  await waitFor(() => expect(stored('session')).not.toBeNull());
});

test.each([
  ['offline', () => Promise.reject(new TypeError('no route')), /couldn’t connect to our server/],
  [
    'a quota',
    () => problemResponse('quota_reached', 429, { retryAfter: 3_600 }),
    /reached the limit.*Try again after .*555-0142/,
  ],
] as const)(
  'explains why the request for the email failed, and lets the customer retry: %s',
  async (_, respond, text) => {
    withEmailLinks();
    await endSession();
    bff.respondOnce('POST /v1/contract-link-requests', respond);
    await button(/Email me a new link/).click();
    await harness.waitForText(text);
    await button(/Email me a new link/).click();
    await harness.waitForText(/emailing a link/);
  },
);

test('the customer can sign out everywhere with the keyboard, after a confirmation', async () => {
  withEmailLinks();
  harness = restoreContract(bff, { status: 'submitted', signing: { you: 'signed', others: 0 } });
  await button(/Sign out everywhere/).click();
  await waitFor(() => expect(harness.host.shadowRoot?.activeElement?.textContent).toBe('Stay signed in'));
  await expect.element(button(/Stay signed in/)).toHaveAccessibleDescription(/Sign out on this and every other device/);
  expect(await a11yViolations(harness.host)).toEqual([]);
  await button(/Stay signed in/).click();
  expect(bff.requestCount('DELETE /v1/sessions')).toBe(0);
  await button(/Sign out everywhere/).click();
  bff.respondOnce('DELETE /v1/sessions', () => problemResponse('internal', 500));
  await userEvent.keyboard('{Tab}{Enter}');
  await harness.waitForText(/Sign out on this and every other device.*\(214\) 555-0142/);
  await button(/Yes, sign out/).click();
  await expect.element(ended).toBeVisible();
  await waitFor(() => expect(harness.host.shadowRoot?.activeElement?.tagName).toBe('H2'));
  expect(bff.requestCount('DELETE /v1/sessions')).toBe(2);
  expect([stored('contract'), stored('session'), stored('reference')]).toEqual([null, null, '7F3K-22QD']);
});

test('the message about an ended session is translated into Spanish', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:reference', '7F3K-22QD');
  withEmailLinks();
  harness = createSigningHarness(bff, renderWidget(bff, { width: 800, locale: 'es-US' }));
  await expect.element(heading(/Su sesión terminó/)).toBeVisible();
  await expect.element(button(/Enviarme un enlace nuevo/)).toBeVisible();
  await expectSpanish(harness);
});
