import type { Page } from '@playwright/test';
import { a11yViolations } from '../axe.ts';
import { expect, expectWidgetWorks, test, widgetsIn } from './fixtures.ts';

const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document;
    return (activeElement?.shadowRoot?.activeElement ?? activeElement)?.textContent;
  });

for (const [name, text] of [
  ['button', 'Compare rates'],
  ['dialog', 'See your rates'],
] as const) {
  test(`in mode "${name}", the widget loads on hover, opens as a modal, and returns the focus when it closes`, async ({
    page,
    hosts,
  }) => {
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url()));
    const consoleMessages = await hosts.open(name);
    const opener = page.getByRole('button', { name: text });
    await expect(opener).toBeVisible();
    expect(requested.filter((address) => address.includes('/assets/'))).toEqual([]);
    await opener.hover();
    await expect.poll(() => requested.filter((address) => address.includes('/assets/app-')).length).toBeGreaterThan(0);
    await opener.focus();
    await page.keyboard.press('Enter');
    const dialog = widgetsIn(page).getByRole('dialog', { name: 'Energy rates for your business' });
    await expectWidgetWorks(dialog);
    expect(await a11yViolations(page)).toEqual([]);

    // The focus stays in the modal or in the browser's own controls. It never reaches the page.
    for (let presses = 0; presses < 40; presses++) {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.localName)).toMatch(/^(commercial-shopper|body)$/);
    }
    await page.mouse.move(400, 300);
    for (let turns = 0; turns < 30; turns++) await page.mouse.wheel(0, 400);
    expect(await page.evaluate(() => scrollY)).toBe(0);

    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    expect(await focused(page)).toBe(text);

    await opener.click();
    await expect(dialog.getByLabel('Annual usage')).toHaveValue('120,000');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toBeHidden();
    expect(consoleMessages).toEqual([]);
  });
}

test('a script can open a modal widget that has no button', async ({ page, hosts }) => {
  await hosts.open('empty');
  await page.evaluate(() => {
    const widget: unknown = window.CommercialShopper;
    (widget as { mount(at: string, options: object): { open(): void } })
      .mount('#rates', { site: 'pk_test_demo', mode: 'dialog' })
      .open();
  });
  await expect(widgetsIn(page).getByRole('dialog').getByLabel('ZIP code')).toBeVisible();
});

test('a click outside the dialog closes it only while the form is empty', async ({ page, hosts }) => {
  await hosts.open('button');
  const opener = page.getByRole('button', { name: 'Compare rates' });
  const dialog = widgetsIn(page).getByRole('dialog', { name: 'Energy rates for your business' });
  await opener.click();
  await expect(dialog.getByLabel('ZIP code')).toBeVisible();
  await page.mouse.click(3, 300);
  await expect(dialog).toBeHidden();
  await opener.click();
  await dialog.getByLabel('ZIP code').fill('75201');
  await page.mouse.click(3, 300);
  await expect(dialog.getByLabel('ZIP code')).toHaveValue('75201');
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeInViewport();
});

test('a page with its own scrolling script cannot keep the dialog from scrolling', async ({ page, hosts }) => {
  await hosts.open('button');
  await page.evaluate(() => addEventListener('wheel', (event) => event.preventDefault(), { passive: false }));
  await page.getByRole('button', { name: 'Compare rates' }).click();
  const dialog = widgetsIn(page).getByRole('dialog', { name: 'Energy rates for your business' });
  await expectWidgetWorks(dialog);
  await page.mouse.move(400, 300);
  await page.mouse.wheel(0, 400);
  await expect.poll(() => dialog.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(100);
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeInViewport();
});
