export const locationImport = {
  heading: 'Upload your locations',
  instructions:
    'CSV file, one row per location (up to 1,000). The file stays in your browser; only ZIP codes are sent to find utilities.',
  columns: (required: string, optional: string) => `Required columns: ${required}. Optional: ${optional}.`,
  template: 'Download CSV template',
  templateFile: 'locations.csv',
  file: 'CSV file with your locations',
  reading: 'Reading your list…',
  cancel: 'Cancel',
  fileErrors: {
    empty: 'This file is empty.',
    spreadsheet: 'This is a spreadsheet file. In Excel choose File > Save As > CSV, then upload it.',
    binary: 'We can’t read this file. Save your list as CSV and try again.',
    too_large: 'This file is too large for 1,000 locations. Check that it’s the CSV file, or split it.',
    no_rows: 'This file has headers but no locations.',
  },
  unclosedQuote: (line: string) => `Row ${line} has an unmatched quotation mark. Fix it and upload again.`,
  columnsMissing: (names: string) => `Missing columns: ${names}. The template has them all.`,
  tooManyRows: (rows: string, max: string) =>
    `This list has ${rows} rows. The maximum is ${max}. Split it, or call us.`,
  encodingGuessed: 'Accented letters may not display correctly (the file isn’t UTF-8). Everything else was read.',
  formulas: (count: string, lines: string) =>
    `Formulas in ${count === '1' ? 'row' : 'rows'} ${lines} were read as plain text.`,
  summary: (valid: string, all: string) => `Rates are available for ${valid} of ${all} locations.`,
  skippedHeading: 'Not included',
  row: (line: string, name: string) => `Row ${line}${name ? `, ${name}` : ''}`,
  rowErrors: {
    name_missing: () => 'location_name is missing.',
    postal_code: () => 'enter a 5-digit postal_code, like 75201.',
    postal_code_short: () => 'postal_code has too few digits. Spreadsheets drop leading zeros: enter 07102, not 7102.',
    usage: () => 'enter a realistic annual_usage, like 120000.',
    usage_thousands: () => 'annual_usage could mean thousands or decimals. Write it without points, like 120000.',
    unit: () => 'use kWh, MWh, therm, Ccf, Mcf or Dth as the unit.',
    other_commodity: () => 'the unit is for the other service type. Change Service type above to include it.',
    duplicate: (first: string) => `same as row ${first}.`,
    not_served: () => 'we don’t have rates for this ZIP code.',
  } satisfies Record<string, (firstLine: string) => string>,
  notesHeading: 'Included, but check these',
  rowNotes: {
    account_shortened:
      'the spreadsheet shortened account_number. Format that column as Text and enter the numbers again, or add them later.',
    usage_low: 'that looks low for a full year. Is it one month?',
  },
  moreRowErrors: (count: string) => `and ${count} more.`,
  groupsHeading: 'By utility',
  locations: (count: number): string => (count === 1 ? 'location' : 'locations'),
  ambiguousUtility: 'depends on address',
  seeRates: 'See rates',
  seeRatesFor: (utility: string) => `See rates for ${utility}`,
};
export type LocationImportMessages = typeof locationImport;
