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
  await button(/Back to your details/).click();
  await field(/Legal business name/).fill('invented bakery');
  await field(/Email/).fill('dana@gmail.com');
  await button(/Review and sign/).click();
  await expect.element(heading(/Check these before you sign/)).toBeVisible();
  expect(warnings()).toEqual([
    expect.stringMatching(/no capital letters/),
    expect.stringMatching(/lacks the ending/),
    expect.stringMatching(/no copy of your latest bill/),
    expect.stringMatching(/free provider/),
  ]);
  const [list] = widget.queryAll('.warnings');
  const [consent] = widget.queryAll('.consent');
  expect(list && consent && list.compareDocumentPosition(consent)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  expect(await a11yViolations(widget.host)).toEqual([]);
  await button(/^Change$/)
    .nth(3)
    .click();
  await waitFor(() => expect(focused()).toBe('/signer/email'));
  await expect.element(page.getByText(/did not take your contract/)).not.toBeInTheDocument();
  await field(/Email/).fill('dana@invented-bakery.example');
  await field(/Legal business name/).fill('Invented Bakery LLC');
  await button(/Review and sign/).click();
  await waitFor(() => expect(warnings()).toEqual([expect.stringMatching(/latest bill/)]));
});

test('links to the file field, and shows no warning once the bill is uploaded', async () => {
  await goToReview();
  await button(/^Change$/).click();
  await waitFor(() => expect(focused()).toBe('/latestBill'));
  await field(/Latest bill/).upload(new File(['%PDF-1.7'], 'bill.pdf'));
  await expect.element(page.getByText(/handed in/)).toBeVisible();
  await button(/Review and sign/).click();
  await expect.element(page.getByText(/found nothing/)).toBeVisible();
  await expect.element(page.getByText('Latest bill', { exact: true })).toBeVisible();
});

test('asks an organization that may be tax-exempt about an exemption, with a link to the checkbox', async () => {
  await goToCustomer();
  await fillDetails();
  await button(/Back to your details/).click();
  await field(/Legal business name/).fill('Invented Shelter');
  await field(/Kind of business/).selectOptions('nonprofit');
  await button(/Review and sign/).click();
  await expect.element(page.getByText(/pays no sales tax, the supplier needs/)).toBeVisible();
  await button(/^Change$/)
    .nth(1)
    .click();
  await waitFor(() => expect(focused()).toBe('exempt'));
});
