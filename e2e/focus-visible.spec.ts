import type { Page } from '@playwright/test';
import { chooseFirstOffer, dallasBakery, expect, requestRates, test, widgetIn } from './fixtures.ts';

// The size in CSS pixels of a desktop window at 400% zoom (WCAG 1.4.10).
test.use({ viewport: { width: 320, height: 256 } });

/** Presses Tab repeatedly and lists each focused control of the widget whose center is covered by another element. */
async function coveredControls(page: Page, presses: number): Promise<readonly string[]> {
  const covered: string[] = [];
  for (let press = 0; press < presses; press++) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const root = document.querySelector('commercial-shopper')?.shadowRoot;
      const focused = root?.activeElement;
      if (!root || !focused) return undefined;
      const { left, top, width, height } = focused.getBoundingClientRect();
      const hit = root.elementFromPoint(left + width / 2, top + Math.min(height, innerHeight) / 2);
      const isVisible = hit !== null && (focused.contains(hit) || hit.contains(focused));
      return isVisible ? undefined : focused.outerHTML.slice(0, 120);
    });
    if (name) covered.push(name);
  }
  return covered;
}

test('at 400% zoom, the comparison bar never covers the focused control in the list of offers', async ({ page }) => {
  await page.goto('/');
  await requestRates(page, dallasBakery);
  const boxes = widgetIn(page).getByRole('checkbox', { name: /^Compare/ });
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  expect(await coveredControls(page, 30)).toEqual([]);
});

test('at 400% zoom, nothing covers the focused control in the customer form', async ({ page }) => {
  await page.goto('/');
  await requestRates(page, dallasBakery);
  await chooseFirstOffer(page);
  await widgetIn(page).getByLabel('Legal business name').waitFor();
  expect(await coveredControls(page, 25)).toEqual([]);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('the comparison bar stays in view and never covers the focused control', async ({ page }) => {
    await page.goto('/');
    await requestRates(page, dallasBakery);
    const boxes = widgetIn(page).getByRole('checkbox', { name: /^Compare/ });
    const showComparison = widgetIn(page).getByRole('button', { name: 'Compare selected' });
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await boxes.nth(2).check();
    await expect(showComparison).toBeInViewport({ ratio: 1 });
    expect(await coveredControls(page, 30)).toEqual([]);
    await boxes.nth(1).scrollIntoViewIfNeeded();
    await showComparison.tap();
    await expect(widgetIn(page).getByRole('heading', { name: 'Compare 3 offers' })).toBeInViewport();
  });
});
