import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { createFakeBff, type FakeBff } from '../../../test/support/fake-bff.ts';
import { button, field, fillDetails, goToCustomer, goToReview, heading, waitFor } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  widget = renderWidget(bff);
});
afterEach(() => widget.unmount());

const warnings = () => widget.queryAll('.warnings li > span').map((item) => item.textContent ?? '');
const focused = () => widget.host.shadowRoot?.activeElement?.getAttribute('name');

test('the review lists warnings above the consent, each with a link to its field', async () => {
  await goToCustomer();
  await fillDetails();
  await button(/Edit details/).click();
  await field(/Legal business name/).fill('invented bakery');
  await field(/Full name/).fill('Dana');
  await button(/Continue to review/).click();
  await expect.element(heading(/Check before you sign/)).toBeVisible();
  expect(warnings()).toEqual([
    expect.stringMatching(/no capital letters/),
    expect.stringMatching(/Add the entity suffix/),
    expect.stringMatching(/first and last name/),
    expect.stringMatching(/No recent bill uploaded/),
  ]);
  const [list] = widget.queryAll('.warnings');
  const [consent] = widget.queryAll('.consent');
  expect(list && consent && list.compareDocumentPosition(consent)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  expect(await a11yViolations(widget.host)).toEqual([]);
  await button(/^Edit$/)
    .nth(2)
    .click();
  await waitFor(() => expect(focused()).toBe('/signer/name'));
  await expect.element(page.getByText(/needs a correction/)).not.toBeInTheDocument();
  await field(/Full name/).fill('Dana Example');
  await field(/Legal business name/).fill('Invented Bakery LLC');
  await button(/Continue to review/).click();
  await waitFor(() => expect(warnings()).toEqual([expect.stringMatching(/recent bill/)]));
});

test('the warning about a missing bill links to the file field, and disappears once the bill is uploaded', async () => {
  await goToReview();
  await button(/^Edit$/).click();
  await waitFor(() => expect(focused()).toBe('/latestBill'));
  await field(/Recent utility bill/).upload(new File(['%PDF-1.7'], 'bill.pdf'));
  await expect.element(page.getByText(/: uploaded/)).toBeVisible();
  await button(/Continue to review/).click();
  await expect.element(page.getByText('Review your contract')).toBeVisible();
  expect(warnings()).toEqual([]);
  await expect.element(page.getByText('Recent utility bill', { exact: true })).toBeVisible();
});

test('asks an organization that may be tax-exempt about an exemption, with a link to the checkbox', async () => {
  await goToCustomer();
  await fillDetails();
  await button(/Edit details/).click();
  await field(/Legal business name/).fill('Invented Shelter');
  await field(/Business type/).selectOptions('nonprofit');
  await button(/Continue to review/).click();
  await expect.element(page.getByText(/If you’re tax-exempt, upload your exemption certificate/)).toBeVisible();
  await button(/^Edit$/)
    .nth(1)
    .click();
  await waitFor(() => expect(focused()).toBe('exempt'));
});
