import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff, type FakeBff, jsonResponse, problemResponse } from '../../../test/support/fake-bff.ts';
import { button, waitFor } from '../../../test/support/flow.ts';
import { restoreContract, type SigningHarness } from '../../../test/support/signing-harness.ts';

let bff: FakeBff;
let harness: SigningHarness;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  vi.useRealTimers();
  harness.unmount();
  vi.restoreAllMocks();
});
const viewer = (viewerFrame: boolean) => vi.spyOn(navigator, 'pdfViewerEnabled', 'get').mockReturnValue(viewerFrame);
const frame = () => harness.queryAll('.contract-document iframe')[0];

test('shows the contract in the page before it is signed', async () => {
  viewer(true);
  harness = restoreContract(bff, {});
  await button(/View contract/).click();
  await waitFor(() =>
    expect(frame()?.getAttribute('src')).toBe(`${location.origin}/__document__#navpanes=0&view=FitH`),
  );
  expect(bff.requests.at(-1)?.body).toEqual({ as: 'inline' });
  await expect
    .element(page.getByRole('link', { name: /Open in a new tab/ }))
    .toHaveAttribute('rel', 'noopener noreferrer');
  expect(await a11yViolations(harness.host)).toEqual([]);
  await button(/Close contract/).click();
  await waitFor(() => expect(frame()).toBeUndefined());
});

test('in a browser without a PDF viewer, shows a link to the document instead of an iframe', async () => {
  viewer(false);
  harness = restoreContract(bff, {});
  await button(/View contract/).click();
  await harness.waitForText(/Your browser can’t show PDFs here/);
  expect(frame()).toBeUndefined();
  await expect.element(page.getByRole('link', { name: /Open in a new tab/ })).toBeVisible();
  expect(await a11yViolations(harness.host)).toEqual([]);
});

test('does not open a document link that is not on the API origin', async () => {
  viewer(true);
  const expiresAt = new Date(Date.now() + 300_000).toISOString();
  bff.respondOnce('POST /v1/contracts/c_1/document-links', () =>
    jsonResponse({ url: 'https://evil.example/x', expiresAt }, 201),
  );
  harness = restoreContract(bff, {});
  await button(/View contract/).click();
  await harness.waitForText(/Something went wrong on our end/);
  expect(frame()).toBeUndefined();
});

test('explains that a document is not ready yet, and removes this message when a download starts', async () => {
  viewer(true);
  harness = restoreContract(bff, {});
  bff.respondOnce('POST /v1/contracts/c_1/document-links', () => problemResponse('document_not_ready', 409));
  await button(/View contract/).click();
  await harness.waitForText(/not ready yet/);
  bff.respondOnce('GET /v1/contracts/c_1/document', () => problemResponse('upstream_unavailable', 503));
  await button(/Download contract/).click();
  await waitFor(() => expect(harness.text()).not.toContain('not ready yet'));
});

test('closes the viewer when its link expires', async () => {
  viewer(true);
  harness = restoreContract(bff, {});
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  await button(/View contract/).click();
  await waitFor(() => expect(frame()).toBeDefined());
  await vi.advanceTimersByTimeAsync(3_600_000);
  vi.useRealTimers();
  await harness.waitForText(/document link expired/);
  expect(frame()).toBeUndefined();
});

test('downloads the signed document, with the contract’s reference in the file name', async () => {
  const downloads: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    downloads.push(this.download);
  });
  harness = restoreContract(bff, { status: 'signed', signing: { you: 'signed', others: 0 } });
  await button(/Download signed contract/).click();
  await waitFor(() => expect(downloads).toEqual(['contract-7F3K-22QD.pdf']));
});

test('closes the unsigned document when the signature arrives', async () => {
  viewer(true);
  harness = restoreContract(bff, {});
  await button(/View contract/).click();
  await waitFor(() => expect(frame()).toBeDefined());
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await expect.element(button(/View signed contract/)).toBeVisible();
  expect(frame()).toBeUndefined();
});

test.each(['signed', 'accepted'] as const)(
  'says that the terms of a contract with the status %s govern its cancellation, and shows the phone number',
  async (status) => {
    harness = restoreContract(bff, { status, signing: { you: 'signed', others: 0 } });
    await harness.waitForText(
      /If you change your mind, its terms say whether you can still cancel, and until when\. Call us at \(214\) 555-0142/,
    );
    expect(await a11yViolations(harness.host)).toEqual([]);
  },
);

test('says nothing about changing one’s mind while a contract is unsigned or after it has ended', async () => {
  harness = restoreContract(bff, {});
  await expect.element(button(/View contract/)).toBeVisible();
  expect(harness.text()).not.toContain('change your mind');
  bff.pushUpdate({ status: 'cancelled', signing: { you: 'signed', others: 0 } });
  await harness.waitForText(/This contract was canceled/);
  expect(harness.text()).not.toContain('change your mind');
});

test('announces that the signed contract is available when the signature arrives', async () => {
  harness = restoreContract(bff, {});
  await expect.element(button(/View contract/)).toBeVisible();
  const regions = harness.queryAll('.contract-document [role=status]');
  expect(regions.map(({ textContent }) => textContent)).toEqual(['', '']);
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await waitFor(() => expect(regions[1]?.textContent).toMatch(/You can now view and download your signed contract/));
});
