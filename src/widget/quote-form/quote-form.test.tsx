import axe from 'axe-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createFakeBff, type FakeBff, jsonResponse, problemResponse, utility } from '../../../test/support/fake-bff.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';
import { signByDate } from '../switch-deadline.ts';

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
  await field(/Annual usage/).fill('120,000');
  await button(/See rates/).click();
  await expect.element(heading(/9,432/)).toBeVisible();
}

test('requests offers as soon as the utility lookup ends if the form was submitted during the lookup', async () => {
  let resolveUtilities: (response: Response) => void = () => {};
  bff.respondOnce('GET /v1/utilities', () => new Promise((resolve) => (resolveUtilities = resolve)));
  widget = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await field(/Annual usage/).fill('120,000');
  await button(/See rates/).click();
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
  await field(/Annual usage/).fill('120,000');
  await button(/See rates/).click();
  resolveUtilities(jsonResponse({ utilities: [utility(), utility({ code: 'OTHER', name: 'Other Wires' })] }));
  await expect.element(field(/^Utility/)).toHaveAccessibleDescription(/Select your utility/);
  await field(/^Utility/).selectOptions('OTHER');
  await expect.element(heading(/9,432/)).toBeVisible();
});

test('removes the offers when the ZIP code changes, and requests new offers automatically', async () => {
  widget = renderWidget(bff);
  await goToRates();
  bff.respondOnce('GET /v1/utilities', () => problemResponse('postal_code_not_served', 404));
  await field(/ZIP code/).fill('99999');
  await vi.waitFor(() => expect(widget.queryAll('.offer-row')).toHaveLength(0));
  await expect.element(field(/ZIP code/)).toHaveAttribute('aria-invalid', 'true');
  expect(widget.queryAll('[aria-busy=true]')).toHaveLength(0);
  await field(/ZIP code/).fill('75202');
  await expect.element(heading(/9,432/)).toBeVisible();
  expect(offerRequestCount()).toBe(2);
});

test.each([
  ['postal_code_unknown', /can’t find that ZIP code. Check your bill. Call us at/],
  ['postal_code_regulated', /can’t choose their electricity supplier.*Call us at/],
  ['postal_code_not_served', /don’t have rates for this ZIP code.*Call us at/],
] as const)(
  'explains the lookup error %s next to the ZIP code, keeps the input and shows the phone number',
  async (code, message) => {
    bff.respondOnce('GET /v1/utilities', () => problemResponse(code, 404));
    widget = renderWidget(bff);
    await field(/Annual usage/).fill('90,000');
    await field(/ZIP code/).fill('35203');
    await expect.element(page.getByRole('status').getByText(message)).toBeVisible();
    await expect.element(field(/ZIP code/)).toHaveAccessibleDescription(message);
    await expect.element(field(/ZIP code/)).toHaveAttribute('aria-invalid', 'true');
    expect(widget.queryAll('.alert')).toEqual([]);
    await expect.element(field(/Annual usage/)).toHaveValue('90,000');
    await button(/See rates/).click();
    await vi.waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe('postalCode'));
  },
);

test('marks an empty usage as invalid and the offers as outdated, and requests nothing', async () => {
  widget = renderWidget(bff);
  await goToRates();
  await field(/Annual usage/).fill('');
  await expect.element(field(/Annual usage/)).toHaveAttribute('aria-invalid', 'true');
  await expect.element(page.getByText(/use your previous entries/)).toBeVisible();
  expect(widget.queryAll('[aria-busy=true]')).toHaveLength(0);
  await field(/Annual usage/).fill('90,000');
  await vi.waitFor(() => expect(offerRequestCount()).toBe(2));
  await expect.element(page.getByText(/use your previous entries/)).not.toBeInTheDocument();
});

test.each([
  ['1,2', 'Use numbers only.'],
  ['0', 'Must be more than zero.'],
  ['-5', 'Must be more than zero.'],
  ['0.2', 'Too low.'],
  ['6,000,000', 'Too high.'],
  ['1200 therms', 'That unit doesn’t match the service type.'],
])('for the annual usage %j, shows the message: %s', async (input, message) => {
  widget = renderWidget(bff);
  await field(/Annual usage/).fill(input);
  await userEvent.tab();
  await expect
    .element(field(/Annual usage/))
    .toHaveAccessibleDescription(
      `${message} Enter your annual usage, for example 120,000 (maximum 5,000,000 kWh). Total from your last 12 bills`,
    );
});

test.each([
  ['abc', 'Use numbers only.'],
  ['0', 'Must be more than zero.'],
  ['0.5¢', 'Too low.'],
  ['980', 'Too high.'],
])('for the current rate %j, shows the message: %s', async (input, message) => {
  widget = renderWidget(bff);
  await field(/Current rate/).fill(input);
  await userEvent.tab();
  await expect.element(field(/Current rate/)).toHaveAccessibleDescription(new RegExp(`^${message} Enter cents`));
});

test('says what to enter if the annual usage looks like one month’s usage, and still requests offers', async () => {
  widget = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await field(/Annual usage/).fill('400');
  await expect
    .element(field(/Annual usage/))
    .toHaveAccessibleDescription(/looks like one month’s usage. Enter the total for 12 months/);
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await button(/See rates/).click();
  await expect.element(heading(/9,432/)).toBeVisible();
});

test('selects the first available start month if the stored month has passed', async () => {
  sessionStorage.setItem('shopper:pk_test_fake:startMonth', '2020-01');
  widget = renderWidget(bff);
  const months = widget.queryAll('[name=startMonth] option');
  await expect.element(field(/Start month/)).toHaveValue(months[0]?.getAttribute('value'));
  expect(months.some((option) => option.getAttribute('value') === '2020-01')).toBe(false);
});

test('offers start months after the utility’s lead time, and states the last day to sign', async () => {
  const respondWithLeadTime = (leadTimeDays: number) => jsonResponse({ utilities: [utility({ leadTimeDays })] });
  bff.respondOnce('GET /v1/utilities', () => respondWithLeadTime(300));
  widget = renderWidget(bff);
  const first = () => widget.queryAll('[name=startMonth] option')[0]?.getAttribute('value') ?? '';
  const before = first();
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/Start month/)).toHaveAccessibleDescription(/^Sign by /);
  expect(first() > before).toBe(true);
  const lastDay = new Date(signByDate(first(), 300));
  const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(lastDay);
  await expect.element(field(/Start month/)).toHaveAccessibleDescription(`Sign by ${day}`);
  await expect.element(field(/Start month/)).toHaveValue(first());
});

test('the last day to sign is a warning if only a few days are left', async () => {
  const today = new Date();
  const [year, month] = [today.getFullYear(), today.getMonth()];
  const daysUntilStart = (Date.UTC(year, month + 2, 1) - Date.UTC(year, month, today.getDate())) / 86_400_000;
  const warnings = () => widget.queryAll('#startMonth-note .field-note-warning').map(({ textContent }) => textContent);
  bff.respondOnce('GET /v1/utilities', () =>
    jsonResponse({ utilities: [utility({ leadTimeDays: daysUntilStart - 2 })] }),
  );
  widget = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await vi.waitFor(() => expect(warnings()).toEqual([expect.stringMatching(/^Sign by /)]));
  const [, laterMonth = ''] = widget
    .queryAll('[name=startMonth] option')
    .map((option) => option.getAttribute('value') ?? '');
  await field(/Start month/).selectOptions(laterMonth);
  await expect.element(field(/Start month/)).toHaveAccessibleDescription(/^Sign by /);
  expect(warnings()).toEqual([]);
});

test('warns about an overlap with the current contract, and shares the contract’s end date with the next step', async () => {
  widget = renderWidget(bff);
  const contractEnd = field(/Current contract ends/);
  await expect.element(contractEnd).toHaveAccessibleDescription(/Leave blank/);
  const months = widget.queryAll('[name=startMonth] option').map((option) => option.getAttribute('value') ?? '');
  const [first = '', second = ''] = months;
  await contractEnd.fill(`${first}-15`);
  await expect.element(contractEnd).toHaveAccessibleDescription(/pay two suppliers.*Choose \w+ \d{4} or later/);
  await field(/Start month/).selectOptions(second);
  await expect.element(contractEnd).not.toHaveAccessibleDescription(/two suppliers/);
  await goToRates();
  await button(/Select Bluebell/).click();
  await expect.element(field(/Contract end date/)).toHaveValue(`${first}-15`);
  await field(/Contract end date/).fill(`${first}-20`);
  await button(/Back to rates/).click();
  await expect.element(contractEnd).toHaveValue(`${first}-20`);
  await contractEnd.fill(`${first}-25`);
  await button(/Select Bluebell/).click();
  await expect.element(field(/Contract end date/)).toHaveValue(`${first}-25`);
});

const monthName = (month: string) =>
  new Intl.DateTimeFormat('en-US', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(month));

test('says nothing about the current contract while the year of its end is being typed', async () => {
  widget = renderWidget(bff);
  const contractEnd = field(/Current contract ends/);
  await expect.element(contractEnd).toBeVisible();
  for (const typed of ['0002-01-31', '0020-01-31', '0202-01-31']) {
    await contractEnd.fill(typed);
    await expect.element(contractEnd).toHaveValue(typed);
    await expect.element(contractEnd).not.toHaveAccessibleDescription(/no contract|overlap/i);
  }
});

test('shows the gap between the current and the new contract, and suggests an earlier start month', async () => {
  widget = renderWidget(bff);
  const contractEnd = field(/Current contract ends/);
  await expect.element(contractEnd).toHaveAccessibleDescription(/Leave blank/);
  const months = widget.queryAll('[name=startMonth] option').map((option) => option.getAttribute('value') ?? '');
  const [first = '', second = '', third = ''] = months;
  const name = (date: Date) => new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(date);
  const lastDayBefore = (month: string) => new Date(Date.parse(`${month}-01`) - 24 * 60 * 60_000);
  await field(/Start month/).selectOptions(second);
  await contractEnd.fill(`${first}-15`);
  await expect
    .element(contractEnd)
    .toHaveAccessibleDescription(
      `From ${name(new Date(`${first}-16`))} to ${name(lastDayBefore(second))}, you’d have no contract and could pay a variable rate.`,
    );
  await field(/Start month/).selectOptions(third);
  await expect.element(contractEnd).toHaveAccessibleDescription(/to shorten the gap/);
  await expect.element(contractEnd).toHaveAccessibleDescription(new RegExp(`Choose ${monthName(second)}`));
  expect(widget.queryAll('.field-contractEnd .field-note-warning')).toHaveLength(1);
  await contractEnd.fill(lastDayBefore(third).toISOString().slice(0, 10));
  await expect.element(contractEnd).toHaveAccessibleDescription(/Leave blank/);
});

test('shows the earliest start month when the utility cannot switch in the selected month', async () => {
  bff.respondOnce('GET /v1/utilities', () => jsonResponse({ utilities: [utility({ leadTimeDays: 300 })] }));
  widget = renderWidget(bff);
  await expect.element(field(/Start month/)).toBeVisible();
  const requested = widget.queryAll('[name=startMonth] option')[1]?.getAttribute('value') ?? '';
  await field(/Start month/).selectOptions(requested);
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/Start month/)).not.toHaveValue(requested);
  const earliest = widget.queryAll('[name=startMonth] option')[0]?.getAttribute('value') ?? '';
  await expect
    .element(field(/Start month/))
    .toHaveAccessibleDescription(
      new RegExp(`too late to start in ${monthName(requested)}. The earliest month is ${monthName(earliest)}`),
    );
});

test('restores the current rate and the contract end date after a reload, and stores no invalid rate', async () => {
  const reload = () => {
    widget.handle.destroy();
    widget.host.remove();
    widget = renderWidget(bff);
  };
  widget = renderWidget(bff);
  await goToRates();
  await field(/Current rate/).fill('9.8');
  await field(/Current contract ends/).fill('2027-01-15');
  reload();
  await expect.element(field(/Current rate/)).toHaveValue('9.8');
  await expect.element(field(/Current contract ends/)).toHaveValue('2027-01-15');
  await vi.waitFor(() =>
    expect(bff.requests.at(-1)?.body).toMatchObject({ currentRate: { amount: '0.098', unit: 'kWh' } }),
  );
  await button(/Select Bluebell/).click();
  await field(/Contract end date/).fill('2027-01-20');
  await button(/Back to rates/).click();
  await field(/Current rate/).fill('Dana Example');
  expect(JSON.stringify({ ...sessionStorage })).not.toContain('Dana');
  reload();
  await expect.element(field(/Current contract ends/)).toHaveValue('2027-01-20');
  await expect.element(field(/Current rate/)).toHaveValue('');
});

test('forgets the usage and the current rate when the service type changes', async () => {
  widget = renderWidget(bff);
  await goToRates();
  await field(/Current rate/).fill('9.8');
  await page.getByRole('radio', { name: 'Natural gas' }).click();
  await expect.element(field(/Current rate/)).toHaveValue('');
  expect(Object.keys(sessionStorage).filter((key) => /usage$|currentRate/.test(key))).toEqual([]);
});

test('requests offers for a later start month when another ZIP code has a longer lead time', async () => {
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

test('explains where to find the utility on the bill when several utilities serve the ZIP code', async () => {
  bff.respondOnce('GET /v1/utilities', () =>
    jsonResponse({ utilities: [utility(), utility({ code: 'OTHER', name: 'Other Wires' })] }),
  );
  widget = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await expect
    .element(field(/^Utility/))
    .toHaveAccessibleDescription(/The company that delivers your energy.*may not be your supplier/);
});

test('explains next to the rates that delivery charges are excluded', async () => {
  widget = renderWidget(bff);
  await expect.element(field(/Current rate/)).toHaveAccessibleDescription(/excluding delivery charges/);
  await goToRates();
  await expect.element(page.getByText(/Supply charges only\. Delivery charges and taxes are extra\./)).toBeVisible();
});

test.each([280, 390])('the rates step fits in a card %i pixels wide', async (width) => {
  widget = renderWidget(bff, { width });
  await goToRates();
  const [card] = widget.queryAll('.shopper').map((element) => element.getBoundingClientRect());
  const overflowing = widget
    .queryAll('form *, .offer-list *, .offers-summary *, .price-status-bar *')
    .filter((element) => !element.closest('.visually-hidden') && getComputedStyle(element).position !== 'absolute')
    .filter((element) => element.getBoundingClientRect().right > (card?.right ?? 0) + 0.5);
  expect(overflowing.map(({ outerHTML }) => outerHTML)).toEqual([]);
});

test('the rates step fits a phone screen at twice the text size', async () => {
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
  await field(/Current rate/).click();
  const [suffix] = widget.queryAll('.field-currentRate .field-suffix');
  expect(suffix && getComputedStyle(suffix).outlineStyle).toBe('none');
});

test('estimates the usage from a bill, and shows the source of the estimate until the customer edits it', async () => {
  widget = renderWidget(bff);
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await field(/Current rate/).fill('9.8');
  await button(/don’t know my usage/).click();
  await field(/Typical monthly bill/).fill('$900');
  expect((await axe.run(widget.host)).violations).toEqual([]);
  await button(/Use this estimate/).click();
  await expect.element(field(/Annual usage/)).toHaveValue('122,400');
  await expect
    .element(field(/Annual usage/))
    .toHaveAccessibleDescription(
      'Estimate based on the TX commercial average of 8.82 ¢/kWh (EIA, 2023). Your usage may be much lower or higher: check your bills before you sign.',
    );
  expect(bff.requests.find(({ path }) => path === '/v1/usage-estimates')?.body).toEqual({
    commodity: 'electric',
    state: 'TX',
    basis: { kind: 'monthly_bill', amount: '900' },
  });
  await vi.waitFor(() => expect(widget.host.shadowRoot?.activeElement?.id).toBe('usage'));
  await field(/Annual usage/).fill('100,000');
  await expect.element(field(/Annual usage/)).toHaveAccessibleDescription('Total from your last 12 bills');
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
  await page.getByRole('radio', { name: 'Business type and size' }).click();
  await button(/Use this estimate/).click();
  await expect.element(field(/^Business type$/)).toHaveAccessibleDescription(/Select a business type/);
  expect(widget.host.shadowRoot?.activeElement?.getAttribute('name')).toBe('activity');
  await field(/^Business type$/).selectOptions('restaurant');
  await field(/Floor area/).fill('2,500');
  await button(/Use this estimate/).click();
  await expect
    .element(field(/Annual usage/))
    .toHaveAccessibleDescription(/^Estimate based on 44\.9 kWh per square foot \(EIA survey\)\. Your usage may be/);
});

const focusedText = () => widget.host.shadowRoot?.activeElement?.textContent;
const cancelWith = (way: string) => (way === 'Escape' ? userEvent.keyboard('{Escape}') : button(/^Cancel$/).click());

test.each(['Cancel', 'Escape'])(
  '%s closes the usage estimate, returns the focus to the button that opened it, and keeps the input',
  async (way) => {
    widget = renderWidget(bff);
    // A modal around the widget would close with an event that reaches the page.
    const pageListener = vi.fn();
    document.addEventListener('keydown', pageListener);
    await button(/don’t know my usage/).click();
    await page.getByRole('radio', { name: 'Business type and size' }).click();
    await field(/Floor area/).fill('2,500');
    await cancelWith(way);
    await expect.element(button(/Use this estimate/)).not.toBeInTheDocument();
    expect(focusedText()).toBe('I don’t know my usage');
    expect(pageListener.mock.calls.filter(([{ key }]) => key === 'Escape')).toEqual([]);
    document.removeEventListener('keydown', pageListener);
    await button(/don’t know my usage/).click();
    await expect.element(field(/Floor area/)).toHaveValue('2,500');
  },
);

test('keeps separate input for the electricity and the gas estimate', async () => {
  widget = renderWidget(bff);
  await page.getByRole('radio', { name: 'Both' }).click();
  await button(/don’t know my electricity usage/).click();
  await field(/Typical monthly bill/).fill('900');
  await button(/don’t know my gas usage/).click();
  await expect.element(field(/Typical monthly bill/)).toHaveValue('');
  await button(/^Cancel$/).click();
  expect(focusedText()).toBe('I don’t know my gas usage');
  await button(/don’t know my electricity usage/).click();
  await expect.element(field(/Typical monthly bill/)).toHaveValue('900');
});
