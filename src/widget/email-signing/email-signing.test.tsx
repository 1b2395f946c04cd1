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

/** Restores a tab after a reload. Its contract is signed by email. */
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
/** Responds to the next request on the route with this contract. */
const respondWith = (route: string, signatureRequest: Partial<SignatureRequest>, overrides: Partial<Contract> = {}) =>
  bff.respondOnce(route, () => {
    bff.setWithoutEvent({ signing: emailSigning(signatureRequest), ...overrides });
    return jsonResponse(contract({ signing: emailSigning(signatureRequest), seq: 90, ...overrides }), 201);
  });

test('the review says that the contract is signed by email, and opens no window', async () => {
  const open = vi.spyOn(window, 'open');
  renderEmailSigning();
  await goToReview();
  await harness.waitForText(/until you sign the contract that comes to your inbox/);
  await page.getByRole('checkbox').click();
  await button(/E-mail the contract to dana@example.com/).click();
  await expect.element(heading(/on its way to your inbox/)).toBeVisible();
  expect(open).not.toHaveBeenCalled();
  expect(bff.requestCount('POST /v1/contracts/c_1/signing-sessions')).toBe(0);
  bff.pushUpdate({ signing: emailSigning() });
  await expect.element(heading(/Check your inbox/)).toBeVisible();
  await harness.waitForText(/We e-mailed the contract to d…@example.com/);
  expect(await a11yViolations(harness.host)).toEqual([]);
});

test('closes the signing window if the contract turns out to be signed by email', async () => {
  const opened = { closed: false, document: { title: '', body: { textContent: '' } }, close: vi.fn() };
  vi.spyOn(window, 'open').mockImplementation(() => opened as unknown as Window);
  bff.setWithoutEvent({ signing: emailSigning() });
  harness = createSigningHarness(bff);
  await goToReview();
  await page.getByRole('checkbox').click();
  await button(/Create contract and sign/).click();
  await expect.element(heading(/Check your inbox/)).toBeVisible();
  expect(opened.close).toHaveBeenCalledOnce();
});

test('survives a reload and shows changes to the signature request without customer action', async () => {
  restore();
  await expect.element(heading(/Check your inbox/)).toBeVisible();
  harness = harness.reload();
  await expect.element(heading(/Check your inbox/)).toBeVisible();
  bff.pushUpdate({ status: 'viewed', signing: emailSigning({ status: 'viewed' }) });
  await expect.element(heading(/The contract is open/)).toBeVisible();
  bff.pushUpdate({
    status: 'viewed',
    signing: { ...emailSigning({ status: 'signed', canCancel: false }), you: 'signed' },
  });
  await expect.element(heading(/Signed. We are handing it to the supplier/)).toBeVisible();
  await expect.element(button(/Send it again/)).not.toBeInTheDocument();
  bff.pushUpdate({ status: 'accepted', signing: { ...emailSigning({ status: 'signed' }), you: 'signed' } });
  await expect.element(heading(/The supplier accepted/)).toBeVisible();
  expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/example.com/);
});

test('polls the server while the panel is visible, because email delivery is not reported by push', async () => {
  restore();
  await expect.element(heading(/Check your inbox/)).toBeVisible();
  bff.setWithoutEvent({ status: 'viewed', signing: emailSigning({ status: 'viewed' }) });
  await expect.element(heading(/The contract is open/)).toBeVisible();
});

test('resends once, however often the button is clicked', async () => {
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
  await button(/Send it again/).click();
  const sending = button(/Sending/).element();
  if (sending instanceof HTMLElement) sending.click();
  await waitFor(() => expect(bff.requestCount(RESEND_ROUTE)).toBe(1));
  resolveResend();
  await expect.element(heading(/on its way to your inbox/)).toBeVisible();
  expect(bodies(RESEND_ROUTE)).toEqual([{}]);
});

test('cannot resend until the previous email has had time to arrive', async () => {
  restore({ resendAfter: new Date(Date.now() + 2_000).toISOString() });
  await expect.element(button(/Send it again/)).toHaveAttribute('aria-disabled', 'true');
  await expect.element(button(/Send it again/)).toHaveAccessibleDescription(/half a minute/);
  await expect.element(button(/Send it again/)).toHaveAttribute('aria-disabled', 'false');
  await button(/Send it again/).click();
  await waitFor(() => expect(bff.requestCount(RESEND_ROUTE)).toBe(1));
});

test('validates a new address, keeps it after a failure, and clears it after success', async () => {
  restore({ status: 'bounced' });
  await expect.element(heading(/did not arrive/)).toBeVisible();
  await harness.waitForText(/Correct the address and it goes out again/);
  await button(/Use another address/).click();
  await hasFocus(field(/Send it to/));
  await button(/Send it there/).click();
  await expect.element(field(/Send it to/)).toHaveAccessibleDescription(/dana@example.com/);
  await field(/Send it to/).fill('office');
  await button(/Send it there/).click();
  await hasFocus(field(/Send it to/));
  expect(bff.requestCount(RESEND_ROUTE)).toBe(0);
  expect(await a11yViolations(harness.host)).toEqual([]);

  await field(/Send it to/).fill(' office@example.com ');
  bff.respondOnce(RESEND_ROUTE, () => problemResponse('upstream_unavailable', 503));
  await button(/Send it there/).click();
  await harness.waitForText(/did not get through/);
  await expect.element(field(/Send it to/)).toHaveValue(' office@example.com ');

  respondWith(RESEND_ROUTE, { to: 'o…@example.com' });
  await button(/Send it there/).click();
  await harness.waitForText(/We e-mailed the contract to o…@example.com/);
  expect(bodies(RESEND_ROUTE).at(-1)).toEqual({ email: 'office@example.com' });
  await expect.element(field(/Send it to/)).not.toBeInTheDocument();
  await hasFocus(page.getByRole('region', { name: 'Signing by e-mail' }));
});

test('shows an error next to the field for an address that the server rejects', async () => {
  restore();
  await button(/Use another address/).click();
  await field(/Send it to/).fill('office@example.com');
  bff.respondOnce(RESEND_ROUTE, () => problemResponse('invalid_request', 422));
  await button(/Send it there/).click();
  await expect.element(field(/Send it to/)).toHaveAccessibleDescription(/dana@example.com/);
});

test('keeps the typed address when an update arrives', async () => {
  restore();
  await button(/Use another address/).click();
  await field(/Send it to/).fill('office@');
  bff.pushUpdate({ status: 'viewed', signing: emailSigning({ status: 'viewed' }) });
  await expect.element(heading(/The contract is open/)).toBeVisible();
  await expect.element(field(/Send it to/)).toHaveValue('office@');
  await button(/Keep the address/).click();
  await button(/Use another address/).click();
  await expect.element(field(/Send it to/)).toHaveValue('office@');
});

test('cancels the contract only after confirmation; the confirmation can be answered with the keyboard', async () => {
  restore();
  const cancel = button(/Cancel the contract/);
  await expect.element(cancel).toBeVisible();
  const element = cancel.element();
  if (element instanceof HTMLElement) element.focus();
  await userEvent.keyboard('{Enter}');
  await harness.waitForText(/taken out of the inbox, and nothing is bought/);
  await hasFocus(button(/Yes, cancel it/));
  await userEvent.keyboard('{Tab}{Enter}');
  await expect.element(cancel).toBeVisible();
  expect(bff.requestCount(CANCEL_ROUTE)).toBe(0);
  await cancel.click();
  respondWith(CANCEL_ROUTE, { status: 'cancelled', canCancel: false, resendAfter: undefined }, { status: 'voided' });
  await userEvent.keyboard('{Enter}');
  await expect.element(heading(/withdrawn before it was signed/)).toBeVisible();
  expect(bff.requestCount(CANCEL_ROUTE)).toBe(1);
});

const problems: readonly [string, () => Response, RegExp][] = [
  ['too soon', () => problemResponse('rate_limited', 429, { retryAfter: 12 }), /Wait half a minute/],
  [
    'resend limit reached',
    () => problemResponse('rate_limited', 429, { retryAfter: 86_400 }),
    /sent often enough. Call us/,
  ],
  ['request already closed', () => problemResponse('signature_request_closed', 409), /cannot be changed any more/],
  ['request in progress', () => problemResponse('request_in_progress', 409, { retryAfter: 3 }), /going out just now/],
  ['upstream unavailable', () => problemResponse('upstream_unavailable', 503), /stands as before/],
];
test.each(problems)('explains a failed resend: %s', async (_, respond, getText) => {
  restore();
  bff.respondOnce(RESEND_ROUTE, respond);
  await button(/Send it again/).click();
  await harness.waitForText(getText);
  expect(await a11yViolations(harness.host)).toEqual([]);
});

test('shows the phone number once the resend limit is reached, and still allows cancellation', async () => {
  restore({ resendsLeft: 0, resendAfter: undefined });
  await harness.waitForText(/sent often enough. Call us, and we find another way. .*\(214\) 555-0142/);
  await expect.element(button(/Send it again/)).not.toBeInTheDocument();
  await expect.element(button(/Cancel the contract/)).toBeVisible();
});

test.each([
  [{ status: 'declined' }, 'declined', /You declined to sign. Nothing was bought/],
  [{ status: 'voided' }, 'expired', /Time ran out before it was signed. Nothing was bought/],
  [{ status: 'voided' }, 'failed', /could not be e-mailed. Nothing was bought/],
  [{ status: 'voided' }, 'signed', /signature came too late. Nothing was bought/],
  [{ status: 'expired' }, 'signed', /signature came too late. Nothing was bought/],
] as const)(
  'explains the outcome for a contract %o with a signature request that is %s',
  async ({ status }, signatureRequest, getText) => {
    const closed = { canCancel: false, resendAfter: undefined };
    const you = signatureRequest === 'signed' ? 'signed' : signatureRequest === 'declined' ? 'declined' : 'waiting';
    restore(
      { status: signatureRequest, ...closed },
      { status, signing: { ...emailSigning({ status: signatureRequest, ...closed }), you } },
    );
    await expect.element(heading(getText)).toBeVisible();
    await expect.element(button(/Send it again/)).not.toBeInTheDocument();
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
test.each([280, 390, 1200])('every status, the form and the confirmation fit at %i px', async (width) => {
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
  await button(/Use another address/).click();
  await button(/Send it there/).click();
  await expectNoOverflow();
  await button(/Keep the address/).click();
  await button(/Cancel the contract/).click();
  await expectNoOverflow();
});
