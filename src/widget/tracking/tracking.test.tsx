import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { Contract } from '../../wire/contract.ts';
import { axeFaults } from '../axe-faults.ts';
import { answer, contract, createFakeBff, type FakeBff, refuse, session } from '../fake-bff.ts';
import { enter, type Stage } from '../rates/stage.ts';
import { agree, alertSays, button, eventually, field, heading, reachReview, standInWindow } from '../walk.ts';

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
  await sees(/price was more than a day old/);
  expect(stage.all('.reasons strong')).toHaveLength(0);
});

test.each(['rejected', 'declined', 'expired', 'voided'] as const)(
  'after a contract was %s the customer tries again with everything still filled in',
  async (status) => {
    await makeContract();
    bff.move({ status });
    await button(/Try again with your details/).click();
    await expect.element(heading(/9,432/)).toBeVisible();
    await button(/Choose Bluebell/).click();
    await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4567');
    await expect.element(field(/Tax ID/)).toHaveValue('12-3456789');
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

test('after a reload nothing is left to try again with, so only starting over is offered', async () => {
  comeBackTo({ status: 'declined' });
  await expect.element(button(/Start over/)).toBeVisible();
  expect(button(/Try again with/).elements()).toHaveLength(0);
});

test('a signing window that was closed is offered again, as a guess', async () => {
  const opened = await makeContract();
  opened.closed = true;
  dispatchEvent(new Event('focus'));
  await sees(/have not signed yet, and the signing window seems to be closed/);
  expect(words()).not.toContain('Finish signing in the other window');
  expect(await axeFaults(stage.host)).toEqual([]);
  await button(/Open signing again/).click();
  await eventually(() => expect(bff.count('POST /v1/contracts/c_1/signing-sessions')).toBe(2));
});

test('a closed window is noticed without a click too, and what the server says of the signature goes before it', async () => {
  const opened = await makeContract();
  bff.once('GET /v1/contracts/c_1', () => answer(contract({ status: 'submitted', seq: 9 })));
  opened.closed = true;
  await expect.element(heading(/Signed. The supplier has it/), { timeout: 10_000 }).toBeVisible();
});

test('coming back unsigned is said, after the server was asked', async () => {
  const opened = await makeContract();
  const asked = bff.count('GET /v1/contracts/c_1');
  const data = { type: 'shopper:signing-return', contractId: 'c_1' };
  const back = new MessageEvent('message', { data, origin: location.origin });
  // A stand-in is no window, so no event takes it as its source.
  Object.defineProperty(back, 'source', { value: opened });
  dispatchEvent(back);
  await sees(/You have not signed yet\. Open it again when you are ready/);
  expect(bff.count('GET /v1/contracts/c_1')).toBe(asked + 1);
  await expect.element(button(/Open signing again/)).toBeVisible();
});

test('a tab that comes back to a contract it has looked at is told that it is not signed', async () => {
  comeBackTo({ status: 'viewed', accounts: [{ last4: '4567', status: 'viewed', reasons: [], timeline: [] }] });
  await sees(/You have not signed yet\. Open it again when you are ready/);
  await sees(/Meter ending in 4567 · not signed yet/);
});

test('where signing opens in this tab nobody is told of another window', async () => {
  bff.once('POST /v1/sessions', () => answer(session({ signing: { presentations: ['redirect'] } }), 201));
  comeBackTo({});
  await sees(/Signing opens in this tab and brings you back here/);
  expect(words()).not.toContain('own window');
});

test('a blocked window is not announced as opening', async () => {
  stage = enter(bff);
  vi.spyOn(window, 'open').mockReturnValue(null);
  await reachReview();
  await agree();
  await expect.element(button(/Sign in this tab/)).toBeVisible();
  expect(words()).not.toContain('own window');
});

test('signing that cannot be opened is called by its name, with the telephone', async () => {
  comeBackTo({});
  bff.once('POST /v1/contracts/c_1/signing-sessions', () => refuse('upstream_unavailable', 503));
  standInWindow();
  await button(/Open signing/).click();
  await alertSays(/Signing cannot be opened just now.*\(214\) 555-0142/);
});

test('the rate stands with the name of the product', async () => {
  const { terms } = contract();
  comeBackTo({ terms: { ...terms, product: 'Invented Index Plan' } });
  await expect.element(page.getByText('7.86 ¢/kWh · Invented Index Plan')).toBeVisible();
});
