import { expect, test } from 'vitest';
import { parseCsv } from './parse-csv.ts';
import { parseRows } from './parse-rows.ts';

const header = 'location_name,postal_code,annual_usage,unit,account_number,street,city';
const read = (...rows: string[]) => parseRows(parseCsv([header, ...rows].join('\n')), 'electric');
const errorOf = (row: string) => {
  const result = read(row);
  return 'invalidRows' in result ? result.invalidRows[0]?.error : result.error;
};

const emptyDetails = { accountNumber: '', street: '', city: '' };

test('parses valid rows, with usage in different notations', () => {
  expect(read('North,75201-1234,"120,000",kwh', 'South,75202,1.5,MWh')).toEqual({
    locations: [
      { line: 2, name: 'North', postalCode: '75201', usage: '120000', unit: 'kWh', ...emptyDetails },
      { line: 3, name: 'South', postalCode: '75202', usage: '1500', unit: 'kWh', ...emptyDetails },
    ],
    invalidRows: [],
    formulas: [],
  });
});

test.each([
  [',75201,1000,kWh', 'name_missing'],
  ['A,752,1000,kWh', 'postal_code_short'],
  ['A,seven,1000,kWh', 'postal_code'],
  ['A,75201,lots,kWh', 'usage'],
  ['A,75201,0,kWh', 'usage'],
  ['A,75201,-4,kWh', 'usage'],
  ['A,75201,9000000,kWh', 'usage'],
  ['A,75201,1000,', 'unit'],
  ['A,75201,1000,barrels', 'unit'],
  ['A,75201,1000,therms', 'other_commodity'],
])('rejects the row %j: %s', (row, error) => {
  expect(errorOf(row)).toBe(error);
});

test('rejects a duplicate row and reports the line of the first one', () => {
  const result = read(
    'North,75201,1000,kWh,10 44',
    'Other name,75202,1000,kWh,1044',
    'South,75201,1000,kWh',
    'south,75201,2000,kWh',
    'South,75201,2000,kWh,,Example Road',
  );
  expect(result).toMatchObject({
    locations: [{ line: 2 }, { line: 4 }, { line: 6 }],
    invalidRows: [
      { line: 3, error: 'duplicate', firstLine: 2 },
      { line: 5, error: 'duplicate', firstLine: 4 },
    ],
  });
});

test('keeps a formula as text and reports it, but does not treat a negative number as a formula', () => {
  expect(read('=HYPERLINK("x"),75201,1000,kWh', 'B,75201,-1000,kWh')).toMatchObject({
    locations: [{ name: '=HYPERLINK("x")' }],
    formulas: [2],
  });
});

test('reports missing columns, and accepts headers in any case, with spaces or hyphens, and with site_name instead of location_name', () => {
  expect(parseRows(parseCsv('name,zip\nA,75201'), 'electric')).toEqual({
    error: 'columns_missing',
    columns: ['location_name', 'postal_code', 'annual_usage', 'unit'],
  });
  expect(parseRows(parseCsv('Site Name;Postal-Code;ANNUAL_USAGE;Unit\nA;75201;1000;kWh'), 'electric')).toMatchObject({
    locations: [{ name: 'A' }],
  });
});

test('rejects a file that has only a header, and a file with 10,000 rows', () => {
  expect(read()).toEqual({ error: 'no_rows' });
  expect(read(...Array.from({ length: 10_000 }, (_, index) => `S${index},75201,1000,kWh`))).toEqual({
    error: 'too_many',
    rows: 10_000,
  });
});
