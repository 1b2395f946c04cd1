import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Frame, Page } from '@playwright/test';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Returns the accessibility violations that axe finds inside `selector`, by default in the widget, one line per rule.
 * No rule is excluded.
 */
export async function a11yViolations(page: Page | Frame, selector = 'commercial-shopper'): Promise<readonly string[]> {
  // axe measures colors, so color transitions must have finished.
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))));
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(async (selector) => {
    // The browser does not lay out offer rows outside the viewport, so axe would measure their text against the wrong
    // background.
    const layOutAll = new CSSStyleSheet();
    layOutAll.replaceSync('* { content-visibility: visible !important; }');
    const sheets = document.querySelector(selector)?.shadowRoot?.adoptedStyleSheets ?? [];
    sheets.push(layOutAll);
    const { violations } = await Reflect.get(window, 'axe').run(selector);
    sheets.splice(sheets.indexOf(layOutAll), 1);
    return violations.map(({ id, nodes }: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
      [id, ...nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`)].join(' '),
    );
  }, selector);
}
