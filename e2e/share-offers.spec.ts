import { readFile } from 'node:fs/promises';
import { readPdfLines } from '../test/support/pdf-text.ts';
import { a11yViolations } from './axe.ts';
import { dallasBakery, expect, requestRates, test, widgetIn } from './fixtures.ts';

for (const width of [390, 1200]) {
  test(`at ${width} pixels, a customer can email the rates, and the broker's server receives the request`, async ({
    page,
    demoServer,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto('/?utm=1');
    await requestRates(page, dallasBakery);
    const widget = widgetIn(page);
    await widget.getByText('Email these rates', { exact: true }).click();
    const email = `robin-${width}@findable.example`;
    await widget.getByLabel('Email address').fill(email);
    await widget.getByRole('button', { name: 'Send rates' }).click();
    await expect(widget.getByText(`We sent the rates to ${email}.`)).toBeVisible();
    await expect
      .poll(() => demoServer.output())
      .toMatch(
        new RegExp(
          `The broker emails ${email} \\(en-US\\): electric for ONCOR 75201, .+ and 9 more rates, from ${demoServer.origin}/$`,
          'm',
        ),
      );
    expect(await a11yViolations(page)).toEqual([]);
  });
}

test('a customer can download an offer as a PDF in the widget’s language', async ({ page }) => {
  await page.goto('/');
  await requestRates(page, dallasBakery);
  const widget = widgetIn(page);
  const download = page.waitForEvent('download');
  await widget
    .getByRole('button', { name: /^Download PDF/ })
    .first()
    .click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^offer-[a-z-]+-\d+-months\.pdf$/);
  await expect(widget.getByText('PDF downloaded.')).toBeVisible();
  const text = (await readPdfLines(await readFile(await file.path()))).join(' ');
  for (const part of [
    'This is not a contract.',
    '120,000 kWh a year',
    'Oncor',
    'Sign by',
    'Lonestar Energy Advisors LLC',
    'TX: PUCT',
  ])
    expect(text).toContain(part);
  await widget.evaluate((host) => host.setAttribute('locale', 'es'));
  const spanish = page.waitForEvent('download');
  await widget
    .getByRole('button', { name: /^Descargar PDF/ })
    .first()
    .click();
  const spanishFile = await spanish;
  expect(spanishFile.suggestedFilename()).toMatch(/^oferta-/);
  const spanishText = (await readPdfLines(await readFile(await spanishFile.path()))).join(' ');
  expect(spanishText).toContain('Esto no es un contrato.');
});
