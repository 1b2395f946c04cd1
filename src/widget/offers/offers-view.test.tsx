import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createFakeBff, type FakeBff, jsonResponse, offer } from '../../../test/support/fake-bff.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';
import type { Offer } from '../../wire/offer.ts';

let bff: FakeBff;
let stage: RenderedWidget;

beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => stage.unmount());

const field = (name: RegExp) => page.getByLabelText(name);
const button = (name: RegExp) => page.getByRole('button', { name });

const dollars = (amount: string) => ({ amount, currency: 'USD' as const });
interface Made {
  readonly id: string;
  readonly name: string;
  readonly annual: number;
  readonly rate?: string;
  readonly over?: Partial<Offer>;
}
const made = ({ id, name, annual, rate = '0.0786', over = {} }: Made): Offer =>
  offer({
    id,
    supplier: { id: name, name },
    rate: { amount: rate, unit: 'kWh' },
    greenPercent: 0,
    estimate: {
      monthly: dollars((annual / 12).toFixed(2)),
      annual: dollars(annual.toFixed(2)),
      term: dollars((annual * 2).toFixed(2)),
      difference: dollars((annual - 11760).toFixed(2)),
      usage: { amount: '120000', unit: 'kWh' },
    },
    ...over,
  });

const four = [
  made({ id: 'a', name: 'Aster', annual: 9000, rate: '0.0750', over: { termMonths: 36 } }),
  made({ id: 'b', name: 'Bluebell', annual: 9432, over: { termMonths: 12, greenPercent: 100 } }),
  made({
    id: 'c',
    name: 'Clover',
    annual: 9500,
    rate: '0.0700',
    over: { product: { name: 'Index', kind: 'index' }, termMonths: 6 },
  }),
  made({ id: 'd', name: 'Daisy', annual: 12_000, rate: '0.1', over: { greenPercent: 20 } }),
];
const soon = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const give = (offers: readonly Offer[]) =>
  bff.respondOnce('POST /v1/offers', () => jsonResponse({ asOf: new Date().toISOString(), offers }));

async function see(offers: readonly Offer[], width?: number) {
  give(offers);
  stage = renderWidget(bff, width ? { width } : {});
  await ask();
  await vi.waitFor(() => expect(stage.queryAll('.offer-row').length).toBeGreaterThan(0));
}
async function ask() {
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await field(/Used in a year/).fill('120,000');
  await field(/You pay now/).fill('9.8');
  await button(/Show rates/).click();
}
const names = () => stage.queryAll('.offer-row h3').map(({ textContent }) => textContent);
const faults = async () => {
  const { violations } = await axe.run(stage.host);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};

test.each([
  ['cost', ['Aster', 'Bluebell', 'Clover', 'Daisy']],
  ['rate', ['Clover', 'Aster', 'Bluebell', 'Daisy']],
  ['term', ['Clover', 'Bluebell', 'Daisy', 'Aster']],
  ['supplier', ['Aster', 'Bluebell', 'Clover', 'Daisy']],
  ['green', ['Bluebell', 'Daisy', 'Aster', 'Clover']],
])('offers can be sorted by %s', async (sorting, expected) => {
  await see(four);
  await field(/Sort by/).selectOptions(sorting);
  await vi.waitFor(() => expect(names()).toEqual(expected));
});

test('offers can be filtered by length, supplier, kind and green, and a filter that fits none has a way back', async () => {
  await see(four, 390);
  await field(/Length of contract/).selectOptions('12');
  await vi.waitFor(() => expect(names()).toEqual(['Bluebell']));
  await field(/Length of contract/).selectOptions('');
  await field(/Kind of price/).selectOptions('index');
  await vi.waitFor(() => expect(names()).toEqual(['Clover']));
  await field(/Green energy/).selectOptions('all');
  await expect.element(page.getByText('No offer fits all of these filters.')).toBeVisible();
  expect(await faults()).toEqual([]);
  await button(/Clear the filters/).click();
  await field(/^Supplier/).selectOptions('Daisy');
  await vi.waitFor(() => expect(names()).toEqual(['Daisy']));
});

test('lengths are a row of buttons where there is room, a list where there is not', async () => {
  await see(four, 900);
  await expect.element(page.getByRole('radio', { name: '12 months' })).toBeInTheDocument();
  await expect.element(field(/Length of contract/).and(page.getByRole('combobox'))).not.toBeInTheDocument();
  stage.host.style.width = '390px';
  await expect.element(page.getByRole('radio', { name: '12 months' })).not.toBeInTheDocument();
  await expect.element(page.getByRole('combobox', { name: /Length of contract/ })).toBeVisible();
});

test('a thousand offers are drawn ten at a time', async () => {
  await see(
    Array.from({ length: 1000 }, (_, index) =>
      made({ id: `r${index}`, name: `Supplier ${index}`, annual: 9000 + index }),
    ),
  );
  expect(names()).toHaveLength(10);
  await button(/Show 10 more/).click();
  await vi.waitFor(() => expect(names()).toHaveLength(20));
});

test('each length’s cost stands against staying put, as text and as bars that begin at zero', async () => {
  await see(four);
  await expect.element(page.getByRole('row', { name: 'Stay put $11,760' })).toBeVisible();
  await expect.element(page.getByRole('row', { name: '36 months $9,000' })).toBeVisible();
  await expect.element(page.getByRole('row', { name: '6 months about $9,500' })).toBeVisible();
  const widths = stage.queryAll('.cost-bar').map((bar) => Number.parseFloat(bar.style.width));
  expect(widths[0]).toBeCloseTo(98, 0);
  expect(widths.at(-1)).toBeCloseTo(75, 0);
});

test('cost over time adds up to the whole term, beside staying put', async () => {
  await see(four);
  await page.getByText('Cost over time').click();
  await expect.element(page.getByRole('row', { name: '12 months $9,000 $11,760' })).toBeVisible();
  await expect.element(page.getByRole('row', { name: '36 months $27,000 $35,280' })).toBeVisible();
  expect(await faults()).toEqual([]);
});

test('who would pay more by switching reads so', async () => {
  await see([made({ id: 'd', name: 'Daisy', annual: 12_000 })]);
  await expect
    .element(
      page.getByRole('heading', { name: 'What you pay now is better: switching would cost about $240 more a year.' }),
    )
    .toBeVisible();
});

test.each([280, 900])('three offers stand side by side at %i pixels; a fourth cannot be picked', async (width) => {
  await see(four, width);
  for (const name of ['Aster', 'Bluebell', 'Clover']) {
    await page.getByRole('checkbox', { name: new RegExp(`Compare ${name}`) }).click();
  }
  await expect.element(page.getByRole('checkbox', { name: /Compare Daisy/ })).toBeDisabled();
  await button(/See side by side/).click();
  await expect.element(page.getByRole('columnheader', { name: 'Clover' })).toBeVisible();
  await vi.waitFor(() => expect(stage.host.shadowRoot?.activeElement?.id).toBe('compare-heading'));
  const [card] = stage.queryAll('.shopper').map((element) => element.getBoundingClientRect());
  for (const cell of stage.queryAll('.comparison-table td, .comparison-table td > *')) {
    expect(cell.getBoundingClientRect().right, cell.outerHTML).toBeLessThanOrEqual((card?.right ?? 0) + 0.5);
  }
  expect(await faults()).toEqual([]);
});

test('everything from the form to the choice can be done from the keyboard', async () => {
  await see(four, 390);
  stage.queryAll('[name=supplier]')[0]?.focus();
  const reached = async (words: RegExp) => {
    for (let presses = 0; presses < 40; presses++) {
      const { activeElement } = stage.host.shadowRoot ?? {};
      if (words.test(`${activeElement?.getAttribute('aria-label')} ${activeElement?.textContent}`)) return;
      await userEvent.tab();
    }
    throw new Error(`Tab does not reach ${words}`);
  };
  await reached(/Choose Aster/);
  await reached(/Compare Aster/);
  await userEvent.keyboard(' ');
  await reached(/Compare Bluebell/);
  await userEvent.keyboard(' ');
  await reached(/See side by side/);
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('columnheader', { name: 'Bluebell' })).toBeVisible();
  await reached(/Choose Bluebell/);
  await userEvent.keyboard('{Enter}');
  await expect.element(field(/ESI ID/)).toBeVisible();
});

test('the papers of an offer are linked by name, and so is how we are paid', async () => {
  await see([
    made({
      id: 'a',
      name: 'Aster',
      annual: 9000,
      over: { documents: [{ kind: 'efl', url: 'https://supplier.invalid/efl' }] },
    }),
  ]);
  const link = page.getByRole('link', { name: 'Electricity Facts Label: Aster, 24 months' });
  await expect.element(link).toHaveAttribute('href', 'https://supplier.invalid/efl');
  expect(link.element().getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
  await expect.element(page.getByText(/The supplier pays us our fee out of the rate/)).toBeVisible();
  await expect.element(page.getByText(/In Texas, the Electricity Facts Label/)).toBeVisible();
  await expect.element(page.getByText('In the rate: $0.003 for each kWh (3 mils), $720 over the term.')).toBeVisible();
});

test('a refresh in place keeps sorting, open rows and picks, marks what moved and names what is gone', async () => {
  await see(four);
  await field(/Sort by/).selectOptions('rate');
  await page.getByRole('checkbox', { name: /Compare Bluebell/ }).click();
  stage.queryAll('.offer-row summary')[0]?.click();
  await vi.waitFor(() => expect(stage.queryAll('.offer-row details[open]')).toHaveLength(1));
  const [, bluebell, clover] = four;
  if (!bluebell || !clover) throw new Error('four offers');
  give([
    { ...bluebell, id: 'b2', rate: { amount: '0.0801', unit: 'kWh' } },
    { ...clover, id: 'c2' },
  ]);
  stage.queryAll('.offer-row button')[0]?.focus();
  const focused = stage.host.shadowRoot?.activeElement;
  stage.queryAll('.price-status-bar button')[0]?.click();
  await expect.element(page.getByText('was 7.86 ¢/kWh')).toBeVisible();
  await expect.element(page.getByText('No longer on sale: Aster, 36 months and Daisy, 24 months.')).toBeVisible();
  await expect.element(page.getByText('Prices are new. Moved: 1. Gone: 2.')).toBeInTheDocument();
  expect(names()).toEqual(['Clover', 'Bluebell']);
  expect(stage.host.shadowRoot?.activeElement).toBe(focused);
  expect(focused?.textContent).toBe('Choose');
  expect(stage.queryAll('.offer-row:first-child details[open]')).toHaveLength(1);
  await expect.element(page.getByRole('checkbox', { name: /Compare Bluebell/ })).toBeChecked();
  await expect.element(field(/Sort by/)).toHaveValue('rate');
  expect(await faults()).toEqual([]);
});

test('prices that run out are asked for again in place, after a countdown that no screen reader is read', async () => {
  await see(four.map((one) => ({ ...one, expiresAt: soon(2_500) })));
  await expect.element(page.getByText(/Refreshes in 0:0\d/)).toHaveAttribute('aria-live', 'off');
  give(four);
  await vi.waitFor(() => expect(bff.requestCount('POST /v1/offers')).toBe(2), { timeout: 6_000 });
  await expect.element(page.getByText(/Refreshes in/)).not.toBeInTheDocument();
  await expect.element(page.getByText('Prices are new. No rate moved.')).toBeInTheDocument();
});

test('a hidden page asks for nothing; seen again, it catches up', async () => {
  const expiry = Date.now() + 2_000;
  await see(four.map((one) => ({ ...one, expiresAt: new Date(expiry).toISOString() })));
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.waitUntil(() => Date.now() > expiry + 500, { timeout: 5_000 });
  expect(bff.requestCount('POST /v1/offers')).toBe(1);
  hidden.mockRestore();
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.waitFor(() => expect(bff.requestCount('POST /v1/offers')).toBe(2));
});

test('last prices of an upstream that is down are said to be old, without a countdown, until there are new ones', async () => {
  // There already: a countdown would show at once.
  await Promise.all([import('./offer-tools.ts'), import('../i18n/en/offer-tools.ts')]);
  const minutesAgo = new Date(Date.now() - 2 * 60_000).toISOString();
  const offers = [made({ id: 'a', name: 'Aster', annual: 9000, over: { expiresAt: soon(60_000) } })];
  bff.respondOnce('POST /v1/offers', () => jsonResponse({ asOf: minutesAgo, stale: true, offers }));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  try {
    stage = renderWidget(bff);
    await ask();
    await expect.element(page.getByText(/Live prices are down just now. These are the last ones/)).toBeVisible();
    await expect.element(button(/Choose Aster/)).toBeEnabled();
    await vi.advanceTimersByTimeAsync(29_000);
    expect(stage.queryAll('[role=timer]')).toHaveLength(0);
    give(four);
    await vi.advanceTimersByTimeAsync(2_000);
    await expect.element(button(/Choose Bluebell/)).toBeVisible();
    expect(page.getByText(/Live prices are down/).elements()).toHaveLength(0);
  } finally {
    vi.useRealTimers();
  }
});

test('a clock that is a day ahead does not run prices out', async () => {
  const real = Date.now;
  vi.spyOn(Date, 'now').mockImplementation(() => real() + 86_400_000);
  await see(four.map((one) => ({ ...one, expiresAt: new Date(real() + 3_600_000).toISOString() })));
  expect(bff.requestCount('POST /v1/offers')).toBe(1);
  await expect.element(page.getByText(/Refreshes in/)).not.toBeInTheDocument();
  vi.restoreAllMocks();
});

test('the way to the next step and back keeps filters and open rows, and marks what was chosen', async () => {
  await see(four, 390);
  await field(/Kind of price/).selectOptions('fixed');
  stage.queryAll('.offer-row:nth-child(2) summary')[0]?.click();
  await vi.waitFor(() => expect(stage.queryAll('.offer-row details[open]')).toHaveLength(2));
  await button(/Choose Bluebell/).click();
  await button(/Back to rates/).click();
  await vi.waitFor(() => expect(stage.queryAll('.offer-row:nth-child(2) > details[open]')).toHaveLength(1));
  await expect.element(field(/Kind of price/)).toHaveValue('fixed');
  await expect.element(page.getByText('You chose this one before.')).toBeVisible();
});
