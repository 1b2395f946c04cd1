import type { Locator, Page } from '@playwright/test';
import { a11yViolations } from '../axe.ts';
import { expect } from './fixtures.ts';

export interface ThemeVariant {
  readonly name: string;
  readonly media?: Parameters<Page['emulateMedia']>[0];
  readonly width?: number;
  readonly dir?: 'rtl';
  readonly locale?: string;
  /** Custom properties without their `--shopper-` prefix. */
  readonly tokens?: Readonly<Record<string, string>>;
}

const dark: ThemeVariant['media'] = { colorScheme: 'dark' };
const defaultVariant: ThemeVariant = { name: 'light' };

export const themeVariants: readonly ThemeVariant[] = [
  defaultVariant,
  { name: 'dark', media: dark },
  { name: 'near-white accent', tokens: { accent: '#fdfdf5' } },
  { name: 'near-black accent, dark', tokens: { accent: 'rgb(8 8 30)' }, media: dark },
  { name: 'mid-gray accent', tokens: { accent: 'hsl(0 0% 46.5%)' } },
  { name: 'forced colors', media: { forcedColors: 'active' } },
  { name: 'forced colors, dark', media: { forcedColors: 'active', colorScheme: 'dark' } },
  { name: 'reduced motion, more contrast', media: { reducedMotion: 'reduce', contrast: 'more' } },
  { name: 'right-to-left', dir: 'rtl' },
  { name: 'narrow phone', width: 280 },
  { name: 'double font size', tokens: { 'font-size': '2rem' }, width: 900 },
  { name: 'Spanish', locale: 'es' },
  { name: 'Spanish, narrow phone, dark', locale: 'es', width: 280, media: dark },
];

const defaultMedia: ThemeVariant['media'] = {
  colorScheme: 'light',
  forcedColors: 'none',
  reducedMotion: 'no-preference',
  contrast: 'no-preference',
};

async function applyVariant(
  page: Page,
  widget: Locator,
  { media, width, dir, locale, tokens = {} }: ThemeVariant,
): Promise<void> {
  await page.emulateMedia({ ...defaultMedia, ...media });
  await page.setViewportSize({ width: width ?? 1280, height: 900 });
  await widget.evaluate(
    (element, [dir, locale, tokens]) => {
      document.documentElement.dir = dir;
      element.setAttribute('locale', locale);
      element.removeAttribute('style');
      const style = element instanceof HTMLElement ? element.style : undefined;
      for (const [token, value] of Object.entries(tokens)) style?.setProperty(`--shopper-${token}`, value);
    },
    [dir ?? 'ltr', locale ?? 'en', tokens] as const,
  );
  await expect(widget.locator('[lang]').first()).toHaveAttribute('lang', `${locale ?? 'en'}-US`);
}

/** Lists the elements that extend beyond the left or right edge of the widget's card. Runs in the page. */
function overflowingElements(widget: Element): string[] {
  const card = widget.shadowRoot?.querySelector('.shopper');
  if (!card) return [];
  const { left, right } = card.getBoundingClientRect();
  const scrolls = (element: Element | null): boolean =>
    element !== null &&
    element !== card &&
    (getComputedStyle(element).overflowX === 'auto' || scrolls(element.parentElement));
  return [...card.querySelectorAll('*')]
    .filter((element) => !element.closest('.visually-hidden, .step-label, svg') && !scrolls(element))
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.left < left - 0.5 || box.right > right + 0.5);
    })
    .map((element) => element.outerHTML.slice(0, 160));
}

/**
 * Inspects the widget with axe in each variant, and looks for elements that overflow the widget's card.
 *
 * @returns one line per violation
 */
export async function findViolations(
  page: Page,
  widget: Locator,
  variants: readonly ThemeVariant[],
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const variant of variants) {
    await applyVariant(page, widget, variant);
    for (const violation of await a11yViolations(page)) found.push(`${variant.name}: ${violation}`);
    for (const out of await widget.evaluate(overflowingElements))
      found.push(`${variant.name}: outside the card: ${out}`);
  }
  await applyVariant(page, widget, defaultVariant);
  return found;
}
