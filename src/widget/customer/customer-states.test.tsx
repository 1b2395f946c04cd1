import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { axeFaults } from '../axe-faults.ts';
import { answer, createFakeBff, type FakeBff, refuse, utility } from '../fake-bff.ts';
import { turnsSpanish } from '../in-spanish.ts';
import { enter, type Stage } from '../rates/stage.ts';
import {
  agree,
  button,
  eventually,
  field,
  openPapers,
  openSupply,
  reachCustomer,
  reachReview,
  standInWindow,
  tellDetails,
} from '../walk.ts';

let bff: FakeBff;
let stage: Stage;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
  standInWindow();
});
afterEach(() => stage.leave());

const bill = new File(['%PDF-1.7'], 'bill of the invented bakery, all pages, November 2026, scanned twice.pdf');
const says = (words: RegExp) => expect.element(page.getByText(words).first()).toBeVisible();
const needy = () =>
  bff.once('GET /v1/utilities', () => answer({ utilities: [utility({ needs: ['meterNumber', 'nameKey'] })] }));

/** States of the step and of its part of the review, and how one gets there. `before` is what the BFF answers. */
const states: readonly { readonly name: string; readonly before?: () => void; readonly go: () => Promise<void> }[] = [
  { name: 'empty, with all that a utility may need', before: needy, go: reachCustomer },
  {
    name: 'everything opened, and nothing filled in',
    before: needy,
    async go() {
      await reachCustomer();
      await field(/Bills go to/).click();
      await field(/The signer is also/).click();
      await openSupply();
      await openPapers();
      await field(/pays no sales tax/).click();
      await button(/Review and sign/).click();
      await says(/fields need another look/);
    },
  },
  {
    name: 'a contract that overlaps',
    async go() {
      await reachCustomer();
      await openSupply();
      await field(/That contract ends on/).fill('2027-03-31');
      await says(/two suppliers/);
    },
  },
  {
    name: 'a file on its way',
    before: () => bff.once('POST /v1/uploads', () => new Promise<Response>(() => {})),
    async go() {
      await reachCustomer();
      await openPapers();
      await field(/Latest bill/).upload(bill);
      await says(/^Sending/);
    },
  },
  {
    name: 'a file handed in',
    async go() {
      await reachCustomer();
      await openPapers();
      await field(/Latest bill/).upload(bill);
      await says(/: handed in/);
    },
  },
  {
    name: 'a file that was refused',
    before: () => bff.once('POST /v1/uploads', () => refuse('file_type_unsupported', 415)),
    async go() {
      await reachCustomer();
      await openPapers();
      await field(/Latest bill/).upload(bill);
      await says(/no PDF, JPEG, PNG or HEIC/);
    },
  },
  {
    name: 'a certificate that the supplier asked for',
    before: () =>
      bff.once('POST /v1/contracts', () =>
        refuse('invalid_request', 422, {
          errors: [{ path: '/taxExemption/certificate', code: 'tax_exemption_without_certificate', detail: '' }],
        }),
      ),
    async go() {
      await reachReview();
      await agree();
      await says(/has this business as tax-exempt/);
    },
  },
  {
    name: 'a review with everything in it and much to check',
    async go() {
      await reachCustomer();
      await tellDetails();
      await button(/Back to your details/).click();
      await field(/Legal business name/).fill('invented bakery dba crumbs inc');
      await field(/Trade name/).fill('Crumbs');
      await field(/Email/).fill('dana@gmail.com');
      await openSupply();
      await field(/Current supplier/).fill('Old Energy');
      await field(/That contract ends on/).fill('2027-03-31');
      await button(/Review and sign/).click();
      await says(/Check these before you sign/);
    },
  },
  {
    name: 'a review with nothing to check',
    async go() {
      await reachCustomer();
      await openPapers();
      await field(/Latest bill/).upload(bill);
      await says(/: handed in/);
      await tellDetails();
      await says(/found nothing/);
    },
  },
];

for (const [scheme, width] of [
  ['light', 280],
  ['dark', 1200],
] as const) {
  test.each(states)(
    `${scheme}, ${width} pixels, $name: axe finds no fault, in Spanish neither`,
    async ({ before, go }) => {
      before?.();
      stage = enter(bff, { width });
      stage.host.style.colorScheme = scheme;
      await go();
      await userEvent.tab();
      expect(await axeFaults(stage.host)).toEqual([]);
      const [frame] = stage.all('.shopper');
      await eventually(() => expect(frame?.scrollWidth).toBe(frame?.clientWidth));
      await turnsSpanish(stage);
      expect(await axeFaults(stage.host)).toEqual([]);
    },
  );
}
