import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFakeBff, type FakeBff, jsonResponse, session } from '../../test/support/fake-bff.ts';
import { type RenderedWidget, renderWidget } from '../../test/support/render-widget.ts';

let bff: FakeBff;
let stage: RenderedWidget;
beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => stage.unmount());

type Pixel = readonly [number, number, number];

/** What a browser paints for a colour in the widget, in sRGB. */
function painted(colour: string): Pixel {
  const probe = document.createElement('span');
  probe.style.color = colour;
  stage.queryAll('.shopper')[0]?.append(probe);
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  context.fillStyle = getComputedStyle(probe).color;
  probe.remove();
  context.fillRect(0, 0, 1, 1);
  const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data;
  return [r, g, b];
}

/** Relative luminance and contrast ratio as WCAG 2.2 defines them. */
function luminance(colour: Pixel): number {
  const [r = 0, g = 0, b = 0] = colour.map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(painted(one)), luminance(painted(other))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

async function enterWith(accent: string | undefined) {
  bff.respondOnce('POST /v1/sessions', () => jsonResponse(session({ branding: accent ? { accent } : {} }), 201));
  stage = renderWidget(bff);
  await vi.waitFor(() => expect(stage.queryAll('.site-name strong')).toHaveLength(1));
}

test.each(['#0d6e4f', '#ffd400', '#ffffff', '#000000', '#e30613', '#7fb3ff', '#00ff00', '#ff0000', '#0000ff'])(
  'the site’s colour %s is readable as a fill and as text, in the light and in the dark',
  async (accent) => {
    await enterWith(accent);
    const [fill] = stage.queryAll('button.button-primary');
    await vi.waitFor(() => expect(fill && painted(getComputedStyle(fill).backgroundColor)).toEqual(painted(accent)));
    for (const scheme of ['light', 'dark']) {
      stage.host.style.colorScheme = scheme;
      expect(contrast('var(--accent)', 'var(--on-accent)')).toBeGreaterThanOrEqual(4.5);
      for (const surface of ['var(--surface)', 'var(--panel)']) {
        expect(contrast('var(--accent-text)', surface), `${scheme} ${surface}`).toBeGreaterThanOrEqual(4.5);
      }
    }
  },
);

test('a site without a colour gets the house’s, and a page’s own goes before the site’s', async () => {
  await enterWith(undefined);
  expect(painted('var(--accent)')).toEqual([13, 110, 79]);
  expect(painted('var(--on-accent)')).toEqual([255, 255, 255]);
  stage.unmount();
  await enterWith('#123456');
  stage.host.style.setProperty('--shopper-accent', '#ffd400');
  expect(painted('var(--accent)')).toEqual([255, 212, 0]);
  expect(painted('var(--on-accent)')).toEqual([0, 0, 0]);
});
