import { expect, test } from 'vitest';
import { detectSeparator, parseCsv } from './parse-csv.ts';
import { parseRows } from './parse-rows.ts';

const header = 'location_name,postal_code,annual_usage,unit,account_number,street,city';
const readFile = (...lines: string[]) => {
  const text = lines.join('\n');
  return parseRows(parseCsv(text), 'electric', { hasSemicolons: detectSeparator(text) === ';' });
};
const read = (...rows: string[]) => readFile(header, ...rows);
const errorOf = (row: string) => {
  const result = read(row);
  return 'invalidRows' in result ? result.invalidRows[0]?.error : result.error;
};

const emptyDetails = { accountNumber: '', street: '', city: '' };

test('parses rows whose usage has a thousands separator or is in MWh', () => {
  expect(read('North,75201-1234,"120,000",kwh', 'South,75202,1.5,MWh')).toEqual({
    locations: [
      { line: 2, name: 'North', postalCode: '75201', usage: '120000', unit: 'kWh', ...emptyDetails },
      { line: 3, name: 'South', postalCode: '75202', usage: '1500', unit: 'kWh', ...emptyDetails },
    ],
    invalidRows: [],
    notes: [],
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

test('rejects a duplicate row and reports the line of the first occurrence', () => {
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

test('reports missing columns, and accepts alternative spellings of column names', () => {
  expect(parseRows(parseCsv('name,zip\nA,75201'), 'electric')).toEqual({
    error: 'columns_missing',
    columns: ['location_name', 'postal_code', 'annual_usage', 'unit'],
  });
  expect(parseRows(parseCsv('Site Name;Postal-Code;ANNUAL_USAGE;Unit\nA;75201;1000;kWh'), 'electric')).toMatchObject({
    locations: [{ name: 'A' }],
  });
});

test('rejects a file without rows, and a file with 10,000 rows', () => {
  expect(read()).toEqual({ error: 'no_rows' });
  expect(read(...Array.from({ length: 10_000 }, (_, index) => `S${index},75201,1000,kWh`))).toEqual({
    error: 'too_many',
    rows: 10_000,
  });
});

test.each(['1.04437E+16', '1,04437E+16', '1.04437e16', '10443720001234500'])(
  'imports a row whose account number %s was rounded without that number, and adds a note',
  (accountNumber) => {
    const rows = ['North', 'South', 'West'].map(
      (name) => `${name},75201,400000,kWh,"${accountNumber}",1 ${name} St,Dallas`,
    );
    expect(read(...rows)).toMatchObject({
      locations: ['North', 'South', 'West'].map((name) => ({ name, usage: '400000', accountNumber: '' })),
      invalidRows: [],
      notes: [2, 3, 4].map((line) => ({ line, note: 'account_shortened' })),
    });
  },
);

test.each(['N/A', 'none', '-', '12'])(
  'does not treat %s as an account number, and does not reject a second row with this text as a duplicate',
  (text) => {
    expect(read(`North,75201,100000,kWh,${text}`, `South,75202,50000,kWh,${text}`)).toMatchObject({
      locations: [
        { name: 'North', accountNumber: '' },
        { name: 'South', accountNumber: '' },
      ],
      invalidRows: [],
    });
  },
);

test.each([
  ['a sep= directive', ['sep=;', header.replaceAll(',', ';'), 'North;75201;100000;kWh']],
  ['a sep= directive with another separator', ['sep=|', header.replaceAll(',', '|'), 'North|75201|100000|kWh']],
  ['title rows', ['Our locations', '', 'As of January, 2027', header, 'North,75201,100000,kWh']],
  ['a title row in a file with semicolons', ['Our locations', header.replaceAll(',', ';'), 'North;75201;100000;kWh']],
])('reads a file with %s', (_, lines) => {
  expect(readFile(...lines)).toMatchObject({ locations: [{ name: 'North', postalCode: '75201', usage: '100000' }] });
});

test('removes the characters that keep a number as text in a spreadsheet', () => {
  const cells = ['North', '="75201"', "'100000", 'kWh', '="10443720001234567"'];
  const result = read(
    cells.join(','),
    cells
      .map((cell) => `"${cell.replaceAll('"', '""')}"`)
      .join(',')
      .replace('4567', '4568'),
  );
  expect(result).toMatchObject({
    locations: [
      { postalCode: '75201', usage: '100000', accountNumber: '10443720001234567' },
      { postalCode: '75201', usage: '100000', accountNumber: '10443720001234568' },
    ],
    invalidRows: [],
    formulas: [],
  });
});

test('rejects a usage that may have a European thousands separator', () => {
  expect(readFile(header.replaceAll(',', ';'), 'North;75201;120.000;kWh', 'South;75202;120000;kWh')).toMatchObject({
    locations: [{ name: 'South', usage: '120000' }],
    invalidRows: [{ line: 2, error: 'usage_thousands' }],
  });
  expect(read('North,75201,120.000,MWh')).toMatchObject({ locations: [{ usage: '120000' }] });
});

test('adds a note to each row whose usage is low for a year', () => {
  expect(read('North,75201,100000,kWh', 'South,75202,20,kWh')).toMatchObject({
    notes: [{ line: 3, name: 'South', note: 'usage_low' }],
  });
});
