import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { expectSpanish } from '../../../test/support/expect-translated.ts';
import {
  authorization,
  createFakeBff,
  type FakeBff,
  jsonResponse,
  problemResponse,
  session,
} from '../../../test/support/fake-bff.ts';
import { button, field, heading } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';
import type { Authorization } from '../../wire/authorization.ts';
import { signatureRequestStatus } from '../../wire/contract.ts';

let bff: FakeBff;
let widget: RenderedWidget;
/** The fields of the authorization that the next poll returns. */
let current: Partial<Authorization>;

beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  current = {};
  bff.respondOnce('POST /v1/sessions', () =>
    jsonResponse({ ...session(), site: { ...session().site, usageAuthorization: true } }, 201),
  );
});
afterEach(() => {
  vi.useRealTimers();
  widget.unmount();
});

const requestsTo = (method: string, path: string) =>
  bff.requests.filter((field) => field.method === method && field.path === path);
const open = (options = {}) => {
  widget = renderWidget(bff, options);
};
const method = () => page.getByRole('radio', { name: 'Authorize us to ask your utility' });
async function openPanel() {
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await button(/I don’t know my usage/).click();
  await method().click();
  await expect.element(button(/Send authorization/)).toBeVisible();
}
async function fillIn() {
  await field(/Business name on your bill/).fill('Invented Bakery LLC');
  await field(/ESI ID on your bill/).fill('1044372 00012-34567, 10443720009999999');
  await field(/Authorized signer/).fill('Dana Example');
  await field(/Signer’s email/).fill('dana@example.com');
}
async function submitForm() {
  await openPanel();
  await fillIn();
  await button(/Send authorization/).click();
}
const waitForText = (overrides: Partial<Authorization>) => {
  current = overrides;
  bff.respondOnce('GET /v1/authorizations/lt_1', () => jsonResponse(authorization(current)));
};

test('a customer who does not know the annual usage can authorize the broker to obtain the usage data', async () => {
  open();
  await openPanel();
  await expect.element(page.getByText(/It isn’t a contract and doesn’t switch your supplier/)).toBeVisible();
  await fillIn();
  await button(/Send authorization/).click();
  await expect.element(heading(/Authorization sent\./)).toBeVisible();
  await expect.element(page.getByText(/Sent to d…@example.com/)).toBeVisible();
  expect(requestsTo('POST', '/v1/authorizations')[0]?.body).toEqual({
    commodity: 'electric',
    utility: 'ONCOR',
    customer: { legalName: 'Invented Bakery LLC' },
    signer: { name: 'Dana Example', email: 'dana@example.com' },
    accounts: [{ identifier: '10443720001234567' }, { identifier: '10443720009999999' }],
  });
  expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/Dana|Bakery|example\.com|4437/);
});

test('closing the authorization panel returns the focus to the button that opened it, and keeps the input', async () => {
  open();
  const focusedText = () => widget.host.shadowRoot?.activeElement?.textContent;
  await openPanel();
  await fillIn();
  await button(/^Cancel$/).click();
  expect(focusedText()).toBe('I don’t know my usage');
  await button(/I don’t know my usage/).click();
  await expect.element(field(/Authorized signer/)).toHaveValue('Dana Example');
  await button(/Send authorization/).click();
  await expect.element(heading(/Authorization sent\./)).toBeVisible();
  await button(/^Close$/).click();
  await expect.element(heading(/Authorization sent\./)).not.toBeInTheDocument();
  expect(focusedText()).toBe('I don’t know my usage');
});

test('cleans up pasted account numbers and a pasted email address in the authorization form', async () => {
  open();
  await openPanel();
  await fillIn();
  await field(/ESI ID on your bill/).fill('ESI ID: 1044372\u200b 00012‑34567; #１０４４３７２0009999999');
  await field(/Signer’s email/).fill('Dana Example <dana@example.com>,');
  await button(/Send authorization/).click();
  await expect.element(heading(/Authorization sent\./)).toBeVisible();
  expect(requestsTo('POST', '/v1/authorizations')[0]?.body).toMatchObject({
    signer: { email: 'dana@example.com' },
    accounts: [{ identifier: '10443720001234567' }, { identifier: '10443720009999999' }],
  });
});

test('offers no usage authorization on a site that does not support it', async () => {
  bff = createFakeBff();
  open();
  await field(/ZIP code/).fill('75201');
  await button(/I don’t know my usage/).click();
  await expect.element(page.getByRole('radio', { name: 'A monthly bill' })).toBeVisible();
  expect(method().elements()).toHaveLength(0);
});

test('the authorization form shows errors next to their fields, focuses the first invalid field, and keeps the input', async () => {
  open();
  await openPanel();
  await field(/Business name/).fill('Invented Bakery LLC');
  await field(/Signer’s email/).fill('dana at example');
  await button(/Send authorization/).click();
  await expect.element(page.getByText('Enter the account numbers on your bill', { exact: false })).toBeVisible();
  await expect.element(page.getByText('Enter a valid email, like name@company.com.')).toBeVisible();
  expect(widget.host.shadowRoot?.activeElement?.id).toBe('numbers');
  expect(bff.requestCount('POST /v1/authorizations')).toBe(0);
  await page.getByRole('radio', { name: 'A monthly bill' }).click();
  await method().click();
  await expect.element(field(/Signer’s email/)).toHaveValue('dana at example');
});

test('asks the customer to select a utility before it shows the authorization form', async () => {
  open();
  await button(/I don’t know my usage/).click();
  await method().click();
  await expect.element(page.getByText(/select your utility first/)).toBeVisible();
});

test('a retry after a failed authorization request uses the same idempotency key', async () => {
  open();
  bff.respondOnce('POST /v1/authorizations', () => problemResponse('upstream_unavailable', 503));
  await submitForm();
  await expect.element(page.getByRole('alert')).toBeVisible();
  await button(/Send authorization/).click();
  await expect.element(heading(/Authorization sent\./)).toBeVisible();
  const keys = requestsTo('POST', '/v1/authorizations').map(({ headers }) => headers.get('idempotency-key'));
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
});

test('restores the authorization with its current status after a reload', async () => {
  open();
  await submitForm();
  await expect.element(heading(/Authorization sent\./)).toBeVisible();
  // Simulates a reload, which keeps session storage.
  widget.handle.destroy();
  widget.host.remove();
  waitForText({ status: 'signed' });
  open();
  await button(/I don’t know my usage/).click();
  await expect.element(heading(/Authorization signed\. Thank you\./)).toBeVisible();
});

test('resends an authorization to a corrected address after the email has bounced', async () => {
  open();
  bff.respondOnce('POST /v1/authorizations', () => jsonResponse(authorization({ status: 'bounced' }), 201));
  await submitForm();
  await expect.element(heading(/We couldn’t deliver the email\./)).toBeVisible();
  await field(/Change email/).fill('office at example');
  await button(/Resend/).click();
  await expect.element(page.getByText('Enter a valid email, like name@company.com.')).toBeVisible();
  bff.respondOnce('POST /v1/authorizations/lt_1/resends', () =>
    jsonResponse(authorization({ status: 'preparing', to: 'o…@example.com' }), 201),
  );
  await field(/Change email/).fill('office@example.com');
  await button(/Resend/).click();
  await expect.element(page.getByText(/We’re sending it to o…@example.com/)).toBeVisible();
  expect(requestsTo('POST', '/v1/authorizations/lt_1/resends')[0]?.body).toEqual({ email: 'office@example.com' });
});

test('explains that the resend limit is reached, and then shows that the signer has declined', async () => {
  open();
  await submitForm();
  bff.respondOnce('POST /v1/authorizations/lt_1/resends', () => problemResponse('rate_limited', 429));
  await button(/Resend/).click();
  await expect.element(page.getByText(/reached the resend limit/)).toBeVisible();
  bff.respondOnce('POST /v1/authorizations/lt_1/resends', () => problemResponse('signature_request_closed', 409));
  waitForText({ status: 'declined', reason: 'We share no data.' });
  await button(/Resend/).click();
  await expect.element(heading(/The signer declined\./)).toBeVisible();
  await expect.element(page.getByText('“We share no data.”')).toBeVisible();
});

test('after a cancellation, shows the form for a new authorization with the earlier input', async () => {
  open();
  await submitForm();
  bff.respondOnce('POST /v1/authorizations/lt_1/cancel', () => jsonResponse(authorization({ status: 'cancelled' })));
  await button(/Cancel request/).click();
  await expect.element(heading(/Authorization canceled\./)).toBeVisible();
  await button(/Request a new authorization/).click();
  await expect.element(field(/Authorized signer/)).toHaveValue('Dana Example');
});

test('shows the form again if the authorization no longer exists', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:authorization', 'lt_1');
  bff.respondOnce('GET /v1/authorizations/lt_1', () => problemResponse('not_found', 404));
  open();
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await button(/I don’t know my usage/).click();
  await expect.element(page.getByText('This authorization is no longer available.')).toBeVisible();
  await expect.element(button(/Send authorization/)).toBeVisible();
});

test.each([
  [280, 'light'],
  [1200, 'dark'],
] as const)('the form and every status fit at %i pixels in %s mode, with no axe violation', async (width, scheme) => {
  document.documentElement.style.colorScheme = scheme;
  try {
    open({ width });
    await openPanel();
    await button(/Send authorization/).click();
    const expectFits = async (label: string) => {
      const card = widget.queryAll('.shopper')[0]?.getBoundingClientRect();
      for (const element of widget.queryAll('.authorization, .authorization *'))
        expect(element.getBoundingClientRect().right, `${label}: ${element.outerHTML}`).toBeLessThanOrEqual(
          (card?.right ?? 0) + 0.5,
        );
      expect(await a11yViolations(widget.host), label).toEqual([]);
    };
    const expectFitsInBothLanguages = async (label: string) => {
      await expectFits(label);
      await expectSpanish(widget);
      await expectFits(`${label}, in Spanish`);
      widget.handle.update({ locale: 'en' });
      await expect.element(button(/See rates/)).toBeVisible();
    };
    await expectFitsInBothLanguages('errors');
    await fillIn();
    for (const status of signatureRequestStatus.options) {
      bff.respondOnce('POST /v1/authorizations', () => jsonResponse(authorization({ status }), 201));
      await button(/Send authorization/).click();
      await vi.waitFor(() => expect(widget.queryAll('.authorization h3')).toHaveLength(1));
      await expectFitsInBothLanguages(status);
      widget.unmount();
      sessionStorage.clear();
      bff.respondOnce('POST /v1/sessions', () =>
        jsonResponse({ ...session(), site: { ...session().site, usageAuthorization: true } }, 201),
      );
      open({ width });
      await openPanel();
      await fillIn();
    }
  } finally {
    document.documentElement.style.colorScheme = '';
  }
});
