import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff, type FakeBff, problemResponse } from '../../../test/support/fake-bff.ts';
import { agree, button, expectAlert, field, goToReview, heading, mockWindowOpen } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  widget = renderWidget(bff);
  mockWindowOpen();
});
afterEach(() => {
  widget.unmount();
  vi.restoreAllMocks();
});

const checkbox = () => page.getByRole('checkbox');
const consents = () => bff.requests.filter(({ path }) => path === '/v1/consents').map(({ body }) => body);
const submitted = () => bff.requests.filter(({ path }) => path === '/v1/contracts');

test('shows no checkbox while the consent text is loading', async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  bff.respondOnce('POST /v1/consents', () => promise);
  await goToReview();
  await expect.element(page.getByRole('status').filter({ hasText: 'Loading…' })).toBeVisible();
  expect(checkbox().elements()).toEqual([]);
  widget.queryAll('.button-primary')[0]?.click();
  expect(bff.requestCount('POST /v1/contracts')).toBe(0);
  expect(await a11yViolations(widget.host)).toEqual([]);
  resolve(Response.json({ text: 'I agree to this.', templateVersion: '1', sha256: 'abc' }));
  await expect.element(page.getByText('I agree to this.')).toBeVisible();
  await expect.element(checkbox()).not.toBeChecked();
  expect(consents()).toEqual([
    { offerToken: 'offer-token-1', locale: 'en', customer: { legalName: 'Invented Bakery LLC' } },
  ]);
});

test('retries a failed request for the consent text on a click and when the browser is back online', async () => {
  bff.respondOnce('POST /v1/consents', () => problemResponse('internal', 500));
  await goToReview();
  await expectAlert(/temporarily unavailable/);
  expect(checkbox().elements()).toEqual([]);
  bff.respondOnce('POST /v1/consents', () => problemResponse('internal', 500));
  await button(/Try again/).click();
  await expectAlert(/temporarily unavailable/);
  dispatchEvent(new Event('online'));
  await expect.element(checkbox()).toBeVisible();
});

test('shows the error of contract creation between the consent checkbox and the button', async () => {
  await goToReview();
  bff.respondOnce('POST /v1/contracts', () => problemResponse('contract_outcome_unknown', 503));
  await agree();
  await expectAlert(/isn’t responding/);
  const elements = widget.queryAll('input[type=checkbox], [role=alert], .button-row');
  expect(elements.map(({ role, localName }) => role ?? localName)).toEqual(['input', 'alert', 'div']);
});

test('returns to the rates when the offer has expired', async () => {
  bff.respondOnce('POST /v1/consents', () => problemResponse('offer_expired', 409));
  await goToReview().catch(() => {});
  await expect.element(page.getByText(/That rate has expired/)).toBeVisible();
});

test('shows a changed consent text with its checkbox unchecked and focused', async () => {
  bff.respondOnce('POST /v1/contracts', () => problemResponse('consent_changed', 409));
  await goToReview();
  await expect.element(checkbox()).toBeVisible();
  bff.respondOnce('POST /v1/consents', () =>
    Response.json({ text: 'I agree to the new version.', templateVersion: '2', sha256: 'def' }),
  );
  await agree();
  await expect.element(page.getByText('I agree to the new version.')).toBeVisible();
  await expect.element(checkbox()).not.toBeChecked();
  await expect.poll(() => widget.host.shadowRoot?.activeElement).toBe(checkbox().element());
  await expect.element(checkbox()).toHaveAccessibleDescription(/This statement changed/);
  expect(await a11yViolations(widget.host)).toEqual([]);
  await agree();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  const [first, second] = submitted();
  expect(second?.body).toMatchObject({ consent: { templateVersion: '2', sha256: 'def' } });
  expect(second?.headers.get('idempotency-key')).not.toBe(first?.headers.get('idempotency-key'));
});

test('loads the consent text again when the business name changes', async () => {
  await goToReview();
  await expect.element(checkbox()).toBeVisible();
  await button(/Edit details/).click();
  await field(/Legal business name/).fill('Invented Bakeries LLC');
  await button(/Continue to review/).click();
  await expect.element(page.getByText(/I am authorized to sign for Invented Bakeries LLC/)).toBeVisible();
  expect(consents()).toHaveLength(2);
});

test('announces that the contract is being prepared, because this can take several seconds', async () => {
  await goToReview();
  const { promise, resolve } = Promise.withResolvers<Response>();
  bff.respondOnce('POST /v1/contracts', () => promise);
  await agree();
  await expect.element(page.getByRole('status').filter({ hasText: 'Preparing your contract…' })).toBeInTheDocument();
  resolve(problemResponse('contract_outcome_unknown', 503));
  await expectAlert(/isn’t responding/);
  expect(page.getByRole('status').filter({ hasText: 'Preparing your contract…' }).elements()).toEqual([]);
});
