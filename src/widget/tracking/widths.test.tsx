import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Contract } from '../../wire/contract.ts';
import { axeFaults } from '../axe-faults.ts';
import { createFakeBff, type FakeBff, refuse, resumeSecret } from '../fake-bff.ts';
import { turnsSpanish } from '../in-spanish.ts';
import { enter } from '../rates/stage.ts';
import { onStage, type SigningStage, signsBy, standInDocuSign } from '../signing/signing-stage.ts';
import { button, eventually } from '../walk.ts';

const widths = [280, 390, 1200];
let bff: FakeBff;
let stage: SigningStage;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  stage.leave();
  delete window.DocuSign;
  vi.restoreAllMocks();
});

function comeBack(width: number, over: Partial<Contract> = {}) {
  sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
  bff.move(over);
  stage = onStage(bff, enter(bff, { width }));
}

/** Nothing leaves the card, and axe finds no fault; in Spanish neither. */
async function fits() {
  await fitsNow();
  await turnsSpanish(stage);
  await fitsNow();
}

async function fitsNow() {
  const right = stage.all('.shopper')[0]?.getBoundingClientRect().right ?? 0;
  const out = stage
    .all('.shopper *')
    .filter((element) => !element.closest('.hidden') && element.getBoundingClientRect().right > right + 0.5);
  expect(out.map(({ outerHTML }) => outerHTML.slice(0, 120))).toEqual([]);
  expect(await axeFaults(stage.host)).toEqual([]);
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
  test.each(Object.keys(states))(`at ${width} pixels a contract that is %s fits`, async (name) => {
    comeBack(width, states[name]);
    await stage.sees(/What happened/);
    for (const details of stage.all('details')) details.setAttribute('open', '');
    await fits();
  });

  test(`at ${width} pixels the open document, the link and the question after signing fit`, async () => {
    sessionStorage.setItem('shopper:pk_test_fake:signing', 'c_1');
    comeBack(width, { status: 'viewed' });
    await stage.sees(/Checking your signature/);
    await button(/Read the contract/).click();
    await button(/Make a link to come back/).click();
    await stage.sees(/Good once, until/);
    await fits();
  });

  test(`at ${width} pixels a spent link fits`, async () => {
    bff.once('POST /v1/sessions', () => refuse('resume_link_spent', 410));
    history.replaceState(null, '', `#shopper-resume=${resumeSecret}`);
    stage = onStage(bff, enter(bff, { width }));
    await stage.sees(/does not work any more/);
    await fits();
  });
}

for (const width of [500, 1200]) {
  test(`at ${width} pixels signing in the page, and leaving it, fit`, async () => {
    const docusign = { bundle: 'https://js-d.docusign.com/bundle.js', integrationKey: 'invented-key' };
    signsBy(bff, { presentations: ['focused'], docusign });
    const standIn = standInDocuSign();
    comeBack(width);
    await button(/Open signing/).click();
    await eventually(() => expect(standIn.mount).toHaveBeenCalled());
    await button(/Finish later/).click();
    await fits();
  });
}
