import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { a11yViolations } from '../../../test/support/axe.ts';
import { expectSpanish } from '../../../test/support/expect-translated.ts';
import { createFakeBff, type FakeBff, problemResponse, resumeToken } from '../../../test/support/fake-bff.ts';
import { button, clickOpen, field, heading, waitFor } from '../../../test/support/flow.ts';
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
const openPage = () => {
  history.replaceState({ page: 7 }, '', `#shopper-resume=${resumeToken}`);
  return createSigningHarness(bff);
};
const openResumeLink = async () => {
  harness = openPage();
  await clickOpen();
};
const sessions = () => bff.requests.filter(({ method, path }) => method === 'POST' && path === '/v1/sessions');

test("removes a resume link's token from the URL immediately, and uses the link only on click", async () => {
  harness = openPage();
  expect(location.href).toBe(before.replace(/#.*/, ''));
  expect(history.state).toEqual({ page: 7 });
  await expect.element(heading(/Continue with your contract/)).toBeVisible();
  // A mail gateway that opens the page in a browser must not use the link up.
  expect(bff.requests).toEqual([]);
  expect(await a11yViolations(harness.host)).toEqual([]);
  await expectSpanish(harness);
  harness.handle.update({ locale: 'en' });
  await clickOpen();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  expect(sessions().map(({ body }) => body)).toEqual([expect.objectContaining({ resume: resumeToken })]);
  expect(sessions()[0]?.headers.get('authorization')).toBeNull();
  expect(JSON.stringify({ ...sessionStorage })).not.toContain(resumeToken);
  // After a reload, the URL has no token.
  harness = harness.reload();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  expect(sessions()).toHaveLength(1);
});

test('shows the resume link on a page that does not say its language', async () => {
  const language = document.documentElement.lang;
  document.documentElement.removeAttribute('lang');
  try {
    await openResumeLink();
    await expect.element(heading(/ready to sign/)).toBeVisible();
  } finally {
    document.documentElement.lang = language;
  }
});

test('does not use the resume link when the page changes the options of the widget', async () => {
  harness = openPage();
  await expect.element(heading(/Continue with your contract/)).toBeVisible();
  harness.handle.update({ postalCode: '77002' });
  await waitFor(() => expect(bff.requests.map(({ path }) => path)).toContain('/v1/utilities'));
  expect(sessions().map(({ body }) => Reflect.has(Object(body), 'resume'))).toEqual([false]);
  await clickOpen();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  expect(sessions().map(({ body }) => Reflect.has(Object(body), 'resume'))).toEqual([false, true]);
});

test('shows the resume link again if the page replaces the widget before the link is used, but not afterward', async () => {
  harness = openPage();
  await expect.element(heading(/Continue with your contract/)).toBeVisible();
  harness = harness.reload();
  await clickOpen();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  sessionStorage.clear();
  harness = harness.reload();
  await expect.element(button(/See rates/)).toBeVisible();
});

test('only the first of two widgets on a page uses the resume link', async () => {
  harness = openPage();
  const other = createSigningHarness(bff);
  await clickOpen();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  await other.waitForText(/ZIP code/);
  expect(sessions().filter(({ body }) => Reflect.has(Object(body), 'resume'))).toHaveLength(1);
  other.handle.destroy();
  other.host.remove();
});

test.each([
  ['was used before', 'resume_link_spent', 410],
  ['is malformed', 'invalid_request', 422],
] as const)('explains that a resume link that %s does not work, and links to the rates', async (_, code, status) => {
  bff.respondOnce('POST /v1/sessions', () => problemResponse(code, status));
  await openResumeLink();
  await harness.waitForText(/This link doesn’t work anymore\..*Open your contract on the device.*Call us/);
  expect(await a11yViolations(harness.host)).toEqual([]);
  expect(sessions().map(({ body }) => Reflect.has(Object(body), 'resume'))).toEqual([true, false]);
  await button(/See current rates/).click();
  await expect.element(button(/See rates/)).toBeVisible();
});

test('if a resume link has already been used, shows the tab’s previous contract', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.respondOnce('POST /v1/sessions', () => problemResponse('resume_link_spent', 410));
  await openResumeLink();
  await expect.element(heading(/ready to sign/)).toBeVisible();
});

test('retries with the same resume link if the server was unreachable', async () => {
  bff.respondOnce('POST /v1/sessions', () => Promise.reject(new TypeError('no route')));
  await openResumeLink();
  await button(/Try again/).click();
  await expect.element(heading(/ready to sign/)).toBeVisible();
  expect(sessions().map(({ body }) => Reflect.get(Object(body), 'resume'))).toEqual([resumeToken, resumeToken]);
});

test('creates a resume link on click, and lets the customer copy and share it', async () => {
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const share = vi.fn(async () => {});
  Object.assign(navigator, { share });
  harness = restoreContract(bff, { status: 'submitted', signing: { you: 'signed', others: 0 } });
  await harness.waitForText(/Return to this contract later/);
  expect(bff.requestCount('POST /v1/contracts/c_1/resume-links')).toBe(0);
  await button(/Get a private link/).click();
  const link = `${location.origin}${location.pathname}${location.search}#shopper-resume=${resumeToken}`;
  await expect.element(field(/Your link/)).toHaveValue(link);
  await waitFor(() => expect(harness.host.shadowRoot?.activeElement).toBe(field(/Your link/).element()));
  await button(/Copy link/).click();
  await harness.waitForText(/Copied\./);
  expect(copied).toHaveBeenCalledWith(link);
  await button(/Share/).click();
  expect(share).toHaveBeenCalledWith({ title: 'Contract 7F3K-22QD', url: link });
  expect(await a11yViolations(harness.host)).toEqual([]);
  Reflect.deleteProperty(navigator, 'share');
});

test('selects the text of the resume link if the clipboard is not available', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'));
  harness = restoreContract(bff, {});
  await button(/Get a private link/).click();
  await button(/Copy link/).click();
  await harness.waitForText(/Select the link and copy it/);
  await waitFor(() => {
    const input = harness.queryAll('input[readonly]')[0];
    expect(input instanceof HTMLInputElement && input.selectionEnd).toBeGreaterThan(40);
  });
});

test('reports that the resume link could not be created', async () => {
  bff.respondOnce('POST /v1/contracts/c_1/resume-links', () => problemResponse('rate_limited', 429));
  harness = restoreContract(bff, {});
  await button(/Get a private link/).click();
  await harness.waitForText(/We couldn’t create a link/);
  await expect.element(button(/Get a private link/)).toBeVisible();
});
