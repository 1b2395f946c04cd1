import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { createFakeBff, type FakeBff, jsonResponse, offer } from '../../../test/support/fake-bff.ts';
import { button, field } from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';
import type { Offer } from '../../wire/offer.ts';

let bff: FakeBff;
let widget: RenderedWidget;

beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => widget.unmount());

const dollars = (amount: string) => ({ amount, currency: 'USD' as const });

const makeOffer = (name: string, annual: number, overrides: Partial<Offer> = {}): Offer =>
  offer({
    id: name,
    supplier: { id: name, name },
    estimate: {
      monthly: dollars((annual / 12).toFixed(2)),
      annual: dollars(annual.toFixed(2)),
      term: dollars(((annual / 12) * (overrides.termMonths ?? 24)).toFixed(2)),
      difference: dollars((annual - 11_760).toFixed(2)),
      usage: { amount: '120000', unit: 'kWh' },
    },
    ...overrides,
  });

async function compare(offers: readonly Offer[], width = 900) {
  bff.respondOnce('POST /v1/offers', () => jsonResponse({ asOf: new Date().toISOString(), offers }));
  widget = renderWidget(bff, { width });
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await field(/Annual usage/).fill('120,000');
  await field(/Current rate/).fill('9.8');
  await button(/See rates/).click();
  for (const { supplier } of offers)
    await page.getByRole('checkbox', { name: new RegExp(`Compare ${supplier.name}`) }).click();
  await button(/Compare selected/).click();
  await expect.element(page.getByRole('rowheader', { name: 'Annual cost' })).toBeVisible();
}

/** The texts of a row of the comparison: its name and the value of each offer. */
const rowOf = (name: string) =>
  widget
    .queryAll('.comparison-table tbody tr')
    .map((row) => [...row.children].map((cell) => cell.textContent?.trim()))
    .find(([header]) => header === name);

test.each([390, 900])('marks the best value of each row with a word, at a width of %i pixels', async (width) => {
  await compare(
    [
      makeOffer('Aster', 9000, { rate: { amount: '0.0750', unit: 'kWh' }, greenPercent: 0, swingPercent: null }),
      makeOffer('Bluebell', 9432, {
        earlyTermination: { kind: 'none', amount: dollars('0.00') },
        brokerFee: { mils: '2', term: dollars('480.00') },
      }),
    ],
    width,
  );
  expect(rowOf('Annual cost')).toEqual(['Annual cost', '$9,000 Best', '$9,432']);
  expect(rowOf('vs. current rate')?.slice(1)).toEqual(['Save $2,760 a year Best', 'Save $2,328 a year']);
  expect(rowOf('Total cost over term')?.slice(1)).toEqual(['$18,000 Best', '$18,864']);
  expect(rowOf('Rate')?.slice(1)).toEqual(['7.50 ¢/kWh Best', '7.86 ¢/kWh']);
  expect(rowOf('Renewable')?.slice(1)).toEqual(['0%', '20% Best']);
  expect(rowOf('Broker fee over term')?.slice(1)).toEqual(['$720', '$480 Best']);
  expect(rowOf('Early termination fee')?.slice(1)).toEqual(['$15 for each month remaining.', 'None. Best']);
  expect(rowOf('Usage bandwidth')?.slice(1)).toEqual(['No limit Best', '±20%']);
  const { violations } = await axe.run(widget.host);
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test('marks no best value if the terms, the kinds of rates or the kinds of fees are not comparable', async () => {
  await compare([
    makeOffer('Aster', 9000, { earlyTermination: { kind: 'flat', amount: dollars('500.00') } }),
    makeOffer('Clover', 8000, {
      product: { name: 'Index', kind: 'index' },
      rate: { amount: '0.0700', unit: 'kWh' },
      termMonths: 6,
      brokerFee: { mils: '3', term: dollars('180.00') },
    }),
  ]);
  expect(rowOf('Annual cost')).toEqual(['Annual cost', '$9,000', 'about $8,000']);
  for (const name of ['Rate', 'Term', 'Total cost over term', 'Broker fee over term', 'Early termination fee'])
    expect(rowOf(name)?.join()).not.toContain('Best');
});

test('mutes the rows in which all offers have the same value', async () => {
  await compare([makeOffer('Aster', 9000), makeOffer('Bluebell', 9432)]);
  const muted = widget.queryAll('.comparison-table tbody tr').filter((row) => {
    const value = row.querySelector('td');
    return value && getComputedStyle(value).color === getComputedStyle(row.querySelector('th') ?? row).color;
  });
  expect(muted.map((row) => row.querySelector('th')?.textContent)).toEqual([
    'Rate',
    'Term',
    'Rate type',
    'Renewable',
    'Monthly fee',
    'Broker fee over term',
    'Early termination fee',
    'Usage bandwidth',
  ]);
});

test.each([390, 900])('the column headers stay in view in a long comparison %i pixels wide', async (width) => {
  await page.viewport(414, 500);
  try {
    await compare([makeOffer('Aster', 9000), makeOffer('Bluebell', 9432)], width);
    const select = widget.queryAll('.comparison-table td button')[0];
    select?.scrollIntoView({ block: 'end' });
    const header = () => widget.queryAll('.comparison-table thead th')[0]?.getBoundingClientRect();
    await vi.waitFor(() => expect(header()?.top).toBeLessThan(20));
    expect(header()?.top).toBeGreaterThanOrEqual(0);
    // A button that receives the focus is not hidden behind the headers (WCAG 2.4.11).
    widget.host.style.marginBottom = '1000px';
    select?.scrollIntoView({ block: 'start' });
    expect(select?.getBoundingClientRect().top).toBeGreaterThan(header()?.bottom ?? Number.NaN);
  } finally {
    await page.viewport(414, 896);
  }
});

test('the buttons that select an offer are the primary buttons of the comparison', async () => {
  await compare([makeOffer('Aster', 9000), makeOffer('Bluebell', 9432)]);
  expect(widget.queryAll('.comparison-table .button-primary').map(({ textContent }) => textContent)).toEqual([
    'Select',
    'Select',
  ]);
});
