import { a11yViolations } from '../axe.ts';
import { expect, expectWidgetWorks, iframeHostPages, pageProblems, test, widgetsIn } from './fixtures.ts';
import { frameHandle, widgetInFrame } from './iframe-helpers.ts';

for (const name of iframeHostPages) {
  test(`on the page "${name}" the widget in an iframe works without errors`, async ({ page, hosts }) => {
    const consoleMessages = await hosts.open(name);
    const widgets = await widgetsIn(page).count();
    for (let which = 0; which < widgets; which++)
      await expect(widgetInFrame(page, which).getByLabel('ZIP code')).toBeVisible();
    await expect(widgetInFrame(page).getByText('Lonestar Energy Advisors', { exact: true })).toBeVisible();
    const { layoutShift: shift } = await pageProblems(page);
    await expectWidgetWorks(widgetInFrame(page, widgets - 1));
    expect(consoleMessages).toEqual([]);
    const { violations, unhandledRejections: unhandled } = await pageProblems(page);
    expect(violations).toEqual([]);
    expect(unhandled).toEqual([]);
    if (!name.includes('csp')) expect(shift).toBe(0);
  });
}

test('an iframe just below the fold is ready before it scrolls into view', async ({ page, hosts }) => {
  const consoleMessages = await hosts.open('iframe-below-fold');
  const isRendered = () => widgetsIn(page).evaluate((element) => element.shadowRoot?.querySelector('slot')?.hidden);
  await expect.poll(isRendered).toBe(true);
  await page.evaluate(() => scrollTo(0, innerHeight + 300));
  await expectWidgetWorks(widgetInFrame(page));
  expect(consoleMessages).toEqual([]);
});

test('page scripts cannot read the customer’s input or key events in the iframe', async ({ page, hosts }) => {
  await hosts.open('iframe');
  await widgetInFrame(page).getByLabel('Annual usage').pressSequentially('98,765');
  const observed = await widgetsIn(page).evaluate((element) => {
    const frame = element.shadowRoot?.querySelector('iframe');
    try {
      return { document: frame?.contentDocument, text: frame?.contentWindow?.document.body.innerHTML };
    } catch (error) {
      return { document: frame?.contentDocument, errorName: error instanceof DOMException && error.name };
    }
  });
  expect(observed).toEqual({ document: null, errorName: 'SecurityError' });
  expect(await page.evaluate(() => Reflect.get(window, 'fired'))).toEqual([]);
});

test('the iframe is as tall as its content in the first two steps and never scrolls', async ({ page, hosts }) => {
  await hosts.open('iframe');
  const overflow = async () =>
    (await frameHandle(page)).evaluate(() => document.documentElement.scrollHeight - innerHeight);
  const height = () =>
    widgetsIn(page)
      .locator('iframe')
      .evaluate((frame) => frame.clientHeight);
  await expect(widgetInFrame(page).getByLabel('ZIP code')).toBeVisible();
  const before = await height();
  await expectWidgetWorks(widgetInFrame(page));
  await expect.poll(height).toBeGreaterThan(before + 500);
  await expect.poll(overflow).toBe(0);
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(overflow).toBe(0);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  await widgetInFrame(page)
    .getByRole('button', { name: /^Select/ })
    .first()
    .click();
  await expect(widgetInFrame(page).getByLabel('Legal business name')).toBeVisible();
  await expect.poll(overflow).toBe(0);
});

test('Tab moves the focus into and out of the iframe, and focus() on the element focuses the first field', async ({
  page,
  hosts,
}) => {
  await hosts.open('iframe');
  const widget = widgetInFrame(page);
  await expect(widget.getByText('Lonestar Energy Advisors', { exact: true })).toBeVisible();
  const inFrame = async () => (await frameHandle(page)).evaluate(() => document.hasFocus());
  await page.getByRole('link', { name: 'Before' }).focus();
  await page.keyboard.press('Tab');
  await expect(widget.getByRole('radio', { name: 'Electricity' })).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('link', { name: 'Before' })).toBeFocused();
  expect(await inFrame()).toBe(false);
  for (let presses = 0; presses < 20; presses++) {
    await page.keyboard.press('Tab');
    if (await page.getByRole('link', { name: 'After' }).evaluate((link) => link === document.activeElement)) break;
  }
  await expect(page.getByRole('link', { name: 'After' })).toBeFocused();
  await widgetsIn(page).evaluate((element) => element.focus());
  await expect(widget.getByRole('radio', { name: 'Electricity' })).toBeFocused();
});

test('the page scrolls to the widget when a step starts, and to the error summary of an invalid form', async ({
  page,
  hosts,
}) => {
  await page.setViewportSize({ width: 390, height: 700 });
  await hosts.open('iframe');
  await expectWidgetWorks(widgetInFrame(page));
  await widgetInFrame(page)
    .getByRole('button', { name: /^Select/ })
    .last()
    .click();
  await expect(widgetInFrame(page).getByLabel('Legal business name')).toBeVisible();
  const top = () => widgetsIn(page).evaluate((element) => element.getBoundingClientRect().top);
  await expect.poll(top).toBeGreaterThanOrEqual(0);
  expect(await top()).toBeLessThan(700);
  // The error summary is far above the viewport.
  await widgetInFrame(page).getByRole('button', { name: 'Continue to review' }).click();
  const summary = widgetInFrame(page).getByRole('region', { name: /^Fix \d+ fields/ });
  await expect(summary).toBeFocused();
  await expect(summary).toBeInViewport();
});

test('a widget in an iframe dispatches its events on the page and pushes them to the page’s event array', async ({
  page,
  hosts,
}) => {
  await hosts.open('iframe');
  await page.evaluate(() => {
    const receivedEvents: unknown[] = [];
    Reflect.set(window, 'receivedEvents', receivedEvents);
    for (const name of ['shopper:offer-selected', 'shopper:step']) {
      document.addEventListener(name, (event) => {
        if (event instanceof CustomEvent)
          receivedEvents.push([name, (event.target as Element).localName, event.detail]);
      });
    }
  });
  await expectWidgetWorks(widgetInFrame(page));
  await widgetInFrame(page)
    .getByRole('button', { name: /^Select/ })
    .first()
    .click();
  await expect
    .poll(() => page.evaluate(() => Reflect.get(window, 'receivedEvents')))
    .toMatchObject([
      ['shopper:offer-selected', 'commercial-shopper', { commodity: 'electric' }],
      ['shopper:step', 'commercial-shopper', { step: 'customer' }],
    ]);
  expect(await page.evaluate(() => Reflect.get(window, 'dataLayer'))).toMatchObject([
    { event: 'shopper:ready', environment: 'test' },
    { event: 'shopper:offer-selected', commodity: 'electric' },
    { event: 'shopper:step', step: 'customer' },
  ]);
});

test('the widget in an iframe applies changed options and keeps the input', async ({ page, hosts }) => {
  await hosts.open('iframe-children');
  const widget = widgetInFrame(page);
  await expect(widget.getByLabel('ZIP code')).toHaveValue('75201');
  await expect(page.getByText('Call us: (214) 555-0142')).toBeHidden();
  await widget.getByLabel('Annual usage').fill('98,765');
  await widgetsIn(page).evaluate((element) => element.setAttribute('postal-code', '77002'));
  await expect(widget.getByLabel('ZIP code')).toHaveValue('77002');
  await widgetsIn(page).evaluate((element) => element.setAttribute('locale', 'en-GB'));
  await expect(widget).toHaveAttribute('locale', 'en-GB');
  await expect(widget.getByLabel('Annual usage')).toHaveValue('98,765');
  await widgetsIn(page).evaluate((element) => element.setAttribute('site', 'pk_test_harbor'));
  await expect(widgetInFrame(page).getByText('Harbor Power Brokers')).toBeVisible();
});

test("the widget adopts the surrounding page's theme and follows changes to it", async ({ page, hosts }) => {
  await hosts.open('iframe');
  const button = widgetInFrame(page).getByRole('button', { name: 'See rates' });
  const card = widgetInFrame(page).locator('.shopper');
  await expect(card).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  await expect(card).toHaveCSS('font-family', /Georgia/);
  await page.evaluate(() => {
    document.documentElement.style.colorScheme = 'dark';
    document.body.style.fontSize = '22px';
  });
  await expect(card).toHaveCSS('background-color', 'rgb(19, 25, 23)');
  await expect(card).toHaveCSS('font-size', '22px');
  await widgetsIn(page).evaluate((element) => element.style.setProperty('--shopper-accent', '#ffd400'));
  await expect(button).toHaveCSS('background-color', 'rgb(255, 212, 0)');
  await widgetsIn(page).evaluate((element) => element.style.removeProperty('--shopper-accent'));
  await expect(button).toHaveCSS('background-color', 'rgb(11, 110, 79)');
  // The widget ignores a value that is invalid or would fetch a resource, and applies the others.
  await widgetsIn(page).evaluate((element) => {
    element.style.setProperty('--shopper-surface', 'url(https://evil.example/x)');
    element.style.setProperty('--shopper-radius', '7px');
    document.documentElement.dir = 'rtl';
  });
  await expect(button).toHaveCSS('border-radius', '7px');
  await expect(button).toHaveCSS('direction', 'rtl');
  await expect(card).toHaveCSS('background-color', 'rgb(19, 25, 23)');
});

test('the iframe follows the system’s color scheme on a page that declares both color schemes', async ({
  page,
  hosts,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await hosts.open('iframe');
  await page.evaluate(() => {
    document.head.append(
      Object.assign(document.createElement('meta'), { name: 'color-scheme', content: 'light dark' }),
    );
    // Any change around the element makes the widget read the theme again.
    document.body.className = 'both';
  });
  const card = widgetInFrame(page).locator('.shopper');
  await expect(card).toHaveCSS('background-color', 'rgb(19, 25, 23)');
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(card).toHaveCSS('background-color', 'rgb(255, 255, 255)');
});

test('two iframes with different sites show their own brokers and do not share input', async ({ page, hosts }) => {
  await hosts.open('iframe-two-sites');
  await expect(widgetInFrame(page, 0).getByText('Lonestar Energy Advisors', { exact: true })).toBeVisible();
  await expect(widgetInFrame(page, 1).getByText('Harbor Power Brokers')).toBeVisible();
  await widgetInFrame(page, 0).getByLabel('ZIP code').fill('75201');
  await expect(widgetInFrame(page, 0).getByLabel('Utility')).toHaveValue('ONCOR');
  await expect(widgetInFrame(page, 1).getByLabel('ZIP code')).toHaveValue('');
});

for (const [name, text] of [
  ['button', 'Compare rates'],
  ['dialog', 'See your rates'],
] as const) {
  test(`in mode "${name}", the iframe opens as a modal, closes on Escape, and keeps the input`, async ({
    page,
    hosts,
  }) => {
    const consoleMessages = await hosts.open(`iframe-${name}`);
    const opener = page.getByRole('button', { name: text });
    await opener.focus();
    await page.keyboard.press('Enter');
    const dialog = widgetsIn(page).getByRole('dialog', { name: 'Energy rates for your business' });
    await expect(dialog).toBeVisible();
    await expectWidgetWorks(widgetInFrame(page));
    await widgetInFrame(page).getByLabel('Annual usage').press('Escape');
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
    await opener.click();
    await expect(widgetInFrame(page).getByLabel('Annual usage')).toHaveValue('120,000');
    await dialog.getByRole('button', { name: 'Close' }).click();
    await expect(dialog).toBeHidden();
    expect(consoleMessages).toEqual([]);
  });
}

test('mounting and removing an iframe repeatedly leaks no listeners or nodes', async ({ page, hosts }) => {
  await hosts.open('empty');
  const round = () =>
    page.evaluate(async () => {
      const { CommercialShopper } = window;
      if (!CommercialShopper || Array.isArray(CommercialShopper)) throw new Error('the script has not loaded');
      const ready = new Promise((resolve) => document.addEventListener('shopper:ready', resolve, { once: true }));
      const widget = CommercialShopper.mount('#rates', { site: 'pk_test_demo', isolation: 'frame' });
      await ready;
      widget.destroy();
      widget.destroy();
    });
  const client = await page.context().newCDPSession(page);
  const count = async () => {
    for (let times = 0; times < 3; times++) await client.send('HeapProfiler.collectGarbage');
    const { nodes, jsEventListeners } = await client.send('Memory.getDOMCounters');
    return { nodes, jsEventListeners };
  };
  for (let times = 0; times < 3; times++) await round();
  const before = await count();
  for (let times = 0; times < 20; times++) await round();
  const leakedCount = async () => {
    const { nodes, jsEventListeners } = await count();
    return Math.max(nodes - before.nodes, jsEventListeners - before.jsEventListeners);
  };
  await expect.poll(leakedCount, { timeout: 30_000 }).toBeLessThanOrEqual(0);
  expect(page.frames()).toHaveLength(1);
});

test('axe finds no violation in the iframe or on the page around it', async ({ page, hosts }) => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await hosts.open('iframe');
    await expect(widgetInFrame(page).getByText('Test mode')).toBeVisible();
    expect(await a11yViolations(page)).toEqual([]);
    expect(await a11yViolations(await frameHandle(page), 'main')).toEqual([]);
    await expectWidgetWorks(widgetInFrame(page));
    expect(await a11yViolations(await frameHandle(page), 'main')).toEqual([]);
  }
});

test("a resume link is removed from the page's URL and opened in the iframe", async ({ page, hosts }) => {
  await hosts.open(`iframe#shopper-resume=${'r'.repeat(43)}`);
  await widgetInFrame(page).getByRole('button', { name: 'Open the contract' }).click();
  await expect(widgetInFrame(page).getByText('This link doesn’t work anymore.')).toBeVisible();
  expect(page.url()).toBe(`${hosts.origin}/iframe`);
});
