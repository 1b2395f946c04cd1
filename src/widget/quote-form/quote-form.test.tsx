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
let stage: RenderedWidget;

beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => stage.unmount());

const field = (name: RegExp) => page.getByLabelText(name);
const button = (name: RegExp) => page.getByRole('button', { name });
const heading = (name: RegExp) => page.getByRole('heading', { name });
const asked = () => bff.requestCount('POST /v1/offers');

async function seeRates() {
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await field(/Used in a year/).fill('120,000');
  await button(/Show rates/).click();
  await expect.element(heading(/9,432/)).toBeVisible();
}

test('rates asked for while the utility is still being looked up come when it is found', async () => {
  let found: (response: Response) => void = () => {};
  bff.respondOnce('GET /v1/utilities', () => new Promise((resolve) => (found = resolve)));
  stage = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await field(/Used in a year/).fill('120,000');
  await button(/Show rates/).click();
  await vi.waitFor(() => expect(stage.queryAll('.skeleton-bar').length).toBeGreaterThan(0));
  expect(asked()).toBe(0);
  found(jsonResponse({ utilities: [utility()] }));
  await expect.element(heading(/9,432/)).toBeVisible();
  expect(asked()).toBe(1);
});

test('when the ZIP code turns out to have several utilities, the press of the button is not lost', async () => {
  let found: (response: Response) => void = () => {};
  bff.respondOnce('GET /v1/utilities', () => new Promise((resolve) => (found = resolve)));
  stage = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await field(/Used in a year/).fill('120,000');
  await button(/Show rates/).click();
  found(jsonResponse({ utilities: [utility(), utility({ code: 'OTHER', name: 'Other Wires' })] }));
  await expect.element(field(/^Utility/)).toHaveAccessibleDescription(/Choose your utility/);
  await field(/^Utility/).selectOptions('OTHER');
  await expect.element(heading(/9,432/)).toBeVisible();
});

test('offers of another place go when the ZIP code changes, and come again by themselves', async () => {
  stage = renderWidget(bff);
  await seeRates();
  bff.respondOnce('GET /v1/utilities', () => problemResponse('postal_code_not_served', 404));
  await field(/ZIP code/).fill('99999');
  await vi.waitFor(() => expect(stage.queryAll('.offer-row')).toHaveLength(0));
  await expect.element(field(/^Utility/)).toHaveTextContent('None here');
  expect(stage.queryAll('[aria-busy=true]')).toHaveLength(0);
  await field(/ZIP code/).fill('75202');
  await expect.element(heading(/9,432/)).toBeVisible();
  expect(asked()).toBe(2);
});

test.each([
  ['postal_code_unknown', /no such ZIP code. Check it against your bill. Call us at/],
  ['postal_code_regulated', /no business chooses who supplies.*Call us at/],
  ['postal_code_not_served', /No supplier of ours.*Call us at/],
] as const)(
  'a ZIP code answered with %s says why, keeps what was typed, and offers the telephone',
  async (code, words) => {
    bff.respondOnce('GET /v1/utilities', () => problemResponse(code, 404));
    stage = renderWidget(bff);
    await field(/Used in a year/).fill('90,000');
    await field(/ZIP code/).fill('35203');
    await expect.element(page.getByRole('alert').getByText(words)).toBeVisible();
    await expect.element(field(/^Utility/)).toHaveTextContent('None here');
    await expect.element(field(/Used in a year/)).toHaveValue('90,000');
  },
);

test('a usage that was cleared is marked, the old offers say what they are, and nothing is busy', async () => {
  stage = renderWidget(bff);
  await seeRates();
  await field(/Used in a year/).fill('');
  await expect.element(field(/Used in a year/)).toHaveAttribute('aria-invalid', 'true');
  await expect.element(page.getByText(/for what you typed before/)).toBeVisible();
  expect(stage.queryAll('[aria-busy=true]')).toHaveLength(0);
  await field(/Used in a year/).fill('90,000');
  await vi.waitFor(() => expect(asked()).toBe(2));
  await expect.element(page.getByText(/for what you typed before/)).not.toBeInTheDocument();
});

test.each([
  ['1,2', 'That is no number.'],
  ['0', 'It must be more than zero.'],
  ['-5', 'It must be more than zero.'],
  ['0.2', 'That is too low.'],
  ['6,000,000', 'That is too high.'],
  ['1200 therms', 'That unit is for the other energy.'],
])('a usage of %j is answered with: %s', async (typed, words) => {
  stage = renderWidget(bff);
  await field(/Used in a year/).fill(typed);
  await userEvent.tab();
  await expect
    .element(field(/Used in a year/))
    .toHaveAccessibleDescription(`${words} Type a number up to 5,000,000 kWh, like 120,000.`);
});

test.each([
  ['abc', 'That is no number.'],
  ['0', 'It must be more than zero.'],
  ['0.5¢', 'That is too low.'],
  ['980', 'That is too high.'],
])('a current rate of %j is answered with: %s', async (typed, words) => {
  stage = renderWidget(bff);
  await field(/You pay now/).fill(typed);
  await userEvent.tab();
  await expect.element(field(/You pay now/)).toHaveAccessibleDescription(new RegExp(`^${words} Type cents`));
});

test('a usage that may be a month’s asks for a second look and stops nobody', async () => {
  stage = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await field(/Used in a year/).fill('400');
  await expect.element(field(/Used in a year/)).toHaveAccessibleDescription(/very little for a year/);
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await button(/Show rates/).click();
  await expect.element(heading(/9,432/)).toBeVisible();
});

test('a start month from memory that has passed falls back to the first on offer', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:startMonth', '2020-01');
  stage = renderWidget(bff);
  const months = stage.queryAll('[name=startMonth] option');
  await expect.element(field(/Starting/)).toHaveValue(months[0]?.getAttribute('value'));
  expect(months.some((option) => option.getAttribute('value') === '2020-01')).toBe(false);
});

test('the earliest start goes by the utility’s lead time, which is said', async () => {
  const lead = (leadTimeDays: number) => jsonResponse({ utilities: [utility({ leadTimeDays })] });
  bff.respondOnce('GET /v1/utilities', () => lead(300));
  stage = renderWidget(bff);
  const first = () => stage.queryAll('[name=startMonth] option')[0]?.getAttribute('value') ?? '';
  const before = first();
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/Starting/)).toHaveAccessibleDescription('Oncor takes about 300 days to switch');
  expect(first() > before).toBe(true);
  await expect.element(field(/Starting/)).toHaveValue(first());
});

test('a month on show that turns out too early elsewhere is asked for anew', async () => {
  stage = renderWidget(bff);
  await seeRates();
  const early = stage.queryAll('[name=startMonth] option')[0]?.getAttribute('value');
  const asks = () => bff.requests.filter(({ path }) => path === '/v1/offers').map(({ body }) => body);
  expect(asks()).toEqual([expect.objectContaining({ startMonth: early })]);
  bff.respondOnce('GET /v1/utilities', () => jsonResponse({ utilities: [utility({ leadTimeDays: 300 })] }));
  await field(/ZIP code/).fill('75202');
  await vi.waitFor(() => expect(asks()).toHaveLength(2));
  const late = stage.queryAll('[name=startMonth] option')[0]?.getAttribute('value');
  expect(late).not.toBe(early);
  expect(asks()[1]).toMatchObject({ startMonth: late });
});

test('who must choose a utility is told where its name stands on the bill', async () => {
  bff.respondOnce('GET /v1/utilities', () =>
    jsonResponse({ utilities: [utility(), utility({ code: 'OTHER', name: 'Other Wires' })] }),
  );
  stage = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveAccessibleDescription(/On your bill: who delivers.*Not who supplies/);
});

test('what the figures leave out stands beside them', async () => {
  stage = renderWidget(bff);
  await expect.element(field(/You pay now/)).toHaveAccessibleDescription(/without delivery/);
  await seeRates();
  await expect.element(page.getByText(/Energy only: your utility bills delivery and taxes as before\./)).toBeVisible();
});

test.each([280, 390])('at %i pixels every part of the step stays inside the card', async (width) => {
  const id = `prc_${'longrowid'.repeat(20)}`;
  bff.respondOnce('POST /v1/offers', () => jsonResponse({ asOf: new Date().toISOString(), offers: [offer({ id })] }));
  stage = renderWidget(bff, { width });
  await seeRates();
  stage.queryAll('.offer-id summary')[0]?.click();
  const [card] = stage.queryAll('.shopper').map((element) => element.getBoundingClientRect());
  const out = stage
    .queryAll('form *, .offer-list *, .offers-summary *, .price-status-bar *')
    .filter((element) => !element.closest('.visually-hidden') && getComputedStyle(element).position !== 'absolute')
    .filter((element) => element.getBoundingClientRect().right > (card?.right ?? 0) + 0.5);
  expect(out.map(({ outerHTML }) => outerHTML)).toEqual([]);
});

test('text at twice its size still fits a phone, with the choices below each other', async () => {
  stage = renderWidget(bff, { width: 280 });
  stage.host.style.fontSize = '32px';
  await seeRates();
  const [card] = stage.queryAll('.shopper').map((element) => element.getBoundingClientRect());
  const out = stage.queryAll('.segmented-control label, form button, .offer-row button').filter((element) => {
    const { right, width } = element.getBoundingClientRect();
    return width > 0 && right > (card?.right ?? 0) + 0.5;
  });
  expect(out.map(({ outerHTML }) => outerHTML)).toEqual([]);
});

test('the focus ring is around the field alone, and around the chosen segment', async () => {
  stage = renderWidget(bff);
  await field(/You pay now/).click();
  const [suffix] = stage.queryAll('.field-currentRate .field-suffix');
  expect(suffix && getComputedStyle(suffix).outlineStyle).toBe('none');
});

test('a usage is estimated from a bill, says what it rests on, and is the customer’s own once edited', async () => {
  stage = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await field(/You pay now/).fill('9.8');
  await button(/don’t know my usage/).click();
  await field(/A usual month’s bill/).fill('$900');
  expect((await axe.run(stage.host)).violations).toEqual([]);
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
  await vi.waitFor(() => expect(stage.host.shadowRoot?.activeElement?.id).toBe('usage'));
  await field(/Used in a year/).fill('100,000');
  await expect.element(field(/Used in a year/)).toHaveAccessibleDescription('All 12 bills added up');
});

test('a usage is estimated from a kind of business and its floor; what is missing is said', async () => {
  stage = renderWidget(bff);
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
