import type { Locator } from '@playwright/test';
import { dallasBakery, expect, requestRates, test, widgetIn } from './fixtures.ts';

test.use({ forcedColors: 'active' });

const backgroundOf = (locator: Locator) => locator.evaluate((element) => getComputedStyle(element).backgroundColor);
const borderWidthOf = (locator: Locator) => locator.evaluate((element) => getComputedStyle(element).borderTopWidth);

test('the primary button, the selected segment, an invalid field and the current cost are distinguishable in forced-colors mode', async ({
  page,
}) => {
  await page.goto('/');
  const widget = widgetIn(page);
  const segment = (name: string) => widget.getByText(name, { exact: true });
  // The rule is in a style sheet that loads after the first paint, so the test polls.
  const gas = await backgroundOf(segment('Natural gas'));
  await expect.poll(() => backgroundOf(segment('Electricity'))).not.toBe(gas);

  const usage = widget.getByLabel('Annual usage');
  await usage.fill('many');
  await usage.blur();
  await expect(usage).toHaveAttribute('aria-invalid', 'true');
  expect(await borderWidthOf(usage)).not.toBe(await borderWidthOf(widget.getByLabel('ZIP code')));

  await requestRates(page, dallasBakery);
  const select = widget.getByRole('button', { name: /^Select / });
  await expect(select.nth(1)).toBeVisible();
  expect(await backgroundOf(select.first())).not.toBe(await backgroundOf(select.nth(1)));

  const borderStyleOf = (kind: string) =>
    widget
      .locator(`.cost-bar-${kind}`)
      .first()
      .evaluate((element) => getComputedStyle(element).borderTopStyle);
  expect(await borderStyleOf('current')).not.toBe(await borderStyleOf('fixed'));
});
