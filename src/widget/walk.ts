import { expect, vi } from 'vitest';
import { page } from 'vitest/browser';

/** For tests: the customer's hands, from the first field to the contract, as the fake BFF knows them. */
export const field = (name: RegExp) => page.getByLabelText(name);
export const button = (name: RegExp) => page.getByRole('button', { name });
export const heading = (name: RegExp) => page.getByRole('heading', { name });

export async function seeRates() {
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await field(/Used in a year/).fill('120,000 kWh');
  await button(/Show rates/).click();
  await expect.element(heading(/9,432/)).toBeVisible();
}

export async function reachCustomer() {
  await seeRates();
  await button(/Choose Bluebell/).click();
  await expect.element(heading(/Which meters/)).toBeVisible();
}

/** Opens a part under its words; it may stand open already. */
async function openPart(words: RegExp, first: RegExp) {
  const summary = page.getByText(words);
  await expect.element(summary).toBeVisible();
  if (!summary.element().closest('details')?.open) await summary.click();
  await expect.element(field(first)).toBeInTheDocument();
}
export const openPapers = () => openPart(/^Hand in your latest bill/, /Latest bill/);
export const openSupply = () => openPart(/^Your supplier, and when/, /Current supplier/);

export async function tellDetails() {
  await field(/ESI ID/).fill('10443720 00123 4567');
  await field(/Service address/).fill('1200 Example Ave');
  await field(/City/).fill('Dallas');
  await field(/Legal business name/).fill('Invented Bakery LLC');
  await field(/Kind of business/).selectOptions('llc');
  await field(/Tax ID/).fill('12-3456789');
  await field(/Full name/).fill('Dana Example');
  await field(/Job title/).fill('Owner');
  await field(/Email/).fill('dana@example.com');
  await field(/Phone/).fill('(214) 555-0199');
  await button(/Review and sign/).click();
  await expect.element(heading(/Read this/)).toBeVisible();
}

export async function reachReview() {
  await reachCustomer();
  await tellDetails();
}

/** Ticks the box and presses the button. What comes of it is the test's to say. */
export async function agree() {
  await page.getByRole('checkbox').click();
  await button(/Create contract and sign/).click();
}

/** A window as far as the widget touches it, in place of the one the browser would open. */
export function standInWindow() {
  const opened = {
    closed: false,
    document: { title: '', body: { textContent: '' } },
    location: { href: '' },
    close: vi.fn(),
  };
  vi.spyOn(window, 'open').mockImplementation(() => opened as unknown as Window);
  return opened;
}

/** Looks again until it holds. As patient as the page may be slow on a busy machine. */
export const eventually = (look: () => void) => vi.waitFor(look, { timeout: 8_000 });

/** @example await alertSays(/call us/i) */
export const alertSays = (words: RegExp) =>
  eventually(() => expect(page.getByRole('alert').element().textContent).toMatch(words));
