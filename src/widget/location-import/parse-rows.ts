import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';
import { parseUnit, parseUsage, usageError } from '../usage/parse-usage.ts';
import { USAGE_UNITS } from '../usage/usage-units.ts';
import type { CsvRecord } from './parse-csv.ts';

export const REQUIRED_COLUMNS = ['location_name', 'postal_code', 'annual_usage', 'unit'] as const;
const OPTIONAL_COLUMNS = ['account_number', 'street', 'city'] as const;
export const COLUMNS = [...REQUIRED_COLUMNS, ...OPTIONAL_COLUMNS] as const;
type Column = (typeof COLUMNS)[number];
/** Alternative column names, from lists that were made for other tools. */
const ALIASES: Readonly<Record<string, Column>> = { site_name: 'location_name' };

/** Larger portfolios are quoted individually. */
export const MAX_ROWS = 1000;

export type RowError =
  | 'name_missing'
  | 'postal_code'
  | 'postal_code_short'
  | 'usage'
  | 'unit'
  | 'other_commodity'
  | 'duplicate'
  | 'not_served';

/** One location, as in the file. Kept only in memory. `line` is the line in the file. */
export interface ImportedLocation {
  readonly line: number;
  readonly name: string;
  readonly postalCode: string;
  readonly usage: string;
  readonly unit: EnergyUnit;
  /** As in the file; empty if the column is missing. */
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

export interface ParsedRows {
  readonly locations: readonly ImportedLocation[];
  readonly invalidRows: readonly InvalidRow[];
  /** Lines with a field that a spreadsheet would evaluate as a formula. The field is kept as text. */
  readonly formulas: readonly number[];
}

/** Why the whole file was rejected. */
export type FileError =
  | { readonly error: 'no_rows' }
  | { readonly error: 'columns_missing'; readonly columns: readonly string[] }
  | { readonly error: 'too_many'; readonly rows: number };

/**
 * Validates the rows of a location list. Rejects duplicates, so that no usage is counted twice. A duplicate has the
 * same account number or, if there is none, the same name, ZIP code and street.
 */
export function parseRows(records: readonly CsvRecord[], commodity: Commodity): ParsedRows | FileError {
  const [header, ...rows] = records;
  const columnNames =
    header?.fields
      .map((name) =>
        name
          .trim()
          .toLowerCase()
          .replace(/[\s-]+/g, '_'),
      )
      .map((name) => ALIASES[name] ?? name) ?? [];
  const missing = REQUIRED_COLUMNS.filter((column) => !columnNames.includes(column));
  if (missing.length) return { error: 'columns_missing', columns: missing };
  if (!rows.length) return { error: 'no_rows' };
  if (rows.length > MAX_ROWS) return { error: 'too_many', rows: rows.length };

  const locations: ImportedLocation[] = [];
  const invalidRows: InvalidRow[] = [];
  const firstLines = new Map<string, number>();
  for (const { line, fields } of rows) {
    const cell = (column: Column) => fields[columnNames.indexOf(column)]?.trim() ?? '';
    const location = parseRow(line, cell, commodity);
    const key = (
      cell('account_number').replace(/\W/g, '') || `${cell('location_name')}|${cell('postal_code')}|${cell('street')}`
    ).toLowerCase();
    const firstLine = firstLines.get(key);
    if ('error' in location) invalidRows.push(location);
    else if (firstLine !== undefined) invalidRows.push({ line, name: location.name, error: 'duplicate', firstLine });
    else {
      firstLines.set(key, line);
      locations.push(location);
    }
  }
  const formulas = rows.filter(({ fields }) => fields.some(isFormula)).map(({ line }) => line);
  return { locations, invalidRows, formulas };
}

function parseRow(line: number, cell: (column: Column) => string, commodity: Commodity): ImportedLocation | InvalidRow {
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
  const usageText = isMegawattHours ? `${cell('annual_usage')} MWh` : cell('annual_usage');
  const { amount } = parseUsage(usageText);
  if (!amount || usageError(usageText, commodity, unit)) return invalid('usage');
  const [accountNumber, street, city] = [cell('account_number'), cell('street'), cell('city')];
  return { line, name, postalCode, usage: amount, unit, accountNumber, street, city };
}

/**
 * Whether a spreadsheet would evaluate the cell as a formula when it opens the file (OWASP: CSV injection). A negative
 * number is not a formula.
 */
const isFormula = (field: string) => /^\s*[=+\-@]/.test(field) && !/^\s*[+-]?[\d.,]+\s*$/.test(field);
