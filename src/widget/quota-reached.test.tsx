import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { a11yViolations } from '../../test/support/axe.ts';
import {
  createFakeBff,
  emailSigning,
  type FakeBff,
  jsonResponse,
  problemResponse,
  session,
} from '../../test/support/fake-bff.ts';
import {
  agree,
  button,
  expectAlert,
  field,
  goToCustomer,
  goToReview,
  heading,
  mockWindowOpen,
  openDocuments,
} from '../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../test/support/render-widget.ts';
import { restoreContract, type SigningHarness } from '../../test/support/signing-harness.ts';

let bff: FakeBff;
let unmount: () => void;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  mockWindowOpen();
});
afterEach(() => {
  unmount();
  vi.restoreAllMocks();
});

/** Time after which the customer can try again. The widget shows the end of this period. */
const RETRY_AFTER_SECONDS = 7_200;
const refuse = (route: string) =>
  bff.respondOnce(route, () => problemResponse('quota_reached', 429, { retryAfter: RETRY_AFTER_SECONDS }));
const explanation = /You’ve reached the limit for now.*Try again after \w+ \d+, \d+:\d\d [AP]M \S+\..*\(214\) 555-0142/;

function render(options = {}): RenderedWidget {
  const widget = renderWidget(bff, options);
  unmount = widget.unmount;
  return widget;
}
function restore(change: Parameters<typeof restoreContract>[1]): SigningHarness {
  const harness = restoreContract(bff, change);
  unmount = harness.unmount;
  return harness;
}

test('shows the time to try again and keeps the input when the quota of contracts is reached', async () => {
  const widget = render();
  refuse('POST /v1/contracts');
  await goToReview();
  await agree();
  await expectAlert(explanation);
  expect(await a11yViolations(widget.host)).toEqual([]);
  await button(/^Edit details/).click();
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Bakery LLC');
});

test('shows the time to try again when the quota of signing sessions is reached', async () => {
  restore({});
  refuse('POST /v1/contracts/c_1/signing-sessions');
  await button(/Sign in|Review and sign/)
    .first()
    .click();
  await expectAlert(explanation);
});

test('shows the time to try again when the quota of contract emails is reached', async () => {
  restore({ signing: emailSigning() });
  refuse('POST /v1/contracts/c_1/signature-request/resends');
  await button(/Resend/).click();
  await expectAlert(explanation);
});

test('shows the time to try again and keeps the address when the quota of resume links or their emails is reached', async () => {
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ mailsLinks: true }), 201));
  const harness = restore({});
  refuse('POST /v1/contracts/c_1/resume-links');
  await button(/Get a private link/).click();
  await harness.waitForText(explanation);
  refuse('POST /v1/contracts/c_1/resume-mails');
  await field(/email it to/).fill('dana@findable.example');
  await button(/Email link/).click();
  await vi.waitFor(() => expect(harness.host.shadowRoot?.textContent?.match(/reached the limit/g)).toHaveLength(2));
  await expect.element(field(/email it to/)).toHaveValue('dana@findable.example');
});

test('shows the time to try again next to the file field when the quota of uploads is reached', async () => {
  render();
  refuse('POST /v1/uploads');
  await goToCustomer();
  await openDocuments();
  await field(/Recent utility bill/).upload(new File(['%PDF-'], 'bill.pdf', { type: 'application/pdf' }));
  await expect.element(field(/Recent utility bill/)).toHaveAccessibleDescription(explanation);
});

test('shows the time to try again and keeps the input when the quota of authorizations is reached', async () => {
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ usageAuthorization: true }), 201));
  render();
  refuse('POST /v1/authorizations');
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await button(/I don’t know my usage/).click();
  await page.getByRole('radio', { name: 'Authorize us to ask your utility' }).click();
  await field(/Business name on your bill/).fill('Invented Bakery LLC');
  await field(/ESI ID on your bill/).fill('10443720001234567');
  await field(/Authorized signer/).fill('Dana Example');
  await field(/Signer’s email/).fill('dana@example.com');
  await button(/Send authorization/).click();
  await expectAlert(explanation);
  await expect.element(field(/Signer’s email/)).toHaveValue('dana@example.com');
});

test('shows the time to try again in Spanish on a Spanish page', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  render({ locale: 'es-US' });
  await expect.element(heading(/listo para firmar/)).toBeVisible();
  refuse('POST /v1/contracts/c_1/signing-sessions');
  await button(/^(Firmar|Revisar y firmar)/)
    .first()
    .click();
  await expectAlert(/Alcanzó el límite por ahora.*a partir del \d+ .*\d+:\d\d.*Llámenos al \(214\) 555-0142/);
});
