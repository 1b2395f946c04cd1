import type { EnergyUnit } from '../../wire/decimal.ts';
import type { Commodity } from '../../wire/session.ts';
import type { CsvRecord } from './csv.ts';
import { readUsage, unitNamed, usageFault } from './usage.ts';
import { usageUnits } from './usage-units.ts';

const required = ['site_name', 'postal_code', 'annual_usage', 'unit'] as const;
const optional = ['account_number', 'street', 'city'] as const;
export const columns = [...required, ...optional] as const;
type Column = (typeof columns)[number];

/** More would be a spreadsheet to talk about, not a form to fill in. */
export const mostRows = 1000;

export type RowFault =
  | 'name_missing'
  | 'postal_code'
  | 'postal_code_short'
  | 'usage'
  | 'unit'
  | 'other_energy'
  | 'duplicate'
  | 'not_served';

/** One place of use, as the file has it. `line` is the file's. Lives in the page's memory only. */
export interface Site {
  readonly line: number;
  readonly name: string;
  readonly postalCode: string;
  readonly usage: string;
  readonly unit: EnergyUnit;
  /** As the file has them; empty where it does not. */
  readonly accountNumber: string;
  readonly street: string;
  readonly city: string;
}

/** A row that cannot be used, and why; `first` is the line it repeats. */
export interface FaultyRow {
  readonly line: number;
  readonly name: string;
  readonly fault: RowFault;
  readonly first?: number;
}

export interface SiteRows {
  readonly sites: readonly Site[];
  readonly faulty: readonly FaultyRow[];
  /** Lines with a field that a spreadsheet would take for a formula. Here it is text. */
  readonly formulas: readonly number[];
}

/** Why the file as a whole cannot be used. */
export type FileFault =
  | { readonly fault: 'no_rows' }
  | { readonly fault: 'columns_missing'; readonly columns: readonly string[] }
  | { readonly fault: 'too_many'; readonly rows: number };

/**
 * Checks a list of sites row by row. A row that repeats another (the same account number; without one, the same name, ZIP
 * code and street) is left out, so that nothing is counted twice.
 */
export function readSites(records: readonly CsvRecord[], commodity: Commodity): SiteRows | FileFault {
  const [header, ...rows] = records;
  const names =
    header?.fields.map((name) =>
      name
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_'),
    ) ?? [];
  const missing = required.filter((column) => !names.includes(column));
  if (missing.length) return { fault: 'columns_missing', columns: missing };
  if (!rows.length) return { fault: 'no_rows' };
  if (rows.length > mostRows) return { fault: 'too_many', rows: rows.length };

  const sites: Site[] = [];
  const faulty: FaultyRow[] = [];
  const firstLines = new Map<string, number>();
  for (const { line, fields } of rows) {
    const cell = (column: Column) => fields[names.indexOf(column)]?.trim() ?? '';
    const site = readSite(line, cell, commodity);
    const key = (
      cell('account_number').replace(/\W/g, '') || `${cell('site_name')}|${cell('postal_code')}|${cell('street')}`
    ).toLowerCase();
    const first = firstLines.get(key);
    if ('fault' in site) faulty.push(site);
    else if (first !== undefined) faulty.push({ line, name: site.name, fault: 'duplicate', first });
    else {
      firstLines.set(key, line);
      sites.push(site);
    }
  }
  const formulas = rows.filter(({ fields }) => fields.some(isFormula)).map(({ line }) => line);
  return { sites, faulty, formulas };
}

function readSite(line: number, cell: (column: Column) => string, commodity: Commodity): Site | FaultyRow {
  const name = cell('site_name');
  const faulty = (fault: RowFault): FaultyRow => ({ line, name, fault });
  if (!name) return faulty('name_missing');
  // ZIP+4 says more than is needed; a spreadsheet that took the code for a number lost its leading zero.
  const [, postalCode] = /^(\d{5})(?:-?\d{4})?$/.exec(cell('postal_code')) ?? [];
  if (!postalCode) return faulty(/^\d{3,4}$/.test(cell('postal_code')) ? 'postal_code_short' : 'postal_code');
  const mega = cell('unit').toLowerCase() === 'mwh';
  const unit = mega ? 'kWh' : unitNamed(cell('unit'));
  if (!unit) return faulty('unit');
  if (!usageUnits[commodity].includes(unit)) return faulty('other_energy');
  const typed = mega ? `${cell('annual_usage')} MWh` : cell('annual_usage');
  const { amount } = readUsage(typed);
  if (!amount || usageFault(typed, commodity, unit)) return faulty('usage');
  const [accountNumber, street, city] = [cell('account_number'), cell('street'), cell('city')];
  return { line, name, postalCode, usage: amount, unit, accountNumber, street, city };
}

/** What a spreadsheet would evaluate when it opens the cell (OWASP, CSV injection). A plain negative number is none. */
const isFormula = (field: string) => /^\s*[=+\-@]/.test(field) && !/^\s*[+-]?[\d.,]+\s*$/.test(field);
