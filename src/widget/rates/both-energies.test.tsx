import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { axeFaults } from '../axe-faults.ts';
import { answer, createFakeBff, type FakeBff, refuse, session, utility } from '../fake-bff.ts';
import { agree, button, field, heading, openPapers, openSupply, standInWindow, tellDetails } from '../walk.ts';
import { enter, type Stage } from './stage.ts';

let bff: FakeBff;
let stage: Stage;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => {
  stage.leave();
  vi.restoreAllMocks();
});

const both = () => page.getByRole('radio', { name: 'Both' });
const gas = () => page.getByRole('group', { name: 'Gas' });
const electricity = () => page.getByRole('group', { name: 'Electricity' });
const asks = () => bff.seen.filter(({ path }) => path === '/v1/offers').map(({ body }) => body);

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
  stage = enter(bff);
  await askForBoth();
  expect(asks()).toEqual([
    expect.objectContaining({ commodity: 'electric', annualUsage: { amount: '120000', unit: 'kWh' } }),
    expect.objectContaining({ commodity: 'gas', annualUsage: { amount: '5000', unit: 'therm' } }),
  ]);
  expect(new Set(asks().map((ask) => (ask as { startMonth: string }).startMonth)).size).toBe(1);
  await expect.element(button(/Choose Bluebell Supply, 24 months/)).toBeVisible();
  await page.getByRole('radio', { name: 'Gas, from $3,060 a year' }).click();
  await expect.element(button(/Choose Bluebell Supply, 12 months, \$0\.612/)).toBeVisible();
  expect(await axeFaults(stage.host)).toEqual([]);
});

test.each([280, 1200])('at %i pixels two energies stay inside the card', async (width) => {
  stage = enter(bff, { width });
  await askForBoth();
  const right = stage.all('.shopper')[0]?.getBoundingClientRect().right ?? 0;
  const out = stage.all('form *, .both *').filter((element) => element.getBoundingClientRect().right > right + 0.5);
  expect(out.filter((element) => !element.closest('.hidden')).map(({ outerHTML }) => outerHTML)).toEqual([]);
});

test('the first field that is wrong gets the focus, in whichever energy it is', async () => {
  stage = enter(bff);
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
  stage = enter(bff);
  await page.getByLabelText(/ZIP code/).fill('60601');
  await expect.element(page.getByLabelText(/Starting/)).toHaveAccessibleDescription(/^Oncor takes about 7 days/);
  await both().click();
  await expect.element(page.getByLabelText(/Starting/)).toHaveAccessibleDescription(/^Nicor Gas takes about 35 days/);
});

test('a start that was picked holds for both', async () => {
  stage = enter(bff);
  await both().click();
  await page.getByLabelText(/ZIP code/).fill('60601');
  await expect.element(gas().getByLabelText(/^Utility/)).toHaveValue('NICOR');
  const last = stage.all('[name=startMonth] option').at(-1)?.getAttribute('value') ?? '';
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
  bff.once('GET /v1/utilities', () => answer({ utilities: [utility()] }));
  bff.once('GET /v1/utilities', () =>
    answer({ utilities: [utility({ code: 'SLOW', name: 'Slow Gas', commodity: 'gas', zones: [], leadTimeDays: 90 })] }),
  );
  stage = enter(bff);
  await page.getByLabelText(/ZIP code/).fill('60601');
  await page.getByLabelText(/Used in a year/).fill('120,000');
  await button(/Show rates/).click();
  await expect.element(button(/Choose Bluebell/)).toBeVisible();
  await both().click();
  await expect.element(page.getByLabelText(/Starting/)).toHaveAccessibleDescription(/^Slow Gas takes about 90 days/);
  const later = stage.all('[name=startMonth] option')[0]?.getAttribute('value');
  await vi.waitFor(() => expect(asks()[1]).toMatchObject({ commodity: 'electric', startMonth: later }));
});

test('one energy that nobody delivers takes nothing from the other', async () => {
  bff.once('GET /v1/utilities', () => answer({ utilities: [] }));
  stage = enter(bff, { commodity: 'both', postalCode: '60601' });
  await gas()
    .getByLabelText(/Used in a year/)
    .fill('5,000');
  await button(/Show rates/).click();
  await page.getByRole('radio', { name: /^Gas, from/ }).click();
  await expect.element(button(/Choose Bluebell Supply, 12 months/)).toBeVisible();
  await expect.element(page.getByText(/No supplier of ours is at this ZIP code/)).toBeVisible();
});

test('a reload remembers both usages', async () => {
  stage = enter(bff);
  await askForBoth();
  stage.widget.destroy();
  stage.host.remove();
  stage = enter(bff);
  await expect.element(heading(/Both together from about \$12,492 a year/)).toBeVisible();
  await expect.element(gas().getByLabelText(/Used in a year/)).toHaveValue('5,000');
});

test('after the first contract is signed the other energy is next, with what was typed about the business', async () => {
  standInWindow();
  stage = enter(bff);
  await askForBoth();
  await button(/Choose Bluebell Supply, 24 months/).click();
  await openPapers();
  await field(/Latest bill/).upload(new File(['%PDF-1.7'], 'bill.pdf'));
  await field(/pays no sales tax/).click();
  await field(/^Exemption certificate/).upload(new File(['%PDF-1.7'], 'certificate.pdf'));
  await vi.waitFor(() => expect(stage.all('.got').filter((one) => /handed in/.test(one.textContent))).toHaveLength(2));
  await openSupply();
  await field(/Current supplier/).fill('Old Energy');
  await tellDetails();
  await agree();
  bff.move({ status: 'signed', signing: { you: 'signed', others: 0 } });
  await button(/Now the gas/).click();
  await expect.element(page.getByRole('radio', { name: /^Gas, from/ })).toBeChecked();
  await button(/Choose Bluebell Supply, 12 months/).click();
  await expect.element(field(/Legal business name/)).toHaveValue('Invented Bakery LLC');
  await expect.element(field(/Service address/)).toHaveValue('1200 Example Ave');
  await expect.element(field(/ESI ID/)).toHaveValue('');
  // The certificate is the business's; the bill and today's supplier are the other energy's.
  await expect.element(field(/Current supplier/)).toHaveValue('');
  expect(stage.all('.got').map((one) => one.textContent)).toEqual(['', 'certificate.pdf, 1 kB: handed in.']);
});

test('one energy again leaves one', async () => {
  stage = enter(bff);
  await askForBoth();
  await page.getByRole('radio', { name: 'Gas', exact: true }).first().click();
  await expect.element(heading(/Both together/)).not.toBeInTheDocument();
  expect(stage.all('[name^=gas-]')).toEqual([]);
});

test.each([
  ['electric', '¢/kWh'],
  ['gas', '$/therm'],
] as const)('a site that sells %s alone offers no choice', async (commodity, unit) => {
  bff.once('POST /v1/sessions', () => answer(session({ commodities: [commodity] }), 201));
  stage = enter(bff, { commodity: 'both' });
  await vi.waitFor(() => {
    expect(stage.all('.suffix').at(-1)?.textContent).toBe(unit);
    expect(stage.all('[name=commodity]')).toEqual([]);
  });
  expect(stage.all('[name^=gas-]')).toEqual([]);
});

test('prices of one energy that are down are said in its place, and the other’s stand', async () => {
  bff.once('POST /v1/offers', () => refuse('upstream_unavailable', 503));
  stage = enter(bff);
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
