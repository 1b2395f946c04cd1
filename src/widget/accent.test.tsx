import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFakeBff, type FakeBff, jsonResponse, session } from '../../test/support/fake-bff.ts';
import { type RenderedWidget, renderWidget } from '../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => widget.unmount());

type Pixel = readonly [number, number, number];

/** Returns the sRGB color that the browser paints for a CSS color in the widget. */
function renderedPixel(color: string): Pixel {
  const probe = document.createElement('span');
  probe.style.color = color;
  widget.queryAll('.shopper')[0]?.append(probe);
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!canvas) throw new Error('no canvas');
  canvas.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  canvas.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
}

/** Returns the relative luminance, as defined by WCAG 2.2. */
function luminance(color: Pixel): number {
  const [r = 0, g = 0, b = 0] = color.map((channel) =>
    channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(first: string, second: string): number {
  const [low = 0, high = 0] = [luminance(renderedPixel(first)), luminance(renderedPixel(second))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

async function renderWithAccent(accent: string | undefined) {
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ branding: accent ? { accent } : {} }), 201));
  widget = renderWidget(bff);
  await vi.waitFor(() => expect(widget.queryAll('.site-name strong')).toHaveLength(1));
}

test.each(['#0d6e4f', '#ffd400', '#ffffff', '#000000', '#e30613', '#7fb3ff', '#00ff00', '#ff0000', '#0000ff'])(
  'keeps the site color %s readable as a fill and as text, in light and dark mode',
  async (accent) => {
    await renderWithAccent(accent);
    const [fill] = widget.queryAll('button.button-primary');
    await vi.waitFor(() =>
      expect(fill && renderedPixel(getComputedStyle(fill).backgroundColor)).toEqual(renderedPixel(accent)),
    );
    for (const scheme of ['light', 'dark']) {
      widget.host.style.colorScheme = scheme;
      expect(contrast('var(--accent)', 'var(--on-accent)')).toBeGreaterThanOrEqual(4.5);
      for (const surface of ['var(--surface)', 'var(--panel)']) {
        expect(contrast('var(--accent-text)', surface), `${scheme} ${surface}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  },
);

test("uses the host page's accent color, or else the site's, or else the default", async () => {
  await renderWithAccent(undefined);
  expect(renderedPixel('var(--accent)')).toEqual([13, 110, 79]);
  expect(renderedPixel('var(--on-accent)')).toEqual([255, 255, 255]);
  widget.unmount();
  await renderWithAccent('#123456');
  widget.host.style.setProperty('--shopper-accent', '#ffd400');
  expect(renderedPixel('var(--accent)')).toEqual([255, 212, 0]);
  expect(renderedPixel('var(--on-accent)')).toEqual([0, 0, 0]);
});

test.each(['#0b6e4f', '#ffd400', '#0000ff'])(
  'the dots of completed milestones stand out from the page with the site color %s, in light and dark mode',
  async (accent) => {
    sessionStorage.setItem('shopper:pk_test_fake:contract', 'c_1');
    bff.pushUpdate({ status: 'accepted', timeline: [{ status: 'accepted', at: '2026-11-21T17:00:00Z' }] });
    await renderWithAccent(accent);
    await vi.waitFor(() => expect(widget.queryAll('.timeline-past')).toHaveLength(1));
    for (const scheme of ['light', 'dark']) {
      widget.host.style.colorScheme = scheme;
      const [dot] = widget.queryAll('.timeline-past').map((item) => getComputedStyle(item, '::before'));
      expect(contrast(dot?.backgroundColor ?? '', 'var(--surface)'), scheme).toBeGreaterThanOrEqual(3);
      expect(contrast(dot?.borderColor ?? '', 'var(--surface)'), scheme).toBeGreaterThanOrEqual(3);
    }
  },
);
