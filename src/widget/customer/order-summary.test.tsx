import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFakeBff, jsonResponse, offer } from '../../../test/support/fake-bff.ts';
import { button, field, fillDetails, goToCustomer, waitFor } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';
import type { Offer } from '../../wire/offer.ts';

let widget: RenderedWidget;
beforeEach(() => sessionStorage.clear());
afterEach(() => widget.unmount());

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
  ['fixed_pass_through', '7.86 ¢/kWh + pass-through charges', ', before pass-through charges'],
  ['index', 'Index (variable)', ', at today’s market prices'],
  ['block', 'Block + index', ', at today’s market prices'],
] as const)(
  'next to the form and in the review, shows the caveat for an offer of the kind %s',
  async (kind, expectedText, caveat) => {
    await choose({ product: { name: 'Invented Plan', kind } });
    expect(getText('aside')).toContain(expectedText);
    expect(getText('aside')).toContain(caveat);
    await fillDetails();
    expect(getText('.review-terms')).toContain(` a year${caveat}`);
    expect(getText('.review-terms')).toMatch(
      {
        fixed_pass_through: /added at cost/,
        index: /changes monthly with the market/,
        block: /above it is billed at market/,
      }[kind],
    );
  },
);

test('a fixed offer without pass-through costs has no caveat', async () => {
  await choose({});
  expect(getText('aside')).not.toMatch(/pass-through|market/);
});

test('the review says whether the usage is an estimate', async () => {
  await choose({});
  await fillDetails();
  expect(getText('.review-terms')).not.toContain('estimated');
  widget.unmount();
  widget = renderWidget(createFakeBff());
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await button(/don’t know my usage/).click();
  await field(/Typical monthly bill/).fill('$900');
  await button(/Use this estimate/).click();
  await expect.element(field(/Annual usage/)).not.toHaveValue('');
  await button(/See rates/).click();
  await button(/Select Bluebell/).click();
  await fillDetails();
  expect(getText('.review-terms')).toMatch(/kWh a year \(estimated\)\. Compare this usage with your last 12 bills\./);
});

test("the review's total includes the monthly fee", async () => {
  await choose({ monthlyFee: { amount: '9.95', currency: 'USD' } });
  await fillDetails();
  expect(getText('.review-terms')).toContain('Monthly fee: $9.95, included in the estimate');
});

test('shows the early termination fee and the usage tolerance before signing', async () => {
  await choose({ swingPercent: 10 });
  await fillDetails();
  expect(getText('.review-terms')).toContain('$15 for each month remaining.');
  expect(getText('.review-terms')).toContain('Your rate applies within ±10% of your annual usage.');
});

test('shows exactly one notice about delivery charges next to the form and in the review', async () => {
  await choose({});
  const times = () => getText('.shopper').split('Delivery charges and taxes are extra').length - 1;
  await waitFor(() => expect(times()).toBe(1));
  await fillDetails();
  expect(times()).toBe(1);
});
