import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { axeFaults } from '../axe-faults.ts';
import { createFakeBff, type FakeBff } from '../fake-bff.ts';
import { enter, type Stage } from '../rates/stage.ts';
import { button, eventually, field, heading, reachCustomer, reachReview, tellDetails } from '../walk.ts';

let bff: FakeBff;
let stage: Stage;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  stage = enter(bff);
});
afterEach(() => stage.leave());

const advice = () => stage.all('.advice li > span').map((one) => one.textContent ?? '');
const focused = () => stage.host.shadowRoot?.activeElement?.getAttribute('name');

test('what tends to be refused is said on the review, above the sentence, each with the way to its field', async () => {
  await reachCustomer();
  await tellDetails();
  await button(/Back to your details/).click();
  await field(/Legal business name/).fill('invented bakery');
  await field(/Email/).fill('dana@gmail.com');
  await button(/Review and sign/).click();
  await expect.element(heading(/Check these before you sign/)).toBeVisible();
  expect(advice()).toEqual([
    expect.stringMatching(/no capital letters/),
    expect.stringMatching(/lacks the ending/),
    expect.stringMatching(/no copy of your latest bill/),
    expect.stringMatching(/free provider/),
  ]);
  const [list] = stage.all('.advice');
  const [consent] = stage.all('.consent');
  expect(list && consent && list.compareDocumentPosition(consent)).toBe(Node.DOCUMENT_POSITION_FOLLOWING);
  expect(await axeFaults(stage.host)).toEqual([]);
  await button(/^Change$/)
    .nth(3)
    .click();
  await eventually(() => expect(focused()).toBe('/signer/email'));
  await expect.element(page.getByText(/did not take your contract/)).not.toBeInTheDocument();
  await field(/Email/).fill('dana@invented-bakery.example');
  await field(/Legal business name/).fill('Invented Bakery LLC');
  await button(/Review and sign/).click();
  await eventually(() => expect(advice()).toEqual([expect.stringMatching(/latest bill/)]));
});

test('the way to a file leads to its field, and with the bill there is nothing left to say', async () => {
  await reachReview();
  await button(/^Change$/).click();
  await eventually(() => expect(focused()).toBe('/latestBill'));
  await field(/Latest bill/).upload(new File(['%PDF-1.7'], 'bill.pdf'));
  await expect.element(page.getByText(/handed in/)).toBeVisible();
  await button(/Review and sign/).click();
  await expect.element(page.getByText(/found nothing/)).toBeVisible();
  await expect.element(page.getByText('Latest bill', { exact: true })).toBeVisible();
});

test('an organization that may be exempt is led to the box that says so', async () => {
  await reachCustomer();
  await tellDetails();
  await button(/Back to your details/).click();
  await field(/Legal business name/).fill('Invented Shelter');
  await field(/Kind of business/).selectOptions('nonprofit');
  await button(/Review and sign/).click();
  await expect.element(page.getByText(/pays no sales tax, the supplier needs/)).toBeVisible();
  await button(/^Change$/)
    .nth(1)
    .click();
  await eventually(() => expect(focused()).toBe('exempt'));
});
