import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import {
  contract,
  createFakeBff,
  emailSigning,
  type FakeBff,
  jsonResponse,
  problemResponse,
  resumeToken,
} from '../../../test/support/fake-bff.ts';
import { button, clickOpen, heading, mockWindowOpen, waitFor } from '../../../test/support/flow.ts';
import { createSigningHarness, restoreContract, type SigningHarness } from '../../../test/support/signing-harness.ts';

let bff: FakeBff;
let harness: SigningHarness;
const before = location.href;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  harness.unmount();
  history.replaceState(null, '', before);
  vi.restoreAllMocks();
});

const focused = () => harness.host.shadowRoot?.activeElement;
const unknownNumber = [{ code: 'A76', message: 'not found' }];

test('the status region is rendered before its text, which includes the reasons for a rejection', async () => {
  const response = Promise.withResolvers<Response>();
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.respondOnce('GET /v1/contracts/c_1', () => response.promise);
  harness = createSigningHarness(bff);
  await waitFor(() => expect(harness.queryAll('.status-headline')).toHaveLength(1));
  const [region] = harness.queryAll('.status-headline');
  expect(region?.getAttribute('role')).toBe('status');
  response.resolve(jsonResponse(contract({ status: 'rejected', reasons: unknownNumber })));
  const named = page.getByRole('status', { name: 'The supplier could not accept this contract.' });
  await expect.element(named).toBeVisible();
  expect(named.element()).toBe(region);
  expect(region?.textContent).toContain('The utility couldn’t find this account number');
});

test('the live region about the signing window is rendered before its text', async () => {
  mockWindowOpen();
  harness = restoreContract(bff, {});
  await expect.element(button(/Review and sign/)).toBeVisible();
  const regions = harness.queryAll('[role=status]');
  await button(/Review and sign/).click();
  await harness.waitForText(/Finish signing in the other window/);
  const region = harness.queryAll('[role=status]').find(({ textContent }) => /other window/.test(textContent));
  expect(regions).toContain(region);
});

test('on a page that was opened with a resume link, focuses the heading and then the contract’s status', async () => {
  history.replaceState(null, '', `#shopper-resume=${resumeToken}`);
  harness = createSigningHarness(bff);
  await waitFor(() => expect(focused()?.textContent).toBe('Continue with your contract'));
  await clickOpen();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  await waitFor(() => expect(focused()?.className).toBe('status-headline'));
});

test('focuses the explanation of a used resume link', async () => {
  history.replaceState(null, '', `#shopper-resume=${resumeToken}`);
  bff.respondOnce('POST /v1/sessions', () => problemResponse('resume_link_spent', 410));
  harness = createSigningHarness(bff);
  await clickOpen();
  await waitFor(() => expect(focused()?.textContent).toMatch(/doesn’t work anymore/));
});

test('focuses the error message when signing cannot be opened', async () => {
  mockWindowOpen();
  harness = restoreContract(bff, {});
  bff.respondOnce('POST /v1/contracts/c_1/signing-sessions', () => problemResponse('upstream_unavailable', 503));
  await button(/Review and sign/).click();
  await waitFor(() => expect(focused()?.textContent).toMatch(/Signing is temporarily unavailable/));
});

test('focuses the error message when the contract cannot be emailed again', async () => {
  harness = restoreContract(bff, { signing: emailSigning() });
  bff.respondOnce('POST /v1/contracts/c_1/signature-request/resends', () =>
    problemResponse('quota_reached', 429, { retryAfter: 7_200 }),
  );
  await button(/Resend/).click();
  await waitFor(() => expect(focused()?.textContent).toMatch(/reached the limit/));
});

test('focuses the error message when no more resume links can be created', async () => {
  harness = restoreContract(bff, {});
  bff.respondOnce('POST /v1/contracts/c_1/resume-links', () =>
    problemResponse('quota_reached', 429, { retryAfter: 7_200 }),
  );
  await button(/Get a private link/).click();
  await waitFor(() => expect(focused()?.textContent).toMatch(/reached the limit/));
});

test('returns the focus to the sign-out button when the customer stays signed in', async () => {
  harness = restoreContract(bff, { status: 'submitted', signing: { you: 'signed', others: 0 } });
  await button(/Sign out everywhere/).click();
  await button(/Stay signed in/).click();
  await waitFor(() => expect(focused()?.textContent).toBe('Sign out everywhere'));
});
