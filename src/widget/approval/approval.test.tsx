import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { expectSpanish } from '../../../test/support/expect-translated.ts';
import {
  createFakeBff,
  type FakeBff,
  jsonResponse,
  offer,
  problemResponse,
  session,
} from '../../../test/support/fake-bff.ts';
import {
  agree,
  button,
  clickOpen,
  expectAlert,
  field,
  goToCustomer,
  heading,
  mockWindowOpen,
  waitFor,
} from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';
import type { ContractStatus } from '../../wire/contract.ts';
import type { ApprovalStatus, OpenedPurchase } from '../../wire/saved-purchase.ts';

let bff: FakeBff;
let widget: RenderedWidget;
const before = location.href;
const secret = 's'.repeat(43);
const expiresAt = new Date(Date.now() + 7 * 86_400_000).toISOString();
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  widget.unmount();
  history.replaceState(null, '', before);
  vi.restoreAllMocks();
});

const open = (options = {}) => {
  widget = renderWidget(bff, options);
};
function reload(): void {
  widget.handle.destroy();
  widget.host.remove();
  open();
}
const bodies = (path: string) =>
  bff.requests.filter((request) => request.method === 'POST' && request.path === path).map(({ body }) => body);
const respondWithStatus = (status: ApprovalStatus, contractStatus?: ContractStatus) =>
  bff.respondOnce('GET /v1/approval-requests/ap_1', () =>
    jsonResponse({
      id: 'ap_1',
      status,
      expiresAt,
      ...(contractStatus && { contract: { reference: '7F3K-22QD', status: contractStatus } }),
    }),
  );
const withEmail = () => bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ mailsLinks: true }), 201));

async function fillPurchase() {
  await field(/ESI ID/).fill('10443720 00123 4567');
  await field(/Service address/).fill('1200 Example Ave');
  await field(/City/).fill('Dallas');
  await field(/Legal business name/).fill('Trinity Bakery LLC');
  await field(/Business type/).selectOptions('llc');
}
const chooseSomeoneElse = () => page.getByRole('checkbox', { name: /Someone else signs/ }).click();
async function prepare() {
  await goToCustomer();
  await fillPurchase();
  await chooseSomeoneElse();
  await button(/Create approval link/).click();
}

test('the preparer can create an approval link without entering a tax ID or a signer', async () => {
  open();
  await goToCustomer();
  await fillPurchase();
  await field(/Tax ID/).fill('12-3456789');
  await chooseSomeoneElse();
  expect(field(/Tax ID/).elements()).toEqual([]);
  expect(field(/Full name/).elements()).toEqual([]);
  await button(/Create approval link/).click();
  await expect.element(heading(/Waiting for the authorized signer/)).toBeVisible();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.textContent).toMatch(/Waiting/));
  await expect.element(field(/Approval link/)).toHaveValue(`${location.origin}/#shopper-approval=${secret}`);
  expect(bodies('/v1/approval-requests')).toEqual([
    {
      offerToken: 'offer-token-1',
      locale: 'en',
      postalCode: '75201',
      customer: { legalName: 'Trinity Bakery LLC', entityType: 'llc' },
      accounts: [
        {
          identifier: '10443720001234567',
          serviceAddress: { street: '1200 Example Ave', city: 'Dallas', state: 'TX', postalCode: '75201' },
        },
      ],
      returnTo: expect.stringContaining(location.origin),
    },
  ]);
  expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/Trinity|Dallas|4567|s{43}|shopper-approval/);
});

test('the preparer can save a tax-exempt purchase without an exemption certificate', async () => {
  open();
  await goToCustomer();
  await fillPurchase();
  await page.getByText('Upload a recent bill or tax exemption certificate').click();
  await field(/business is tax-exempt/).click();
  await chooseSomeoneElse();
  await button(/Create approval link/).click();
  await expect.element(heading(/Waiting for the authorized signer/)).toBeVisible();
  expect(bodies('/v1/approval-requests')).toEqual([expect.objectContaining({ taxExempt: true })]);
});

test('requires the approver’s email address, even if the tax ID and the signer are complete', async () => {
  withEmail();
  open();
  await goToCustomer();
  await fillPurchase();
  await field(/Tax ID/).fill('12-3456789');
  await field(/Full name/).fill('Dana Example');
  await field(/Job title/).fill('Owner');
  await field(/^Email/).fill('dana@bakery.example');
  await field(/^Phone/).fill('(214) 555-0199');
  await chooseSomeoneElse();
  await button(/Email approval link/).click();
  await expect.element(page.getByText('Enter a valid email, like name@company.com.')).toBeVisible();
  expect(heading(/Review your contract/).elements()).toEqual([]);
  expect(bff.requestCount('POST /v1/approval-requests')).toBe(0);
});

test('the heading of the waiting page keeps the focus when the status changes', async () => {
  open();
  await prepare();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.textContent).toMatch(/Waiting/));
  respondWithStatus('opened');
  await expect.element(heading(/reviewing/)).toBeVisible();
  expect(widget.host.shadowRoot?.activeElement?.tagName).toBe('H2');
});

test('announces that the form for “Someone else signs” no longer asks for the tax ID and the signer', async () => {
  open();
  await goToCustomer();
  await chooseSomeoneElse();
  await expect
    .element(page.getByRole('status').filter({ hasText: 'no longer asks for the tax ID and the signer' }))
    .toBeInTheDocument();
});

test('focuses the error message when the purchase cannot be stored for the approver', async () => {
  open();
  await goToCustomer();
  await fillPurchase();
  await chooseSomeoneElse();
  bff.respondOnce('POST /v1/approval-requests', () => problemResponse('quota_reached', 429, { retryAfter: 7_200 }));
  await button(/Create approval link/).click();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.textContent).toMatch(/reached the limit/));
});

test('shows errors next to the fields of an incomplete purchase, and creates no approval request', async () => {
  open();
  await goToCustomer();
  await chooseSomeoneElse();
  await button(/Create approval link/).click();
  await expect.element(page.getByRole('region', { name: 'Fix 5 fields to continue.' })).toBeVisible();
  await expect.element(page.getByText('Enter the legal business name.').first()).toBeVisible();
  expect(page.getByText(/Enter the tax ID|Enter a job title/).elements()).toEqual([]);
  expect(bff.requestCount('POST /v1/approval-requests')).toBe(0);
  await fillPurchase();
  await button(/Create approval link/).click();
  await expect.element(heading(/Waiting for the authorized signer/)).toBeVisible();
});

test('shows the error of the signer’s email together with the other errors of the form', async () => {
  withEmail();
  open();
  await goToCustomer();
  await chooseSomeoneElse();
  await button(/Email approval link/).click();
  await expect.element(page.getByRole('region', { name: 'Fix 5 fields to continue.' })).toBeVisible();
  await expect.element(field(/Authorized signer’s email/)).toHaveAccessibleDescription(/^Enter a valid email/);
  expect(widget.host.shadowRoot?.activeElement?.className).toContain('error-summary');
  await button(/Create a link to copy instead/).click();
  await expect.element(field(/Authorized signer’s email/)).not.toHaveAccessibleDescription(/Enter a valid email/);
});

test('offers to email the approval link only on sites that email links, and validates the address', async () => {
  withEmail();
  open();
  await goToCustomer();
  await fillPurchase();
  await chooseSomeoneElse();
  await button(/Email approval link/).click();
  await expect.element(page.getByText('Enter a valid email, like name@company.com.')).toBeVisible();
  expect(widget.host.shadowRoot?.activeElement?.id).toBe('approval-email');
  await field(/Authorized signer’s email/).fill('dana@gmial.com');
  await expect.element(field(/Authorized signer’s email/)).toHaveAccessibleDescription(/looks misspelled/);
  // An address that looks misspelled needs a second request.
  await button(/Email approval link/).click();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe('approval-email'));
  expect(bodies('/v1/approval-requests')).toEqual([]);
  await field(/Authorized signer’s email/).fill('dana@bakery.example');
  bff.respondOnce('POST /v1/approval-requests', () => problemResponse('mail_not_sent', 503));
  await button(/Email approval link/).click();
  await expectAlert(/couldn’t send the email, so nothing was saved/);
  bff.respondOnce('POST /v1/approval-requests', () => jsonResponse({ id: 'ap_1', status: 'pending', expiresAt }, 201));
  await button(/Email approval link/).click();
  await expect.element(page.getByText('We emailed the approval link to dana@bakery.example.')).toBeVisible();
  expect(field(/Approval link/).elements()).toEqual([]);
  expect(bodies('/v1/approval-requests')).toEqual(
    Array.from({ length: 2 }, () => expect.objectContaining({ email: 'dana@bakery.example' })),
  );
});

test('shows an error for each field that the server rejects, and returns to the rates if the offer has expired', async () => {
  open();
  await goToCustomer();
  await fillPurchase();
  await chooseSomeoneElse();
  const errors = [{ path: '/contact/phone', code: 'phone', detail: 'is not a phone number' }];
  bff.respondOnce('POST /v1/approval-requests', () => problemResponse('invalid_request', 422, { errors }));
  await button(/Create approval link/).click();
  await expectAlert(/Check your entries: Enter a 10-digit phone number/);
  bff.respondOnce('POST /v1/approval-requests', () => problemResponse('offer_expired', 409));
  await button(/Create approval link/).click();
  await expect.element(button(/See rates/)).toBeVisible();
  await expect.element(page.getByText(/expired/).first()).toBeVisible();
});

const steps = () => widget.queryAll('.timeline li').map(({ textContent }) => textContent);
const completedSteps = () => widget.queryAll('.step-complete').map(({ textContent }) => textContent);

test('the preparer sees the signer’s progress and deadline, even after a reload', async () => {
  open();
  await prepare();
  await expect.element(page.getByText(/The approval link hasn’t been opened yet.*nothing was sent/)).toBeVisible();
  expect(steps()).toEqual(['Approval link created', 'Not opened yet', 'Not agreed to yet', 'Not signed yet']);
  await expect.element(page.getByText(/^The rate is held until .*we check the current rate/)).toBeVisible();
  expect(completedSteps()).toEqual([expect.stringContaining('Compare rates')]);
  respondWithStatus('opened');
  reload();
  await expect.element(heading(/The authorized signer is reviewing it/)).toBeVisible();
  expect(steps()).toEqual(['Approval link created', 'Link opened', 'Not agreed to yet', 'Not signed yet']);
  await expect.element(page.getByText(/They can complete it until /)).toBeVisible();
  await expect.element(page.getByText(/When the link is opened/)).not.toBeInTheDocument();
  respondWithStatus('contract_created', 'sent');
  reload();
  await expect.element(heading(/agreed to the contract/)).toBeVisible();
  expect(steps().at(-1)).toBe('Not signed yet');
  expect(completedSteps()).toHaveLength(1);
  respondWithStatus('signed', 'submitted');
  reload();
  await expect.element(heading(/^Signed$/)).toBeVisible();
  expect(steps().at(-1)).toBe('Contract signed');
  await waitFor(() => expect(completedSteps()).toHaveLength(3));
  await expect.element(page.getByRole('status').filter({ hasText: 'signed the contract' })).toBeVisible();
  expect(button(/Revoke link/).elements()).toEqual([]);
});

test('the preparer sees the contract’s number and status, and can prepare another purchase in an empty form', async () => {
  open();
  await prepare();
  await expect.element(button(/Revoke link/)).toBeVisible();
  respondWithStatus('signed', 'accepted');
  await expect
    .element(page.getByRole('status').filter({ hasText: 'Contract no. 7F3K-22QD. Status: Accepted by supplier.' }))
    .toBeVisible();
  expect(button(/Back to your details|See current rates/).elements()).toEqual([]);
  await expect.element(page.getByText(/note the contract number/)).toBeVisible();
  await button(/Prepare another purchase/).click();
  await goToCustomer();
  await expect.element(field(/Legal business name/)).toHaveValue('');
});

test.each([
  ['contract_created', 'declined', /The contract wasn’t signed/, 'Declined'],
  ['signed', 'rejected', /was signed, but has ended/, 'Rejected by supplier'],
] as const)(
  'with the approval request status %s and the contract status %s, the preparer sees that the contract has ended',
  async (status, ended, title, name) => {
    sessionStorage.setItem('shopper:pk_test_fake:approval', 'prepared ap_1');
    respondWithStatus(status, ended);
    open();
    await expect.element(heading(title)).toBeVisible();
    await expect.element(page.getByText(`Contract no. 7F3K-22QD. Status: ${name}.`)).toBeVisible();
    expect(steps()).toEqual([]);
    expect(completedSteps()).toHaveLength(1);
    expect(await a11yViolations(widget.host)).toEqual([]);
  },
);

test('the preparer sees the contract with which the signer replaced a rejected contract', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:approval', 'prepared ap_1');
  respondWithStatus('signed', 'rejected');
  open();
  await expect.element(page.getByText(/may be able to correct and resubmit the contract/)).toBeVisible();
  respondWithStatus('signed', 'submitted');
  await expect.element(heading(/^Signed$/)).toBeVisible();
});

test('shows a connection error to the preparer until the status can be read again', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:approval', 'prepared ap_1');
  const second = Promise.withResolvers<Response>();
  bff.respondOnce('GET /v1/approval-requests/ap_1', () => problemResponse('internal', 500));
  bff.respondOnce('GET /v1/approval-requests/ap_1', () => second.promise);
  open();
  await expect.element(page.getByText('We can’t connect right now. Retrying.')).toBeVisible();
  second.resolve(jsonResponse({ id: 'ap_1', status: 'pending', expiresAt }));
  await expect.element(page.getByText('This page updates automatically.')).toBeVisible();
});

test('hides the approval link after a reload', async () => {
  open();
  await prepare();
  await expect.element(field(/Approval link/)).toBeVisible();
  reload();
  await expect.element(page.getByText(/we don’t show or store the link again/)).toBeVisible();
  expect(field(/Approval link/).elements()).toEqual([]);
});

test('the preparer can replace a lost link after a reload, and sees the new link', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:approval', 'prepared ap_1');
  respondWithStatus('opened');
  open();
  await button(/Create a new link/).click();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.textContent).toBe('Create a new link'));
  await button(/Keep the current link/).click();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.textContent).toMatch(/is reviewing it/));
  const url = `${location.origin}/#shopper-approval=${secret}`;
  bff.respondOnce('POST /v1/approval-requests/ap_1/link', () =>
    jsonResponse({ id: 'ap_1', status: 'pending', expiresAt, url }),
  );
  respondWithStatus('pending');
  await button(/Create a new link/).click();
  await button(/Create approval link/).click();
  await expect.element(field(/Approval link/)).toHaveValue(url);
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.textContent).toMatch(/Waiting for/));
  expect(bff.requests.find(({ path }) => path.endsWith('/link'))?.body).toEqual({ returnTo: location.href });
  expect(await a11yViolations(widget.host)).toEqual([]);
});

test('the preparer can email a new link, and the current link stays valid if the email cannot be sent', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:approval', 'prepared ap_1');
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ mailsLinks: true }), 201));
  respondWithStatus('pending');
  open();
  await button(/Create a new link/).click();
  await field(/signer’s email/).fill('dana@');
  await button(/Email approval link/).click();
  await expect.element(field(/signer’s email/)).toHaveAccessibleDescription(/valid email/);
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement).toBe(field(/signer’s email/).element()));
  await field(/signer’s email/).fill('dana@hotmial.com');
  await expect.element(field(/signer’s email/)).toHaveAccessibleDescription(/looks misspelled/);
  await button(/Email approval link/).click();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement).toBe(field(/signer’s email/).element()));
  expect(bff.requestCount('POST /v1/approval-requests/ap_1/link')).toBe(0);
  await field(/signer’s email/).fill('dana@bakery.example');
  bff.respondOnce('POST /v1/approval-requests/ap_1/link', () => problemResponse('mail_not_sent', 503));
  await button(/Email approval link/).click();
  await expectAlert(/the current link stays valid/);
  expect(await a11yViolations(widget.host)).toEqual([]);
  bff.respondOnce('POST /v1/approval-requests/ap_1/link', () =>
    jsonResponse({ id: 'ap_1', status: 'pending', expiresAt }),
  );
  await button(/Email approval link/).click();
  await expect.element(page.getByText('We emailed the approval link to dana@bakery.example.')).toBeVisible();
});

test('shows the status of an approval request that ended before its link could be replaced', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:approval', 'prepared ap_1');
  respondWithStatus('opened');
  open();
  await button(/Create a new link/).click();
  bff.respondOnce('POST /v1/approval-requests/ap_1/link', () => problemResponse('approval_link_spent', 410));
  respondWithStatus('signed', 'submitted');
  await button(/Create approval link/).click();
  await expect.element(heading(/^Signed$/)).toBeVisible();
});

test('revoking the link asks for confirmation, then returns to the details that the preparer entered', async () => {
  open();
  await prepare();
  await button(/Revoke link/).click();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.textContent).toBe('Keep it'));
  await button(/Keep it/).click();
  expect(bff.requestCount('POST /v1/approval-requests/ap_1/revoke')).toBe(0);
  await button(/Revoke link/).click();
  await button(/Yes, revoke it/).click();
  await expect.element(heading(/You revoked the approval link/)).toBeVisible();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.textContent).toMatch(/You revoked/));
  await button(/Back to your details/).click();
  await expect.element(field(/Legal business name/)).toHaveValue('Trinity Bakery LLC');
});

test('copies the approval link, or shows an error if the browser does not allow copying', async () => {
  open();
  await prepare();
  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new Error('denied'));
  await button(/Copy link/).click();
  await expect.element(page.getByText(/Couldn’t copy automatically/)).toBeVisible();
  writeText.mockResolvedValueOnce();
  await button(/Copy link/).click();
  await expect.element(page.getByText('Copied.')).toBeVisible();
  expect(writeText).toHaveBeenLastCalledWith(`${location.origin}/#shopper-approval=${secret}`);
});

test('reports an approval request that no longer exists, and links to the rates', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:approval', 'prepared ap_1');
  bff.respondOnce('GET /v1/approval-requests/ap_1', () => problemResponse('not_found', 404));
  open();
  await expect.element(heading(/no longer available/)).toBeVisible();
  await button(/See current rates/).click();
  await expect.element(button(/See rates/)).toBeVisible();
  reload();
  await expect.element(button(/See rates/)).toBeVisible();
});

const purchase: OpenedPurchase['purchase'] = {
  locale: 'en',
  postalCode: '75201',
  customer: { legalName: 'Trinity Bakery LLC', entityType: 'llc', tradeName: 'Trinity Bread' },
  contact: { name: 'Robin Example', email: 'robin@bakery.example', phone: '+12145550186' },
  accounts: [
    {
      identifier: '10443720001234567',
      serviceAddress: { street: '1200 Example Ave', city: 'Dallas', state: 'TX', postalCode: '75201' },
    },
  ],
};
const createdAt = '2026-11-20T16:30:00Z';
const respondWithPurchase = (opened: Partial<OpenedPurchase>) =>
  bff.respondOnce('GET /v1/approval-requests/ap_1/purchase', () =>
    jsonResponse({ purchase, createdAt, expiresAt, ...opened }),
  );
async function openLink(options = {}): Promise<void> {
  history.replaceState(null, '', `#shopper-approval=${secret}`);
  bff.respondOnce('POST /v1/sessions', () => jsonResponse({ ...session(), approvalRequestId: 'ap_1' }, 201));
  open(options);
  await clickOpen();
}

test('the approver sees the prepared purchase in the form, and can agree to it after adding the tax ID and the signer', async () => {
  respondWithPurchase({ offer: offer({ offerToken: 'fresh-token' }) });
  await openLink();
  expect(location.href).toBe(before.replace(/#.*/, ''));
  await expect.element(field(/Legal business name/)).toHaveValue('Trinity Bakery LLC');
  await expect.element(field(/ESI ID/)).toHaveValue('10443720001234567');
  await expect.element(field(/Service address/)).toHaveValue('1200 Example Ave');
  await expect.element(field(/DBA/)).toHaveValue('Trinity Bread');
  await expect.element(field(/Contact’s full name/)).toHaveValue('Robin Example');
  await expect.element(field(/Contact’s phone/)).toHaveValue('(214) 555-0186');
  expect(bodies('/v1/sessions')).toEqual([expect.objectContaining({ approval: secret })]);
  await field(/Tax ID/).fill('12-3456789');
  await field(/Full name/)
    .first()
    .fill('Dana Example');
  await field(/Job title/).fill('Owner');
  await field(/^Email/)
    .first()
    .fill('dana@bakery.example');
  await field(/^Phone/)
    .first()
    .fill('(214) 555-0199');
  await button(/Continue to review/).click();
  await expect.element(heading(/Review your contract/)).toBeVisible();
  await expect.poll(() => bodies('/v1/consents')).toEqual([expect.objectContaining({ offerToken: 'fresh-token' })]);
  expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/Trinity|Dana|Robin|s{43}/);
  mockWindowOpen();
  await agree();
  await expect
    .poll(() => bodies('/v1/contracts'))
    .toEqual([expect.objectContaining({ approvalRequestId: 'ap_1', offerToken: 'fresh-token' })]);
  // If the approver chooses another offer, the new contract does not belong to the approval request.
  await expect.element(heading(/ready to sign/)).toBeVisible();
  bff.pushUpdate({ status: 'rejected' });
  await button(/Choose another offer/).click();
  await goToCustomer();
  expect(page.getByText(/You’re asked to sign/).elements()).toEqual([]);
});

test('shows the approver the prepared purchase, the missing details and the deadline above the form', async () => {
  respondWithPurchase({ offer: offer() });
  await openLink();
  const notice = page.getByRole('region', { name: 'You’re asked to sign this purchase' });
  await expect.element(notice).toBeVisible();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.textContent).toMatch(/^You’re asked to sign/));
  const dateTime = new Intl.DateTimeFormat('en-US', {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  const text = () => notice.element().textContent;
  expect(text()).toContain(
    `Someone prepared it for Trinity Bakery LLC on ${dateTime.format(new Date(createdAt))}. Contact person: Robin Example.`,
  );
  expect(text()).toContain('Add what’s missing: the tax ID and your details as the authorized signer.');
  expect(text()).toContain(`Finish by ${dateTime.format(new Date(expiresAt))}. The link can’t be opened again,`);
  expect(text()).toMatch(/didn’t expect it, don’t sign\. Call us at \(214\) 555-0142/);
  expect(await a11yViolations(widget.host)).toEqual([]);
  await field(/Tax ID/).fill('12-3456789');
  await expect.poll(text).toContain('Add what’s missing: your details as the authorized signer.');
  await expectSpanish(widget);
});

test('an approver who goes back to the rates can return to the purchase, and keeps everything', async () => {
  respondWithPurchase({ offer: offer() });
  await openLink();
  await field(/Tax ID/).fill('12-3456789');
  await button(/Back to rates/).click();
  await expect.element(button(/See rates/)).toBeVisible();
  await expect.element(page.getByText(/still open, with everything you entered/)).toBeVisible();
  // This field loads after the rest of the form.
  await expect.element(field(/Current contract ends/)).toBeVisible();
  expect(page.getByText(/You’re asked to sign/).elements()).toEqual([]);
  expect(await a11yViolations(widget.host)).toEqual([]);
  await expectSpanish(widget);
  widget.handle.update({ locale: 'en' });
  await button(/Back to the purchase/).click();
  await expect.element(field(/Tax ID/)).toHaveValue('12-3456789');
  await expect.element(field(/Legal business name/)).toHaveValue('Trinity Bakery LLC');
});

test('shows no approver notice for a purchase that the customer entered', async () => {
  open();
  await goToCustomer();
  expect(page.getByText(/You’re asked to sign/).elements()).toEqual([]);
});

test('after a reload, the approver sees the prepared purchase again', async () => {
  respondWithPurchase({ offer: offer() });
  await openLink();
  await expect.element(field(/Legal business name/)).toBeVisible();
  respondWithPurchase({ offer: offer() });
  reload();
  await expect.element(field(/Legal business name/)).toHaveValue('Trinity Bakery LLC');
  expect(bodies('/v1/sessions')).toHaveLength(1);
});

test('in a tab that showed a contract before, the approver sees the prepared purchase instead', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  sessionStorage.setItem('shopper:pk_test_fake:contracts', 'c_1:7F3K-22QD');
  respondWithPurchase({ offer: offer() });
  await openLink();
  await expect.element(field(/Legal business name/)).toBeVisible();
  // A way back to the earlier contract would lead away from the prepared purchase.
  expect(button(/Back to contract/).elements()).toEqual([]);
  respondWithPurchase({ offer: offer() });
  reload();
  await expect.element(field(/Legal business name/)).toHaveValue('Trinity Bakery LLC');
});

test('if terms have changed, the approver first sees the old and new terms, and can continue or see other rates', async () => {
  const { rate, monthlyFee, brokerFee, earlyTermination, swingPercent, greenPercent, estimate } = offer();
  const change = {
    from: { rate, monthlyFee, brokerFee, earlyTermination, swingPercent, greenPercent, estimate },
    terms: [
      { term: 'rate', from: '0.0786 per kWh', to: '0.0801 per kWh' },
      { term: 'monthlyFee', from: '0', to: '9.5' },
      { term: 'documents', from: 'a', to: 'b' },
    ],
  };
  const current = offer({
    rate: { amount: '0.0801', unit: 'kWh' },
    monthlyFee: { amount: '9.50', currency: 'USD' },
  });
  respondWithPurchase({ offer: current, change });
  await openLink({ width: 320 });
  await expect.element(heading(/This offer has changed/)).toBeVisible();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.textContent).toMatch(/has changed/));
  const rows = page
    .getByRole('row')
    .elements()
    .map(({ textContent }) => textContent);
  expect(rows.slice(1)).toEqual([
    expect.stringMatching(/^Rate7\.86 ¢\/kWh8\.01 ¢\/kWh$/),
    expect.stringMatching(/^Estimated annual cost\$9,432\$9,432$/),
    expect.stringMatching(/\$0.*\$9\.50$/),
    'Contract documentsEarlier versionUpdated by the supplier',
  ]);
  expect(field(/Legal business name/).elements()).toEqual([]);
  expect(await a11yViolations(widget.host)).toEqual([]);
  await expectSpanish(widget);
  widget.handle.update({ locale: 'en' });
  await button(/Continue with the new terms/).click();
  await expect.element(field(/Legal business name/)).toHaveValue('Trinity Bakery LLC');
  respondWithPurchase({ offer: current, change });
  reload();
  await button(/See other rates/).click();
  await expect.element(button(/See rates/)).toBeVisible();
});

test('if the offer is no longer available, the approver sees a notice and the rates, and the form keeps the prepared details', async () => {
  respondWithPurchase({});
  await openLink();
  await expect.element(button(/See rates/)).toBeVisible();
  await expect.element(page.getByText(/no longer available/)).toBeVisible();
  await goToCustomer();
  await expect.element(field(/Legal business name/)).toHaveValue('Trinity Bakery LLC');
});

test.each([
  ['was used, was revoked or has expired', 'approval_link_spent', 410],
  ['is malformed', 'invalid_request', 422],
] as const)(
  'explains that a link that %s does not work, and shows the broker’s phone number',
  async (_, code, status) => {
    bff.respondOnce('POST /v1/sessions', () => problemResponse(code, status));
    history.replaceState(null, '', `#shopper-approval=${secret}`);
    open();
    await clickOpen();
    await expectAlert(/doesn’t work anymore.*already used, was revoked, or has expired.*Call us at \(214\) 555-0142/);
    expect(widget.host.shadowRoot?.activeElement?.textContent).toMatch(/doesn’t work anymore/);
    expect(await a11yViolations(widget.host)).toEqual([]);
    await button(/See current rates/).click();
    await expect.element(button(/See rates/)).toBeVisible();
  },
);

test('shows the approver a contract that already exists for the approval request', async () => {
  bff.respondOnce('GET /v1/approval-requests/ap_1/purchase', () =>
    problemResponse('contract_exists', 409, {
      contract: { id: 'c_1', reference: '7F3K-22QD', status: 'sent', differs: [] },
    }),
  );
  await openLink();
  await expect.poll(() => bff.requests.some(({ path }) => path === '/v1/contracts/c_1')).toBe(true);
  await expect.element(page.getByText(/doesn’t work anymore/)).not.toBeInTheDocument();
});

test('the approver can retry if the server could not check the price', async () => {
  bff.respondOnce('GET /v1/approval-requests/ap_1/purchase', () => problemResponse('price_check_unavailable', 503));
  await openLink();
  await expectAlert(/couldn’t confirm the rate/);
  respondWithPurchase({ offer: offer() });
  await button(/Try again/).click();
  await expect.element(field(/Legal business name/)).toBeVisible();
});

test.each([
  [280, 'light'],
  [1200, 'dark'],
] as const)('the preparer’s panels fit at %i pixels in %s mode, without axe violations', async (width, scheme) => {
  document.documentElement.style.colorScheme = scheme;
  try {
    withEmail();
    open({ width });
    await goToCustomer();
    await fillPurchase();
    await chooseSomeoneElse();
    const expectFits = async (label: string) => {
      await expect.poll(() => widget.queryAll('.approval').length, { message: label }).toBe(1);
      const card = widget.queryAll('.shopper')[0]?.getBoundingClientRect();
      for (const element of widget.queryAll('.approval, .approval *'))
        expect(element.getBoundingClientRect().right, `${label}: ${element.outerHTML}`).toBeLessThanOrEqual(
          (card?.right ?? 0) + 0.5,
        );
      expect(await a11yViolations(widget.host), label).toEqual([]);
      await expectSpanish(widget);
      expect(await a11yViolations(widget.host), `${label}, in Spanish`).toEqual([]);
      widget.handle.update({ locale: 'en' });
    };
    await expectFits('form');
    await button(/Create a link to copy instead/).click();
    await expect.element(button(/Revoke link/)).toBeVisible();
    await expectFits('pending');
    await button(/Revoke link/).click();
    await expectFits('confirmation');
    await button(/Yes, revoke it/).click();
    await expect.element(heading(/You revoked/)).toBeVisible();
    await expectFits('revoked');
  } finally {
    document.documentElement.style.colorScheme = '';
  }
});
