import type { Page } from '@playwright/test';
import { axeFaults } from '../axe.ts';
import { chooseFirstOffer, dallasBakery, fillIn, shopOn } from '../shop.ts';
import { expect, shopsIn, test, useShop } from './hosts.ts';

interface Variant {
  readonly name: string;
  readonly media?: Parameters<Page['emulateMedia']>[0];
  readonly width?: number;
  readonly site?: string;
  readonly dir?: 'rtl';
  readonly tokens?: Readonly<Record<string, string>>;
}

const dark: Variant['media'] = { colorScheme: 'dark' };
const variants: readonly Variant[] = [
  { name: 'light' },
  { name: 'dark', media: dark },
  { name: 'a yellow brand', site: 'pk_test_harbor' },
  { name: 'a yellow brand in the dark', site: 'pk_test_harbor', media: dark },
  { name: 'an accent like paper', tokens: { accent: '#fdfdf5' } },
  { name: 'an accent like night, in the dark', tokens: { accent: 'rgb(8 8 30)' }, media: dark },
  { name: 'an accent between black and white', tokens: { accent: 'hsl(0 0% 46.5%)' } },
  { name: 'forced colours', media: { forcedColors: 'active' } },
  { name: 'forced colours in the dark', media: { forcedColors: 'active', colorScheme: 'dark' } },
  { name: 'less motion and more contrast', media: { reducedMotion: 'reduce', contrast: 'more' } },
  { name: 'right to left', dir: 'rtl' },
  { name: 'a narrow phone', width: 320 },
  { name: 'letters twice as large', tokens: { 'font-size': '2rem' }, width: 900 },
];

for (const { name, media, width, site, dir, tokens = {} } of variants) {
  test(`axe finds no fault in any step with ${name}`, async ({ page, hosts }) => {
    if (media) await page.emulateMedia(media);
    if (width) await page.setViewportSize({ width, height: 900 });
    await hosts.open('themed');
    await page.evaluate(
      ([site, dir, tokens]) => {
        const shop = document.createElement('commercial-shopper');
        shop.setAttribute('site', site);
        for (const [token, value] of Object.entries(tokens)) shop.style.setProperty(`--shopper-${token}`, value);
        document.documentElement.dir = dir;
        document.querySelector('main')?.append(shop);
      },
      [site ?? 'pk_test_demo', dir ?? 'ltr', tokens] as const,
    );
    const shop = shopOn(page);
    await expect(shop.getByText('Test mode')).toBeVisible();
    expect(await axeFaults(page)).toEqual([]);
    await shop.getByRole('button', { name: 'Show rates' }).click();
    await expect(shop.locator('[aria-invalid]').first()).toBeVisible();
    expect(await axeFaults(page)).toEqual([]);
    await useShop(shop);
    expect(await axeFaults(page)).toEqual([]);
    await chooseFirstOffer(page);
    await expect(shop.getByLabel('Legal business name')).toBeVisible();
    await shop.getByRole('button', { name: 'Review and sign' }).click();
    await expect(shop.locator('[aria-invalid]').first()).toBeVisible();
    expect(await axeFaults(page)).toEqual([]);
    await fillIn(page, dallasBakery);
    await expect(shop.getByRole('checkbox')).toBeVisible();
    expect(await axeFaults(page)).toEqual([]);
    // Nothing runs out of the card, whatever the direction and the size.
    expect(await shop.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  });
}

test('the colour of a site is that of its buttons', async ({ page, hosts }) => {
  await hosts.open('two-sites');
  const button = shopsIn(page).last().getByRole('button', { name: 'Show rates' });
  await expect(button).toHaveCSS('background-color', 'rgb(255, 212, 0)');
  await expect(button).toHaveCSS('color', 'rgb(0, 0, 0)');
});

test('a page’s own accent colours the buttons, and its words stay readable', async ({ page, hosts }) => {
  await hosts.open('async');
  const button = shopOn(page).getByRole('button', { name: 'Show rates' });
  await expect(shopOn(page).getByText('Test mode')).toBeVisible();
  const colours = async (accent: string) => {
    await shopOn(page).evaluate((element, value) => element.style.setProperty('--shopper-accent', value), accent);
    return button.evaluate((element) => {
      const { backgroundColor, color } = getComputedStyle(element);
      return [backgroundColor, color];
    });
  };
  expect(await colours('#ffd400')).toEqual(['rgb(255, 212, 0)', 'color(srgb-linear 0 0 0)']);
  expect(await colours('#003366')).toEqual(['rgb(0, 51, 102)', 'color(srgb-linear 1 1 1)']);
});
