import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff, type FakeBff, problemResponse, uploadIdOf } from '../../../test/support/fake-bff.ts';
import {
  agree,
  button,
  field,
  fillDetails,
  goToCustomer,
  goToReview,
  heading,
  mockWindowOpen,
  openDocuments,
  waitFor,
} from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  widget = renderWidget(bff);
  mockWindowOpen();
});
afterEach(() => widget.unmount());

const billFile = new File(['%PDF-1.7 invented'], 'bill of the bakery.pdf', { type: 'application/pdf' });
const billField = () => field(/Recent utility bill/);
const certificateField = () => field(/^Exemption certificate/);
const waitForText = (getText: RegExp | string) => expect.element(page.getByText(getText)).toBeVisible();
const sentContract = () => bff.requests.find(({ path }) => path === '/v1/contracts')?.body;
const agreeAndSubmit = async () => {
  await agree();
  await waitFor(() => expect(sentContract()).toBeDefined());
};

test('uploads a bill in the background, and submits the ID of the file but never its name', async () => {
  await goToCustomer();
  await openDocuments();
  await billField().upload(billFile);
  await waitForText('bill of the bakery.pdf, 1 kB: uploaded.');
  await fillDetails();
  await agreeAndSubmit();
  expect(sentContract()).toMatchObject({ latestBill: uploadIdOf('latest_bill') });
  expect(sentContract()).not.toHaveProperty('taxExemption');
  const [sent] = bff.requests.filter(({ path }) => path === '/v1/uploads');
  expect(await sent?.file?.text()).toBe('%PDF-1.7 invented');
  expect(sent?.headers.get('content-type')).toBe('application/pdf');
  expect(
    JSON.stringify(bff.requests.map(({ path, query, headers, body }) => [path, `${query}`, [...headers], body])),
  ).not.toContain('bakery.pdf');
});

test('announces the error of a failed upload, but not the hint that it replaces', async () => {
  await goToCustomer();
  await openDocuments();
  const regions = widget.queryAll('.file-field .field-note [role=status]');
  expect(regions.map(({ textContent }) => textContent)).toEqual(['']);
  bff.respondOnce('POST /v1/uploads', () => problemResponse('file_type_unsupported', 415));
  await billField().upload(billFile);
  await waitFor(() => expect(regions[0]?.textContent).toMatch(/Use a PDF, JPEG, PNG or HEIC file/));
  await expect.element(billField()).toHaveAccessibleDescription(/^Use a PDF, JPEG, PNG or HEIC file/);
});

test('the accessible name of the file input contains the document and the text of the visible button', async () => {
  await goToCustomer();
  await openDocuments();
  await expect.element(billField()).toHaveAccessibleName('Recent utility bill (optional) Upload file or take photo');
  await billField().upload(billFile);
  await expect.element(billField()).toHaveAccessibleName('Recent utility bill (optional) Upload another file');
});

test('requires a certificate from a tax-exempt customer, and links to its field', async () => {
  await goToCustomer();
  await openDocuments();
  await field(/business is tax-exempt/).click();
  await fillIn();
  await expect.element(certificateField()).toHaveAccessibleDescription(/Upload your exemption certificate/);
  await button(/^Upload your exemption certificate/).click();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe('/taxExemption/certificate'));
  expect(await a11yViolations(widget.host)).toEqual([]);
  await certificateField().upload(billFile);
  await waitForText(/: uploaded/);
  await button(/Continue to review/).click();
  await agreeAndSubmit();
  expect(sentContract()).toMatchObject({ taxExemption: { certificate: uploadIdOf('tax_exemption') } });
});

test('submitting the form reopens a closed section that has an error', async () => {
  await goToCustomer();
  await openDocuments();
  await field(/business is tax-exempt/).click();
  await page.getByText(/^Upload a recent bill/).click();
  await expect.element(field(/business is tax-exempt/)).not.toBeVisible();
  await fillIn();
  await expect.element(field(/business is tax-exempt/)).toBeVisible();
});

test('submits no certificate after the customer has unchecked the tax exemption', async () => {
  await goToCustomer();
  await openDocuments();
  await field(/business is tax-exempt/).click();
  await certificateField().upload(billFile);
  await waitForText(/: uploaded/);
  await field(/business is tax-exempt/).click();
  await fillDetails();
  await agreeAndSubmit();
  expect(sentContract()).not.toHaveProperty('taxExemption');
});

test('retries a failed upload, and keeps all other input', async () => {
  bff.respondOnce('POST /v1/uploads', () => problemResponse('upstream_unavailable', 503));
  await goToCustomer();
  await openDocuments();
  await field(/Legal business name/).fill('Invented Bakery LLC');
  await billField().upload(billFile);
  await expect.element(billField()).toHaveAccessibleDescription(/can’t accept files right now/);
  await waitForText('bill of the bakery.pdf, 1 kB: upload failed.');
  expect(await a11yViolations(widget.host)).toEqual([]);
  await button(/Retry/).click();
  await waitForText(/: uploaded/);
  await expect.element(billField()).not.toHaveAttribute('aria-invalid');
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Bakery LLC');
});

test.each([
  ['file_type_unsupported', 415, /Use a PDF, JPEG, PNG or HEIC/, 0],
  ['file_cut_off', 400, /Upload failed/, 1],
  ['rate_limited', 429, /Too many files/, 1],
] as const)(
  'explains the upload error %s, and shows a retry button if a retry may succeed',
  async (code, status, getText, attempts) => {
    bff.respondOnce('POST /v1/uploads', () => problemResponse(code, status));
    await goToCustomer();
    await openDocuments();
    await billField().upload(billFile);
    await expect.element(billField()).toHaveAccessibleDescription(getText);
    expect(button(/Retry/).elements()).toHaveLength(attempts);
  },
);

test('does not upload a file that is too large or empty', async () => {
  await goToCustomer();
  await openDocuments();
  const largeFile = new File([new Uint8Array(10 * 1024 * 1024 + 1)], 'scan.pdf');
  await billField().upload(largeFile);
  await expect.element(billField()).toHaveAccessibleDescription(/over 10 MB/);
  await billField().upload(new File([], 'nothing.pdf'));
  await expect.element(billField()).toHaveAccessibleDescription(/is empty/);
  expect(bff.requestCount('POST /v1/uploads')).toBe(0);
});

test('a running upload blocks submission until it is canceled', async () => {
  bff.respondOnce('POST /v1/uploads', () => new Promise<Response>(() => {}));
  await goToCustomer();
  await openDocuments();
  await billField().upload(billFile);
  await waitForText('Uploading bill of the bakery.pdf, 1 kB…');
  expect(await a11yViolations(widget.host)).toEqual([]);
  await fillIn();
  await expect.element(billField()).toHaveAccessibleDescription(/still uploading/);
  await button(/^Cancel$/).click();
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe('/latestBill'));
  await button(/Continue to review/).click();
  await expect.element(heading(/Review your contract/)).toBeVisible();
});

test('an uploaded file is kept when the customer moves between steps, and can be replaced and removed', async () => {
  await goToCustomer();
  await openDocuments();
  await billField().upload(billFile);
  await waitForText(/: uploaded/);
  await fillDetails();
  await button(/Edit details/).click();
  await waitForText('bill of the bakery.pdf, 1 kB: uploaded.');
  await billField().upload(new File(['%PDF-1.7'], 'newer.pdf'));
  await waitForText('newer.pdf, 1 kB: uploaded.');
  await button(/^Remove$/).click();
  await waitFor(() => expect(widget.queryAll('.file-field-status').map((file) => file.textContent)).toEqual(['']));
  await button(/Continue to review/).click();
  await agreeAndSubmit();
  expect(sentContract()).not.toHaveProperty('latestBill');
});

test.each([
  ['/latestBill', 'upload_unknown', /^Recent utility bill/],
  ['/latestBill', 'document_not_found', /^Recent utility bill/],
] as const)(
  'shows the server error for %s with code %s next to the file, and the customer can upload the file again',
  async (path, code, name) => {
    bff.respondOnce('POST /v1/contracts', () =>
      problemResponse('invalid_request', 422, { errors: [{ path, code, detail: code.replaceAll('_', ' ') }] }),
    );
    await goToCustomer();
    await openDocuments();
    await billField().upload(billFile);
    await waitForText(/: uploaded/);
    await fillDetails();
    await agree();
    await expect.element(field(name)).toHaveAccessibleDescription(/no longer has this file/);
    await button(/Retry/).click();
    await waitFor(() => expect(bff.requestCount('POST /v1/uploads')).toBe(2));
    await expect.element(field(name)).not.toHaveAttribute('aria-invalid');
  },
);

test('shows the certificate field if the supplier’s records list the business as tax-exempt', async () => {
  const code = 'tax_exemption_without_certificate';
  bff.respondOnce('POST /v1/contracts', () =>
    problemResponse('invalid_request', 422, { errors: [{ path: '/taxExemption/certificate', code, detail: code }] }),
  );
  await goToReview();
  await agree();
  await expect.element(certificateField()).toHaveAccessibleDescription(/lists you as tax-exempt/);
  await waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe('/taxExemption/certificate'));
  await certificateField().upload(billFile);
  await waitForText(/: uploaded/);
  await expect.element(field(/business is tax-exempt/)).toBeChecked();
});

test('starting over removes the uploaded files', async () => {
  await goToCustomer();
  await openDocuments();
  await billField().upload(billFile);
  await waitForText(/: uploaded/);
  await fillDetails();
  await agreeAndSubmit();
  await waitFor(() => expect(bff.requestCount('GET /v1/contracts/c_1/events')).toBe(1));
  bff.pushUpdate({ status: 'rejected' });
  await button(/Start over/).click();
  await button(/Select Bluebell/).click();
  await openDocuments();
  await waitFor(() => expect(widget.queryAll('.file-field-status').map((file) => file.textContent)).toEqual(['']));
});

test('asks for confirmation before unload while a file is selected', async () => {
  await goToCustomer();
  await openDocuments();
  await billField().upload(billFile);
  await waitForText(/: uploaded/);
  const unloadEvent = new Event('beforeunload', { cancelable: true });
  dispatchEvent(unloadEvent);
  expect(unloadEvent.defaultPrevented).toBe(true);
});

test('the keyboard can reach the file field, which then has a focus outline', async () => {
  await goToCustomer();
  await openDocuments();
  billField().element().focus();
  await userEvent.tab({ shift: true });
  await userEvent.tab();
  const frame = widget.queryAll('.file-picker')[0];
  expect(frame && getComputedStyle(frame).outlineStyle).toBe('solid');
});

async function fillIn() {
  await field(/ESI ID/).fill('10443720001234567');
  await field(/Service address/).fill('1200 Example Ave');
  await field(/^City/).fill('Dallas');
  await field(/Legal business name/).fill('Invented Bakery LLC');
  await field(/Business type/).selectOptions('llc');
  await field(/Tax ID/).fill('12-3456789');
  await field(/Full name/).fill('Dana Example');
  await field(/Job title/).fill('Owner');
  await field(/^Email/).fill('dana@example.com');
  await field(/^Phone/).fill('(214) 555-0199');
  await button(/Continue to review/).click();
}
