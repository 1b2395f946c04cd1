import { expect, test } from 'vitest';
import { parseCsv } from './csv.ts';
import { readSites } from './site-rows.ts';

const header = 'site_name,postal_code,annual_usage,unit,account_number,street,city';
const read = (...rows: string[]) => readSites(parseCsv([header, ...rows].join('\n')), 'electric');
const faultOf = (row: string) => {
  const answer = read(row);
  return 'faulty' in answer ? answer.faulty[0]?.fault : answer.fault;
};

const bare = { accountNumber: '', street: '', city: '' };

test('a good row becomes a site, whatever its usage is written like', () => {
  expect(read('North,75201-1234,"120,000",kwh', 'South,75202,1.5,MWh')).toEqual({
    sites: [
      { line: 2, name: 'North', postalCode: '75201', usage: '120000', unit: 'kWh', ...bare },
      { line: 3, name: 'South', postalCode: '75202', usage: '1500', unit: 'kWh', ...bare },
    ],
    faulty: [],
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
  ['A,75201,1000,therms', 'other_energy'],
])('the row %j is refused as %s', (row, fault) => {
  expect(faultOf(row)).toBe(fault);
});

test('a row that repeats another is left out and names the first', () => {
  const answer = read(
    'North,75201,1000,kWh,10 44',
    'Other name,75202,1000,kWh,1044',
    'South,75201,1000,kWh',
    'south,75201,2000,kWh',
    'South,75201,2000,kWh,,Example Road',
  );
  expect(answer).toMatchObject({
    sites: [{ line: 2 }, { line: 4 }, { line: 6 }],
    faulty: [
      { line: 3, fault: 'duplicate', first: 2 },
      { line: 5, fault: 'duplicate', first: 4 },
    ],
  });
});

test('a formula is kept as text and pointed out; a negative number is none', () => {
  expect(read('=HYPERLINK("x"),75201,1000,kWh', 'B,75201,-1000,kWh')).toMatchObject({
    sites: [{ name: '=HYPERLINK("x")' }],
    formulas: [2],
  });
});

test('wrong headers are named, in any spelling that can be meant', () => {
  expect(readSites(parseCsv('name,zip\nA,75201'), 'electric')).toEqual({
    fault: 'columns_missing',
    columns: ['site_name', 'postal_code', 'annual_usage', 'unit'],
  });
  expect(readSites(parseCsv('Site Name;Postal-Code;ANNUAL_USAGE;Unit\nA;75201;1000;kWh'), 'electric')).toMatchObject({
    sites: [{ name: 'A' }],
  });
});

test('a header alone has no rows, and 10,000 rows are too many', () => {
  expect(read()).toEqual({ fault: 'no_rows' });
  expect(read(...Array.from({ length: 10_000 }, (_, index) => `S${index},75201,1000,kWh`))).toEqual({
    fault: 'too_many',
    rows: 10_000,
  });
});
