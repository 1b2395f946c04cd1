import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { expectSpanish } from '../../../test/support/expect-translated.ts';
import { createFakeBff, type FakeBff, jsonResponse, problemResponse, utility } from '../../../test/support/fake-bff.ts';
import {
  agree,
  button,
  field,
  fillDetails,
  goToCustomer,
  goToReview,
  mockWindowOpen,
  openCurrentSupply,
  openDocuments,
  waitFor,
} from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  mockWindowOpen();
});
afterEach(() => widget.unmount());

const billFile = new File(['%PDF-1.7'], 'bill of the invented bakery, all pages, November 2026, scanned twice.pdf');
const waitForText = (getText: RegExp) => expect.element(page.getByText(getText).first()).toBeVisible();
const utilityWithRequiredFields = () =>
  bff.respondOnce('GET /v1/utilities', () =>
    jsonResponse({ utilities: [utility({ requiredFields: ['meterNumber', 'nameKey'] })] }),
  );

/**
 * The states of the customer and review steps. `before` sets up the fake BFF, and `goToCustomer` brings the widget into
 * the state.
 */
const states: readonly {
  readonly name: string;
  readonly before?: () => void;
  readonly goToCustomer: () => Promise<void>;
}[] = [
  { name: 'empty form with all utility-specific fields', before: utilityWithRequiredFields, goToCustomer },
  {
    name: 'all sections open and empty',
    before: utilityWithRequiredFields,
    async goToCustomer() {
      await goToCustomer();
      await field(/Billing address is the same/).click();
      await field(/The signer is the main/).click();
      await openCurrentSupply();
      await openDocuments();
      await field(/business is tax-exempt/).click();
      await button(/Continue to review/).click();
      await waitForText(/fields to continue/);
    },
  },
  {
    name: 'an overlapping current contract',
    async goToCustomer() {
      await goToCustomer();
      await openCurrentSupply();
      await field(/Contract end date/).fill('2027-03-31');
      await waitForText(/two suppliers/);
    },
  },
  {
    name: 'a running upload',
    before: () => bff.respondOnce('POST /v1/uploads', () => new Promise<Response>(() => {})),
    async goToCustomer() {
      await goToCustomer();
      await openDocuments();
      await field(/Recent utility bill/).upload(billFile);
      await waitForText(/^Uploading/);
    },
  },
  {
    name: 'an uploaded file',
    async goToCustomer() {
      await goToCustomer();
      await openDocuments();
      await field(/Recent utility bill/).upload(billFile);
      await waitForText(/: uploaded/);
    },
  },
  {
    name: 'a rejected file',
    before: () => bff.respondOnce('POST /v1/uploads', () => problemResponse('file_type_unsupported', 415)),
    async goToCustomer() {
      await goToCustomer();
      await openDocuments();
      await field(/Recent utility bill/).upload(billFile);
      await waitForText(/Use a PDF, JPEG, PNG or HEIC/);
    },
  },
  {
    name: 'a certificate required by the supplier',
    before: () =>
      bff.respondOnce('POST /v1/contracts', () =>
        problemResponse('invalid_request', 422, {
          errors: [{ path: '/taxExemption/certificate', code: 'tax_exemption_without_certificate', detail: '' }],
        }),
      ),
    async goToCustomer() {
      await goToReview();
      await agree();
      await waitForText(/lists you as tax-exempt/);
    },
  },
  {
    name: 'a review with all details and many warnings',
    async goToCustomer() {
      await goToCustomer();
      await fillDetails();
      await button(/Edit details/).click();
      await field(/Legal business name/).fill('invented bakery dba crumbs inc');
      await field(/DBA/).fill('Crumbs');
      await field(/Email/).fill('dana@gmail.com');
      await openCurrentSupply();
      await field(/Current supplier/).fill('Old Energy');
      await field(/Contract end date/).fill('2027-03-31');
      await button(/Continue to review/).click();
      await waitForText(/Check before you sign/);
    },
  },
  {
    name: 'a review without warnings',
    async goToCustomer() {
      await goToCustomer();
      await openDocuments();
      await field(/Recent utility bill/).upload(billFile);
      await waitForText(/: uploaded/);
      await fillDetails();
      await waitForText(/Review your contract/);
    },
  },
];

for (const [scheme, width] of [
  ['light', 280],
  ['dark', 1200],
] as const) {
  test.each(states)(
    `has no axe violation in ${scheme} mode at ${width} pixels, in English and Spanish: $name`,
    async ({ before, goToCustomer }) => {
      before?.();
      widget = renderWidget(bff, { width });
      widget.host.style.colorScheme = scheme;
      await goToCustomer();
      await userEvent.tab();
      expect(await a11yViolations(widget.host)).toEqual([]);
      const [frame] = widget.queryAll('.shopper');
      await waitFor(() => expect(frame?.scrollWidth).toBe(frame?.clientWidth));
      await expectSpanish(widget);
      expect(await a11yViolations(widget.host)).toEqual([]);
    },
  );
}
