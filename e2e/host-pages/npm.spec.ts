import { expect, expectWidgetWorks, pageProblems, test, widgetsIn } from './fixtures.ts';
import { widgetInFrame } from './iframe-helpers.ts';

test('in React strict mode, the component renders a single widget and applies changed props', async ({
  page,
  hosts,
}) => {
  const consoleMessages = await hosts.open('react');
  const widget = widgetsIn(page);
  await expect(widget.getByLabel('ZIP code')).toHaveValue('75201');
  await page.getByRole('button', { name: 'Houston' }).click();
  await expect(widget.getByLabel('ZIP code')).toHaveValue('77002');
  await expectWidgetWorks(widget);
  await expect(page.locator('output')).toHaveText('shopper:ready');
  await page.getByRole('button', { name: 'Show or hide' }).click();
  await expect(widget).toHaveCount(0);
  await page.getByRole('button', { name: 'Show or hide' }).click();
  await expectWidgetWorks(widget);
  expect(consoleMessages).toEqual([]);
  expect((await pageProblems(page)).unhandledRejections).toEqual([]);
});

test('a React page can show the widget in an iframe', async ({ page, hosts }) => {
  const consoleMessages = await hosts.open('react?isolation=frame');
  const widget = widgetInFrame(page);
  await expect(widget.getByLabel('ZIP code')).toHaveValue('75201');
  await page.getByRole('button', { name: 'Houston' }).click();
  await expect(widget.getByLabel('ZIP code')).toHaveValue('77002');
  await expectWidgetWorks(widget);
  await expect(page.locator('output')).toHaveText('shopper:ready');
  await page.getByRole('button', { name: 'Show or hide' }).click();
  await expect(widgetsIn(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Show or hide' }).click();
  await expectWidgetWorks(widget);
  expect(consoleMessages).toEqual([]);
});
