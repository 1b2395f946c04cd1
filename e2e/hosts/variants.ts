import type { Locator, Page } from '@playwright/test';
import { axeFaults } from '../axe.ts';
import { expect } from './hosts.ts';

/** How a page, a machine or a customer may want the shop to look. */
export interface Variant {
  readonly name: string;
  readonly media?: Parameters<Page['emulateMedia']>[0];
  readonly width?: number;
  readonly dir?: 'rtl';
  readonly locale?: string;
  /** Without `--shopper-`. */
  readonly tokens?: Readonly<Record<string, string>>;
}

const dark: Variant['media'] = { colorScheme: 'dark' };
const plain: Variant = { name: 'light' };

export const variants: readonly Variant[] = [
  plain,
  { name: 'dark', media: dark },
  { name: 'an accent like paper', tokens: { accent: '#fdfdf5' } },
  { name: 'an accent like night, in the dark', tokens: { accent: 'rgb(8 8 30)' }, media: dark },
  { name: 'an accent between black and white', tokens: { accent: 'hsl(0 0% 46.5%)' } },
  { name: 'forced colours', media: { forcedColors: 'active' } },
  { name: 'forced colours in the dark', media: { forcedColors: 'active', colorScheme: 'dark' } },
  { name: 'less motion and more contrast', media: { reducedMotion: 'reduce', contrast: 'more' } },
  { name: 'right to left', dir: 'rtl' },
  { name: 'a narrow phone', width: 280 },
  { name: 'letters twice as large', tokens: { 'font-size': '2rem' }, width: 900 },
  { name: 'Spanish', locale: 'es' },
  { name: 'Spanish on a narrow phone in the dark', locale: 'es', width: 280, media: dark },
];

const usual: Variant['media'] = {
  colorScheme: 'light',
  forcedColors: 'none',
  reducedMotion: 'no-preference',
  contrast: 'no-preference',
};

/** Dresses the page and the shop on it, as they stand. */
async function wear(page: Page, shop: Locator, { media, width, dir, locale, tokens = {} }: Variant): Promise<void> {
  await page.emulateMedia({ ...usual, ...media });
  await page.setViewportSize({ width: width ?? 1280, height: 900 });
  await shop.evaluate(
    (element, [dir, locale, tokens]) => {
      document.documentElement.dir = dir;
      element.setAttribute('locale', locale);
      element.removeAttribute('style');
      const style = element instanceof HTMLElement ? element.style : undefined;
      for (const [token, value] of Object.entries(tokens)) style?.setProperty(`--shopper-${token}`, value);
    },
    [dir ?? 'ltr', locale ?? 'en', tokens] as const,
  );
  await expect(shop.locator('[lang]').first()).toHaveAttribute('lang', `${locale ?? 'en'}-US`);
}

/** What is drawn beside the card. Runs in the page. */
function outOfTheCard(shop: Element): string[] {
  const card = shop.shadowRoot?.querySelector('.shopper');
  if (!card) return [];
  const { left, right } = card.getBoundingClientRect();
  const scrolls = (element: Element | null): boolean =>
    element !== null &&
    element !== card &&
    (getComputedStyle(element).overflowX === 'auto' || scrolls(element.parentElement));
  return [...card.querySelectorAll('*')]
    .filter((element) => !element.closest('.hidden, .word, svg') && !scrolls(element))
    .filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 0 && (box.left < left - 0.5 || box.right > right + 0.5);
    })
    .map((element) => element.outerHTML.slice(0, 160));
}

/**
 * Looks at the shop in each of `wanted`: axe finds no fault, and nothing runs out of the card, whatever the direction, the
 * size and the language. Gives back what was found.
 */
export async function faultsIn(page: Page, shop: Locator, wanted: readonly Variant[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const variant of wanted) {
    await wear(page, shop, variant);
    for (const fault of await axeFaults(page)) found.push(`${variant.name}: ${fault}`);
    for (const out of await shop.evaluate(outOfTheCard)) found.push(`${variant.name}: out of the card: ${out}`);
  }
  await wear(page, shop, plain);
  return found;
}
