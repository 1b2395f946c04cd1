import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  createFakeBff,
  type FakeBff,
  jsonResponse,
  offer,
  problemResponse,
  utility,
} from '../../../test/support/fake-bff.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;

beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => widget.unmount());

const field = (name: RegExp) => page.getByLabelText(name);
const button = (name: RegExp) => page.getByRole('button', { name });
const heading = (name: RegExp) => page.getByRole('heading', { name });
const offerRequestCount = () => bff.requestCount('POST /v1/offers');

async function goToRates() {
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await field(/Used in a year/).fill('120,000');
  await button(/Show rates/).click();
  await expect.element(heading(/9,432/)).toBeVisible();
}

test('requests offers as soon as the utility lookup ends, when the form was submitted during the lookup', async () => {
  let resolveUtilities: (response: Response) => void = () => {};
  bff.respondOnce('GET /v1/utilities', () => new Promise((resolve) => (resolveUtilities = resolve)));
  widget = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await field(/Used in a year/).fill('120,000');
  await button(/Show rates/).click();
  await vi.waitFor(() => expect(widget.queryAll('.skeleton-bar').length).toBeGreaterThan(0));
  expect(offerRequestCount()).toBe(0);
  resolveUtilities(jsonResponse({ utilities: [utility()] }));
  await expect.element(heading(/9,432/)).toBeVisible();
  expect(offerRequestCount()).toBe(1);
});

test('requests offers when the customer chooses one of several utilities after submitting the form', async () => {
  let resolveUtilities: (response: Response) => void = () => {};
  bff.respondOnce('GET /v1/utilities', () => new Promise((resolve) => (resolveUtilities = resolve)));
  widget = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await field(/Used in a year/).fill('120,000');
  await button(/Show rates/).click();
  resolveUtilities(jsonResponse({ utilities: [utility(), utility({ code: 'OTHER', name: 'Other Wires' })] }));
  await expect.element(field(/^Utility/)).toHaveAccessibleDescription(/Choose your utility/);
  await field(/^Utility/).selectOptions('OTHER');
  await expect.element(heading(/9,432/)).toBeVisible();
});

test('removes the offers when the ZIP code changes, and requests new ones automatically', async () => {
  widget = renderWidget(bff);
  await goToRates();
  bff.respondOnce('GET /v1/utilities', () => problemResponse('postal_code_not_served', 404));
  await field(/ZIP code/).fill('99999');
  await vi.waitFor(() => expect(widget.queryAll('.offer-row')).toHaveLength(0));
  await expect.element(field(/^Utility/)).toHaveTextContent('None here');
  expect(widget.queryAll('[aria-busy=true]')).toHaveLength(0);
  await field(/ZIP code/).fill('75202');
  await expect.element(heading(/9,432/)).toBeVisible();
  expect(offerRequestCount()).toBe(2);
});

test.each([
  ['postal_code_unknown', /no such ZIP code. Check it against your bill. Call us at/],
  ['postal_code_regulated', /no business chooses who supplies.*Call us at/],
  ['postal_code_not_served', /None of our suppliers.*Call us at/],
] as const)('explains the lookup error %s, keeps the input and shows the phone number', async (code, message) => {
  bff.respondOnce('GET /v1/utilities', () => problemResponse(code, 404));
  widget = renderWidget(bff);
  await field(/Used in a year/).fill('90,000');
  await field(/ZIP code/).fill('35203');
  await expect.element(page.getByRole('alert').getByText(message)).toBeVisible();
  await expect.element(field(/^Utility/)).toHaveTextContent('None here');
  await expect.element(field(/Used in a year/)).toHaveValue('90,000');
});

test('marks an empty usage as invalid and the offers as outdated, and requests nothing', async () => {
  widget = renderWidget(bff);
  await goToRates();
  await field(/Used in a year/).fill('');
  await expect.element(field(/Used in a year/)).toHaveAttribute('aria-invalid', 'true');
  await expect.element(page.getByText(/for what you typed before/)).toBeVisible();
  expect(widget.queryAll('[aria-busy=true]')).toHaveLength(0);
  await field(/Used in a year/).fill('90,000');
  await vi.waitFor(() => expect(offerRequestCount()).toBe(2));
  await expect.element(page.getByText(/for what you typed before/)).not.toBeInTheDocument();
});

test.each([
  ['1,2', 'That is no number.'],
  ['0', 'It must be more than zero.'],
  ['-5', 'It must be more than zero.'],
  ['0.2', 'That is too low.'],
  ['6,000,000', 'That is too high.'],
  ['1200 therms', 'That unit is for the other energy.'],
])('for the usage %j, shows: %s', async (input, message) => {
  widget = renderWidget(bff);
  await field(/Used in a year/).fill(input);
  await userEvent.tab();
  await expect
    .element(field(/Used in a year/))
    .toHaveAccessibleDescription(`${message} Type a number up to 5,000,000 kWh, like 120,000.`);
});

test.each([
  ['abc', 'That is no number.'],
  ['0', 'It must be more than zero.'],
  ['0.5¢', 'That is too low.'],
  ['980', 'That is too high.'],
])('for the current rate %j, shows: %s', async (input, message) => {
  widget = renderWidget(bff);
  await field(/You pay now/).fill(input);
  await userEvent.tab();
  await expect.element(field(/You pay now/)).toHaveAccessibleDescription(new RegExp(`^${message} Type cents`));
});

test('warns about an annual usage that may be a monthly figure, and still requests offers', async () => {
  widget = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await field(/Used in a year/).fill('400');
  await expect.element(field(/Used in a year/)).toHaveAccessibleDescription(/very little for a year/);
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await button(/Show rates/).click();
  await expect.element(heading(/9,432/)).toBeVisible();
});

test('selects the first available start month when the stored one has passed', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:startMonth', '2020-01');
  widget = renderWidget(bff);
  const months = widget.queryAll('[name=startMonth] option');
  await expect.element(field(/Starting/)).toHaveValue(months[0]?.getAttribute('value'));
  expect(months.some((option) => option.getAttribute('value') === '2020-01')).toBe(false);
});

test('offers start months after the utility’s lead time, and states the lead time', async () => {
  const respondWithLeadTime = (leadTimeDays: number) => jsonResponse({ utilities: [utility({ leadTimeDays })] });
  bff.respondOnce('GET /v1/utilities', () => respondWithLeadTime(300));
  widget = renderWidget(bff);
  const first = () => widget.queryAll('[name=startMonth] option')[0]?.getAttribute('value') ?? '';
  const before = first();
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/Starting/)).toHaveAccessibleDescription('Oncor takes about 300 days to switch');
  expect(first() > before).toBe(true);
  await expect.element(field(/Starting/)).toHaveValue(first());
});

test('requests a later start month when another ZIP code has a longer lead time', async () => {
  widget = renderWidget(bff);
  await goToRates();
  const firstMonthBefore = widget.queryAll('[name=startMonth] option')[0]?.getAttribute('value');
  const offerRequests = () => bff.requests.filter(({ path }) => path === '/v1/offers').map(({ body }) => body);
  expect(offerRequests()).toEqual([expect.objectContaining({ startMonth: firstMonthBefore })]);
  bff.respondOnce('GET /v1/utilities', () => jsonResponse({ utilities: [utility({ leadTimeDays: 300 })] }));
  await field(/ZIP code/).fill('75202');
  await vi.waitFor(() => expect(offerRequests()).toHaveLength(2));
  const firstMonthAfter = widget.queryAll('[name=startMonth] option')[0]?.getAttribute('value');
  expect(firstMonthAfter).not.toBe(firstMonthBefore);
  expect(offerRequests()[1]).toMatchObject({ startMonth: firstMonthAfter });
});

test('explains where to find the utility on the bill when several serve the ZIP code', async () => {
  bff.respondOnce('GET /v1/utilities', () =>
    jsonResponse({ utilities: [utility(), utility({ code: 'OTHER', name: 'Other Wires' })] }),
  );
  widget = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await expect
    .element(field(/^Utility/))
    .toHaveAccessibleDescription(/On your bill: the company that delivers.*Not the supplier/);
});

test('states next to the figures which charges they exclude', async () => {
  widget = renderWidget(bff);
  await expect.element(field(/You pay now/)).toHaveAccessibleDescription(/without delivery/);
  await goToRates();
  await expect.element(page.getByText(/Energy only: your utility bills delivery and taxes as before\./)).toBeVisible();
});

test.each([280, 390])('every part of the step fits in a card %i pixels wide', async (width) => {
  const id = `prc_${'longrowid'.repeat(20)}`;
  bff.respondOnce('POST /v1/offers', () => jsonResponse({ asOf: new Date().toISOString(), offers: [offer({ id })] }));
  widget = renderWidget(bff, { width });
  await goToRates();
  widget.queryAll('.offer-id summary')[0]?.click();
  const [card] = widget.queryAll('.shopper').map((element) => element.getBoundingClientRect());
  const overflowing = widget
    .queryAll('form *, .offer-list *, .offers-summary *, .price-status-bar *')
    .filter((element) => !element.closest('.visually-hidden') && getComputedStyle(element).position !== 'absolute')
    .filter((element) => element.getBoundingClientRect().right > (card?.right ?? 0) + 0.5);
  expect(overflowing.map(({ outerHTML }) => outerHTML)).toEqual([]);
});

test('fits a phone screen at twice the text size', async () => {
  widget = renderWidget(bff, { width: 280 });
  widget.host.style.fontSize = '32px';
  await goToRates();
  const [card] = widget.queryAll('.shopper').map((element) => element.getBoundingClientRect());
  const overflowing = widget.queryAll('.segmented-control label, form button, .offer-row button').filter((element) => {
    const { right, width } = element.getBoundingClientRect();
    return width > 0 && right > (card?.right ?? 0) + 0.5;
  });
  expect(overflowing.map(({ outerHTML }) => outerHTML)).toEqual([]);
});

test('draws no separate focus ring around the suffix of a field', async () => {
  widget = renderWidget(bff);
  await field(/You pay now/).click();
  const [suffix] = widget.queryAll('.field-currentRate .field-suffix');
  expect(suffix && getComputedStyle(suffix).outlineStyle).toBe('none');
});

test('estimates the usage from a bill, and shows the source of the estimate until the customer edits it', async () => {
  widget = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await field(/You pay now/).fill('9.8');
  await button(/don’t know my usage/).click();
  await field(/A usual month’s bill/).fill('$900');
  expect((await axe.run(widget.host)).violations).toEqual([]);
  await button(/Use this estimate/).click();
  await expect.element(field(/Used in a year/)).toHaveValue('122,400');
  await expect
    .element(field(/Used in a year/))
    .toHaveAccessibleDescription(
      'Estimated from a bill at 8.82 ¢/kWh, the average for businesses in Texas (EIA, 2023).',
    );
  expect(bff.requests.find(({ path }) => path === '/v1/usage-estimates')?.body).toEqual({
    commodity: 'electric',
    state: 'TX',
    basis: { kind: 'monthly_bill', amount: '900' },
  });
  await vi.waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe('usage'));
  await field(/Used in a year/).fill('100,000');
  await expect.element(field(/Used in a year/)).toHaveAccessibleDescription('All 12 bills added up');
});

test('estimates the usage from the business activity and floor area, and reports missing input', async () => {
  widget = renderWidget(bff);
  bff.respondOnce('POST /v1/usage-estimates', () =>
    jsonResponse({
      annualUsage: { amount: '112300', unit: 'kWh' },
      assumption: { kind: 'intensity', amount: '44.9', source: 'EIA survey' },
    }),
  );
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await button(/don’t know my usage/).click();
  await page.getByRole('radio', { name: 'Type and size' }).click();
  await button(/Use this estimate/).click();
  await expect.element(field(/Kind of business/)).toHaveAccessibleDescription(/comes closest/);
  await field(/Kind of business/).selectOptions('restaurant');
  await field(/Floor/).fill('2,500');
  await button(/Use this estimate/).click();
  await expect
    .element(field(/Used in a year/))
    .toHaveAccessibleDescription('Estimated at 44.9 kWh a square foot (EIA survey).');
});
