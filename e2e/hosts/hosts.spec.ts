import { expect, pages, seenOn, shopsIn, test, useShop } from './hosts.ts';

const severalShops: Readonly<Record<string, number>> = { 'two-tags': 2, 'two-sites': 2, 'two-versions': 2 };

for (const name of pages) {
  test(`on the page "${name}" the shop can be used, and breaks nothing`, async ({ page, hosts }) => {
    const said = await hosts.open(name);
    const shops = shopsIn(page);
    await expect(shops).toHaveCount(severalShops[name] ?? 1);
    for (const shop of await shops.all()) await expect(shop.getByLabel('ZIP code')).toBeVisible();
    const { shift } = await seenOn(page);
    await useShop(shops.last());
    expect(said).toEqual([]);
    const { violations, unhandled } = await seenOn(page);
    expect(violations).toEqual([]);
    expect(unhandled).toEqual([]);
    if (!name.startsWith('csp-')) expect(shift).toBe(0);
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('nothing jumps when the shop comes in', async ({ page, hosts }) => {
    await hosts.open('async');
    await expect(shopsIn(page).getByLabel('ZIP code')).toBeVisible();
    expect((await seenOn(page)).shift).toBe(0);
  });
});

test('in a sandboxed frame that keeps its origin the shop can be used', async ({ page, hosts }) => {
  const said = await hosts.open('sandboxed');
  await useShop(shopsIn(page.frameLocator('iframe')));
  // Chromium warns that a frame of the page's own origin could leave such a sandbox.
  expect(said.filter((text) => !text.includes('can escape its sandboxing'))).toEqual([]);
});

test('options come from the address of a tag whose attributes were stripped', async ({ page, hosts }) => {
  await hosts.open('tag-manager');
  await expect(shopsIn(page).getByLabel('ZIP code')).toHaveValue('75201');
  await expect(page.locator('#rates > commercial-shopper')).toHaveCount(1);
});

test('two elements are two shops: what is typed in one is not in the other', async ({ page, hosts }) => {
  await hosts.open('two-sites');
  const [one, other] = [shopsIn(page).nth(0), shopsIn(page).nth(1)];
  await expect(one.getByText('Lonestar Energy Advisors')).toBeVisible();
  await expect(other.getByText('Harbor Power Brokers')).toBeVisible();
  await one.getByLabel('ZIP code').fill('75201');
  await expect(other.getByLabel('ZIP code')).toHaveValue('');
});

test('an element that is moved keeps what was typed', async ({ page, hosts }) => {
  await hosts.open('moved');
  await shopsIn(page).getByLabel('Used in a year').fill('98,765');
  await page.evaluate(() => document.querySelector('#two')?.append(document.querySelector('commercial-shopper') ?? ''));
  await expect(page.locator('#two').getByLabel('Used in a year')).toHaveValue('98,765');
  await useShop(shopsIn(page));
});

test('a page that navigates by itself finds the shop again when it comes back', async ({ page, hosts }) => {
  const said = await hosts.open('single-page');
  await useShop(shopsIn(page));
  await page.getByRole('link', { name: 'About' }).click();
  await expect(shopsIn(page)).toHaveCount(0);
  await page.goBack();
  await expect(shopsIn(page).getByLabel('ZIP code')).toHaveValue('75201');
  await useShop(shopsIn(page));
  expect(said).toEqual([]);
});

test('a handle from before the script came can change and take away the shop', async ({ page, hosts }) => {
  await hosts.open('queue');
  const shop = shopsIn(page);
  await expect(shop.getByLabel('ZIP code')).toHaveValue('75201');
  await page.evaluate(() => Reflect.get(window, 'shop').update({ postalCode: '77002' }));
  await expect(shop.getByLabel('ZIP code')).toHaveValue('77002');
  await page.evaluate(() => Reflect.get(window, 'shop').destroy());
  await page.evaluate(() => Reflect.get(window, 'shop').destroy());
  await expect(shop).toHaveCount(0);
});

test('far below what can be seen nothing is loaded, until it comes near', async ({ page, hosts }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await hosts.open('far-below');
  await expect(shopsIn(page)).toHaveCount(1);
  await page.evaluate(() => scrollTo(0, 1000));
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(asked.filter((address) => address.includes('/assets/'))).toEqual([]);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect(shopsIn(page).getByText('Lonestar Energy Advisors')).toBeVisible();
  expect((await seenOn(page)).shift).toBe(0);
  await useShop(shopsIn(page));
});

for (const name of ['far-below', 'button']) {
  test(`on the page "${name}" a link back to a contract is taken out of the address at once, and opened`, async ({
    page,
    hosts,
  }) => {
    await hosts.open(`${name}#shopper-resume=${'r'.repeat(43)}`);
    await expect(shopsIn(page).getByText(/link/i).first()).toBeVisible();
    expect(page.url()).toBe(`${hosts.origin}/${name}`);
  });
}

test('a locale, an option or a theme that changes half-way loses nothing that was typed', async ({ page, hosts }) => {
  await hosts.open('element');
  const shop = shopsIn(page);
  await useShop(shop);
  await shop
    .getByRole('button', { name: /^Choose/ })
    .first()
    .click();
  await shop.getByLabel('Legal business name').fill('Invented Bakery LLC');
  await shop.getByLabel('Service address').fill('1200 Example Avenue');
  await shop.evaluate((element) => {
    element.setAttribute('locale', 'en-GB');
    element.setAttribute('postal-code', '77002');
    element.setAttribute('class', 'dark');
    document.documentElement.style.colorScheme = 'dark';
  });
  await expect(shop.getByLabel('Legal business name')).toHaveValue('Invented Bakery LLC');
  await expect(shop.getByLabel('Service address')).toHaveValue('1200 Example Avenue');
  await shop.evaluate((element) => element.setAttribute('locale', 'es'));
  await expect(shop.getByLabel('Nombre legal de la empresa')).toHaveValue('Invented Bakery LLC');
  await expect(shop.getByLabel('Dirección del servicio')).toHaveValue('1200 Example Avenue');
  await shop.getByRole('button', { name: 'Volver a las tarifas' }).click();
  await expect(shop.getByLabel('Código postal')).toHaveValue('75201');
  await expect(shop.getByLabel('Consumo anual')).toHaveValue('120,000');
  await shop
    .getByRole('button', { name: /^Elegir/ })
    .first()
    .click();
  await expect(shop.getByLabel('Dirección del servicio')).toHaveValue('1200 Example Avenue');
  await shop.evaluate((element) => element.setAttribute('locale', 'en-GB'));
  await expect(shop.getByLabel('Legal business name')).toHaveValue('Invented Bakery LLC');
  await shop
    .getByRole('button', { name: /Back|Change/ })
    .first()
    .click();
  await expect(shop.getByLabel('ZIP code')).toHaveValue('75201');
  await expect(shop.getByLabel('Used in a year')).toHaveValue('120,000');
});

test('a hundred rounds of mounting leave no listener and no node behind', async ({ page, hosts }) => {
  await hosts.open('empty');
  const round = () =>
    page.evaluate(async () => {
      const { CommercialShopper } = window;
      if (!CommercialShopper || Array.isArray(CommercialShopper)) throw new Error('the script has not come');
      const ready = new Promise((resolve) => document.addEventListener('shopper:ready', resolve, { once: true }));
      const shop = CommercialShopper.mount('#rates', { site: 'pk_test_demo' });
      await ready;
      shop.destroy();
    });
  const client = await page.context().newCDPSession(page);
  const count = async () => {
    for (let times = 0; times < 3; times++) await client.send('HeapProfiler.collectGarbage');
    const { nodes, jsEventListeners } = await client.send('Memory.getDOMCounters');
    return { nodes, jsEventListeners };
  };
  // What is loaded once stays: the first rounds bring it in.
  for (let times = 0; times < 3; times++) await round();
  const before = await count();
  for (let times = 0; times < 100; times++) await round();
  const left = async () => {
    const { nodes, jsEventListeners } = await count();
    return Math.max(nodes - before.nodes, jsEventListeners - before.jsEventListeners);
  };
  await expect.poll(left, { timeout: 30_000 }).toBeLessThanOrEqual(0);
});

test('shortcuts of the page do not fire while a customer types', async ({ page, hosts }) => {
  await hosts.open('hotkeys');
  const shop = shopsIn(page);
  await expect(shop.getByText('Lonestar Energy Advisors')).toBeVisible();
  await shop.getByLabel('Used in a year').pressSequentially('120k');
  await shop.getByLabel('Used in a year').press('Control+k');
  expect(await page.evaluate(() => Reflect.get(window, 'fired'))).toEqual([]);
  await shop.evaluate((element) => element.shadowRoot?.querySelector<HTMLElement>(':focus')?.blur());
  await page.keyboard.press('g');
  expect(await page.evaluate(() => Reflect.get(window, 'fired'))).toEqual(['g']);
});

test('an array of the page hears every event, when it is asked for', async ({ page, hosts }) => {
  await hosts.open('empty');
  await page.evaluate(() => {
    const { CommercialShopper } = window;
    if (!CommercialShopper || Array.isArray(CommercialShopper)) throw new Error('the script has not come');
    CommercialShopper.mount('#rates', { site: 'pk_test_demo', events: 'dataLayer' });
  });
  await useShop(shopsIn(page));
  await shopsIn(page)
    .getByRole('button', { name: /^Choose/ })
    .first()
    .click();
  await expect(shopsIn(page).getByLabel('Legal business name')).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, 'dataLayer'))).toMatchObject([
    { event: 'shopper:ready', environment: 'test' },
    { event: 'shopper:offer-selected', commodity: 'electric' },
    { event: 'shopper:step', step: 'customer' },
  ]);
});
