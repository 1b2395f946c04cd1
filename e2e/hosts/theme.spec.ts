import { shopOn } from '../shop.ts';
import { walkEveryState } from './every-state.ts';
import { expect, failing, shopsIn, test } from './hosts.ts';
import { faultsIn, type Variant, variants } from './variants.ts';

const named = (...names: readonly string[]): readonly Variant[] => variants.filter(({ name }) => names.includes(name));

/** Each is gone through once; every state of it is looked at in all its variants. */
const shops = [
  { name: 'a shop in the page', site: 'pk_test_demo', mode: 'inline', letters: true, wanted: variants },
  { name: 'a yellow brand', site: 'pk_test_harbor', mode: 'inline', letters: false, wanted: named('light', 'dark') },
  {
    name: 'a shop in a dialog',
    site: 'pk_test_demo',
    mode: 'dialog',
    letters: true,
    wanted: named('light', 'dark', 'forced colours', 'right to left', 'Spanish on a narrow phone in the dark'),
  },
] as const;

for (const { name, site, mode, letters, wanted } of shops) {
  test(`axe finds no fault in any state of ${name}, however it looks`, async ({ page, hosts, upstream }) => {
    test.setTimeout(600_000);
    await hosts.open('themed');
    await page.evaluate(
      async ([site, mode]) => {
        const shop = document.createElement('commercial-shopper');
        shop.setAttribute('site', site);
        shop.setAttribute('mode', mode);
        document.querySelector('main')?.append(shop);
        if (mode === 'dialog') await shop.open();
      },
      [site, mode] as const,
    );
    const shop = shopOn(page);
    const look = async (state: string) => expect(await faultsIn(page, shop, wanted), state).toEqual([]);
    await walkEveryState({ page, shop, look, letters, inWindow: mode === 'dialog', move: upstream.move });
  });
}

failing('axe finds no fault in a shop that does not open, however it looks', async ({ page, hosts }) => {
  await hosts.open('unknown-site');
  const shop = shopOn(page);
  await expect(shop.getByRole('button', { name: 'Try again' })).toBeVisible();
  expect(await faultsIn(page, shop, variants)).toEqual([]);
});

test('the colour of a site is that of its buttons', async ({ page, hosts }) => {
  await hosts.open('two-sites');
  const button = shopsIn(page).last().getByRole('button', { name: 'Show rates' });
  await expect(button).toHaveCSS('background-color', 'rgb(255, 212, 0)');
  await expect(button).toHaveCSS('color', 'color(srgb-linear 0 0 0)');
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
