import { expect, vi } from 'vitest';
import { page } from 'vitest/browser';

/** The customer's actions, from the first field to the contract, with values that the fake BFF accepts. */
export const field = (name: RegExp) => page.getByLabelText(name);
export const button = (name: RegExp) => page.getByRole('button', { name });
export const heading = (name: RegExp) => page.getByRole('heading', { name });

export async function goToRates() {
  await field(/ZIP code/).fill('75201');
  await expect.element(field(/^Utility/)).toHaveValue('ONCOR');
  await field(/Annual usage/).fill('120,000 kWh');
  await button(/See rates/).click();
  await expect.element(heading(/9,432/)).toBeVisible();
}

export async function goToCustomer() {
  await goToRates();
  await button(/Select Bluebell/).click();
  await expect.element(heading(/Service accounts/)).toBeVisible();
}

/** Opens a `details` element by its summary, unless it is already open. */
async function openSection(text: RegExp, firstField: RegExp) {
  const summary = page.getByText(text);
  await expect.element(summary).toBeVisible();
  if (!summary.element().closest('details')?.open) await summary.click();
  await expect.element(field(firstField)).toBeInTheDocument();
}
export const openDocuments = () => openSection(/^Upload a recent bill/, /Recent utility bill/);
export const openCurrentSupply = () => openSection(/^Add current supplier/, /Current supplier/);

export async function fillDetails() {
  await field(/ESI ID/).fill('10443720 00123 4567');
  await field(/Service address/).fill('1200 Example Ave');
  await field(/City/).fill('Dallas');
  await field(/Legal business name/).fill('Invented Bakery LLC');
  await field(/Business type/).selectOptions('llc');
  await field(/Tax ID/).fill('12-3456789');
  await field(/Full name/).fill('Dana Example');
  await field(/Job title/).fill('Owner');
  await field(/Email/).fill('dana@example.com');
  await field(/Phone/).fill('(214) 555-0199');
  await button(/Continue to review/).click();
  await expect.element(heading(/Review your contract/)).toBeVisible();
}

export async function goToReview() {
  await goToCustomer();
  await fillDetails();
}

export async function agree() {
  await page.getByRole('checkbox').click();
  await button(/Continue to e-sign/).click();
}

/** Uses the resume link or approval link that the page was opened with. */
export const clickOpen = () => button(/^Open the (contract|purchase)$/).click();

/** Mocks `window.open` to return a minimal popup window, which this function returns. */
export function mockWindowOpen() {
  const popup = {
    closed: false,
    document: { title: '', body: { textContent: '' } },
    location: { href: '' },
    close: vi.fn(),
  };
  vi.spyOn(window, 'open').mockImplementation(() => popup as unknown as Window);
  return popup;
}

/** Retries an assertion. The timeout allows for a slow CI machine. */
export const waitFor = (assertion: () => void) => vi.waitFor(assertion, { timeout: 8_000 });

/** @example await expectAlert(/call us/i) */
export const expectAlert = (text: RegExp) =>
  waitFor(() => expect(page.getByRole('alert').element().textContent).toMatch(text));
