import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { Contract } from '../../wire/contract.ts';
import { axeFaults } from '../axe-faults.ts';
import { answer, contract, createFakeBff, type FakeBff, session } from '../fake-bff.ts';
import { enter, type Stage } from '../rates/stage.ts';
import { agree, button, eventually, field, heading, reachReview, standInWindow } from '../walk.ts';

let bff: FakeBff;
let stage: Stage;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  stage.leave();
  vi.restoreAllMocks();
});

/** A tab that was reloaded with this contract. */
function comeBackTo(over: Partial<Contract>) {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.once('GET /v1/contracts/c_1', () => answer(contract(over)));
  stage = enter(bff);
}
/** A contract made in this very page, with its signing window open. */
async function makeContract() {
  stage = enter(bff);
  const opened = standInWindow();
  await reachReview();
  await agree();
  await eventually(() => expect(opened.location.href).toContain('/__signing__'));
  await eventually(() => expect(bff.count('GET /v1/contracts/c_1/events')).toBe(1));
  await sees(/Finish signing in the other window/);
  return opened;
}
const words = () => stage.all('.shopper')[0]?.textContent ?? '';
const sees = (text: string | RegExp) => eventually(() => expect(words()).toMatch(text));

const unknownNumber = [{ code: 'A76', message: 'not found' }];
const reasons = () => stage.all('.reasons li').map(({ textContent }) => textContent);

test('a reason that the contract shares with one of its meters is said once, at the meter', async () => {
  const accounts = [
    { last4: '4567', status: 'rejected' as const, reasons: unknownNumber, timeline: [] },
    { last4: '8901', status: 'rejected' as const, reasons: [], timeline: [] },
  ];
  comeBackTo({ status: 'rejected', reasons: unknownNumber, accounts });
  await sees(/does not know this account number/);
  expect(reasons()).toEqual([expect.stringMatching(/^Meter ending in 4567: The utility does not know/)]);
});

test('a reason that is about all meters is said once, without naming any', async () => {
  const accounts = [{ last4: '4567', status: 'rejected' as const, reasons: unknownNumber, timeline: [] }];
  comeBackTo({ status: 'rejected', reasons: unknownNumber, accounts });
  await sees(/does not know this account number/);
  expect(reasons()).toEqual([expect.stringMatching(/^The utility does not know/)]);
});

test('a reason of the contract alone is said without a meter', async () => {
  comeBackTo({ status: 'rejected', reasons: [{ code: 'rate_expired', message: '' }] });
  await sees(/price ran out before the contract/);
  expect(stage.all('.reasons strong')).toHaveLength(0);
});

test.each([
  ['rejected', /Try again with your details/],
  ['declined', /Choose another offer/],
  ['expired', /See today’s rates/],
  ['voided', /See today’s rates/],
] as const)(
  'after a contract was %s the customer gets a new quote with everything still filled in',
  async (status, way) => {
    await makeContract();
    bff.move({ status });
    await button(way).click();
    await expect.element(heading(/9,432/)).toBeVisible();
    await button(/Choose Bluebell/).click();
    await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4567');
    await expect.element(field(/Tax ID/)).toHaveValue('12-3456789');
    expect(bff.count('POST /v1/contracts')).toBe(1);
  },
);

test('starting over empties what was typed', async () => {
  await makeContract();
  bff.move({ status: 'rejected' });
  await expect.element(button(/Try again with your details/)).toBeVisible();
  expect(await axeFaults(stage.host)).toEqual([]);
  await button(/Start over/).click();
  await button(/Choose Bluebell/).click();
  await expect.element(field(/ESI ID/)).toHaveValue('');
});

test('after a reload it says that what was typed is gone, and leads to the rates', async () => {
  comeBackTo({ status: 'rejected', reasons: unknownNumber });
  await sees(/What you typed is gone.*Your ZIP code and usage are kept/);
  expect(button(/Correct it/).elements()).toHaveLength(0);
  expect(await axeFaults(stage.host)).toEqual([]);
  await button(/See today’s rates/).click();
  await expect.element(button(/Show rates/)).toBeVisible();
});

test('what the signer wrote when declining is quoted, and another offer or the broker is offered', async () => {
  comeBackTo({ status: 'declined', reasons: [{ code: 'SIGNER_DECLINED', message: 'The term is too long for us.' }] });
  await sees(/“The term is too long for us\.”/);
  await expect.element(button(/Choose another offer/)).toBeVisible();
  await sees(/Call us at \(214\) 555-0142/);
});

test('a tab that comes back to a contract it has looked at is told that no signature is there', async () => {
  comeBackTo({ status: 'viewed', accounts: [{ last4: '4567', status: 'viewed', reasons: [], timeline: [] }] });
  await sees(/We have no signature from you yet\. Open it again when you are ready/);
  await sees(/Meter ending in 4567 · not signed yet/);
});

test('where signing opens in this tab nobody is told of another window', async () => {
  bff.once('POST /v1/sessions', () => answer(session({ signing: { presentations: ['redirect'] } }), 201));
  comeBackTo({});
  await sees(/Signing opens in this tab and brings you back here/);
  expect(words()).not.toContain('own window');
});

test('the rate stands with the name of the product', async () => {
  const { terms } = contract();
  comeBackTo({ terms: { ...terms, product: 'Invented Index Plan' } });
  await expect.element(page.getByText('7.86 ¢/kWh · Invented Index Plan')).toBeVisible();
});

test('a price that is not fixed says so, and that the year is only an estimate', async () => {
  const { terms } = contract();
  comeBackTo({ terms: { ...terms, productKind: 'index' } });
  await sees(/Follows the market/);
  await sees(/\$9,432 a year, if the market stays where it is/);
});

test('one meter needs no timeline of its own; several have each theirs, folded', async () => {
  const meter = (last4: string, status: 'accepted' | 'rejected') => ({
    last4,
    status,
    reasons: [],
    timeline: [{ status, at: '2026-11-21T17:00:00Z' }],
  });
  comeBackTo({ status: 'accepted', accounts: [meter('4567', 'accepted'), meter('8901', 'rejected')] });
  await sees(/Meter ending in 8901: not accepted/);
  expect(stage.all('details')).toHaveLength(2);
  expect(stage.all('details[open]')).toHaveLength(0);
  await page.getByText('Meter ending in 8901: not accepted').click();
  await expect.element(page.getByText(/^Not accepted/)).toBeVisible();
  expect(await axeFaults(stage.host)).toEqual([]);
  stage.leave();
  comeBackTo({});
  await sees(/Ready to sign/);
  expect(stage.all('details')).toHaveLength(0);
});
