import type { Page } from '@playwright/test';
import { chooseFirstOffer, dallasBakery, expect, fillDetails, requestRates, test, widgetIn } from './fixtures.ts';

/** The text spacing that a page must support (https://www.w3.org/TR/WCAG22/#text-spacing). */
const TEXT_SPACING = `* {
  line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important;
}
p { margin-bottom: 2em !important; }`;

const applyTextSpacing = (page: Page) =>
  page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    for (const root of [document, document.querySelector('commercial-shopper')?.shadowRoot])
      root?.adoptedStyleSheets.push(sheet);
  }, TEXT_SPACING);

/**
 * Lists text that the widget cuts off: field values and selected options that are wider than their controls, and text
 * that is wider or taller than an element that hides overflow.
 */
const cutOffTexts = (page: Page) =>
  page.evaluate(() => {
    const widget = document.querySelector('commercial-shopper');
    const root = widget?.shadowRoot;
    if (!widget || !root) throw new Error('the page has no widget');
    const isShown = (element: Element): boolean => element.checkVisibility() && element.clientWidth > 1;
    const contentWidth = (element: Element): number => {
      const { paddingLeft, paddingRight } = getComputedStyle(element);
      return element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
    };
    const measure = (select: HTMLSelectElement): number => {
      const probe = document.createElement('span');
      probe.textContent = select.selectedOptions[0]?.text ?? '';
      const { font, letterSpacing, wordSpacing } = getComputedStyle(select);
      probe.style.cssText = `position: absolute; white-space: pre; font: ${font}`;
      probe.style.setProperty('letter-spacing', letterSpacing, 'important');
      probe.style.setProperty('word-spacing', wordSpacing, 'important');
      document.body.append(probe);
      const { width } = probe.getBoundingClientRect();
      probe.remove();
      return width;
    };
    const cut: string[] = [];
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      // The broker's name in the header is truncated, to prevent layout shift. The footer shows the full name.
      if (!isShown(element) || element.closest('.site-name')) continue;
      if (element instanceof HTMLSelectElement) {
        if (measure(element) > contentWidth(element) + 1)
          cut.push(`list ${element.name}: ${element.selectedOptions[0]?.text}`);
      } else if (element instanceof HTMLInputElement) {
        if (element.scrollWidth > element.clientWidth) cut.push(`field ${element.name}: ${element.value}`);
      } else if (['hidden', 'clip'].includes(getComputedStyle(element).overflowX)) {
        if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1)
          cut.push(`${element.tagName} ${element.className}: ${element.textContent.slice(0, 60)}`);
      }
    }
    if (document.documentElement.scrollWidth > innerWidth) cut.push('the page scrolls sideways');
    return cut;
  });

for (const width of [320, 390, 1200])
  test(`at ${width} pixels, no step cuts off text with WCAG text spacing`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto('/');
    const widget = widgetIn(page);
    await requestRates(page, dallasBakery);
    await widget
      .getByRole('button', { name: /^Select/ })
      .first()
      .waitFor();
    await applyTextSpacing(page);
    expect.soft(await cutOffTexts(page)).toEqual([]);
    await chooseFirstOffer(page);
    await widget.getByLabel('Legal business name').waitFor();
    expect.soft(await cutOffTexts(page)).toEqual([]);
    await fillDetails(page, dallasBakery);
    await widget.getByRole('button', { name: 'Continue to e-sign' }).waitFor();
    expect.soft(await cutOffTexts(page)).toEqual([]);
  });

for (const width of [390, 700, 960, 1200])
  test(`at ${width} pixels, the list of utilities cuts off no name and no placeholder`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto('/');
    const widget = widgetIn(page);
    await expect(widget.getByLabel('Utility')).toHaveText(/Enter ZIP code/);
    expect(await cutOffTexts(page)).toEqual([]);
    for (const [postalCode, name] of [
      ['77002', 'CenterPoint Energy Houston'],
      ['07701', 'Jersey Central Power & Light'],
    ] as const) {
      await widget.getByLabel('ZIP code').fill(postalCode);
      await expect(widget.getByLabel('Utility')).toHaveText(new RegExp(name));
      expect(await cutOffTexts(page)).toEqual([]);
    }
  });

for (const width of [390, 1200])
  test(`at ${width} pixels, no field of the customer form cuts off a value of 40 characters`, async ({ page }) => {
    await page.setViewportSize({ width, height: 844 });
    await page.goto('/');
    // The system font on Linux is wider than other system fonts, so the test uses its condensed face.
    await page.addStyleTag({ content: 'body { font-stretch: condensed }' });
    const widget = widgetIn(page);
    await requestRates(page, dallasBakery);
    await chooseFirstOffer(page);
    const value = 'Example Trading House of North Texas LLC';
    expect(value).toHaveLength(40);
    for (const label of ['Legal business name', 'Service address', 'City', 'Full name', 'Job title', 'Email'])
      await widget.getByLabel(label, { exact: true }).fill(value);
    await widget.getByLabel('DBA').fill(value);
    expect(await cutOffTexts(page)).toEqual([]);
  });

/** Lists the rows of the customer form that are not filled to their right edge, by the names of their fields. */
const unfilledRows = (page: Page) =>
  page.evaluate(() => {
    const root = document.querySelector('commercial-shopper')?.shadowRoot;
    return [...(root?.querySelectorAll('.form-grid') ?? [])].flatMap((grid) => {
      const rows = Map.groupBy(grid.querySelectorAll('.field'), (field) => field.getBoundingClientRect().top);
      return [...rows.values()]
        .filter(
          (row) => Math.abs((row.at(-1)?.getBoundingClientRect().right ?? 0) - grid.getBoundingClientRect().right) > 1,
        )
        .map((row) => row.map((field) => field.querySelector('[name]')?.getAttribute('name')).join(' '));
    });
  });

test('at 1200 pixels, every row of the customer form is filled', async ({ page }) => {
  await page.setViewportSize({ width: 1200, height: 844 });
  await page.goto('/');
  // This utility requires a name key, in addition to the account number.
  await requestRates(page, { ...dallasBakery, postalCode: '06103' });
  await chooseFirstOffer(page);
  const widget = widgetIn(page);
  await widget.getByLabel('Name key').waitFor();
  await widget.getByLabel('Billing address is the same').uncheck();
  await widget.getByLabel('The signer is the main contact').uncheck();
  await widget.getByLabel('Current supplier').waitFor();
  await widget.getByLabel('Contact’s phone').waitFor();
  expect(await unfilledRows(page)).toEqual([]);
  await widget.getByLabel('Someone else signs').check();
  await widget.getByRole('heading', { name: 'Send it to the authorized signer' }).waitFor();
  expect(await unfilledRows(page)).toEqual([]);
});
