import axe from 'axe-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { createFakeBff, type FakeBff, problemResponse } from '../../../test/support/fake-bff.ts';
import { type RenderedWidget, renderWidget } from '../../../test/support/render-widget.ts';

let bff: FakeBff;
let widget: RenderedWidget;

beforeEach(() => {
  sessionStorage.clear();
  bff = createFakeBff();
});
afterEach(() => widget.unmount());

const header = 'location_name,postal_code,annual_usage,unit,account_number,street,city';

async function upload(text: string, width?: number, name = 'list.csv') {
  widget = renderWidget(bff, width ? { width } : {});
  await page.getByRole('button', { name: /Multiple locations/ }).click();
  await page.getByLabelText('CSV file with your locations').upload(new File([text], name, { type: 'text/csv' }));
}
const expectText = (text: string | RegExp) => expect.element(page.getByText(text)).toBeVisible();

test('the description of the file input explains the file format', async () => {
  widget = renderWidget(bff);
  await page.getByRole('button', { name: /Multiple locations/ }).click();
  const input = page.getByLabelText('CSV file with your locations');
  await expect.element(input).toHaveAccessibleDescription(/one row per location/);
});

test.each([280, 900])(
  'shows the number of valid locations and the reason for each invalid row at a width of %i pixels',
  async (width) => {
    await upload(
      [
        header,
        'North,75201,"100,000",kWh,1',
        'South,75202,20,MWh,2',
        'Far,99999,10,kWh',
        '=1+1,75201,ten,kWh',
        'North,75201,1,kWh,1',
      ].join('\r\n'),
      width,
    );
    await expectText('Rates are available for 2 of 5 locations.');
    await expectText(/Row 4, Far.*we don’t have rates/);
    await expectText(/Row 5, =1\+1.*enter a realistic annual_usage/);
    await expectText(/Row 6, North.*same as row 2/);
    await expectText(/Formulas in row 5 were read as plain text/);
    const [card] = widget.queryAll('.shopper').map((element) => element.getBoundingClientRect());
    for (const part of widget.queryAll('.location-import *')) {
      expect(part.getBoundingClientRect().right, part.outerHTML).toBeLessThanOrEqual((card?.right ?? 0) + 0.5);
    }
    expect((await axe.run(widget.host)).violations).toEqual([]);

    await page.getByRole('button', { name: 'See rates for Oncor' }).click();
    await expect.element(page.getByRole('heading', { name: /9,432/ })).toBeVisible();
    await expect.element(page.getByLabelText(/ZIP code/)).toHaveValue('75201');
    await expect.element(page.getByLabelText(/Annual usage/)).toHaveValue('120,000');
    await expect.element(page.getByLabelText(/Annual usage/)).toHaveAccessibleDescription(/2 locations from your list/);
  },
);

test('sends only ZIP codes, and stores nothing from the file in the browser', async () => {
  await upload(`${header}\nSecret bakery,75201,1000,kWh,998877,Hidden Road,Dallas`);
  await expectText('Rates are available for 1 of 1 locations.');
  await page.getByRole('button', { name: 'See rates for Oncor' }).click();
  await expect.element(page.getByRole('heading', { name: /9,432/ })).toBeVisible();
  const sent =
    JSON.stringify(bff.requests.map(({ body }) => body)) + JSON.stringify({ ...sessionStorage, ...localStorage });
  for (const secret of ['Secret', '998877', 'Hidden']) expect(sent).not.toContain(secret);
});

test.each([
  ['no content', '', 'This file is empty.'],
  ['the content of an Excel workbook', 'PK\u0003\u0004', /choose File > Save As > CSV/],
  ['other columns', 'name,zip\nA,75201', /Missing columns: location_name, postal_code, annual_usage, and unit/],
  ['only column names', header, /headers but no locations/],
  ['an unclosed quote', `${header}\n"A,75201,1,kWh`, /Row 2 has an unmatched quotation mark/],
  [
    '10,000 rows',
    [header, ...Array.from({ length: 10_000 }, (_, row) => `S${row},75201,1000,kWh`)].join('\n'),
    /This list has 10,000 rows. The maximum is 1,000/,
  ],
])('rejects a file with %s and explains what to do', async (_, text, message) => {
  await upload(text);
  await expectText(message);
  expect(bff.requestCount('POST /v1/utility-lookups')).toBe(0);
});

test('looks up the ZIP codes of a thousand rows in batches of 200', async () => {
  const rows = Array.from({ length: 1000 }, (_, row) => `S${row},${75000 + (row % 450)},1000,kWh`);
  await upload([header, ...rows].join('\n'));
  await expectText('Rates are available for 1,000 of 1,000 locations.');
  expect(bff.requestCount('POST /v1/utility-lookups')).toBe(3);
});

test('the customer can retry a failed utility lookup without selecting the file again', async () => {
  bff.respondOnce('POST /v1/utility-lookups', () => problemResponse('upstream_unavailable', 503));
  await upload(`${header}\nA,75201,1000,kWh`);
  await expectText(/Live rates are temporarily unavailable/);
  await page.getByRole('button', { name: /Try again/ }).click();
  await expectText('Rates are available for 1 of 1 locations.');
});

test('offers a template with the supported columns', async () => {
  await upload('');
  const link = page.getByRole('link', { name: /template/ });
  await expect.element(link).toHaveAttribute('download', 'locations.csv');
  const text = await (await fetch(link.element().getAttribute('href') ?? '')).text();
  expect(text).toBe(`${header}\r\n`);
});

test.each(['Cancel', 'Escape'])(
  '%s closes the location list, returns the focus to the button that opened it, and keeps the list',
  async (way) => {
    await upload(`${header}\nNorth,75201,"100,000",kWh,1`);
    await expectText('Rates are available for 1 of 1 locations.');
    await (way === 'Escape'
      ? userEvent.keyboard('{Escape}')
      : page.getByRole('button', { name: 'Cancel', exact: true }).click());
    await expect.element(page.getByLabelText('CSV file with your locations')).not.toBeInTheDocument();
    expect(widget.host.shadowRoot?.activeElement?.textContent).toBe('Multiple locations? Upload a list');
    await page.getByRole('button', { name: /Multiple locations/ }).click();
    await expectText('Rates are available for 1 of 1 locations.');
  },
);

test('a file that cannot be imported is forgotten when the panel closes', async () => {
  await upload('');
  await expectText('This file is empty.');
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('button', { name: /Multiple locations/ }).click();
  await expect.element(page.getByLabelText('CSV file with your locations')).toBeVisible();
  await expect.element(page.getByText('This file is empty.')).not.toBeInTheDocument();
});
