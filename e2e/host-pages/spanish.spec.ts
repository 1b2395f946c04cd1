import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { axeFaults } from '../axe.ts';
import { dallasBakery, personalData, signAt, widgetIn } from '../fixtures.ts';
import { expect, pageProblems, test, testWithConsoleErrors } from './fixtures.ts';

async function askInSpanish(page: Page): Promise<void> {
  const shop = widgetIn(page);
  await shop.getByLabel('Código postal').fill(dallasBakery.postalCode);
  await expect(shop.getByLabel('Distribuidora')).toHaveValue('ONCOR');
  await shop.getByLabel('Consumo anual').fill(dallasBakery.usage);
  await shop.getByLabel('Paga ahora').fill(dallasBakery.currentRate);
  await shop.getByRole('button', { name: 'Ver tarifas' }).click();
}

async function seeOffersInSpanish(page: Page): Promise<void> {
  await askInSpanish(page);
  await expect(
    widgetIn(page)
      .getByRole('button', { name: /^Elegir/ })
      .first(),
  ).toBeVisible();
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test('a bakery buys electricity in Spanish, up to an accepted contract', async ({ page, hosts, upstream }) => {
    const said = await hosts.open('spanish');
    const shop = widgetIn(page);
    const fits = async () => {
      expect(await shop.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
      expect(await axeFaults(page)).toEqual([]);
    };
    await seeOffersInSpanish(page);
    await fits();
    await shop
      .getByRole('button', { name: /^Elegir/ })
      .first()
      .click();
    await shop.getByRole('textbox', { name: /ESI ID/ }).fill(dallasBakery.identifier);
    await shop.getByLabel('Dirección del servicio').fill(personalData.street);
    await shop.getByLabel('Ciudad').fill(dallasBakery.city);
    await shop.getByLabel('Nombre legal de la empresa').fill(personalData.legalName);
    await shop.getByLabel('Tipo de empresa').selectOption('llc');
    await shop.getByLabel(/Identificación fiscal/).fill(personalData.taxId);
    await shop.getByLabel('Nombre completo').fill(personalData.name);
    await shop.getByLabel('Cargo').fill(personalData.title);
    await shop.getByLabel('Correo electrónico').fill(personalData.email);
    await shop.getByLabel('Teléfono').fill(personalData.phone);
    await fits();
    await shop.getByRole('button', { name: 'Revisar y firmar' }).click();
    await shop.getByRole('checkbox', { name: /Entiendo que el contrato está en inglés/ }).check();
    await fits();
    await shop.getByRole('button', { name: 'Crear el contrato y firmar' }).click();
    await signAt(page);
    await expect(shop.getByRole('heading', { name: 'El proveedor aceptó su contrato.' })).toBeVisible();
    await fits();
    expect(await upstream.contracts()).toMatchObject([{ status: 'accepted' }]);
    expect(said).toEqual([]);
    expect((await pageProblems(page)).unhandledRejections).toEqual([]);
  });
});

test('a Spanish page shows nothing before its messages have loaded, then Spanish, without layout shift', async ({
  page,
  hosts,
}) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = () => {};
  const reached = new Promise<void>((resolve) => {
    asked = resolve;
  });
  await page.route('**/assets/spanish-*.js', async (route) => {
    asked();
    await held;
    await route.continue();
  });
  await hosts.open('spanish');
  await reached;
  expect(await widgetIn(page).evaluate((element) => element.shadowRoot?.innerHTML)).toBe('<slot></slot>');
  release();
  await expect(widgetIn(page).getByLabel('Código postal')).toBeVisible();
  expect((await pageProblems(page)).layoutShift).toBe(0);
});

test('Spanish that loads after the page has switched back to English is not shown', async ({ page, hosts }) => {
  await hosts.open('element');
  const shop = widgetIn(page);
  await expect(shop.getByLabel('ZIP code')).toBeVisible();
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/assets/spanish-*.js', async (route) => {
    await held;
    await route.continue();
  });
  const reached = page.waitForRequest('**/assets/spanish-*.js');
  await shop.evaluate((element) => element.setAttribute('locale', 'es'));
  await reached;
  await shop.evaluate((element) => {
    element.setAttribute('locale', 'en');
    const spoken: (string | null)[] = [];
    Reflect.set(window, 'spoken', spoken);
    const root = element.shadowRoot?.querySelector('[lang]');
    if (!root) throw new Error('nothing is drawn');
    const observer = new MutationObserver(() => spoken.push(root.getAttribute('lang')));
    observer.observe(root, { attributeFilter: ['lang'] });
  });
  release();
  // Another Spanish locale waits for the same messages: once it is shown, the earlier request would have been applied
  // too.
  await shop.evaluate((element) => element.setAttribute('locale', 'es-PR'));
  await expect(shop.getByLabel('Código postal')).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, 'spoken'))).toEqual(['es-PR']);
});

test("the demo's broker page switches to Spanish with one click", async ({ page }) => {
  await page.goto('/');
  await widgetIn(page).getByLabel('ZIP code').fill('75201');
  await page.getByRole('link', { name: 'Tarifas en español' }).click();
  await expect(widgetIn(page).getByLabel('Código postal')).toHaveValue('75201');
});

test('an English page loads no Spanish', async ({ page, hosts }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await hosts.open('async');
  await expect(widgetIn(page).getByText('Test mode')).toBeVisible();
  expect(asked.filter((address) => address.includes('/assets/spanish-'))).toEqual([]);
});

test('the Spanish first step is only a little larger than the English one', async () => {
  const manifest: readonly { file: string; brotli: number }[] = JSON.parse(
    readFileSync(fileURLToPath(new URL('../../dist/cdn/manifest.json', import.meta.url)), 'utf8'),
  );
  const words = manifest.filter(({ file }) => file.startsWith('assets/spanish-'));
  expect(words).toHaveLength(1);
  expect(words[0]?.brotli).toBeLessThanOrEqual(1_500);
});

testWithConsoleErrors(
  'when the Spanish messages fail to load, the widget is in English and the console says why',
  async ({ page, hosts }) => {
    await page.route('**/assets/spanish-*.js', (route) => route.abort());
    const said = await hosts.open('spanish');
    await expect(widgetIn(page).getByLabel('ZIP code')).toBeVisible();
    expect(said.filter((text) => /^commercial-shopper: .*\/assets\/spanish-.* did not come/.test(text))).not.toEqual(
      [],
    );
  },
);

testWithConsoleErrors(
  'when the messages of a later step fail to load, a Spanish message says so and a retry helps',
  async ({ page, hosts }) => {
    const words = '**/assets/words-es-*.js';
    await page.route(words, (route) => route.abort());
    await hosts.open('spanish');
    await askInSpanish(page);
    const shop = widgetIn(page);
    await expect(shop.getByRole('alert')).toContainText('Esta parte no se cargó. Revise su conexión.');
    await page.unroute(words);
    await shop.getByRole('button', { name: 'Intentar de nuevo' }).click();
    await expect(shop.getByRole('button', { name: /^Elegir/ }).first()).toBeVisible();
  },
);
