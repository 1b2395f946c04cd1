import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeBff, jsonResponse, offer } from '../../../test/support/fake-bff.ts';
import { fillDetails, goToCustomer, waitFor } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';
import type { Offer } from '../../wire/offer.ts';

let widget: RenderedWidget;
beforeEach(() => sessionStorage.clear());
afterEach(() => widget.unmount());

/** Renders a widget with a single offer, at the customer step. */
async function choose(overrides: Partial<Offer>) {
  const bff = createFakeBff();
  bff.respondOnce('POST /v1/offers', () =>
    jsonResponse({ asOf: new Date().toISOString(), offers: [offer(overrides)] }),
  );
  widget = renderWidget(bff);
  await goToCustomer();
}
const getText = (selector: string) =>
  widget
    .queryAll(selector)
    .map(({ textContent }) => textContent)
    .join(' ');

test.each([
  ['fixed_pass_through', '7.86 ¢/kWh plus what is passed through', 'a month, before what is passed through'],
  ['index', 'Follows the market', 'a month, if the market stays where it is'],
  ['block', 'Part fixed, part market', 'a month, if the market stays where it is'],
] as const)(
  'shows the caveat for an offer of kind %s next to the form and in the review',
  async (kind, expectedText, caveat) => {
    await choose({ product: { name: 'Invented Plan', kind } });
    expect(getText('aside')).toContain(expectedText);
    expect(getText('aside')).toContain(caveat);
    await fillDetails();
    expect(getText('.review-terms')).toContain(caveat.replace('a month', 'at the usage you stated'));
    expect(getText('.review-terms')).toMatch(
      {
        fixed_pass_through: /passed through: they/,
        index: /moves with the market/,
        block: /beyond it is at the market/,
      }[kind],
    );
  },
);

test('a fixed offer without pass-through costs has no caveat', async () => {
  await choose({});
  expect(getText('aside')).not.toMatch(/passed through|market/);
});

test("shows the monthly fee next to the form and includes it in the review's total", async () => {
  await choose({ monthlyFee: { amount: '9.95', currency: 'USD' } });
  expect(getText('aside')).toContain('$9.95, in the amount above');
  await fillDetails();
  expect(getText('.review-terms')).toContain('$9.95, is in the total above');
  expect(getText('.review-terms')).not.toContain('in addition');
});

test('shows the early termination fee and the usage tolerance before signing', async () => {
  await choose({ swingPercent: 10 });
  await fillDetails();
  expect(getText('.review-terms')).toContain('Costs $15 for each month left.');
  expect(getText('.review-terms')).toContain('The price holds for up to 10% more or less than you stated.');
});

test('states once next to the form and once in the review that delivery billing does not change', async () => {
  await choose({});
  const times = () => getText('.shopper').split('your utility bills delivery').length - 1;
  await waitFor(() => expect(times()).toBe(1));
  await fillDetails();
  expect(times()).toBe(1);
});
