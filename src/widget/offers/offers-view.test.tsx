import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createFakeBff, type FakeBff, jsonResponse, offer } from '../../../test/support/fake-bff.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';
import type { Offer } from '../../wire/offer.ts';

let bff: FakeBff;
let widget: RenderedWidget;

beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => widget.unmount());

const field = (name: RegExp) => page.getByLabelText(name);
const button = (name: RegExp) => page.getByRole('button', { name });

const dollars = (amount: string) => ({ amount, currency: 'USD' as const });
interface OfferOverrides {
  readonly id: string;
  readonly name: string;
  readonly annual: number;
  readonly rate?: string;
  readonly overrides?: Partial<Offer>;
}
const makeOffer = ({ id, name, annual, rate = '0.0786', overrides = {} }: OfferOverrides): Offer =>
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
    ...overrides,
  });

const fourOffers = [
  makeOffer({ id: 'a', name: 'Aster', annual: 9000, rate: '0.0750', overrides: { termMonths: 36 } }),
  makeOffer({ id: 'b', name: 'Bluebell', annual: 9432, overrides: { termMonths: 12, greenPercent: 100 } }),
  makeOffer({
    id: 'c',
    name: 'Clover',
    annual: 9500,
    rate: '0.0700',
    overrides: { product: { name: 'Index', kind: 'index' }, termMonths: 6 },
  }),
  makeOffer({ id: 'd', name: 'Daisy', annual: 12_000, rate: '0.1', overrides: { greenPercent: 20 } }),
];
const fromNow = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
const respondWithOffers = (offers: readonly Offer[]) =>
  bff.respondOnce('POST /v1/offers', () => jsonResponse({ asOf: new Date().toISOString(), offers }));

async function showOffers(offers: readonly Offer[], width?: number) {
  respondWithOffers(offers);
  widget = renderWidget(bff, width ? { width } : {});
  await requestRates();
  await vi.waitFor(() => expect(widget.queryAll('.offer-row').length).toBeGreaterThan(0));
  widget.queryAll('.offer-filters:not([open]) > summary')[0]?.click();
}
async function requestRates() {
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await field(/Annual usage/).fill('120,000');
  await field(/Current rate/).fill('9.8');
  await button(/See rates/).click();
}
const names = () => widget.queryAll('.offer-row h3').map(({ textContent }) => textContent);
const violations = async () => {
  const { violations } = await axe.run(widget.host);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};

test.each([
  ['cost', ['Aster', 'Bluebell', 'Daisy', 'Clover']],
  ['rate', ['Aster', 'Bluebell', 'Daisy', 'Clover']],
  ['term', ['Clover', 'Bluebell', 'Daisy', 'Aster']],
  ['supplier', ['Aster', 'Bluebell', 'Clover', 'Daisy']],
])('sorts offers by %s', async (sorting, expected) => {
  await showOffers(fourOffers);
  await field(/Sort by/).selectOptions(sorting);
  await vi.waitFor(() => expect(names()).toEqual(expected));
});

test('announces the order of the offers when the customer changes it', async () => {
  await showOffers(fourOffers);
  await field(/Sort by/).selectOptions('term');
  await expect.element(page.getByText(/4 offers found. Sorted by: Term/)).toBeInTheDocument();
});

test('filters by supplier, product kind and green share, and offers to clear filters that match nothing', async () => {
  await showOffers(fourOffers, 390);
  await field(/Rate type/).selectOptions('index');
  await vi.waitFor(() => expect(names()).toEqual(['Clover']));
  await field(/Renewable/).selectOptions('all');
  await expect.element(page.getByText('No offers match these filters.')).toBeVisible();
  expect(await violations()).toEqual([]);
  await button(/Clear filters/).click();
  // The focus moves to the list, because the button that had the focus has been removed.
  await vi.waitFor(() =>
    expect(widget.host.shadowRoot?.activeElement?.getAttribute('aria-label')).toMatch(/^Select Aster/),
  );
  await field(/^Supplier/).selectOptions('Daisy');
  await vi.waitFor(() => expect(names()).toEqual(['Daisy']));
});

test.each([390, 900])(
  'the chart of annual costs by term is also the term filter, at a width of %i pixels',
  async (width) => {
    await showOffers(fourOffers, width);
    await expect.element(page.getByRole('radio', { name: 'Any' })).toBeChecked();
    await page.getByRole('radio', { name: /^12 months Bluebell/ }).click();
    await vi.waitFor(() => expect(names()).toEqual(['Bluebell']));
    // The other terms remain visible.
    await page.getByRole('radio', { name: /^36 months Aster/ }).click();
    await vi.waitFor(() => expect(names()).toEqual(['Aster']));
    await page.getByRole('radio', { name: 'Any' }).click();
    await vi.waitFor(() => expect(names()).toHaveLength(4));
    expect(await violations()).toEqual([]);
  },
);

test('the recommendation mentions the filters while a filter hides some of the offers', async () => {
  await showOffers(fourOffers);
  await expect.element(page.getByText('Recommended: Lowest all-inclusive cost for 12+ months')).toBeVisible();
  await page.getByRole('radio', { name: /^12 months Bluebell/ }).click();
  await vi.waitFor(() => expect(names()).toEqual(['Bluebell']));
  await expect.element(page.getByText('Recommended: Lowest all-inclusive cost with your filters')).toBeVisible();
});

test.each([280, 900])('the chart by term shows long supplier names in full at a width of %i pixels', async (width) => {
  const name = 'Imaginary Prairie Energy and Power Company of North Texas';
  await showOffers([makeOffer({ id: 'a', name, annual: 9000 })], width);
  const labels = widget.queryAll('.term-chart .text-muted');
  expect(labels.map(({ textContent }) => textContent)).toEqual([`${name} · 7.86 ¢/kWh`]);
  for (const label of labels) expect(label.scrollWidth).toBeLessThanOrEqual(label.clientWidth);
});

test('offers that leave out charges or follow the market have a group of their own, and no savings', async () => {
  await showOffers(fourOffers);
  await expect.element(page.getByRole('heading', { name: 'Other rate types' })).toBeVisible();
  await expect.element(page.getByText('Totals leave out charges or follow the market.')).toBeVisible();
  const list = widget.queryAll('.offer-list > li');
  const group = list.findIndex((item) => item.matches('.offer-group'));
  const savings = (items: readonly HTMLElement[]) =>
    items.map(
      (item) => item.querySelector('.savings')?.textContent ?? `none: ${item.querySelector('h3')?.textContent}`,
    );
  expect(savings(list.slice(0, group))).toEqual(['Save $2,760 a year', 'Save $2,328 a year', '$240 more a year']);
  expect(savings(list.slice(group + 1))).toEqual(['none: Clover']);
  // In other orders, the offers are not grouped.
  await field(/Sort by/).selectOptions('term');
  await expect.element(page.getByRole('heading', { name: 'Other rate types' })).not.toBeInTheDocument();
});

test('says beside the headline until when the rates are held, with the time zone', async () => {
  const earliest = Date.now() + 6 * 3_600_000;
  const expiresAt = (index: number) => new Date(earliest + (3 - index) * 3_600_000).toISOString();
  await showOffers(fourOffers.map((one, index) => ({ ...one, expiresAt: expiresAt(index) })));
  const time = new Intl.DateTimeFormat('en-US', {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  const headline = widget.queryAll('.offers-summary h2')[0]?.parentElement?.textContent;
  expect(headline).toContain(`Rates held until ${time.format(earliest)}.`);
});

test('the name of an offer tells apart two offers of one supplier with the same term', async () => {
  await showOffers([
    makeOffer({ id: 'a', name: 'Aster', annual: 9000, rate: '0.0750' }),
    makeOffer({ id: 'b', name: 'Aster', annual: 9432, overrides: { greenPercent: 100 } }),
  ]);
  for (const name of ['Aster, 24 months, 7.50 ¢/kWh', 'Aster, 24 months, 7.86 ¢/kWh']) {
    await expect.element(page.getByRole('heading', { name, exact: true })).toBeVisible();
    await expect.element(page.getByRole('button', { name: `Select ${name}`, exact: true })).toBeVisible();
    await expect.element(page.getByRole('checkbox', { name: `Compare ${name}`, exact: true })).toBeVisible();
    await expect.element(page.getByLabelText(`Plan details: ${name}`, { exact: true })).toBeVisible();
  }
});

test('the calculation of an offer shows the rate as the row shows it', async () => {
  await showOffers([makeOffer({ id: 'b', name: 'Bluebell', annual: 9432 })]);
  await expect.element(page.getByText('120,000 kWh × 7.86 ¢/kWh = $9,432/year.')).toBeVisible();
});

const manyOffers = (length: number) =>
  Array.from({ length }, (_, index) => makeOffer({ id: `r${index}`, name: `Supplier ${index}`, annual: 9000 + index }));

test('announces how many of the offers are shown after each “Show more”', async () => {
  await showOffers(manyOffers(1015));
  const statuses = () => widget.queryAll('[role=status]').map(({ textContent }) => textContent.trim());
  await vi.waitFor(() => expect(statuses().join()).toContain('1015 offers found'));
  const unannounced = watchLiveRegions();
  expect(statuses().join()).not.toContain('shown');
  await button(/Show 10 more/).click();
  await vi.waitFor(() => expect(statuses()).toContain('20 of 1,015 shown'));
  await page.getByRole('combobox', { name: 'Supplier', exact: true }).selectOptions('Supplier 1');
  await vi.waitFor(() => expect(statuses().join()).not.toContain('shown'));
  expect(unannounced).toEqual([]);
});

test('the status still says how many offers are shown when the customer has shown the last of them', async () => {
  await showOffers(manyOffers(15));
  await button(/Show 5 more/).click();
  await expect.element(page.getByText('15 of 15 shown')).toBeVisible();
  await expect.element(button(/Show/)).not.toBeInTheDocument();
});

test('the list renders a thousand offers ten at a time', async () => {
  await showOffers(manyOffers(1000));
  expect(names()).toHaveLength(10);
  await button(/Show 10 more/).click();
  await vi.waitFor(() => expect(names()).toHaveLength(20));
  await vi.waitFor(() =>
    expect(widget.host.shadowRoot?.activeElement?.getAttribute('aria-label')).toMatch(/^Select Supplier 10,/),
  );
});

test('compares the annual cost of each term with the current plan, as text and as bars that start at zero', async () => {
  await showOffers(fourOffers);
  expect(widget.queryAll('.term-chart > p').map(({ textContent }) => textContent)).toEqual(['Current rate$11,760']);
  await expect.element(page.getByRole('radio', { name: '36 months Aster · 7.50 ¢/kWh $9,000' })).toBeVisible();
  await expect.element(page.getByRole('radio', { name: /^6 months .*about \$9,500$/ })).toBeVisible();
  const widths = widget.queryAll('.cost-bar').map((bar) => Number.parseFloat(bar.style.width));
  expect(widths[0]).toBeCloseTo(98, 0);
  expect(widths.at(-1)).toBeCloseTo(75, 0);
});

test('shows the cumulative costs of the offer and of the current plan over the whole term', async () => {
  await showOffers(fourOffers);
  await page.getByText('Total cost over the term').click();
  await expect.element(page.getByRole('row', { name: '12 months $9,000 $11,760' })).toBeVisible();
  await expect.element(page.getByRole('row', { name: '36 months $27,000 $35,280' })).toBeVisible();
  expect(widget.queryAll('.cumulative-cost-lines span').map(({ textContent }) => textContent)).toEqual([
    'Current rate$35,280',
    'This offer$27,000',
  ]);
  expect(await violations()).toEqual([]);
});

test('the headline states that switching costs more if the best offer costs more than the current plan', async () => {
  await showOffers([makeOffer({ id: 'd', name: 'Daisy', annual: 12_000 })]);
  await expect
    .element(
      page.getByRole('heading', { name: 'Your current rate is lower. Switching would cost about $240 more a year.' }),
    )
    .toBeVisible();
});

test.each([280, 900])('compares up to three offers at a width of %i pixels', async (width) => {
  await showOffers(fourOffers, width);
  for (const name of ['Aster', 'Bluebell', 'Clover']) {
    await page.getByRole('checkbox', { name: new RegExp(`Compare ${name}`) }).click();
  }
  const daisy = page.getByRole('checkbox', { name: /Compare Daisy/ });
  const reason = 'You can compare up to 3. Remove one to add another.';
  await expect.element(daisy).toBeDisabled();
  await expect.element(daisy).toHaveAccessibleDescription(reason);
  await expect.element(page.getByRole('checkbox', { name: /Compare Aster/ })).toHaveAccessibleDescription('');
  await button(/Compare selected/).click();
  await expect.element(daisy).toHaveAccessibleDescription(reason);
  await expect.element(page.getByRole('columnheader', { name: /^Clover/ })).toBeVisible();
  await vi.waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe('compare-heading'));
  const [card] = widget.queryAll('.shopper').map((element) => element.getBoundingClientRect());
  for (const cell of widget.queryAll('.comparison-table td, .comparison-table td > *')) {
    expect(cell.getBoundingClientRect().right, cell.outerHTML).toBeLessThanOrEqual((card?.right ?? 0) + 0.5);
  }
  expect(await violations()).toEqual([]);
});

test('closing or clearing the comparison moves the focus to a nearby control', async () => {
  await showOffers(fourOffers);
  const focused = () => widget.host.shadowRoot?.activeElement;
  for (const name of ['Aster', 'Bluebell'])
    await page.getByRole('checkbox', { name: new RegExp(`Compare ${name}`) }).click();
  await button(/Compare selected/).click();
  await vi.waitFor(() => expect(focused()?.id).toBe('compare-heading'));
  await userEvent.keyboard('{Escape}');
  await vi.waitFor(() => expect(focused()?.textContent).toBe('Compare selected'));
  await button(/^Clear$/).click();
  await vi.waitFor(() => expect(focused()?.getAttribute('aria-label')).toMatch(/^Compare Aster/));
});

/**
 * Lists the live regions that are added to the widget together with their text. Screen readers do not announce the text
 * of these regions.
 */
function watchLiveRegions(): readonly string[] {
  const unannounced: string[] = [];
  const root = widget.host.shadowRoot;
  const observer = new MutationObserver((records) => {
    const added = records.flatMap(({ addedNodes }) => [...addedNodes]).filter((node) => node instanceof Element);
    for (const element of added)
      for (const region of [element, ...element.querySelectorAll('[role=status]')])
        if (region.matches('[role=status]:not(:has(.skeleton-bar))') && region.textContent.trim())
          unannounced.push(region.outerHTML);
  });
  if (root) observer.observe(root, { childList: true, subtree: true });
  return unannounced;
}

test('adds every live region to the page before its text, so that screen readers announce the text', async () => {
  bff.respondOnce('POST /v1/offers', () =>
    jsonResponse({ asOf: new Date().toISOString(), stale: true, offers: fourOffers }),
  );
  widget = renderWidget(bff);
  const unannounced = watchLiveRegions();
  await requestRates();
  await expect.element(page.getByText(/4 offers found/)).toBeInTheDocument();
  await expect.element(page.getByText(/^Live rates are temporarily unavailable/)).toBeVisible();
  await page.getByRole('checkbox', { name: /Compare Aster/ }).click();
  await expect.element(page.getByText(/^1 selected/)).toBeVisible();
  respondWithOffers([]);
  await field(/Annual usage/).fill('5');
  await expect.element(page.getByRole('heading', { name: /No rates are available/ })).toBeVisible();
  expect(unannounced).toEqual([]);
});

test('opens the comparison from the row of a selected offer, and returns the focus to that row', async () => {
  await showOffers(fourOffers);
  for (const name of ['Aster', 'Bluebell'])
    await page.getByRole('checkbox', { name: new RegExp(`Compare ${name}`) }).click();
  await vi.waitFor(() => expect(widget.queryAll('.offer-compare button')).toHaveLength(2));
  widget.queryAll('.offer-list input[type=checkbox]')[1]?.focus();
  await userEvent.tab();
  const opener = widget.host.shadowRoot?.activeElement;
  expect(opener?.textContent).toBe('Compare 2 offers');
  await userEvent.keyboard('{Enter}');
  await vi.waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe('compare-heading'));
  await userEvent.keyboard('{Escape}');
  await vi.waitFor(() => expect(widget.host.shadowRoot?.activeElement).toBe(opener));
  await button(/Compare selected/).click();
  await page
    .getByRole('table')
    .getByRole('button', { name: /Select Bluebell/ })
    .click();
  await button(/Back to rates/).click();
  await expect.element(button(/Compare selected/)).toBeVisible();
});

test.each([390, 900])('each row of the comparison has a row header at a width of %i pixels', async (width) => {
  await showOffers(fourOffers, width);
  for (const name of ['Aster', 'Bluebell'])
    await page.getByRole('checkbox', { name: new RegExp(`Compare ${name}`) }).click();
  await button(/Compare selected/).click();
  await expect.element(page.getByRole('rowheader', { name: 'Early termination fee' })).toBeVisible();
  const rows = widget.queryAll('.comparison-table tbody tr');
  expect(rows.map((row) => row.querySelectorAll('th[scope=row]').length)).toEqual(rows.map(() => 1));
  expect(rows.map((row) => row.querySelectorAll('td').length)).toEqual(rows.map(() => 2));
});

test('the column headers of the comparison contain each offer’s term and rate', async () => {
  await showOffers(fourOffers);
  for (const name of ['Aster', 'Bluebell'])
    await page.getByRole('checkbox', { name: new RegExp(`Compare ${name}`) }).click();
  await button(/Compare selected/).click();
  await expect.element(page.getByRole('columnheader', { name: /^Aster 36 months · 7.50/ })).toBeVisible();
});

test('the customer can compare and select offers with the keyboard', async () => {
  await showOffers(fourOffers, 390);
  widget.queryAll('[name=supplier]')[0]?.focus();
  const tabTo = async (label: RegExp) => {
    for (let presses = 0; presses < 40; presses++) {
      const { activeElement } = widget.host.shadowRoot ?? {};
      if (label.test(`${activeElement?.getAttribute('aria-label')} ${activeElement?.textContent}`)) return;
      await userEvent.tab();
    }
    throw new Error(`Tab does not reach ${label}`);
  };
  await tabTo(/Select Aster/);
  await tabTo(/Compare Aster/);
  await userEvent.keyboard(' ');
  await tabTo(/Compare Bluebell/);
  await userEvent.keyboard(' ');
  await tabTo(/Compare selected/);
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByRole('columnheader', { name: /^Bluebell/ })).toBeVisible();
  await tabTo(/Select Bluebell/);
  await userEvent.keyboard('{Enter}');
  await expect.element(field(/ESI ID/)).toBeVisible();
});

test('links to each document of an offer by name, and states how the broker is paid', async () => {
  await showOffers([
    makeOffer({
      id: 'a',
      name: 'Aster',
      annual: 9000,
      overrides: { documents: [{ kind: 'efl', url: 'https://supplier.invalid/efl' }] },
    }),
  ]);
  const link = page.getByRole('link', { name: 'Electricity Facts Label: Aster, 24 months' });
  await expect.element(link).toHaveAttribute('href', 'https://supplier.invalid/efl');
  expect(link.element().getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
  await expect.element(page.getByText(/The supplier pays our broker fee/)).toBeVisible();
  await expect.element(page.getByText(/In Texas, the Electricity Facts Label/)).toBeVisible();
  await expect
    .element(page.getByText('Included in the rate: $0.003/kWh (3 mils), about $720 over the term.'))
    .toBeVisible();
});

test('plan details list the charges that the rate includes, estimates of pass-through charges, and the license', async () => {
  const [aster] = fourOffers;
  if (!aster) throw new Error('expected four offers');
  await showOffers([
    {
      ...aster,
      supplier: { ...aster.supplier, license: 'REP 00000' },
      components: [
        { kind: 'energy', treatment: 'fixed' },
        {
          kind: 'capacity',
          treatment: 'passed_through',
          estimate: { annual: { amount: '576.00', currency: 'USD' }, source: 'Invented source' },
        },
      ],
    },
  ]);
  await expect.element(page.getByText('Energy: included', { exact: true })).toBeVisible();
  await expect.element(page.getByText('Capacity: added at cost (about $576/year: Invented source)')).toBeVisible();
  await expect.element(page.getByText('Losses: not stated')).toBeVisible();
  await expect.element(page.getByText('REP 00000')).toBeVisible();
});

test('a price update keeps sorting, expanded rows and comparison, and reports changed and removed offers', async () => {
  await showOffers(fourOffers);
  await field(/Sort by/).selectOptions('rate');
  await page.getByRole('checkbox', { name: /Compare Bluebell/ }).click();
  widget.queryAll('.offer-row summary')[1]?.click();
  await vi.waitFor(() => expect(widget.queryAll('.offer-row details[open]')).toHaveLength(1));
  const [, bluebell, clover] = fourOffers;
  if (!bluebell || !clover) throw new Error('expected four offers');
  respondWithOffers([
    { ...bluebell, id: 'b2', rate: { amount: '0.0801', unit: 'kWh' } },
    { ...clover, id: 'c2' },
  ]);
  widget.queryAll('.offer-row > button')[1]?.focus();
  const focused = widget.host.shadowRoot?.activeElement;
  widget.queryAll('.price-status-bar button')[0]?.click();
  await expect.element(page.getByText('was 7.86 ¢/kWh')).toBeVisible();
  await expect.element(page.getByText('No longer available: Aster, 36 months and Daisy, 24 months.')).toBeVisible();
  await expect.element(page.getByText('Rates updated. 1 changed. 2 no longer available.')).toBeInTheDocument();
  expect(names()).toEqual(['Bluebell', 'Clover']);
  expect(widget.host.shadowRoot?.activeElement).toBe(focused);
  expect(focused?.textContent).toBe('Select');
  expect(widget.queryAll('.offer-row:first-child details[open]')).toHaveLength(1);
  await expect.element(page.getByRole('checkbox', { name: /Compare Bluebell/ })).toBeChecked();
  await expect.element(field(/Sort by/)).toHaveValue('rate');
  expect(await violations()).toEqual([]);
});

test('requests new prices when the prices expire, after a countdown that screen readers do not announce', async () => {
  await showOffers(fourOffers.map((one) => ({ ...one, expiresAt: fromNow(2_500) })));
  await expect.element(page.getByText(/Refreshes in 0:0\d/)).toHaveAttribute('aria-live', 'off');
  respondWithOffers(fourOffers);
  await vi.waitFor(() => expect(bff.requestCount('POST /v1/offers')).toBe(2), { timeout: 6_000 });
  await expect.element(page.getByText(/Refreshes in/)).not.toBeInTheDocument();
  await expect.element(page.getByText('Rates updated. No changes.')).toBeInTheDocument();
});

test('delays a price update while the page is hidden', async () => {
  const expiry = Date.now() + 2_000;
  await showOffers(fourOffers.map((one) => ({ ...one, expiresAt: new Date(expiry).toISOString() })));
  const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true);
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.waitUntil(() => Date.now() > expiry + 500, { timeout: 5_000 });
  expect(bff.requestCount('POST /v1/offers')).toBe(1);
  hidden.mockRestore();
  document.dispatchEvent(new Event('visibilitychange'));
  await vi.waitFor(() => expect(bff.requestCount('POST /v1/offers')).toBe(2));
});

test('marks stale offers and shows no countdown until new offers arrive', async () => {
  // The offer tools are loaded in advance, so that an incorrect countdown would be rendered immediately.
  await Promise.all([import('./offer-tools.ts'), import('../i18n/en/offer-tools.ts')]);
  const minutesAgo = new Date(Date.now() - 2 * 60_000).toISOString();
  const offers = [makeOffer({ id: 'a', name: 'Aster', annual: 9000, overrides: { expiresAt: fromNow(60_000) } })];
  bff.respondOnce('POST /v1/offers', () => jsonResponse({ asOf: minutesAgo, stale: true, offers }));
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  try {
    widget = renderWidget(bff);
    await requestRates();
    await expect.element(page.getByText(/Live rates are temporarily unavailable. These rates are from/)).toBeVisible();
    await expect.element(button(/Select Aster/)).toBeEnabled();
    await vi.advanceTimersByTimeAsync(29_000);
    expect(widget.queryAll('[role=timer]')).toHaveLength(0);
    respondWithOffers(fourOffers);
    await vi.advanceTimersByTimeAsync(2_000);
    await expect.element(button(/Select Bluebell/)).toBeVisible();
    expect(page.getByText(/Live rates are temporarily unavailable/).elements()).toHaveLength(0);
  } finally {
    vi.useRealTimers();
  }
});

test('prices do not expire early when the local clock is a day ahead', async () => {
  const real = Date.now;
  vi.spyOn(Date, 'now').mockImplementation(() => real() + 86_400_000);
  await showOffers(fourOffers.map((one) => ({ ...one, expiresAt: new Date(real() + 3_600_000).toISOString() })));
  expect(bff.requestCount('POST /v1/offers')).toBe(1);
  await expect.element(page.getByText(/Refreshes in/)).not.toBeInTheDocument();
  vi.restoreAllMocks();
});

test('keeps filters and expanded rows when the customer returns from the next step', async () => {
  await showOffers(fourOffers, 390);
  await field(/Rate type/).selectOptions('fixed');
  widget.queryAll('.offer-row:nth-child(2) summary')[0]?.click();
  await vi.waitFor(() => expect(widget.queryAll('.offer-row details[open]')).toHaveLength(2));
  await button(/Select Bluebell/).click();
  await button(/Back to rates/).click();
  await vi.waitFor(() => expect(widget.queryAll('.offer-row:nth-child(2) > details[open]')).toHaveLength(1));
  await page.getByText('Filter and sort (1)').click();
  await expect.element(field(/Rate type/)).toHaveValue('fixed');
});

test.each([
  ['on a phone, the filters are initially closed', 390, false],
  ['on a wide page, the filters are open', 900, true],
])('%s', async (_, width, isOpen) => {
  respondWithOffers(fourOffers);
  widget = renderWidget(bff, { width });
  await requestRates();
  await vi.waitFor(() => expect(widget.queryAll('.offer-filters')).toHaveLength(1));
  expect(widget.queryAll('.offer-filters[open]')).toHaveLength(isOpen ? 1 : 0);
});

test('does not announce old rates as an update when a refresh finds no current rates', async () => {
  await showOffers(fourOffers);
  const announced = () => widget.queryAll('[role=status]').map(({ textContent }) => textContent?.trim() ?? '');
  const minutesAgo = new Date(Date.now() - 2 * 60_000).toISOString();
  bff.respondOnce('POST /v1/offers', () => jsonResponse({ asOf: minutesAgo, stale: true, offers: fourOffers }));
  await button(/Refresh rates/).click();
  await expect.element(page.getByText(/Live rates are temporarily unavailable/)).toBeVisible();
  expect(announced().join()).toContain('Live rates are temporarily unavailable');
  expect(announced().join()).not.toContain('Rates updated');
});

test('announces sorting and a second refresh after a refresh that changed nothing', async () => {
  await showOffers(fourOffers);
  const announced = () => widget.queryAll('[role=status]').map(({ textContent }) => textContent?.trim() ?? '');
  const refresh = async (): Promise<void> => {
    const response = Promise.withResolvers<Response>();
    bff.respondOnce('POST /v1/offers', () => response.promise);
    await button(/Refresh rates/).click();
    await vi.waitFor(() => expect(announced()).not.toContain('Rates updated. No changes.'));
    response.resolve(jsonResponse({ asOf: new Date().toISOString(), offers: fourOffers }));
    await vi.waitFor(() => expect(announced()).toContain('Rates updated. No changes.'));
  };
  await refresh();
  await refresh();
  expect(announced().join()).not.toContain('4 offers found');
  await field(/Sort/).selectOptions('Term');
  await vi.waitFor(() => expect(announced().join()).toContain('4 offers found. Sorted by: Term.'));
});

test('scrolls the headline into view and announces it when the offers arrive', async () => {
  await page.viewport(414, 500);
  try {
    await showOffers(fourOffers);
    const top = () => widget.queryAll('.offers-summary h2')[0]?.getBoundingClientRect().top ?? -1;
    await vi.waitFor(() => expect(top()).toBeLessThan(120));
    expect(top()).toBeGreaterThanOrEqual(0);
    const announced = () => widget.queryAll('[role=status]').map(({ textContent }) => textContent?.trim());
    expect(announced()).toContain('4 offers found. You could save about $2,760 a year.');
  } finally {
    await page.viewport(414, 896);
  }
});
