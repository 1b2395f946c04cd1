/** The import of a CSV file of locations. */
export const locationImport = {
  heading: 'A list of your locations',
  instructions:
    'One row for each location, up to 1,000, saved as CSV. It is read in this page only; we look up the ZIP codes.',
  columns: (required: string, optional: string) => `Columns: ${required}. If you like: ${optional}.`,
  template: 'Download a template',
  templateFile: 'locations.csv',
  file: 'Your file',
  reading: 'Reading your list…',
  fileErrors: {
    empty: 'This file is empty.',
    spreadsheet: 'This is a spreadsheet. Save it as CSV first (in most programs: File, Save as, CSV).',
    binary: 'This is no text file. Save your list as CSV, then choose that file.',
    too_large: 'This file is too large for a list of 1,000 locations. Choose the CSV file, or split it.',
    no_rows: 'This file has column names but no rows.',
  },
  unclosedQuote: (line: string) => `A quotation mark opens in row ${line} and never closes. Close it, or take it out.`,
  columnsMissing: (names: string) => `These columns are missing: ${names}. The template has them all.`,
  tooManyRows: (rows: string, max: string) =>
    `This list has ${rows} rows; we take up to ${max} at a time. Split it, or call us.`,
  encodingGuessed: 'The file was not saved as UTF-8. Letters with accents may look wrong; everything else is read.',
  formulas: (count: string, lines: string) =>
    `Read as plain text, never run: something that looks like a formula, in ${count === '1' ? 'row' : 'rows'} ${lines}.`,
  summary: (valid: string, all: string) => `${valid} of ${all} rows can be priced.`,
  skippedHeading: 'Left out',
  row: (line: string, name: string) => `Row ${line}${name ? `, ${name}` : ''}`,
  rowErrors: {
    name_missing: () => 'it has no location_name.',
    postal_code: () => 'postal_code must have five digits, like 75201.',
    postal_code_short: () => 'postal_code has too few digits. A spreadsheet may have dropped a zero in front: 07102.',
    usage: () => 'annual_usage must be a number above zero that is likely for a year, like 120000.',
    unit: () => 'unit must be kWh, MWh, therm, Ccf, Mcf or Dth.',
    other_commodity: () => 'its unit is for the other energy. Switch above to price those.',
    duplicate: (first: string) => `it repeats row ${first}.`,
    not_served: () => 'we know of no utility for this ZIP code.',
  } satisfies Record<string, (firstLine: string) => string>,
  moreRowErrors: (count: string) => `and ${count} more rows.`,
  groupsHeading: 'By utility',
  locations: (count: number): string => (count === 1 ? 'location' : 'locations'),
  ambiguousUtility: 'depends on the street',
  seeRates: 'See rates',
  seeRatesFor: (utility: string) => `See rates for ${utility}`,
};
export type LocationImportMessages = typeof locationImport;
