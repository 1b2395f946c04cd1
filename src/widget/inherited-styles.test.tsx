import { afterEach, expect, test } from 'vitest';
import { createFakeBff } from '../../test/support/fake-bff.ts';
import { goToRates } from '../../test/support/flow.ts';
import { type RenderedWidget, renderWidget } from '../../test/support/render-widget.ts';

let widget: RenderedWidget;
afterEach(() => widget.unmount());

test('text stays readable and fits the widget despite styles that are inherited from the page', async () => {
  sessionStorage.clear();
  widget = renderWidget(createFakeBff(), { width: 390 });
  widget.host.style.cssText +=
    ';white-space:nowrap;-webkit-text-fill-color:transparent;text-indent:80px;text-transform:uppercase;' +
    'letter-spacing:0.5em;word-spacing:2em;text-shadow:0 0 9px red;line-height:4;text-align:right;font-style:italic';
  await goToRates();
  const [root, heading] = [widget.queryAll('.shopper')[0], widget.queryAll('.offers-summary h2')[0]];
  if (!root || !heading) throw new Error('not rendered');
  const style = getComputedStyle(heading);
  expect([style.whiteSpace, style.textIndent, style.textTransform, style.letterSpacing, style.textShadow]).toEqual([
    'normal',
    '0px',
    'none',
    'normal',
    'none',
  ]);
  expect(style.webkitTextFillColor).toBe(style.color);
  // The font style is still inherited from the page.
  expect(style.fontStyle).toBe('italic');
  expect(root.scrollWidth).toBeLessThanOrEqual(root.clientWidth);
});

test('a widget in a hidden part of the page stays hidden, and follows the page’s color scheme', async () => {
  sessionStorage.clear();
  widget = renderWidget(createFakeBff());
  widget.host.style.cssText += ';visibility:hidden;pointer-events:none;color-scheme:dark';
  await expect.poll(() => widget.queryAll('input').length).toBeGreaterThan(0);
  const [root] = widget.queryAll('.shopper');
  if (!root) throw new Error('not rendered');
  const { visibility, pointerEvents, colorScheme } = getComputedStyle(root);
  expect([visibility, pointerEvents, colorScheme]).toEqual(['hidden', 'none', 'dark']);
});
