import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { a11yViolations } from '../../../test/support/axe.ts';
import { expectSpanish } from '../../../test/support/expect-translated.ts';
import { createFakeBff, type FakeBff, problemResponse, resumeToken } from '../../../test/support/fake-bff.ts';
import { button, clickOpen, heading, waitFor } from '../../../test/support/flow.ts';
import { renderWidget } from '../../../test/support/render-widget.ts';
import {
  createSigningHarness,
  mockDocuSign,
  mockSigningOptions,
  type SigningHarness,
} from '../../../test/support/signing-harness.ts';
import type { Contract } from '../../wire/contract.ts';

const widths = [280, 390, 1200];
let bff: FakeBff;
let harness: SigningHarness;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  harness.unmount();
  delete window.DocuSign;
  vi.restoreAllMocks();
});

function restore(width: number, overrides: Partial<Contract> = {}) {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.pushUpdate(overrides);
  harness = createSigningHarness(bff, renderWidget(bff, { width }));
}

/** Expects no overflow and no axe violations, in English and Spanish. */
async function expectNoOverflow() {
  await expectCurrentFits();
  await expectSpanish(harness);
  await expectCurrentFits();
}

async function expectCurrentFits() {
  const rightEdge = harness.queryAll('.shopper')[0]?.getBoundingClientRect().right ?? 0;
  const overflowing = harness
    .queryAll('.shopper *')
    .filter(
      (element) => !element.closest('.visually-hidden') && element.getBoundingClientRect().right > rightEdge + 0.5,
    );
  expect(overflowing.map(({ outerHTML }) => outerHTML.slice(0, 120))).toEqual([]);
  expect(await a11yViolations(harness.host)).toEqual([]);
}

const meter = (last4: string) => ({
  last4,
  status: 'rejected' as const,
  reasons: [{ code: 'A76', message: '' }],
  timeline: [{ status: 'rejected' as const, at: '2026-11-21T17:00:00Z' }],
});
const states: Record<string, Partial<Contract>> = {
  'waiting for others': { status: 'viewed', signing: { you: 'signed', others: 2 } },
  'on hold': { status: 'on_hold', reasons: [{ code: 'credit', message: '' }], signing: { you: 'signed', others: 0 } },
  declined: { status: 'declined', reasons: [{ code: 'SIGNER_DECLINED', message: 'w'.repeat(200) }] },
  'rejected for two meters': { status: 'rejected', accounts: [meter('4567'), meter('8901')] },
  voided: { status: 'voided' },
  expired: { status: 'expired' },
  signed: { status: 'signed', signing: { you: 'signed', others: 0 } },
};

for (const width of widths) {
  test.each(Object.keys(states))(`the page of a contract that is %s fits at ${width} pixels`, async (name) => {
    restore(width, states[name]);
    await harness.waitForText(/Status history/);
    for (const details of harness.queryAll('details')) details.setAttribute('open', '');
    await expectNoOverflow();
  });

  test(`at ${width} pixels, the open document and the resume link fit`, async () => {
    sessionStorage.setItem('shopper:pk_test_fake:signing', 'c_1');
    restore(width, { status: 'viewed' });
    await harness.waitForText(/Checking whether you signed/);
    await button(/View contract/).click();
    await button(/Get a private link/).click();
    await harness.waitForText(/Works one time, until/);
    await expectNoOverflow();
  });

  test(`at ${width} pixels, the button for a resume link and the explanation of a used link fit`, async () => {
    bff.respondOnce('POST /v1/sessions', () => problemResponse('resume_link_spent', 410));
    history.replaceState(null, '', `#shopper-resume=${resumeToken}`);
    harness = createSigningHarness(bff, renderWidget(bff, { width }));
    await expect.element(heading(/Continue with your contract/)).toBeVisible();
    await expectNoOverflow();
    harness.handle.update({ locale: 'en' });
    await clickOpen();
    await harness.waitForText(/doesn’t work anymore/);
    await expectNoOverflow();
  });
}

for (const width of [500, 1200]) {
  test(`at ${width} pixels, the signing view and the prompt to postpone signing fit`, async () => {
    const docusign = { bundle: 'https://js-d.docusign.com/bundle.js', integrationKey: 'invented-key' };
    mockSigningOptions(bff, { presentations: ['focused'], docusign });
    const mockedDocuSign = mockDocuSign();
    restore(width);
    await button(/Review and sign/).click();
    await waitFor(() => expect(mockedDocuSign.mount).toHaveBeenCalled());
    await button(/Finish later/).click();
    await expectNoOverflow();
  });
}
