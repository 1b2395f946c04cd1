import { widgetIn } from '../fixtures.ts';
import { visitAllStates } from './all-states.ts';
import { expect, test, testWithConsoleErrors, widgetsIn } from './fixtures.ts';
import { findViolations, type ThemeVariant, themeVariants } from './theme-variants.ts';

// The tests in this file take the longest, so they run in parallel.
test.describe.configure({ mode: 'parallel' });

const named = (...names: readonly string[]): readonly ThemeVariant[] =>
  themeVariants.filter(({ name }) => names.includes(name));

/** The test of each widget visits every state once and inspects the state in all of the widget's variants. */
const widgets = [
  { name: 'the inline widget', site: 'pk_test_demo', mode: 'inline', canAuthorizeUsage: true, variants: themeVariants },
  {
    name: 'a widget with a yellow accent',
    site: 'pk_test_harbor',
    mode: 'inline',
    canAuthorizeUsage: false,
    variants: named('light', 'dark'),
  },
  {
    name: 'a widget in a modal',
    site: 'pk_test_demo',
    mode: 'dialog',
    canAuthorizeUsage: true,
    variants: named('light', 'dark', 'forced colors', 'right-to-left', 'Spanish, narrow phone, dark'),
  },
] as const;

for (const { name, site, mode, canAuthorizeUsage, variants } of widgets) {
  test(`axe finds no violation in any state and variant of ${name}`, async ({ page, hosts, upstream }) => {
    test.setTimeout(600_000);
    page.setDefaultTimeout(30_000);
    await hosts.open('themed');
    await page.evaluate(
      async ([site, mode]) => {
        const widget = document.createElement('commercial-shopper');
        widget.setAttribute('site', site);
        widget.setAttribute('mode', mode);
        document.querySelector('main')?.append(widget);
        if (mode === 'dialog') await widget.open();
      },
      [site, mode] as const,
    );
    const widget = widgetIn(page);
    const inspect = async (state: string) => expect(await findViolations(page, widget, variants), state).toEqual([]);
    await visitAllStates({
      page,
      widget,
      inspect,
      canAuthorizeUsage,
      inWindow: mode === 'dialog',
      setStatus: upstream.setStatus,
    });
  });
}

testWithConsoleErrors(
  'axe finds no violation in any variant of a widget that fails to start',
  async ({ page, hosts }) => {
    await hosts.open('unknown-site');
    const widget = widgetIn(page);
    await expect(widget.getByRole('button', { name: 'Try again' })).toBeVisible();
    expect(await findViolations(page, widget, themeVariants)).toEqual([]);
  },
);

test("buttons have the site's accent color", async ({ page, hosts }) => {
  await hosts.open('two-sites');
  const button = widgetsIn(page).last().getByRole('button', { name: 'See rates' });
  await expect(button).toHaveCSS('background-color', 'rgb(255, 212, 0)');
  await expect(button).toHaveCSS('color', 'color(srgb-linear 0 0 0)');
});

test("buttons have the host page's accent color, and text in black or white that contrasts with it", async ({
  page,
  hosts,
}) => {
  await hosts.open('async');
  const button = widgetIn(page).getByRole('button', { name: 'See rates' });
  await expect(widgetIn(page).getByText('Test mode')).toBeVisible();
  const colorsWithAccent = async (accent: string) => {
    await widgetIn(page).evaluate((element, value) => element.style.setProperty('--shopper-accent', value), accent);
    return button.evaluate((element) => {
      const { backgroundColor, color } = getComputedStyle(element);
      return [backgroundColor, color];
    });
  };
  expect(await colorsWithAccent('#ffd400')).toEqual(['rgb(255, 212, 0)', 'color(srgb-linear 0 0 0)']);
  expect(await colorsWithAccent('#003366')).toEqual(['rgb(0, 51, 102)', 'color(srgb-linear 1 1 1)']);
});
