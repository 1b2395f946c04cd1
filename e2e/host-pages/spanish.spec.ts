import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { a11yViolations } from '../axe.ts';
import { dallasBakery, personalData, signAt, widgetIn } from '../fixtures.ts';
import { expect, pageProblems, test, testWithConsoleErrors } from './fixtures.ts';

async function requestOffersInSpanish(page: Page): Promise<void> {
  const widget = widgetIn(page);
  await widget.getByLabel('Código postal').fill(dallasBakery.postalCode);
  await expect(widget.getByLabel('Distribuidora (utility)')).toHaveValue('ONCOR');
  await widget.getByLabel('Consumo anual').fill(dallasBakery.usage);
  await widget.getByLabel('Tarifa actual').fill(dallasBakery.currentRate);
  await widget.getByRole('button', { name: 'Ver tarifas' }).click();
}

async function seeOffersInSpanish(page: Page): Promise<void> {
  await requestOffersInSpanish(page);
  await expect(
    widgetIn(page)
      .getByRole('button', { name: /^Elegir/ })
      .first(),
  ).toBeVisible();
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a bakery can buy electricity in Spanish, from the first step to the accepted contract', async ({
    page,
    hosts,
    upstream,
  }) => {
    const consoleMessages = await hosts.open('spanish');
    const widget = widgetIn(page);
    const expectFits = async () => {
      expect(await widget.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
      expect(await a11yViolations(page)).toEqual([]);
    };
    await seeOffersInSpanish(page);
    await expectFits();
    await widget
      .getByRole('button', { name: /^Elegir/ })
      .first()
      .click();
    await widget.getByRole('textbox', { name: /ESI ID/ }).fill(dallasBakery.identifier);
    await widget.getByLabel('Dirección del servicio', { exact: true }).fill(personalData.street);
    await widget.getByLabel('Ciudad').fill(dallasBakery.city);
    await widget.getByLabel('Nombre legal de la empresa').fill(personalData.legalName);
    await widget.getByLabel('Tipo de empresa').selectOption('llc');
    await widget.getByLabel(/EIN/).fill(personalData.taxId);
    await widget.getByLabel('Nombre completo').fill(personalData.name);
    await widget.getByLabel('Cargo').fill(personalData.title);
    await widget.getByLabel('Correo electrónico').fill(personalData.email);
    await widget.getByLabel('Teléfono').fill(personalData.phone);
    await expectFits();
    await widget.getByRole('button', { name: 'Continuar a la revisión' }).click();
    await widget.getByRole('checkbox', { name: /Entiendo que el contrato está en inglés/ }).check();
    await expectFits();
    await widget.getByRole('button', { name: 'Continuar a la firma electrónica' }).click();
    await signAt(page);
    await expect(widget.getByRole('heading', { name: 'El proveedor aceptó su contrato.' })).toBeVisible();
    await expectFits();
    expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
    expect(consoleMessages).toEqual([]);
    expect((await pageProblems(page)).unhandledRejections).toEqual([]);
  });
});

test('on a Spanish page, the widget stays empty until the Spanish messages load, and causes no layout shift', async ({
  page,
  hosts,
}) => {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let requested = () => {};
  const requestSent = new Promise<void>((resolve) => {
    requested = resolve;
  });
  await page.route('**/assets/spanish-*.js', async (route) => {
    requested();
    await released;
    await route.continue();
  });
  await hosts.open('spanish');
  await requestSent;
  expect(await widgetIn(page).evaluate((element) => element.shadowRoot?.innerHTML)).toBe('<slot></slot>');
  release();
  await expect(widgetIn(page).getByLabel('Código postal')).toBeVisible();
  expect((await pageProblems(page)).layoutShift).toBe(0);
});

test('the widget ignores Spanish messages that load after the page has switched back to English', async ({
  page,
  hosts,
}) => {
  await hosts.open('element');
  const widget = widgetIn(page);
  await expect(widget.getByLabel('ZIP code')).toBeVisible();
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/assets/spanish-*.js', async (route) => {
    await released;
    await route.continue();
  });
  const requestSent = page.waitForRequest('**/assets/spanish-*.js');
  await widget.evaluate((element) => element.setAttribute('locale', 'es'));
  await requestSent;
  await widget.evaluate((element) => {
    element.setAttribute('locale', 'en');
    const renderedLanguages: (string | null)[] = [];
    Reflect.set(window, 'renderedLanguages', renderedLanguages);
    const root = element.shadowRoot?.querySelector('[lang]');
    if (!root) throw new Error('nothing is rendered');
    const observer = new MutationObserver(() => renderedLanguages.push(root.getAttribute('lang')));
    observer.observe(root, { attributeFilter: ['lang'] });
  });
  release();
  // A second Spanish locale waits for the same messages. Once the widget shows that locale, the first request would
  // also have taken effect.
  await widget.evaluate((element) => element.setAttribute('locale', 'es-PR'));
  await expect(widget.getByLabel('Código postal')).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, 'renderedLanguages'))).toEqual(['es-PR']);
});

test("the demo's broker page keeps the input when it switches to Spanish and back", async ({ page }) => {
  await page.goto('/');
  await widgetIn(page).getByLabel('ZIP code').fill('75201');
  await page.getByRole('link', { name: 'Tarifas en español' }).click();
  await expect(widgetIn(page).getByLabel('Código postal')).toHaveValue('75201');
  await page.getByRole('link', { name: 'Rates in English' }).click();
  await expect(widgetIn(page).getByLabel('ZIP code')).toHaveValue('75201');
  await expect(page.getByRole('link', { name: 'Tarifas en español' })).toBeVisible();
});

test("the demo's broker page stays in Spanish after a reload", async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Tarifas en español' }).click();
  await expect(widgetIn(page).getByLabel('Código postal')).toBeVisible();
  await page.reload();
  await expect(widgetIn(page).getByLabel('Código postal')).toBeVisible();
  await page.getByRole('link', { name: 'Rates in English' }).click();
  await expect(widgetIn(page).getByLabel('ZIP code')).toBeVisible();
});

test('an English page loads no Spanish messages', async ({ page, hosts }) => {
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await hosts.open('async');
  await expect(widgetIn(page).getByText('Test mode')).toBeVisible();
  expect(requested.filter((address) => address.includes('/assets/spanish-'))).toEqual([]);
});

test('the Spanish messages for the first step take at most 2 kB', async () => {
  const manifest: readonly { file: string; brotli: number }[] = JSON.parse(
    readFileSync(fileURLToPath(new URL('../../dist/cdn/manifest.json', import.meta.url)), 'utf8'),
  );
  const text = manifest.filter(({ file }) => file.startsWith('assets/spanish-'));
  expect(text).toHaveLength(1);
  expect(text[0]?.brotli).toBeLessThanOrEqual(2_000);
});

testWithConsoleErrors(
  'the widget falls back to English and logs an error if the Spanish messages fail to load',
  async ({ page, hosts }) => {
    await page.route('**/assets/spanish-*.js', (route) => route.abort());
    const consoleMessages = await hosts.open('spanish');
    await expect(widgetIn(page).getByLabel('ZIP code')).toBeVisible();
    expect(
      consoleMessages.filter((text) => /^commercial-shopper: .*\/assets\/spanish-.* failed to load/.test(text)),
    ).not.toEqual([]);
  },
);

testWithConsoleErrors(
  'the widget shows an error and a retry button in Spanish if the messages for a later step fail to load',
  async ({ page, hosts }) => {
    const text = '**/assets/messages-es-*.js';
    await page.route(text, (route) => route.abort());
    await hosts.open('spanish');
    await requestOffersInSpanish(page);
    const widget = widgetIn(page);
    await expect(widget.getByRole('alert')).toContainText('No se cargó. Revise su conexión e intente de nuevo.');
    await page.unroute(text);
    await widget.getByRole('button', { name: 'Intentar de nuevo' }).click();
    await expect(widget.getByRole('button', { name: /^Elegir/ }).first()).toBeVisible();
  },
);
