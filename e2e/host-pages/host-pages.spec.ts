import { expect, expectWidgetWorks, hostPages, pageProblems, test, widgetsIn } from './fixtures.ts';

const widgetCounts: Readonly<Record<string, number>> = { 'two-tags': 2, 'two-sites': 2, 'two-versions': 2 };

for (const name of hostPages) {
  test(`on the page "${name}" the widget works without errors`, async ({ page, hosts }) => {
    const consoleMessages = await hosts.open(name);
    const widgets = widgetsIn(page);
    await expect(widgets).toHaveCount(widgetCounts[name] ?? 1);
    for (const widget of await widgets.all()) await expect(widget.getByLabel('ZIP code')).toBeVisible();
    const { layoutShift: shift } = await pageProblems(page);
    await expectWidgetWorks(widgets.last());
    expect(consoleMessages).toEqual([]);
    const { violations, unhandledRejections: unhandled } = await pageProblems(page);
    expect(violations).toEqual([]);
    expect(unhandled).toEqual([]);
    if (!name.startsWith('csp-')) expect(shift).toBe(0);
  });
}

for (const name of ['jquery', 'jquery-query', 'combined']) {
  test(`on the page "${name}", whose own script runs the loader, the widget works without errors`, async ({
    page,
    hosts,
  }) => {
    const consoleMessages = await hosts.open(name);
    await expect(widgetsIn(page)).toHaveCount(1);
    await expectWidgetWorks(page.locator('.shop commercial-shopper'));
    expect(consoleMessages).toEqual([]);
  });
}

test('the loader inserts a widget each time its target element appears', async ({ page, hosts }) => {
  const consoleMessages = await hosts.open('late-target');
  for (let change = 0; change < 2; change++) {
    await page.getByRole('navigation').getByRole('button').click();
    await expect(page.locator('#rates commercial-shopper').getByLabel('ZIP code')).toBeVisible();
  }
  await expectWidgetWorks(widgetsIn(page));
  expect(consoleMessages).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the page does not shift when the widget loads', async ({ page, hosts }) => {
    await hosts.open('async');
    await expect(widgetsIn(page).getByLabel('ZIP code')).toBeVisible();
    expect((await pageProblems(page)).layoutShift).toBe(0);
  });
});

test('the widget works in a sandboxed iframe with `allow-same-origin`', async ({ page, hosts }) => {
  const consoleMessages = await hosts.open('sandboxed');
  await expectWidgetWorks(widgetsIn(page.frameLocator('iframe')));
  // Chromium warns that a same-origin iframe can escape this sandbox.
  expect(consoleMessages.filter((text) => !text.includes('can escape its sandboxing'))).toEqual([]);
});

test('the loader reads the options from the script URL if a tag manager stripped the attributes', async ({
  page,
  hosts,
}) => {
  await hosts.open('tag-manager');
  await expect(widgetsIn(page).getByLabel('ZIP code')).toHaveValue('75201');
  await expect(page.locator('#rates > commercial-shopper')).toHaveCount(1);
});

test('two widgets on one page do not share input', async ({ page, hosts }) => {
  await hosts.open('two-sites');
  const [one, other] = [widgetsIn(page).nth(0), widgetsIn(page).nth(1)];
  await expect(one.getByText('Lonestar Energy Advisors', { exact: true })).toBeVisible();
  await expect(other.getByText('Harbor Power Brokers')).toBeVisible();
  await one.getByLabel('ZIP code').fill('75201');
  await expect(other.getByLabel('ZIP code')).toHaveValue('');
});

test('a widget keeps its input when its element moves within the page', async ({ page, hosts }) => {
  await hosts.open('reparented');
  await widgetsIn(page).getByLabel('Annual usage').fill('98,765');
  await page.evaluate(() => document.querySelector('#two')?.append(document.querySelector('commercial-shopper') ?? ''));
  await expect(page.locator('#two').getByLabel('Annual usage')).toHaveValue('98,765');
  await expectWidgetWorks(widgetsIn(page));
});

test('a single-page app shows a working widget again after navigating back', async ({ page, hosts }) => {
  const consoleMessages = await hosts.open('single-page');
  await expectWidgetWorks(widgetsIn(page));
  await page.getByRole('link', { name: 'About' }).click();
  await expect(widgetsIn(page)).toHaveCount(0);
  await page.goBack();
  await expect(widgetsIn(page).getByLabel('ZIP code')).toHaveValue('75201');
  await expectWidgetWorks(widgetsIn(page));
  expect(consoleMessages).toEqual([]);
});

test('a handle that was created before the script loaded can update and remove the widget', async ({ page, hosts }) => {
  await hosts.open('queue');
  const widget = widgetsIn(page);
  await expect(widget.getByLabel('ZIP code')).toHaveValue('75201');
  await page.evaluate(() => Reflect.get(window, 'shop').update({ postalCode: '77002' }));
  await expect(widget.getByLabel('ZIP code')).toHaveValue('77002');
  await page.evaluate(() => Reflect.get(window, 'shop').destroy());
  await page.evaluate(() => Reflect.get(window, 'shop').destroy());
  await expect(widget).toHaveCount(0);
});

test('a widget below the fold loads no assets until it is near the viewport', async ({ page, hosts }) => {
  const requested: string[] = [];
  page.on('request', (request) => requested.push(request.url()));
  await hosts.open('below-fold');
  await expect(widgetsIn(page)).toHaveCount(1);
  await page.evaluate(() => scrollTo(0, 1000));
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  expect(requested.filter((address) => address.includes('/assets/'))).toEqual([]);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await expect(widgetsIn(page).getByText('Lonestar Energy Advisors', { exact: true })).toBeVisible();
  expect((await pageProblems(page)).layoutShift).toBe(0);
  await expectWidgetWorks(widgetsIn(page));
});

for (const name of ['below-fold', 'button']) {
  test(`on the page "${name}" a resume link is processed and removed from the URL`, async ({ page, hosts }) => {
    await hosts.open(`${name}#shopper-resume=${'r'.repeat(43)}`);
    await widgetsIn(page).getByRole('button', { name: 'Open the contract' }).click();
    await expect(widgetsIn(page).getByText('This link doesn’t work anymore.')).toBeVisible();
    expect(page.url()).toBe(`${hosts.origin}/${name}`);
  });
}

test('a resume link can still be used after the page has removed and inserted the element again', async ({
  page,
  hosts,
}) => {
  await hosts.open(`below-fold#shopper-resume=${'r'.repeat(43)}`);
  const open = widgetsIn(page).getByRole('button', { name: 'Open the contract' });
  await expect(open).toBeVisible();
  await widgetsIn(page).evaluate(async (element) => {
    const { parentNode } = element;
    element.remove();
    await new Promise((resolve) => setTimeout(resolve));
    parentNode?.append(element);
    element.scrollIntoView();
  });
  await open.click();
  await expect(widgetsIn(page).getByText('This link doesn’t work anymore.')).toBeVisible();
});

test('the widget keeps the input when its locale, options or theme change', async ({ page, hosts }) => {
  await hosts.open('element');
  const widget = widgetsIn(page);
  await expectWidgetWorks(widget);
  await widget
    .getByRole('button', { name: /^Select/ })
    .first()
    .click();
  await widget.getByLabel('Legal business name').fill('Invented Bakery LLC');
  await widget.getByLabel('Service address', { exact: true }).fill('1200 Example Avenue');
  await widget.evaluate((element) => {
    element.setAttribute('locale', 'en-GB');
    element.setAttribute('postal-code', '77002');
    element.setAttribute('class', 'dark');
    document.documentElement.style.colorScheme = 'dark';
  });
  await expect(widget.getByLabel('Legal business name')).toHaveValue('Invented Bakery LLC');
  await expect(widget.getByLabel('Service address', { exact: true })).toHaveValue('1200 Example Avenue');
  await widget.evaluate((element) => element.setAttribute('locale', 'es'));
  await expect(widget.getByLabel('Nombre legal de la empresa')).toHaveValue('Invented Bakery LLC');
  await expect(widget.getByLabel('Dirección del servicio')).toHaveValue('1200 Example Avenue');
  await widget.getByRole('button', { name: 'Volver a las tarifas' }).click();
  await expect(widget.getByLabel('Código postal')).toHaveValue('75201');
  await expect(widget.getByLabel('Consumo anual')).toHaveValue('120,000');
  await widget
    .getByRole('button', { name: /^Elegir/ })
    .first()
    .click();
  await expect(widget.getByLabel('Dirección del servicio')).toHaveValue('1200 Example Avenue');
  await widget.evaluate((element) => element.setAttribute('locale', 'en-GB'));
  await expect(widget.getByLabel('Legal business name')).toHaveValue('Invented Bakery LLC');
  await widget
    .getByRole('button', { name: /Back|Change/ })
    .first()
    .click();
  await expect(widget.getByLabel('ZIP code')).toHaveValue('75201');
  await expect(widget.getByLabel('Annual usage')).toHaveValue('120,000');
});

test('mounting and removing the widget a hundred times leaks no listeners or nodes', async ({ page, hosts }) => {
  // A hundred rounds take half a minute on a busy machine.
  test.slow();
  await hosts.open('empty');
  const round = () =>
    page.evaluate(async () => {
      const { CommercialShopper } = window;
      if (!CommercialShopper || Array.isArray(CommercialShopper)) throw new Error('the script has not loaded');
      const ready = new Promise((resolve) => document.addEventListener('shopper:ready', resolve, { once: true }));
      const widget = CommercialShopper.mount('#rates', { site: 'pk_test_demo' });
      await ready;
      widget.destroy();
    });
  const client = await page.context().newCDPSession(page);
  const count = async () => {
    for (let times = 0; times < 3; times++) await client.send('HeapProfiler.collectGarbage');
    const { nodes, jsEventListeners } = await client.send('Memory.getDOMCounters');
    return { nodes, jsEventListeners };
  };
  // Loaded files stay in memory, so the count starts after a few rounds.
  for (let times = 0; times < 3; times++) await round();
  const before = await count();
  for (let times = 0; times < 100; times++) await round();
  const leakedCount = async () => {
    const { nodes, jsEventListeners } = await count();
    return Math.max(nodes - before.nodes, jsEventListeners - before.jsEventListeners);
  };
  await expect.poll(leakedCount, { timeout: 30_000 }).toBeLessThanOrEqual(0);
});

test("the page's keyboard shortcuts do not fire while a customer types", async ({ page, hosts }) => {
  await hosts.open('hotkeys');
  const widget = widgetsIn(page);
  await expect(widget.getByText('Lonestar Energy Advisors', { exact: true })).toBeVisible();
  await widget.getByLabel('Annual usage').pressSequentially('120k');
  await widget.getByLabel('Annual usage').press('Control+k');
  expect(await page.evaluate(() => Reflect.get(window, 'fired'))).toEqual([]);
  await widget.evaluate((element) => element.shadowRoot?.querySelector<HTMLElement>(':focus')?.blur());
  await page.keyboard.press('g');
  expect(await page.evaluate(() => Reflect.get(window, 'fired'))).toEqual(['g']);
});

test('the widget pushes every event to the global array that the `events` option specifies', async ({
  page,
  hosts,
}) => {
  await hosts.open('empty');
  await page.evaluate(() => {
    const { CommercialShopper } = window;
    if (!CommercialShopper || Array.isArray(CommercialShopper)) throw new Error('the script has not loaded');
    CommercialShopper.mount('#rates', { site: 'pk_test_demo', events: 'dataLayer' });
  });
  await expectWidgetWorks(widgetsIn(page));
  await widgetsIn(page)
    .getByRole('button', { name: /^Select/ })
    .first()
    .click();
  await expect(widgetsIn(page).getByLabel('Legal business name')).toBeVisible();
  expect(await page.evaluate(() => Reflect.get(window, 'dataLayer'))).toMatchObject([
    { event: 'shopper:ready', environment: 'test' },
    { event: 'shopper:offer-selected', commodity: 'electric' },
    { event: 'shopper:step', step: 'customer' },
  ]);
});
