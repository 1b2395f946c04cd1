import type { EnergyUnit } from '../../wire/primitives.ts';
import type { Commodity } from '../../wire/session.ts';
import { normalizeNumber } from '../normalize-input.ts';
import { isImplausiblyLow, parseUnit, parseUsage, usageError } from '../usage/parse-usage.ts';
import { USAGE_UNITS } from '../usage/usage-units.ts';
import type { CsvRecord } from './parse-csv.ts';

export const REQUIRED_COLUMNS = ['location_name', 'postal_code', 'annual_usage', 'unit'] as const;
const OPTIONAL_COLUMNS = ['account_number', 'street', 'city'] as const;
export const COLUMNS = [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS] as const;
type Column = (typeof COLUMNS)[number];
/** Alternative column names, for lists that were made for other tools. */
const ALIASES: Readonly<Record<string, Column>> = { site_name: 'location_name' };

/** Maximum number of locations in a list. Larger portfolios are quoted individually. */
export const MAX_ROWS = 1000;

export type RowError =
  | 'name_missing'
  | 'postal_code'
  | 'postal_code_short'
  | 'usage'
  | 'usage_thousands'
  | 'unit'
  | 'other_commodity'
  | 'duplicate'
  | 'not_served';

/** One location, kept only in memory. `line` is the line in the file. */
export interface ImportedLocation {
  readonly line: number;
  readonly name: string;
  readonly postalCode: string;
  readonly usage: string;
  readonly unit: EnergyUnit;
  /** The account number as in the file. Empty if the column is missing or the number cannot be valid. */
  readonly accountNumber: string;
  readonly street: string;
  readonly city: string;
}

/** A rejected row and the reason. For a duplicate, `firstLine` is the line of the first occurrence. */
export interface InvalidRow {
  readonly line: number;
  readonly name: string;
  readonly error: RowError;
  readonly firstLine?: number;
}

/**
 * A reason to check a row that is included. `account_shortened`: a spreadsheet has rounded the account number, so the
 * number is not used. `usage_low`: the usage may be for one month instead of a year.
 */
export interface RowNote {
  readonly line: number;
  readonly name: string;
  readonly note: 'account_shortened' | 'usage_low';
}

export interface ParsedRows {
  readonly locations: readonly ImportedLocation[];
  readonly invalidRows: readonly InvalidRow[];
  readonly notes: readonly RowNote[];
  /** Lines with a field that a spreadsheet would evaluate as a formula. The field is kept as text. */
  readonly formulas: readonly number[];
}

/** The reason why the whole file was rejected. */
export type FileError =
  | { readonly error: 'no_rows' }
  | { readonly error: 'columns_missing'; readonly columns: readonly string[] }
  | { readonly error: 'too_many'; readonly rows: number };

const MAX_TITLE_ROWS = 10;

const columnNamesOf = ({ fields }: CsvRecord): readonly string[] =>
  fields
    .map((name) =>
      name
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_'),
    )
    .map((name) => ALIASES[name] ?? name);

const missingColumns = (names: readonly string[]): readonly string[] =>
  REQUIRED_COLUMNS.filter((column) => !names.includes(column));

/** Properties of the file that determine how numbers are read. */
interface FileFormat {
  /**
   * Whether semicolons separate the fields. Spreadsheets use semicolons in regions where the comma is the decimal
   * separator.
   */
  readonly hasSemicolons?: boolean;
}

/**
 * Validates the rows of a location list, below the first row that contains the column names. Rejects duplicates, so
 * that no usage is counted twice. A duplicate has the same account number or, without an account number, the same name,
 * ZIP code and street. A rounded account number is ignored, because it does not identify an account.
 */
export function parseRows(
  records: readonly CsvRecord[],
  commodity: Commodity,
  format: FileFormat = {},
): ParsedRows | FileError {
  const headerIndex = records
    .slice(0, MAX_TITLE_ROWS + 1)
    .findIndex((row) => !missingColumns(columnNamesOf(row)).length);
  const [header, ...rows] = records.slice(Math.max(0, headerIndex));
  const columnNames = header ? columnNamesOf(header) : [];
  const missing = missingColumns(columnNames);
  if (missing.length) return { error: 'columns_missing', columns: missing };
  if (!rows.length) return { error: 'no_rows' };
  if (rows.length > MAX_ROWS) return { error: 'too_many', rows: rows.length };

  const locations: ImportedLocation[] = [];
  const invalidRows: InvalidRow[] = [];
  const notes: RowNote[] = [];
  const firstLines = new Map<string, number>();
  for (const { line, fields } of rows) {
    const cell = (column: Column) => withoutEscapes(fields[columnNames.indexOf(column)] ?? '');
    const location = parseRow(line, cell, commodity, format);
    if ('error' in location) {
      invalidRows.push(location);
      continue;
    }
    const { name, postalCode, street, accountNumber } = location;
    const key = (normalizeNumber(accountNumber) || `${name}|${postalCode}|${street}`).toLowerCase();
    const firstLine = firstLines.get(key);
    if (firstLine !== undefined) {
      invalidRows.push({ line, name, error: 'duplicate', firstLine });
      continue;
    }
    firstLines.set(key, line);
    locations.push(location);
    if (isShortened(cell('account_number'))) notes.push({ line, name, note: 'account_shortened' });
    if (isImplausiblyLow(location.usage, commodity, location.unit)) notes.push({ line, name, note: 'usage_low' });
  }
  const formulas = rows.filter(({ fields }) => fields.map(withoutEscapes).some(isFormula)).map(({ line }) => line);
  return { locations, invalidRows, notes, formulas };
}

/** Removes the characters that keep a number as text in a spreadsheet: `="01044"` and `'01044`. */
const withoutEscapes = (field: string): string =>
  field
    .trim()
    .replace(/^="(.*)"$/s, '$1')
    .replace(/^'/, '')
    .trim();

/** Spreadsheets keep the first 15 digits of a number, and replace all further digits with zeros. */
const MAX_EXACT_DIGITS = 15;

/**
 * Whether a spreadsheet has rounded an account number.
 *
 * @example isShortened('1.04437E+16') // true
 * @example isShortened('10443720001234500') // true: the last two of 17 digits are zeros
 */
const isShortened = (text: string): boolean =>
  /^\d(?:[.,]\d+)?E\+?\d+$/i.test(text) || (/^\d+$/.test(text) && /^0+$/.test(text.slice(MAX_EXACT_DIGITS)));

/**
 * Returns the account number, or an empty string for text that cannot identify an account, such as a rounded number, a
 * short number or "N/A".
 */
const toAccountNumber = (text: string): string =>
  isShortened(text) || !/\d/.test(text) || normalizeNumber(text).length < MIN_ACCOUNT_NUMBER_LENGTH ? '' : text;
const MIN_ACCOUNT_NUMBER_LENGTH = 4;

function parseRow(
  line: number,
  cell: (column: Column) => string,
  commodity: Commodity,
  { hasSemicolons = false }: FileFormat,
): ImportedLocation | InvalidRow {
  const name = cell('location_name');
  const invalid = (error: RowError): InvalidRow => ({ line, name, error });
  if (!name) return invalid('name_missing');
  // The last four digits of a ZIP+4 code are not needed. A code of three or four digits lost its leading zeros in a
  // spreadsheet.
  const [, postalCode] = /^(\d{5})(?:-?\d{4})?$/.exec(cell('postal_code')) ?? [];
  if (!postalCode) return invalid(/^\d{3,4}$/.test(cell('postal_code')) ? 'postal_code_short' : 'postal_code');
  const isMegawattHours = cell('unit').toLowerCase() === 'mwh';
  const unit = isMegawattHours ? 'kWh' : parseUnit(cell('unit'));
  if (!unit) return invalid('unit');
  if (!USAGE_UNITS[commodity].includes(unit)) return invalid('other_commodity');
  // In a file with semicolons, `120.000` could mean 120 or 120,000.
  if (hasSemicolons && /^\d{1,3}(?:\.\d{3})+$/.test(cell('annual_usage'))) return invalid('usage_thousands');
  const usageText = isMegawattHours ? `${cell('annual_usage')} MWh` : cell('annual_usage');
  const { amount } = parseUsage(usageText);
  if (!amount || usageError(usageText, commodity, unit)) return invalid('usage');
  const [accountNumber, street, city] = [toAccountNumber(cell('account_number')), cell('street'), cell('city')];
  return { line, name, postalCode, usage: amount, unit, accountNumber, street, city };
}

/**
 * Whether a spreadsheet would evaluate the cell as a formula when it opens the file (OWASP: CSV injection). A negative
 * number is not a formula.
 */
const isFormula = (field: string) => /^\s*[=+\-@]/.test(field) && !/^\s*[+-]?[\d.,]+\s*$/.test(field);
