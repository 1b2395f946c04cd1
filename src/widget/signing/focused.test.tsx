import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff, type FakeBff, jsonResponse, problemResponse, session } from '../../../test/support/fake-bff.ts';
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
  mockDocuSign,
  mockSigningOptions,
  restoreContract,
  type SigningHarness,
} from '../../../test/support/signing-harness.ts';
import type { Site } from '../../wire/session.ts';

/**
 * A script at this URL fails to load, like a script that a CSP blocks. No server listens at the URL, and browsers block
 * its port.
 */
const unreachable = 'http://localhost:9/bundle.js';

const signing: Site['signing'] = {
  presentations: ['focused', 'popup', 'redirect'],
  docusign: { bundle: unreachable, integrationKey: 'invented-key' },
};

let bff: FakeBff;
let harness: SigningHarness;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  mockSigningOptions(bff, signing);
});
afterEach(() => {
  vi.useRealTimers();
  harness.unmount();
  delete window.DocuSign;
  vi.restoreAllMocks();
});

const urls = () => bff.requestCount('POST /v1/contracts/c_1/signing-sessions');
const ceremonyElement = () => harness.host.querySelector(':scope > [slot]');
async function open() {
  const docusign = mockDocuSign();
  harness = restoreContract(bff, {});
  await button(/Review and sign/).click();
  await waitFor(() => expect(docusign.mount).toHaveBeenCalled());
  return docusign;
}

test('opens the signing page in a focused iframe in the light DOM, which is shown inside the widget', async () => {
  const docusign = mockDocuSign();
  harness = createSigningHarness(bff);
  await goToReview();
  await agree();
  await waitFor(() => expect(docusign.mount).toHaveBeenCalled());
  expect(docusign.signing.mock.calls[0]?.[0]).toMatchObject({ displayFormat: 'focused' });
  const element = document.querySelector(docusign.mount.mock.calls[0]?.[0] ?? '');
  expect(element).toBe(ceremonyElement());
  const slot = harness.queryAll('slot.focused-view-ceremony')[0];
  expect(slot instanceof HTMLSlotElement && slot.assignedElements()).toEqual([element]);
  await harness.waitForText(/Opening your contract/);
  docusign.ready();
  await waitFor(() => expect(document.activeElement).toBe(element?.querySelector('iframe')));
  expect(harness.text()).not.toContain('Opening your contract');
  expect(await a11yViolations(harness.host)).toEqual([]);

  docusign.end('signing_complete');
  await harness.waitForText(/Checking whether you signed/);
  expect(ceremonyElement()).toBeNull();
  await waitFor(() => expect(harness.host.shadowRoot?.activeElement?.className).toBe('status-headline'));
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await expect.element(heading(/Signed\. We’re sending it/)).toBeVisible();
});

test.each([
  ['#ffd400', 'rgb(255, 212, 0)', 'rgb(0, 0, 0)'],
  ['#123456', 'rgb(18, 52, 86)', 'rgb(255, 255, 255)'],
])(
  'DocuSign’s button gets the site’s color %s and black or white text, as colors that DocuSign can parse',
  async (accent, fill, reloaded) => {
    bff = createFakeBff();
    bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ branding: { accent }, signing }), 201));
    const docusign = await open();
    expect(docusign.signing.mock.calls[0]?.[0]).toMatchObject({
      style: { branding: { primaryButton: { backgroundColor: fill, color: reloaded } } },
    });
  },
);

test.each([
  ['cancel', /Your contract is saved. Reopen it/],
  ['session_timeout', /timed out after 20 minutes/],
  ['ttl_expired', /timed out/],
  ['exception', /Signing was interrupted/],
  ['something_of_next_year', /Signing was interrupted/],
])(
  'after the DocuSign event %s, checks the contract’s status and lets the customer reopen the same contract',
  async (type, waitForText) => {
    const docusign = await open();
    docusign.ready();
    const signingRequests = bff.requestCount('GET /v1/contracts/c_1');
    docusign.end(type);
    await harness.waitForText(waitForText);
    expect(bff.requestCount('GET /v1/contracts/c_1')).toBe(signingRequests + 1);
    expect(await a11yViolations(harness.host)).toEqual([]);
    await button(/Reopen contract/).click();
    await waitFor(() => expect(docusign.mount).toHaveBeenCalledTimes(2));
    expect([urls(), bff.requestCount('POST /v1/contracts')]).toEqual([2, 0]);
  },
);

test.each([
  ['cancel', /Your contract is saved. Reopen it/],
  ['session_timeout', /timed out after 20 minutes/],
])(
  'after the DocuSign event %s, shows no message about a signature check while the status is loading',
  async (type, text) => {
    const docusign = await open();
    docusign.ready();
    const response = Promise.withResolvers<Response>();
    bff.respondOnce('GET /v1/contracts/c_1', () => response.promise);
    docusign.end(type);
    await harness.waitForText(text);
    expect(harness.text()).not.toMatch(/Checking|Haven’t signed yet/);
    response.resolve(problemResponse('internal', 500));
  },
);

test('does not end the session after the customer has been idle in the iframe for twenty minutes', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  const docusign = await open();
  docusign.ready();
  await vi.advanceTimersByTimeAsync(20 * 60_000);
  vi.useRealTimers();
  expect(ceremonyElement()).not.toBeNull();
  docusign.end('session_timeout');
  await harness.waitForText(/timed out/);
});

test('does not treat a signing_complete event as a signature before the server confirms it', async () => {
  const signed = vi.fn();
  document.addEventListener('shopper:signed', signed);
  const docusign = await open();
  docusign.ready();
  docusign.end('signing_complete');
  await harness.waitForText(/Checking whether you signed/);
  await waitFor(() => expect(bff.requestCount('GET /v1/contracts/c_1')).toBeGreaterThan(2));
  expect(signed).not.toHaveBeenCalled();
  document.removeEventListener('shopper:signed', signed);
});

test('immediately shows a button to sign in a new window if the script is blocked', async () => {
  const opened = mockWindowOpen();
  harness = restoreContract(bff, {});
  await button(/Review and sign/).click();
  await expectAlert(/can’t open on this page/);
  expect(await a11yViolations(harness.host)).toEqual([]);
  expect(document.querySelector('script[src*="localhost:9"]')).toBeNull();
  expect(opened.location.href).toBe('');
  await button(/Sign in a new window/).click();
  await waitFor(() => expect(opened.location.href).toContain('/__signing__'));
  expect(urls()).toBe(2);
  // After the focused view has failed once in this tab, the widget does not try it again.
  harness = harness.reload();
  await harness.waitForText(/Checking whether you signed/);
  await button(/Reopen contract/).click();
  await waitFor(() => expect(bff.requests.at(-1)?.body).toEqual({ presentation: 'popup' }));
});

test('shows a button to sign in a new window if the focused view is not ready 15 seconds after the click', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  await open();
  await vi.advanceTimersByTimeAsync(14_000);
  expect(ceremonyElement()).not.toBeNull();
  await vi.advanceTimersByTimeAsync(1_100);
  vi.useRealTimers();
  await expectAlert(/can’t open on this page/);
  expect(ceremonyElement()).toBeNull();
});

test('does not load a script from an insecure URL', async () => {
  bff = createFakeBff();
  const docusign = { bundle: 'http://scripts.example/bundle.js', integrationKey: 'invented-key' };
  mockSigningOptions(bff, { presentations: ['focused', 'popup'], docusign });
  harness = restoreContract(bff, {});
  const append = vi.spyOn(document.head, 'append');
  await button(/Review and sign/).click();
  await expectAlert(/can’t open on this page/);
  expect(append).not.toHaveBeenCalled();
});

test('Escape and the Finish later button show a confirmation to finish later or to continue signing', async () => {
  const docusign = await open();
  docusign.ready();
  harness.queryAll('.focused-view')[0]?.focus();
  await userEvent.keyboard('{Escape}');
  await expectAlert(/Finish later\?/);
  expect(await a11yViolations(harness.host)).toEqual([]);
  await button(/Continue signing/).click();
  await waitFor(() => expect(document.activeElement).toBe(ceremonyElement()?.querySelector('iframe')));
  // Outside the widget, Escape has no effect on the widget.
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  await new Promise(requestAnimationFrame);
  expect(harness.text()).not.toContain('Finish later?');
  await button(/^Finish later/).click();
  await button(/Yes, finish later/).click();
  await harness.waitForText(/Your contract is saved. Reopen it/);
  expect(ceremonyElement()).toBeNull();
});

test('shows that a contract was voided while the iframe was open', async () => {
  const docusign = await open();
  docusign.ready();
  bff.pushUpdate({ status: 'voided' });
  await harness.waitForText(/voided before signing/);
  expect(ceremonyElement()).toBeNull();
  docusign.end('signing_complete');
  // Waits for the frame in which an effect of the event would have been rendered.
  await new Promise(requestAnimationFrame);
  expect(harness.text()).not.toContain('Checking whether you signed');
});

test('removes an invisible iframe with which DocuSign still covers the page', async () => {
  const docusign = await open();
  docusign.ready();
  const overlay = Object.assign(document.createElement('iframe'), { title: 'DocuSign' });
  Object.assign(overlay.style, { position: 'fixed', inset: '0', width: '100%', height: '100%', opacity: '0' });
  document.body.append(overlay);
  docusign.end('signing_complete');
  await harness.waitForText(/Checking whether you signed/);
  expect(overlay.isConnected).toBe(false);
});

test('removes the iframe when the widget unmounts', async () => {
  const docusign = await open();
  docusign.ready();
  harness.handle.destroy();
  expect(ceremonyElement()).toBeNull();
});
