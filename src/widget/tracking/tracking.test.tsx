import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import { contract, createFakeBff, type FakeBff, jsonResponse, session } from '../../../test/support/fake-bff.ts';
import { agree, button, field, goToReview, heading, mockWindowOpen, waitFor } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';
import type { Contract } from '../../wire/contract.ts';

let bff: FakeBff;
let harness: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  harness.unmount();
  vi.restoreAllMocks();
});

/** Restores a tab with this contract after a reload. */
function restore(overrides: Partial<Contract>) {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.respondOnce('GET /v1/contracts/c_1', () => jsonResponse(contract(overrides)));
  harness = renderWidget(bff);
}
/** Creates a contract in this page, and leaves its signing window open. */
async function createContract() {
  harness = renderWidget(bff);
  const opened = mockWindowOpen();
  await goToReview();
  await agree();
  await waitFor(() => expect(opened.location.href).toContain('/__signing__'));
  await waitFor(() => expect(bff.requestCount('GET /v1/contracts/c_1/events')).toBe(1));
  await waitForText(/Finish signing in the other window/);
  return opened;
}
const getText = () => harness.queryAll('.shopper')[0]?.textContent ?? '';
const waitForText = (text: string | RegExp) => waitFor(() => expect(getText()).toMatch(text));

const unknownNumber = [{ code: 'A76', message: 'not found' }];
const reasons = () => harness.queryAll('.rejection-reasons li').map(({ textContent }) => textContent);

test('shows a reason that applies to the contract and one of its accounts only next to the account', async () => {
  const accounts = [
    { last4: '4567', status: 'rejected' as const, reasons: unknownNumber, timeline: [] },
    { last4: '8901', status: 'rejected' as const, reasons: [], timeline: [] },
  ];
  restore({ status: 'rejected', reasons: unknownNumber, accounts });
  await waitForText(/couldn’t find this account number/);
  expect(reasons()).toEqual([expect.stringMatching(/^Account ending in 4567: The utility couldn’t find/)]);
});

test('shows a reason that applies to all accounts once, without an account', async () => {
  const accounts = [{ last4: '4567', status: 'rejected' as const, reasons: unknownNumber, timeline: [] }];
  restore({ status: 'rejected', reasons: unknownNumber, accounts });
  await waitForText(/couldn’t find this account number/);
  expect(reasons()).toEqual([expect.stringMatching(/^The utility couldn’t find/)]);
});

test('shows the signing step as completed for an accepted contract, but not for a rejected contract', async () => {
  restore({ status: 'rejected', reasons: unknownNumber });
  await waitForText(/could not accept/);
  expect(harness.queryAll('.step-complete')).toHaveLength(2);
  harness.unmount();
  restore({ status: 'accepted' });
  await waitForText(/The supplier accepted your contract/);
  await waitFor(() => expect(harness.queryAll('.step-complete')).toHaveLength(3));
});

test('until a contract is signed, shows a warning for people who did not request the contract', async () => {
  restore({ status: 'sent' });
  await waitForText(/Didn’t request this contract\? Don’t sign it, and let us know\. Call us at \(214\) 555-0142/);
  harness.unmount();
  restore({ status: 'accepted' });
  await waitForText(/The supplier accepted your contract/);
  expect(getText()).not.toMatch(/Didn’t request/);
});

test('shows a contract-level rejection reason without an account', async () => {
  restore({ status: 'rejected', reasons: [{ code: 'rate_expired', message: '' }] });
  await waitForText(/rate expired before the supplier/);
  expect(harness.queryAll('.rejection-reasons strong')).toHaveLength(0);
});

test.each([
  ['rejected', /Choose another offer \(keeps your details\)/],
  ['declined', /Select another offer/],
  ['expired', /See current rates/],
  ['voided', /See current rates/],
] as const)(
  'after the contract status %s, the customer can select another offer, and all input is kept',
  async (status, buttonName) => {
    await createContract();
    bff.pushUpdate({ status });
    await button(buttonName).click();
    await expect.element(heading(/9,432/)).toBeVisible();
    await button(/Select Bluebell/).click();
    await expect.element(field(/ESI ID/)).toHaveValue('10443720 00123 4567');
    await expect.element(field(/Tax ID/)).toHaveValue('12-3456789');
    expect(bff.requestCount('POST /v1/contracts')).toBe(1);
  },
);

test('clears the input when the customer starts over', async () => {
  await createContract();
  bff.pushUpdate({ status: 'rejected' });
  await expect.element(button(/Choose another offer \(keeps your details\)/)).toBeVisible();
  expect(await a11yViolations(harness.host)).toEqual([]);
  await button(/Start over/).click();
  await button(/Select Bluebell/).click();
  await expect.element(field(/ESI ID/)).toHaveValue('');
});

test('after a reload, reports that the business details are no longer saved, and links to the rates', async () => {
  restore({ status: 'rejected', reasons: unknownNumber });
  await waitForText(/business details are no longer saved\. Your ZIP code and usage are/);
  expect(button(/Fix and resubmit/).elements()).toHaveLength(0);
  expect(await a11yViolations(harness.host)).toEqual([]);
  await button(/See current rates/).click();
  await expect.element(button(/See rates/)).toBeVisible();
});

test('shows the signer’s reason for declining, a button for other offers and the phone number', async () => {
  restore({ status: 'declined', reasons: [{ code: 'SIGNER_DECLINED', message: 'The term is too long for us.' }] });
  await waitForText(/“The term is too long for us\.”/);
  await expect.element(button(/Select another offer/)).toBeVisible();
  await waitForText(/Call us at \(214\) 555-0142/);
});

test('reports that a viewed contract has not been signed yet', async () => {
  restore({ status: 'viewed', accounts: [{ last4: '4567', status: 'viewed', reasons: [], timeline: [] }] });
  await waitForText(/We haven’t received your signature yet\. Reopen the contract when you’re ready/);
  await waitForText(/Account ending in 4567 · not signed yet/);
});

test('does not mention another window when signing opens in the same tab', async () => {
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ signing: { presentations: ['redirect'] } }), 201));
  restore({});
  await waitForText(/with DocuSign in this tab, then return here/);
  expect(getText()).not.toContain('new window');
});

test('shows the rate with the product name', async () => {
  const { terms } = contract();
  restore({ terms: { ...terms, product: 'Invented Index Plan' } });
  await expect.element(page.getByText('7.86 ¢/kWh · Invented Index Plan')).toBeVisible();
});

test('shows the monthly fee and the early termination fee', async () => {
  const { terms } = contract();
  const fee = (amount: string) => ({ amount, currency: 'USD' as const });
  const earlyTermination = { kind: 'per_month_left' as const, amount: fee('150.00') };
  restore({ terms: { ...terms, monthlyFee: fee('12.50'), earlyTermination } });
  await waitForText(/Monthly fee\s*\$12\.50\/month/);
  await waitForText(/Early termination fee\s*\$150 for each month remaining/);
});

test('shows no fees for a contract from an older version, whose fees are unknown', async () => {
  restore({});
  await waitForText(/Bluebell Supply/);
  expect(getText()).not.toMatch(/Monthly fee|Early termination/);
});

test('labels an index price as variable, and its annual cost as based on today’s prices', async () => {
  const { terms } = contract();
  restore({ terms: { ...terms, productKind: 'index' } });
  await waitForText(/Index \(variable\)/);
  await waitForText(/\$9,432\/year, at today’s market prices/);
});

test('shows a collapsed timeline for each account only if the contract has several accounts', async () => {
  const meter = (last4: string, status: 'accepted' | 'rejected') => ({
    last4,
    status,
    reasons: [],
    timeline: [{ status, at: '2026-11-21T17:00:00Z' }],
  });
  restore({ status: 'accepted', accounts: [meter('4567', 'accepted'), meter('8901', 'rejected')] });
  await waitForText(/Account ending in 8901: rejected/);
  expect(harness.queryAll('details')).toHaveLength(2);
  expect(harness.queryAll('details[open]')).toHaveLength(0);
  await page.getByText('Account ending in 8901: rejected').click();
  await expect.element(page.getByText(/^Rejected by supplier/)).toBeVisible();
  expect(await a11yViolations(harness.host)).toEqual([]);
  harness.unmount();
  restore({});
  await waitForText(/Ready to sign/);
  expect(harness.queryAll('details')).toHaveLength(0);
});

test('after the customer returns from signing, the headline of the result has the focus and is in view', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:signing', 'c_1');
  const space = document.createElement('div');
  space.style.height = '3000px';
  document.body.prepend(space);
  try {
    restore({ status: 'submitted', signing: { you: 'signed', others: 0 } });
    await waitForText(/The supplier is reviewing it/);
    await waitFor(() => {
      const root = harness.host.shadowRoot;
      expect(root?.activeElement?.textContent).toContain('The supplier is reviewing it');
      const { top, bottom } = root?.activeElement?.getBoundingClientRect() ?? { top: -1, bottom: Infinity };
      expect([top >= 0, bottom <= innerHeight]).toEqual([true, true]);
    });
  } finally {
    space.remove();
  }
});

test('the timeline lists a current hold, but not a hold that has ended', async () => {
  const at = '2026-11-21T17:00:00Z';
  const timeline = [
    { status: 'accepted' as const, at },
    { status: 'on_hold' as const, at },
  ];
  restore({ status: 'accepted', timeline });
  await waitForText(/The supplier accepted your contract/);
  expect(harness.queryAll('.timeline-past').map(({ firstChild }) => firstChild?.textContent)).toEqual([
    'Accepted by supplier',
  ]);
  harness.unmount();
  restore({ status: 'on_hold', timeline: timeline.slice(1) });
  await waitForText(/On hold: the supplier needs more information/);
  expect(harness.queryAll('.timeline-stopped').map(({ firstChild }) => firstChild?.textContent)).toEqual(['On hold']);
});

test('a hold before the signature does not count as a signature, and signing continues after the hold', async () => {
  const signed = vi.fn();
  document.addEventListener('shopper:signed', signed);
  const timeline = [{ status: 'on_hold' as const, at: '2026-11-21T17:00:00Z' }];
  restore({ status: 'on_hold', timeline, signing: { you: 'waiting', others: 0 } });
  await waitForText(/On hold: the supplier needs more information/);
  await expect.element(button(/View contract/)).toBeVisible();
  expect(button(/Review and sign/).elements()).toEqual([]);
  bff.pushUpdate({ status: 'sent', signing: { you: 'waiting', others: 0 } });
  await expect.element(heading(/ready to sign/)).toBeVisible();
  await expect.element(button(/Review and sign/)).toBeVisible();
  expect(signed).not.toHaveBeenCalled();
  document.removeEventListener('shopper:signed', signed);
});

test('the customer can save the dates of a signed contract as a calendar file and print the page', async () => {
  const saved: Blob[] = [];
  vi.spyOn(URL, 'createObjectURL').mockImplementation((content) => {
    if (content instanceof Blob) saved.push(content);
    return '#';
  });
  const print = vi.spyOn(window, 'print').mockImplementation(() => {});
  restore({ status: 'accepted', signing: { you: 'signed', others: 0 } });
  await button(/Add dates to calendar/).click();
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]?.type).toBe('text/calendar;charset=utf-8');
  expect(await saved[0]?.text()).toContain('BEGIN:VCALENDAR');
  await button(/Print/).click();
  expect(print).toHaveBeenCalledOnce();
  expect(await a11yViolations(harness.host)).toEqual([]);
});

test('shows no calendar button for a contract that is unsigned or has ended', async () => {
  restore({});
  await waitForText(/ready to sign/);
  expect(getText()).not.toContain('Add dates to calendar');
  harness.unmount();
  restore({ status: 'rejected' });
  await waitForText(/could not accept/);
  expect(getText()).not.toContain('Add dates to calendar');
});

test('changing the details of an unsigned contract asks for confirmation, and focuses the button that keeps it', async () => {
  restore({});
  await button(/Change details or offer/).click();
  await waitFor(() => expect(harness.host.shadowRoot?.activeElement?.textContent).toBe('Keep this contract'));
  await button(/Keep this contract/).click();
  await waitFor(() => expect(harness.host.shadowRoot?.activeElement?.textContent).toBe('Change details or offer'));
  await button(/Change details or offer/).click();
  expect(await a11yViolations(harness.host)).toEqual([]);
  await button(/Go back to the rates/).click();
  await expect.element(field(/ZIP code/)).toBeVisible();
});
