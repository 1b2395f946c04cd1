import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFakeBff, type FakeBff } from '../../../test/support/fake-bff.ts';
import { button, waitFor } from '../../../test/support/flow.ts';
import { openSigningWindow, restoreContract, type SigningHarness } from '../../../test/support/signing-harness.ts';
import type { ContractStatus } from '../../wire/contract.ts';

let bff: FakeBff;
let harness: SigningHarness;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  harness.unmount();
  vi.restoreAllMocks();
});

const at = '2026-11-21T17:00:00Z';
const timeline = (...statuses: readonly ContractStatus[]) => statuses.map((status) => ({ status, at }));
const texts = (selector: string) => harness.queryAll(selector).map(({ firstChild }) => firstChild?.textContent);
const primaryButtons = () => texts('.button-primary');

test('after the first of two signers has signed, the page waits for the other and offers no other contract', async () => {
  const accounts = [{ last4: '4567', status: 'viewed' as const, reasons: [], timeline: [] }];
  harness = restoreContract(bff, {
    status: 'viewed',
    signing: { you: 'signed', others: 1 },
    timeline: timeline('sent', 'viewed'),
    accounts,
  });
  await harness.waitForText(/You’ve signed\. Waiting for other signers\./);
  expect(texts('.timeline-next')).toEqual(['Other signatures']);
  expect(harness.text()).not.toContain('Sign the contract');
  expect(harness.text()).toContain('Account ending in 4567 · waiting for other signers');
  expect(harness.text()).not.toContain('not signed yet');
  expect(button(/Change details or offer|Start over/).elements()).toEqual([]);
});

test('after a rejection that the customer can fix, only the button to fix it is primary', async () => {
  ({ harness } = await openSigningWindow(bff));
  const reasons = [{ code: 'A76', message: '' }];
  bff.pushUpdate({
    status: 'rejected',
    signing: { you: 'signed', others: 0 },
    accounts: [{ last4: '4567', status: 'rejected', reasons, timeline: [] }],
  });
  await expect.element(button(/Choose another offer \(keeps your details\)/)).toBeVisible();
  expect(primaryButtons()).toEqual(['Fix and resubmit']);
});

test('after a rejection that the customer cannot fix, only the button for another offer is primary', async () => {
  ({ harness } = await openSigningWindow(bff));
  bff.pushUpdate({ status: 'rejected', signing: { you: 'signed', others: 0 } });
  await expect.element(button(/Start over/)).toBeVisible();
  expect(primaryButtons()).toEqual(['Choose another offer (keeps your details)']);
});

test('the milestone of a rejection has a mark in the color of errors, and no filled dot', async () => {
  harness = restoreContract(bff, { status: 'rejected', timeline: timeline('signed', 'submitted', 'rejected') });
  await harness.waitForText(/could not accept this contract/);
  expect(texts('.timeline-stopped')).toEqual(['Rejected by supplier']);
  const [completed, , stopped] = harness.queryAll('.timeline li').map((item) => getComputedStyle(item, '::before'));
  const sample = document.createElement('span');
  sample.style.color = 'var(--error)';
  harness.queryAll('.shopper')[0]?.append(sample);
  expect(stopped?.borderColor).toBe(getComputedStyle(sample).color);
  expect(stopped?.backgroundColor).toBe('rgba(0, 0, 0, 0)');
  expect(completed?.borderColor).not.toBe(stopped?.borderColor);
});

test.each(['declined', 'expired', 'voided'] as const)(
  'after the contract status %s, one button leads to the rates, and “Start over” is not offered',
  async (status) => {
    ({ harness } = await openSigningWindow(bff));
    bff.pushUpdate({ status });
    await waitFor(() => expect(primaryButtons()).toHaveLength(1));
    expect(button(/Start over/).elements()).toEqual([]);
  },
);

test.each(['sent', 'signed', 'accepted', 'flowing', 'rejected'] as const)(
  'a reloaded contract with the status %s does not offer “Start over”',
  async (status) => {
    harness = restoreContract(bff, { status });
    const action = { sent: /Change details or offer/, rejected: /See current rates/ };
    await expect
      .element(button(status === 'sent' || status === 'rejected' ? action[status] : /Shop rates for another location/))
      .toBeVisible();
    expect(button(/Start over/).elements()).toEqual([]);
  },
);

test.each([
  ['unsigned', { status: 'viewed' }, true],
  ['signed', { status: 'submitted', signing: { you: 'signed', others: 0 } }, false],
] as const)(
  'the page of a contract that is %s names a newer contract of this tab only if it can be signed',
  async (_, overrides, isNamed) => {
    sessionStorage.setItem('shopper:pk_test_fake:contracts', 'c_1:7F3K-22QD c_2:02TS-JZ09');
    harness = restoreContract(bff, overrides);
    await harness.waitForText(/Status history/);
    const status = harness.queryAll('.status-headline')[0]?.textContent;
    if (isNamed) expect(status).toContain('02TS-JZ09, which is newer. If it’s for the same accounts, sign only one');
    else expect(status).not.toContain('02TS-JZ09');
  },
);
