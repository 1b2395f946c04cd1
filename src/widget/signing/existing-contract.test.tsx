import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { expectSpanish } from '../../../test/support/expect-translated.ts';
import { createFakeBff, type FakeBff, jsonResponse, problemResponse, session } from '../../../test/support/fake-bff.ts';
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

const submitted = () => bff.requests.filter(({ path }) => path === '/v1/contracts');
const keys = () => submitted().map(({ headers }) => headers.get('idempotency-key'));
const existing = (id?: string) =>
  problemResponse('contract_exists', 409, {
    contract: { ...(id && { id }), reference: '7F3K-22QD', status: 'sent', differs: ['offer', 'consent'] },
  });
const reload = () => {
  widget.handle.destroy();
  widget.host.remove();
  widget = renderWidget(bff);
};

test('shows a button to open the existing contract if the session has access to it', async () => {
  bff.respondOnce('POST /v1/contracts', () => existing('c_1'));
  await goToReview();
  await agree();
  await expectAlert(
    /already have a contract for these accounts: 7F3K-22QD, not signed yet.*the offer and the statement/,
  );
  expect(await a11yViolations(widget.host)).toEqual([]);
  await expectSpanish(widget);
  await button(/Abrir ese contrato/).click();
  await vi.waitFor(() => expect(bff.requestCount('GET /v1/contracts/c_1/events')).toBe(1), { timeout: 8_000 });
  expect(submitted()).toHaveLength(1);
});

test('creates another contract with a new idempotency key when the customer requests it', async () => {
  bff.respondOnce('POST /v1/contracts', () => existing('c_1'));
  await goToReview();
  await agree();
  await button(/Create another contract/).click();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  expect(submitted()[1]?.body).toMatchObject({ replaces: 'c_1' });
  expect(keys()[1]).not.toBe(keys()[0]);
});

test('a contract that the customer left unsigned to change its details is replaced without another question', async () => {
  await goToReview();
  await agree();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  await button(/Change details or offer/).click();
  await button(/Go back to the rates/).click();
  await button(/Select Bluebell/).click();
  await button(/Continue to review/).click();
  bff.respondOnce('POST /v1/contracts', () => existing('c_1'));
  await agree();
  await vi.waitFor(() => expect(submitted()).toHaveLength(3), { timeout: 8_000 });
  expect(submitted().map(({ body }) => Reflect.get(Object(body), 'replaces'))).toEqual([undefined, undefined, 'c_1']);
  expect(button(/Create another contract/).elements()).toEqual([]);
  await expect.element(heading(/ready to sign/)).toBeVisible();
});

test('shows only the reference of a contract that was created in another browser', async () => {
  bff.respondOnce('POST /v1/contracts', () => existing());
  await goToReview();
  await agree();
  await expectAlert(/7F3K-22QD.*Open it in the browser where you created it/);
  expect(button(/Open that contract/).elements()).toEqual([]);
  await button(/Create another contract/).click();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  expect(submitted()[1]?.body).toMatchObject({ replaces: '7F3K-22QD' });
});

test('on a site that emails links, the customer can have a link to the existing contract emailed to its signer', async () => {
  // The first widget stores its session late.
  await vi.waitFor(() => expect(sessionStorage.getItem('shopper:pk_test_fake:session')).not.toBeNull());
  widget.unmount();
  sessionStorage.clear();
  bff = createFakeBff();
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ mailsLinks: true }), 201));
  bff.respondOnce('POST /v1/contracts', () => existing());
  widget = renderWidget(bff);
  await goToReview();
  await agree();
  await button(/Email a link to its signer/).click();
  await expect.element(page.getByText(/We’re emailing a link to the contract’s authorized signer/)).toBeVisible();
  const [request] = bff.requests.filter(({ path }) => path === '/v1/contract-link-requests');
  expect(request?.body).toMatchObject({ reference: '7F3K-22QD' });
  expect(await a11yViolations(widget.host)).toEqual([]);
});

test('reuses the idempotency key after a reload, and deletes it after the contract was created', async () => {
  bff.respondOnce('POST /v1/contracts', () => problemResponse('contract_outcome_unknown', 503));
  await goToReview();
  await agree();
  await expectAlert(/won’t get a duplicate/);
  expect(sessionStorage.getItem('shopper:pk_test_fake:intent')).toBe(keys()[0]);
  reload();
  await goToReview();
  await agree();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  expect(keys()[1]).toBe(keys()[0]);
  expect(sessionStorage.getItem('shopper:pk_test_fake:intent')).toBeNull();
});

test('sends changed input again with a new key if the server rejects the reused idempotency key', async () => {
  bff.respondOnce('POST /v1/contracts', () => problemResponse('contract_outcome_unknown', 503));
  await goToReview();
  await agree();
  await expectAlert(/won’t get a duplicate/);
  await button(/Edit details/).click();
  await field(/Full name/).fill('Lee Example');
  bff.respondOnce('POST /v1/contracts', () => problemResponse('idempotency_key_reused', 422));
  await button(/Continue to review/).click();
  await agree();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  expect(submitted()).toHaveLength(3);
  expect(keys()[1]).toBe(keys()[0]);
  expect(keys()[2]).not.toBe(keys()[0]);
  expect(submitted()[2]?.body).toEqual(submitted()[1]?.body);
});

test('ignores a stored value that is not an idempotency key', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:intent', '<script>');
  await goToReview();
  await agree();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  expect(keys()[0]).toMatch(/^[\w-]{36}$/);
});
