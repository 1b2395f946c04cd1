import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Locator, page, userEvent } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import {
  contract,
  createFakeBff,
  emailSigning,
  type FakeBff,
  jsonResponse,
  problemResponse,
} from '../../../test/support/fake-bff.ts';
import { button, field, goToReview, heading, waitFor } from '../../../test/support/flow.ts';
import { renderWidget } from '../../../test/support/render-widget.ts';
import {
  createSigningHarness,
  mockSigningOptions,
  type SigningHarness,
} from '../../../test/support/signing-harness.ts';
import type { Contract, SignatureRequest, SignatureRequestStatus } from '../../wire/contract.ts';

let bff: FakeBff;
let harness: SigningHarness;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  harness.unmount();
  vi.restoreAllMocks();
});

const RESEND_ROUTE = 'POST /v1/contracts/c_1/signature-request/resends';
const CANCEL_ROUTE = 'POST /v1/contracts/c_1/signature-request/cancel';
const bodies = (route: string) =>
  bff.requests.filter(({ method, path }) => `${method} ${path}` === route).map(({ body }) => body);
const inOneHour = () => new Date(Date.now() + 3_600_000).toISOString();

const hasFocus = (locator: Locator) =>
  waitFor(() => expect(harness.host.shadowRoot?.activeElement).toBe(locator.element()));

/** Restores a contract that is signed by email, as after a reload. */
function restore(signatureRequest: Partial<SignatureRequest> = {}, overrides: Partial<Contract> = {}, width = 800) {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.pushUpdate({ signing: emailSigning(signatureRequest), ...overrides });
  harness = createSigningHarness(bff, renderWidget(bff, { width }));
}
const renderEmailSigning = () => {
  mockSigningOptions(bff, { method: 'email', presentations: ['popup', 'redirect'] });
  bff.setWithoutEvent({ signing: emailSigning({ status: 'preparing', resendAfter: undefined }) });
  harness = createSigningHarness(bff);
};
const respondWith = (route: string, signatureRequest: Partial<SignatureRequest>, overrides: Partial<Contract> = {}) =>
  bff.respondOnce(route, () => {
    bff.setWithoutEvent({ signing: emailSigning(signatureRequest), ...overrides });
    return jsonResponse(contract({ signing: emailSigning(signatureRequest), seq: 90, ...overrides }), 201);
  });

test('the review states that the contract is signed by email, and submitting the review opens no window', async () => {
  const open = vi.spyOn(window, 'open');
  renderEmailSigning();
  await goToReview();
  await harness.waitForText(/until you sign the contract we email you/);
  await page.getByRole('checkbox').click();
  await button(/Email the contract to dana@example.com/).click();
  await expect.element(heading(/We’re emailing your contract/)).toBeVisible();
  expect(open).not.toHaveBeenCalled();
  expect(bff.requestCount('POST /v1/contracts/c_1/signing-sessions')).toBe(0);
  bff.pushUpdate({ signing: emailSigning() });
  await expect.element(heading(/Check your email/)).toBeVisible();
  // The full address is shown, because the customer typed it on this page and should notice a typo.
  await harness.waitForText(/Open the email sent to dana@example.com/);
  expect(await a11yViolations(harness.host)).toEqual([]);
});

test('closes the signing window if the created contract is to be signed by email', async () => {
  const opened = { closed: false, document: { title: '', body: { textContent: '' } }, close: vi.fn() };
  vi.spyOn(window, 'open').mockImplementation(() => opened as unknown as Window);
  bff.setWithoutEvent({ signing: emailSigning() });
  harness = createSigningHarness(bff);
  await goToReview();
  await page.getByRole('checkbox').click();
  await button(/Continue to e-sign/).click();
  await expect.element(heading(/Check your email/)).toBeVisible();
  expect(opened.close).toHaveBeenCalledOnce();
});

test('after a reload, restores a contract that is signed by email, and shows status changes automatically', async () => {
  restore();
  await expect.element(heading(/Check your email/)).toBeVisible();
  harness = harness.reload();
  await expect.element(heading(/Check your email/)).toBeVisible();
  bff.pushUpdate({ status: 'viewed', signing: emailSigning({ status: 'viewed' }) });
  await expect.element(heading(/Contract opened/)).toBeVisible();
  bff.pushUpdate({
    status: 'viewed',
    signing: { ...emailSigning({ status: 'signed', canCancel: false }), you: 'signed' },
  });
  await expect.element(heading(/Signed. We’re sending it to the supplier/)).toBeVisible();
  await expect.element(button(/Resend/)).not.toBeInTheDocument();
  bff.pushUpdate({ status: 'accepted', signing: { ...emailSigning({ status: 'signed' }), you: 'signed' } });
  await expect.element(heading(/The supplier accepted/)).toBeVisible();
  expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/example.com/);
});

test('polls the server while the panel is visible, because the upstream does not report email delivery', async () => {
  restore();
  await expect.element(heading(/Check your email/)).toBeVisible();
  bff.setWithoutEvent({ status: 'viewed', signing: emailSigning({ status: 'viewed' }) });
  await expect.element(heading(/Contract opened/)).toBeVisible();
});

test('resends the contract only once if the button is clicked repeatedly', async () => {
  restore();
  let resolveResend = () => {};
  bff.respondOnce(RESEND_ROUTE, async () => {
    await new Promise<void>((resolve) => {
      resolveResend = resolve;
    });
    return jsonResponse(
      contract({ signing: emailSigning({ status: 'preparing', resendAfter: undefined }), seq: 90 }),
      201,
    );
  });
  await button(/Resend/).click();
  const sending = button(/Sending/).element();
  if (sending instanceof HTMLElement) sending.click();
  await waitFor(() => expect(bff.requestCount(RESEND_ROUTE)).toBe(1));
  resolveResend();
  await expect.element(heading(/We’re emailing your contract/)).toBeVisible();
  expect(bodies(RESEND_ROUTE)).toEqual([{}]);
});

test('disables the resend button for a while after an email was sent', async () => {
  restore({ resendAfter: new Date(Date.now() + 2_000).toISOString() });
  await expect.element(button(/Resend/)).toHaveAttribute('aria-disabled', 'true');
  await expect.element(button(/Resend/)).toHaveAccessibleDescription(/30 seconds/);
  await expect.element(button(/Resend/)).toHaveAttribute('aria-disabled', 'false');
  await button(/Resend/).click();
  await waitFor(() => expect(bff.requestCount(RESEND_ROUTE)).toBe(1));
});

test('validates a new recipient address, and keeps the input if sending fails', async () => {
  restore({ status: 'bounced' });
  await expect.element(heading(/couldn’t deliver the email/)).toBeVisible();
  await harness.waitForText(/Correct the address and we’ll resend it/);
  await button(/Change email address/).click();
  await hasFocus(field(/Email address/));
  await button(/Send/).click();
  await expect.element(field(/Email address/)).toHaveAccessibleDescription(/name@company.com/);
  await field(/Email address/).fill('office');
  await button(/Send/).click();
  await hasFocus(field(/Email address/));
  expect(bff.requestCount(RESEND_ROUTE)).toBe(0);
  expect(await a11yViolations(harness.host)).toEqual([]);

  await field(/Email address/).fill('office@outlok.com');
  await expect.element(field(/Email address/)).toHaveAccessibleDescription(/looks misspelled/);
  // An address that looks misspelled needs a second request.
  await button(/Send/).click();
  await hasFocus(field(/Email address/));
  expect(bff.requestCount(RESEND_ROUTE)).toBe(0);
  await field(/Email address/).fill(' office@example.com ');
  bff.respondOnce(RESEND_ROUTE, () => problemResponse('upstream_unavailable', 503));
  await button(/Send/).click();
  await harness.waitForText(/didn’t go through/);
  await expect.element(field(/Email address/)).toHaveValue(' office@example.com ');

  respondWith(RESEND_ROUTE, { to: 'o…@example.com' });
  await button(/Send/).click();
  await harness.waitForText(/Open the email sent to office@example.com/);
  expect(bodies(RESEND_ROUTE).at(-1)).toEqual({ email: 'office@example.com' });
  await expect.element(field(/Email address/)).not.toBeInTheDocument();
  await hasFocus(page.getByRole('region', { name: 'Signing by email' }));
});

test('shows an error next to the field if the server rejects the recipient address', async () => {
  restore();
  await button(/Change email address/).click();
  await field(/Email address/).fill('office@example.com');
  bff.respondOnce(RESEND_ROUTE, () => problemResponse('invalid_request', 422));
  await button(/Send/).click();
  await expect.element(field(/Email address/)).toHaveAccessibleDescription(/name@company.com/);
});

test('keeps the typed recipient address when the contract is updated', async () => {
  restore();
  await button(/Change email address/).click();
  await field(/Email address/).fill('office@');
  bff.pushUpdate({ status: 'viewed', signing: emailSigning({ status: 'viewed' }) });
  await expect.element(heading(/Contract opened/)).toBeVisible();
  await expect.element(field(/Email address/)).toHaveValue('office@');
  await button(/Keep current address/).click();
  await button(/Change email address/).click();
  await expect.element(field(/Email address/)).toHaveValue('office@');
});

test('a contract whose email can still be signed must be canceled before its details can be changed', async () => {
  restore({ status: 'sent' });
  await expect.element(button(/Cancel contract/)).toBeVisible();
  expect(button(/Change details or offer/).elements()).toEqual([]);
});

test('cancels the contract only after a confirmation that works with the keyboard', async () => {
  restore();
  const cancel = button(/Cancel contract/);
  await expect.element(cancel).toBeVisible();
  const element = cancel.element();
  if (element instanceof HTMLElement) element.focus();
  await userEvent.keyboard('{Enter}');
  await harness.waitForText(/signing link will stop working/);
  await hasFocus(button(/Keep contract/));
  await userEvent.keyboard('{Enter}');
  await expect.element(cancel).toBeVisible();
  expect(bff.requestCount(CANCEL_ROUTE)).toBe(0);
  await cancel.click();
  respondWith(CANCEL_ROUTE, { status: 'cancelled', canCancel: false, resendAfter: undefined }, { status: 'voided' });
  await userEvent.keyboard('{Tab}{Enter}');
  await expect.element(heading(/voided before signing/)).toBeVisible();
  expect(bff.requestCount(CANCEL_ROUTE)).toBe(1);
});

const problems: readonly [string, () => Response, RegExp][] = [
  ['too soon', () => problemResponse('rate_limited', 429, { retryAfter: 12 }), /resend in 30 seconds/],
  [
    'resend limit reached',
    () => problemResponse('rate_limited', 429, { retryAfter: 86_400 }),
    /reached the resend limit. Call us/,
  ],
  ['request already closed', () => problemResponse('signature_request_closed', 409), /can no longer be changed/],
  ['request in progress', () => problemResponse('request_in_progress', 409, { retryAfter: 3 }), /Already sending/],
  ['upstream unavailable', () => problemResponse('upstream_unavailable', 503), /Nothing changed/],
];
test.each(problems)('explains a failed resend: %s', async (_, respond, getText) => {
  restore();
  bff.respondOnce(RESEND_ROUTE, respond);
  await button(/Resend/).click();
  await harness.waitForText(getText);
  expect(await a11yViolations(harness.host)).toEqual([]);
});

test('shows the phone number once the resend limit is reached, and still allows cancellation', async () => {
  restore({ resendsLeft: 0, resendAfter: undefined });
  await harness.waitForText(/reached the resend limit. Call us and we’ll help. .*\(214\) 555-0142/);
  await expect.element(button(/Resend/)).not.toBeInTheDocument();
  await expect.element(button(/Cancel contract/)).toBeVisible();
});

test.each([
  [{ status: 'declined' }, 'declined', /You declined to sign. You have no obligation/],
  [{ status: 'voided' }, 'expired', /expired before it was signed. You have no obligation/],
  [{ status: 'voided' }, 'failed', /couldn’t email the contract. You have no obligation/],
  [{ status: 'voided' }, 'signed', /signature arrived after the rate expired/],
  [{ status: 'expired' }, 'signed', /signature arrived after the rate expired/],
] as const)(
  'explains the outcome for the contract %j with a signature request that is %s',
  async ({ status }, signatureRequest, getText) => {
    const closed = { canCancel: false, resendAfter: undefined };
    const you = signatureRequest === 'signed' ? 'signed' : signatureRequest === 'declined' ? 'declined' : 'waiting';
    restore(
      { status: signatureRequest, ...closed },
      { status, signing: { ...emailSigning({ status: signatureRequest, ...closed }), you } },
    );
    await expect.element(heading(getText)).toBeVisible();
    await expect.element(button(/Resend/)).not.toBeInTheDocument();
  },
);

const open: readonly SignatureRequestStatus[] = [
  'preparing',
  'sent',
  'viewed',
  'expired',
  'bounced',
  'cancelled',
  'failed',
];
test.each([280, 390, 1200])('every status, the form and the confirmation fit at %i pixels', async (width) => {
  restore({ signBy: inOneHour() }, {}, width);
  const expectNoOverflow = async () => {
    const rightEdge = harness.queryAll('.shopper')[0]?.getBoundingClientRect().right ?? 0;
    const overflowing = harness
      .queryAll('.shopper *')
      .filter(
        (element) => !element.closest('.visually-hidden') && element.getBoundingClientRect().right > rightEdge + 0.5,
      );
    expect(overflowing.map(({ outerHTML }) => outerHTML.slice(0, 120))).toEqual([]);
    expect(await a11yViolations(harness.host)).toEqual([]);
  };
  for (const status of open) {
    bff.pushUpdate({ signing: emailSigning({ status, to: `d…@${'long'.repeat(12)}.example` }) });
    await expect
      .poll(() => harness.text())
      .toContain(`d…@${'long'.repeat(12)}.example`.slice(0, status === 'cancelled' || status === 'failed' ? 0 : 60));
    await expectNoOverflow();
  }
  bff.pushUpdate({ signing: emailSigning() });
  await button(/Change email address/).click();
  await button(/Send/).click();
  await expectNoOverflow();
  await button(/Keep current address/).click();
  await button(/Cancel contract/).click();
  await expectNoOverflow();
});
