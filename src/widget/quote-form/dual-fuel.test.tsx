import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { a11yViolations } from '../../../test/support/axe.ts';
import {
  createFakeBff,
  type FakeBff,
  jsonResponse,
  problemResponse,
  session,
  utility,
} from '../../../test/support/fake-bff.ts';
import {
  agree,
  button,
  field,
  fillDetails,
  heading,
  mockWindowOpen,
  openCurrentSupply,
  openDocuments,
} from '../../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let stage: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  stage.unmount();
  vi.restoreAllMocks();
});

const both = () => page.getByRole('radio', { name: 'Both' });
const gas = () => page.getByRole('group', { name: 'Gas' });
const electricity = () => page.getByRole('group', { name: 'Electricity' });
const asks = () => bff.requests.filter(({ path }) => path === '/v1/offers').map(({ body }) => body);

async function askForBoth() {
  await both().click();
  await page.getByLabelText(/ZIP code/).fill('60601');
  await electricity()
    .getByLabelText(/Used in a year/)
    .fill('120,000');
  await gas()
    .getByLabelText(/Used in a year/)
    .fill('5,000');
  await button(/Show rates/).click();
  await expect.element(heading(/Both together from about \$12,492 a year/)).toBeVisible();
}

test('both energies are asked for at one address, with one total and the rates of one at a time', async () => {
  stage = renderWidget(bff);
  await askForBoth();
  expect(asks()).toEqual([
    expect.objectContaining({ commodity: 'electric', annualUsage: { amount: '120000', unit: 'kWh' } }),
    expect.objectContaining({ commodity: 'gas', annualUsage: { amount: '5000', unit: 'therm' } }),
  ]);
  expect(new Set(asks().map((ask) => (ask as { startMonth: string }).startMonth)).size).toBe(1);
  await expect.element(button(/Choose Bluebell Supply, 24 months/)).toBeVisible();
  await page.getByRole('radio', { name: 'Gas, from $3,060 a year' }).click();
  await expect.element(button(/Choose Bluebell Supply, 12 months, \$0\.612/)).toBeVisible();
  expect(await a11yViolations(stage.host)).toEqual([]);
});

test.each([280, 1200])('at %i pixels two energies stay inside the card', async (width) => {
  stage = renderWidget(bff, { width });
  await askForBoth();
  const right = stage.queryAll('.shopper')[0]?.getBoundingClientRect().right ?? 0;
  const out = stage
    .queryAll('form *, .dual-fuel-summary *')
    .filter((element) => element.getBoundingClientRect().right > right + 0.5);
  expect(out.filter((element) => !element.closest('.visually-hidden')).map(({ outerHTML }) => outerHTML)).toEqual([]);
});

test('the first field that is wrong gets the focus, in whichever energy it is', async () => {
  stage = renderWidget(bff);
  await both().click();
  await page.getByLabelText(/ZIP code/).fill('60601');
  await electricity()
    .getByLabelText(/Used in a year/)
    .fill('120,000');
  await expect.element(gas().getByLabelText(/^Utility/)).toHaveValue('NICOR');
  await button(/Show rates/).click();
  await vi.waitFor(() => expect(stage.host.shadowRoot?.activeElement?.id).toBe('gas-usage'));
  await expect.element(gas().getByLabelText(/Used in a year/)).toHaveAccessibleDescription(/Type a number/);
});

test('the start suits the slower of two utilities', async () => {
  stage = renderWidget(bff);
  await page.getByLabelText(/ZIP code/).fill('60601');
  await expect.element(page.getByLabelText(/Starting/)).toHaveAccessibleDescription(/^Oncor takes about 7 days/);
  await both().click();
  await expect.element(page.getByLabelText(/Starting/)).toHaveAccessibleDescription(/^Nicor Gas takes about 35 days/);
});

test('a start that was picked holds for both', async () => {
  stage = renderWidget(bff);
  await both().click();
  await page.getByLabelText(/ZIP code/).fill('60601');
  await expect.element(gas().getByLabelText(/^Utility/)).toHaveValue('NICOR');
  const last = stage.queryAll('[name=startMonth] option').at(-1)?.getAttribute('value') ?? '';
  await page.getByLabelText(/Starting/).selectOptions(last);
  await electricity()
    .getByLabelText(/Used in a year/)
    .fill('120,000');
  await gas()
    .getByLabelText(/Used in a year/)
    .fill('5,000');
  await button(/Show rates/).click();
  await vi.waitFor(() => expect(asks()).toHaveLength(2));
  expect(asks()).toEqual(Array(2).fill(expect.objectContaining({ startMonth: last })));
});

test('rates on show for one energy are asked for anew when the other one needs a later start', async () => {
  bff.respondOnce('GET /v1/utilities', () => jsonResponse({ utilities: [utility()] }));
  bff.respondOnce('GET /v1/utilities', () =>
    jsonResponse({
      utilities: [utility({ code: 'SLOW', name: 'Slow Gas', commodity: 'gas', zones: [], leadTimeDays: 90 })],
    }),
  );
  stage = renderWidget(bff);
  await page.getByLabelText(/ZIP code/).fill('60601');
  await page.getByLabelText(/Used in a year/).fill('120,000');
  await button(/Show rates/).click();
  await expect.element(button(/Choose Bluebell/)).toBeVisible();
  await both().click();
  await expect.element(page.getByLabelText(/Starting/)).toHaveAccessibleDescription(/^Slow Gas takes about 90 days/);
  const later = stage.queryAll('[name=startMonth] option')[0]?.getAttribute('value');
  await vi.waitFor(() => expect(asks()[1]).toMatchObject({ commodity: 'electric', startMonth: later }));
});

test('one energy that nobody delivers takes nothing from the other', async () => {
  bff.respondOnce('GET /v1/utilities', () => jsonResponse({ utilities: [] }));
  stage = renderWidget(bff, { commodity: 'both', postalCode: '60601' });
  await gas()
    .getByLabelText(/Used in a year/)
    .fill('5,000');
  await button(/Show rates/).click();
  await page.getByRole('radio', { name: /^Gas, from/ }).click();
  await expect.element(button(/Choose Bluebell Supply, 12 months/)).toBeVisible();
  await expect.element(page.getByText(/No supplier of ours is at this ZIP code/)).toBeVisible();
});

test('a reload remembers both usages', async () => {
  stage = renderWidget(bff);
  await askForBoth();
  stage.handle.destroy();
  stage.host.remove();
  stage = renderWidget(bff);
  await expect.element(heading(/Both together from about \$12,492 a year/)).toBeVisible();
  await expect.element(gas().getByLabelText(/Used in a year/)).toHaveValue('5,000');
});

test('after the first contract is signed the other energy is next, with what was typed about the business', async () => {
  mockWindowOpen();
  stage = renderWidget(bff);
  await askForBoth();
  await button(/Choose Bluebell Supply, 24 months/).click();
  await openDocuments();
  await field(/Latest bill/).upload(new File(['%PDF-1.7'], 'bill.pdf'));
  await field(/pays no sales tax/).click();
  await field(/^Exemption certificate/).upload(new File(['%PDF-1.7'], 'certificate.pdf'));
  await vi.waitFor(() =>
    expect(stage.queryAll('.file-field-status').filter((one) => /handed in/.test(one.textContent))).toHaveLength(2),
  );
  await openCurrentSupply();
  await field(/Current supplier/).fill('Old Energy');
  await fillDetails();
  await agree();
  bff.pushUpdate({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await button(/Now the gas/).click();
  await expect.element(page.getByRole('radio', { name: /^Gas, from/ })).toBeChecked();
  await button(/Choose Bluebell Supply, 12 months/).click();
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Bakery LLC');
  await expect.element(field(/Service address/)).toHaveValue('1200 Example Ave');
  await expect.element(field(/ESI ID/)).toHaveValue('');
  // The certificate is the business's; the bill and today's supplier are the other energy's.
  await expect.element(field(/Current supplier/)).toHaveValue('');
  expect(stage.queryAll('.file-field-status').map((one) => one.textContent)).toEqual(['', 'certificate.pdf, 1 kB: handed in.']);
});

test('one energy again leaves one', async () => {
  stage = renderWidget(bff);
  await askForBoth();
  await page.getByRole('radio', { name: 'Gas', exact: true }).first().click();
  await expect.element(heading(/Both together/)).not.toBeInTheDocument();
  expect(stage.queryAll('[name^=gas-]')).toEqual([]);
});

test.each([
  ['electric', '¢/kWh'],
  ['gas', '$/therm'],
] as const)('a site that sells %s alone offers no choice', async (commodity, unit) => {
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ commodities: [commodity] }), 201));
  stage = renderWidget(bff, { commodity: 'both' });
  await vi.waitFor(() => {
    expect(stage.queryAll('.field-suffix').at(-1)?.textContent).toBe(unit);
    expect(stage.queryAll('[name=commodity]')).toEqual([]);
  });
  expect(stage.queryAll('[name^=gas-]')).toEqual([]);
});

test('prices of one energy that are down are said in its place, and the other’s stand', async () => {
  bff.respondOnce('POST /v1/offers', () => problemResponse('upstream_unavailable', 503));
  stage = renderWidget(bff);
  await both().click();
  await page.getByLabelText(/ZIP code/).fill('60601');
  await electricity()
    .getByLabelText(/Used in a year/)
    .fill('120,000');
  await gas()
    .getByLabelText(/Used in a year/)
    .fill('5,000');
  await button(/Show rates/).click();
  await expect.element(page.getByText(/Live prices are down/)).toBeVisible();
  await page.getByRole('radio', { name: /^Gas, from/ }).click();
  await expect.element(button(/Choose Bluebell Supply, 12 months/)).toBeVisible();
});
