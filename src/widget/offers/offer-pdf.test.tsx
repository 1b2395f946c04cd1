import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff, type FakeBff, problemResponse } from '../../../test/support/fake-bff.ts';
import { button, goToRates, waitFor } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;
let saved: { readonly name: string; readonly content: Promise<string> }[];
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  saved = [];
  const blobs = new Map<string, Blob>();
  const createObjectUrl = URL.createObjectURL;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    const url = createObjectUrl(blob);
    if (blob instanceof Blob) blobs.set(url, blob);
    return url;
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, content: blobs.get(this.href)?.text() ?? Promise.resolve('') });
  });
});
afterEach(() => {
  widget.unmount();
  vi.restoreAllMocks();
});

const download = () => button(/^Download PDF: Bluebell Supply, 24 months/);
const status = () => widget.queryAll('.offer-row [role=status]')[0]?.textContent ?? '';
const sentBodies = () => bff.requests.filter(({ path }) => path === '/v1/offer-documents').map(({ body }) => body);

async function showRates(): Promise<void> {
  widget = renderWidget(bff);
  await goToRates();
}

test('downloads an offer as a PDF with the supplier and the term in its file name', async () => {
  await showRates();
  await download().click();
  await waitFor(() => expect(status()).toBe('PDF downloaded.'));
  expect(saved.map(({ name }) => name)).toEqual(['offer-bluebell-supply-24-months.pdf']);
  expect(await saved[0]?.content).toBe('%PDF-1.7 offer');
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  expect(sentBodies()).toEqual([{ offerToken: 'offer-token-1', locale: 'en-US', timeZone, postalCode: '75201' }]);
  expect(widget.host.shadowRoot?.activeElement).toBe(download().element());
  expect(await a11yViolations(widget.host)).toEqual([]);
  await download().click();
  await waitFor(() => expect(saved).toHaveLength(2));
});

test.each([
  ['offer_expired', 409, /This rate has expired\. Refresh rates/],
  ['rate_limited', 429, /Too many attempts\..*\(214\) 555-0142/],
] as const)(
  'shows a message when the PDF fails with %s, and retries on the next click',
  async (code, httpStatus, message) => {
    await showRates();
    bff.respondOnce('POST /v1/offer-documents', () => problemResponse(code, httpStatus));
    await download().click();
    await waitFor(() => expect(status()).toMatch(message));
    expect(saved).toEqual([]);
    await download().click();
    await waitFor(() => expect(status()).toBe('PDF downloaded.'));
  },
);

test('ignores a second click while the PDF is being prepared', async () => {
  await showRates();
  const release = Promise.withResolvers<void>();
  bff.respondOnce('POST /v1/offer-documents', async () => {
    await release.promise;
    return new Response('%PDF-1.7', { headers: { 'content-type': 'application/pdf' } });
  });
  await download().click();
  await waitFor(() => expect(status()).toBe('Preparing the PDF…'));
  await download().click();
  release.resolve();
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(sentBodies()).toHaveLength(1);
});
